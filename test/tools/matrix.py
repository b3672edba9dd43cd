#!/usr/bin/env python3
"""matrix.py --build BUILD --work DIR [--jobs N] [--only COMPILER]... [--sample N] [FILTER]: what Pawl prints builds with every compiler.

Programs (the examples, test/Run and test/Coroutines) are lowered for, built with and run by each compiler of COMPILERS, in a
combination of standard, optimisation, standard library and further flags that their place in the list decides; together they
are every pair of these for every compiler.  No compiler may warn, and all builds of a program print the same.  The runtime is
built with each compiler and library too.

Compilers that are not there are installed from Debian, where libc++ packages of several versions exclude each other: those are
unpacked into DIR.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMPILERS = ["g++-11", "g++-12", "clang++-14", "clang++-15", "clang++-16", "clang++-19", "clang++-22"]
STANDARDS = ["c++17", "c++20", "c++2b"]
OPTIMISATIONS = ["-O0", "-O1", "-O2", "-O3"]
FURTHER = [[], ["-flto"], ["-fno-rtti"]]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
# A program that needs a server.
LEFT_OUT = {"postgres"}
# Programs that use what needs RTTI; and those whose own text is not pedantic.
WITH_RTTI = {"10_process_pool"}
IMPEDANTIC = {"statements"}


class Failure(Exception):
    pass


def run(command, **options):
    """Output of a command that is to succeed."""
    words = list(map(str, command))
    result = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            errors="replace", **options)
    if result.returncode != 0:
        raise Failure(f"{shlex.join(words)}\nexit code {result.returncode}\n{result.stdout[-3000:]}")
    return result.stdout


def version(compiler):
    return compiler.rpartition("-")[2]


def install(names, work):
    """Compilers by apt; the libraries of libc++ unpacked, each version in a folder of its own."""
    packages = [name.replace("clang++", "clang") for name in names if not shutil.which(name)]
    if packages:
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        run([*sudo, "apt-get", "update"])
        run([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", *packages])
    for number in (version(name) for name in names if name.startswith("clang")):
        folder = work / f"libc++-{number}"
        if folder.exists():
            continue
        unpacked = work / f"libc++-{number}.new"
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked.mkdir(parents=True)
        run(["apt-get", "download", f"libc++-{number}-dev", f"libc++abi-{number}-dev"], cwd=unpacked)
        for package in unpacked.glob("*.deb"):
            run(["dpkg", "-x", package, unpacked])
            package.unlink()
        unpacked.rename(folder)


class Library:
    """A standard library, and the runtime that is built with it."""

    def __init__(self, compiler, name, options):
        self.compiler, self.name = compiler, name
        self.build = options.work / f"{compiler}-{name}"
        self.flags, self.link = [], []
        if name == "libc++":
            number = version(compiler)
            root = options.work / f"libc++-{number}"
            self.flags = ["-nostdinc++", "-isystem", root / f"usr/lib/llvm-{number}/include/c++/v1"]
            archives = {path.name: path for path in root.rglob("libc++*.a") if path.is_file() and not path.is_symlink()}
            self.link = ["-nostdlib++", archives["libc++.a"], archives["libc++abi.a"]]

    def make_runtime(self, options):
        flags = shlex.join(["-O0", "-Wpedantic", *map(str, self.flags)])
        run(["cmake", "-S", ROOT, "-B", self.build, "-G", "Ninja", f"-DPAWL_EXECUTABLE={options.pawl}", "-DCMAKE_BUILD_TYPE=None",
             f"-DCMAKE_CXX_COMPILER={self.compiler}", f"-DCMAKE_CXX_FLAGS={flags}", "-DPAWL_BUILD_TESTS=OFF"])
        run(["cmake", "--build", self.build, "-j", options.jobs, "--target", "pawl_runtime"])


class Program:
    """A source file, with what its test says of it."""

    def __init__(self, source):
        self.source = source
        self.flags, self.lower_flags, self.cxx20, self.real_clock, self.sources = [], [], False, False, [source]
        for words in re.findall(r"RUN: %run-(?:all|native) (.*?)%s", source.read_text()):
            for word in shlex.split(words):
                option, _, value = word.partition("=")
                self.cxx20 |= option == "--cxx20"
                self.real_clock |= option == "--real-clock"
                if option == "--with":
                    self.sources += sorted(pathlib.Path(value.replace("%S", str(source.parent))).glob("*.cpp"))
                if option == "--flag" and not self.flags:
                    self.flags = [value]

    def __str__(self):
        return str(self.source.relative_to(ROOT))


def combinations():
    """All pairs of standard, optimisation and further flags, each once."""
    return [(STANDARDS[i % 3], OPTIMISATIONS[i % 4], FURTHER[(i % 3 + i % 4) % 3]) for i in range(12)]


def programs():
    found = [*(ROOT / "examples").glob("*.cpp"), *(ROOT / "examples/tutorial").glob("*.cpp"),
             *(file for folder in ("Run", "Coroutines") for file in (ROOT / "test" / folder).glob("*.cpp"))]
    return [Program(file) for file in sorted(found) if file.stem not in LEFT_OUT]


def build_and_run(program, library, combination, options):
    """What the program prints."""
    standard, optimisation, further = combination
    work = options.work / "programs" / program.source.stem / f"{library.compiler}-{library.name}"
    work.mkdir(parents=True, exist_ok=True)
    common = [f"-std={standard}", *library.flags, *program.flags]
    lowered = []
    for source in program.sources:
        lowered.append(work / source.name)
        run([options.pawl, "lower", source, "-o", lowered[-1], f"--compiler={library.compiler}", "--", *common, *further,
             *program.lower_flags, "-Werror"])
    include = [f"-I{ROOT}/runtime/include", *([f"-I{ROOT}/runtime/include/pawl/c++17"] if standard == "c++17" else [])]
    beside = [word for source in program.sources for word in ("-iquote", source.parent)]
    warnings = [word for word in WARNINGS if word != "-Wpedantic" or program.source.stem not in IMPEDANTIC]
    # g++ forgets the pragmas of a text when it links what it compiled with -flto.
    if library.compiler.startswith("g++") and "-flto" in further:
        warnings.append("-Wno-maybe-uninitialized")
    run([library.compiler, *common, optimisation, *further, *warnings, *include, *beside, *lowered, "-o", work / "program",
         library.build / "lib/libpawl.a", "-pthread", *library.link])
    environment = {key: value for key, value in os.environ.items() if key != "PAWL_CLOCK"}
    if not program.real_clock:
        environment["PAWL_CLOCK"] = "virtual"
    output = run([work / "program"], timeout=120, env=environment)
    shutil.rmtree(work)
    return output


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", action="append", choices=COMPILERS, metavar="COMPILER", help="more than once; all without")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth of all builds")
    parser.add_argument("filter", nargs="?", default="", help="programs whose name matches")
    options = parser.parse_args()
    options.pawl = options.build.resolve() / "bin/pawl"
    options.work = options.work.resolve()
    chosen = options.only or COMPILERS
    failures = 0

    def failed(name, failure):
        nonlocal failures
        failures += 1
        print(f"FAIL: {name}\n{failure}", flush=True)

    install(chosen, options.work)
    libraries = {}
    for compiler in chosen:
        libraries[compiler] = []
        for name in ("libstdc++", "libc++") if compiler.startswith("clang") else ("libstdc++",):
            library = Library(compiler, name, options)
            try:
                library.make_runtime(options)
                libraries[compiler].append(library)
                print(f"built: the runtime with {compiler} and {name}", flush=True)
            except Failure as failure:
                failed(f"the runtime with {compiler} and {name}", failure)

    work = []
    for place, program in enumerate(programs()):
        if not re.search(options.filter, str(program)):
            continue
        for number, compiler in enumerate(COMPILERS):
            rows = [row for row in combinations() if not (program.cxx20 and row[0] == "c++17")
                    and not (program.source.stem in WITH_RTTI and "-fno-rtti" in row[2])]
            if not libraries.get(compiler) or (place + number) % options.sample:
                continue
            library = libraries[compiler][(place + place // len(rows)) % len(libraries[compiler])]
            work.append((program, library, rows[(place + 5 * number) % len(rows)]))
    outputs = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        started = [(item, pool.submit(build_and_run, *item, options)) for item in work]
        for (program, library, (standard, *flags)), result in started:
            name = f"{program} with {library.compiler} -std={standard} {flags[0]} {' '.join(flags[1])} {library.name}"
            try:
                output = result.result()
                first = outputs.setdefault(program, (name, output))
                if output != first[1]:
                    failed(name, f"prints\n{output}\nwhere {first[0]} prints\n{first[1]}")
            except (Failure, subprocess.TimeoutExpired) as failure:
                failed(name, failure)
    print(f"{len(work)} builds, {failures} failures")
    return 1 if failures or not work else 0


if __name__ == "__main__":
    sys.exit(main())
