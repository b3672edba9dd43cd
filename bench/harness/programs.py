"""Building programs and running them pinned to a core."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / "bench"
PEERS = BENCH / "peers"
BUILD = pathlib.Path(os.environ.get("PAWL_BENCH_BUILD", ROOT / "build"))
WORK = BUILD / "bench"
PAWL = BUILD / "bin/pawl"
LIBRARY = BUILD / "lib/libpawl.a"
INCLUDE = [f"-I{BUILD}/include", f"-I{BENCH}"]
FLAGS = ["-O2", "-DNDEBUG"]
COMPILERS = {"g++": "g++", "clang++": "clang++-22"}
# Debian's, since it is that one that has uvloop.
PYTHON = "/usr/bin/python3"
CARGO = shutil.which("cargo")

_said = set()


def skip(name, reason):
    """Says once that something is not measured."""
    if name not in _said:
        print(f"skipped {name}: {reason}", file=sys.stderr, flush=True)
        _said.add(name)


def compilers():
    found = {label: program for label, program in COMPILERS.items() if shutil.which(program)}
    for label in COMPILERS.keys() - found.keys():
        skip(label, "not installed")
    return found


def build(name, command, output="-o"):
    """The program, or None with the reason said."""
    WORK.mkdir(parents=True, exist_ok=True)
    program = WORK / name
    if not shutil.which(str(command[0])):
        skip(name, f"{command[0]} is not installed")
        return None
    result = subprocess.run([*map(str, command), output, str(program)], capture_output=True, text=True)
    if result.returncode != 0:
        errors = [line for line in result.stderr.splitlines() if "error" in line]
        skip(name, (errors or ["does not build"])[0])
        return None
    return program


def pawl(name, compiler, *files, libraries=()):
    """Pawl's program of dialect files."""
    return build(name, [PAWL, compiler, "-std=c++17", *FLAGS, *INCLUDE, *files, *libraries, LIBRARY, *libraries, "-pthread"])


def native(name, compiler, *files, libraries=()):
    """The same files as native coroutines."""
    return build(name, [compiler, "-std=c++20", "-DNATIVE", *FLAGS, *INCLUDE, *files, *libraries, LIBRARY, *libraries, "-pthread"])


def tokio(name):
    """A program of peers/tokio, built against Debian's crates."""
    crates = pathlib.Path("/usr/share/cargo/registry")
    if not CARGO or not any(crates.glob("tokio-*")):
        skip("Tokio", "cargo or librust-tokio-dev is not installed")
        return None
    target = WORK / "tokio"
    sources = ["--config", "source.crates-io.replace-with='debian'", "--config", f"source.debian.directory='{crates}'"]
    command = [CARGO, "build", "--release", "--offline", "--quiet", "--manifest-path", PEERS / "tokio/Cargo.toml",
               "--target-dir", target, *sources]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        skip("Tokio", (result.stderr.splitlines() or ["does not build"])[0])
        return None
    return target / "release" / name


def python(script, *arguments, module=None):
    """A command of Debian's Python, or None."""
    if subprocess.run([PYTHON, "-c", f"import {module or 'asyncio'}"], capture_output=True).returncode != 0:
        skip(module or "asyncio", "not installed")
        return None
    return [PYTHON, str(script), *arguments]


def node(*arguments):
    if not shutil.which("node"):
        skip("Node", "not installed")
        return None
    return ["node", *map(str, arguments)]


def go(name, source):
    program = WORK / name
    if not shutil.which("go"):
        skip("Go", "not installed")
        return None
    result = subprocess.run(["go", "build", "-o", program, source], capture_output=True, text=True)
    if result.returncode != 0:
        skip("Go", (result.stderr.splitlines() or ["does not build"])[0])
        return None
    return program


def pinned(command, core=0):
    pin = ["taskset", "-c", str(core)] if shutil.which("taskset") else []
    return [*pin, *map(str, command)]


def environment():
    return {**os.environ, "PAWL_CLOCK": "real", "GOMAXPROCS": "1"}


def output(command, timeout=300):
    """What a pinned program prints; None with the reason said when it fails."""
    result = subprocess.run(pinned(command), capture_output=True, text=True, env=environment(), timeout=timeout)
    if result.returncode != 0:
        skip(" ".join(map(str, command)), f"ended with {result.returncode}: {result.stderr.strip()[-200:]}")
        return None
    return result.stdout
