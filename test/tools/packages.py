#!/usr/bin/env python3
"""packages.py --build BUILD [--work DIR]: makes the Debian packages, installs them in a new Debian with what they depend on, and
uses them there: a program by `pawl run`, one by the wrapper, one by CMake; the man page and the completions are in their places.

Needs root, debootstrap, and Debian's mirror as this machine's apt uses it.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples/hello.cpp"
PROJECT = ROOT / "test/Driver/Inputs/cmake-project"

# What a user does.  `pawl run` and the others print what the example's .expected holds.
USE = """
set -e
cd /home
pawl --version
pawl run hello.cpp | cmp - hello.expected
pawl g++ -std=c++17 -O2 hello.cpp -o hello && ./hello | cmp - hello.expected
pawl lower hello.cpp -o lowered.cpp && g++ -std=c++17 lowered.cpp $(pawl --cflags -std=c++17) $(pawl --libs) -o lowered
./lowered | cmp - hello.expected
pawl graph hello.cpp -f greet | grep -q "m0s0 -> m0s1"
pkg-config --exists pawl
cmake -S project -B build > /dev/null && cmake --build build --target counter && build/counter
for file in man/man1/pawl.1 bash-completion/completions/pawl zsh/site-functions/_pawl \\
    fish/vendor_completions.d/pawl.fish pawl/gdb/pawl.py doc/pawl/LICENSE doc/libpawl-dev/LICENSE; do
  test -s /usr/share/$file || { echo "/usr/share/$file is not there"; exit 1; }
done
apt-get remove -y pawl libpawl-dev > /dev/null 2>&1
test -z "$(find / -xdev -path /proc -prune -o -path /home -prune -o -path '*pawl*' -type f -print | grep -v /var/)"
"""


def run(*command, **options):
    result = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))[:200]} failed:\n{result.stdout[-4000:]}")
    return result.stdout


def install_apt_sources(root):
    """The mirror, suites and keys of this machine."""
    for name in ("sources.list", "sources.list.d"):
        source, target = pathlib.Path("/etc/apt") / name, root / "etc/apt" / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, target)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, help="where the new Debian is made, and left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pawl-packages-") as temporary:
        work = options.work or pathlib.Path(temporary)
        root, packages = work / "root", work / "packages"
        shutil.rmtree(packages, ignore_errors=True)
        run("cpack", "-B", packages, cwd=options.build)
        if not (root / "usr/bin/apt-get").exists():
            run("debootstrap", "--variant=minbase", "bookworm", root)
        install_apt_sources(root)
        for file in packages.glob("*.deb"):
            shutil.copy(file, root / "var/tmp")
        for file in (EXAMPLE, EXAMPLE.with_suffix(".expected")):
            shutil.copy(file, root / "home")
        shutil.copytree(PROJECT, root / "home/project", dirs_exist_ok=True)
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/home",
                       "LC_ALL": "C", "PAWL_CLOCK": "virtual"}
        inside = ["chroot", root]
        run(*inside, "apt-get", "update", env=environment)
        run(*inside, "sh", "-c", "apt-get install -y --no-install-recommends cmake make pkgconf libssl-dev /var/tmp/*.deb",
            env=environment)
        print(run(*inside, "sh", "-c", USE, env=environment), end="")


if __name__ == "__main__":
    main()
