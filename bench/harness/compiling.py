"""What a compilation costs: lowering beside a parse, a build of many files, the size of what comes out."""

import resource
import shutil
import statistics
import subprocess
import time

from . import programs
from .generate import generate
from .report import Table, bars

FILES = ["calls.cpp", "micro.cpp", "generators.cpp", "primitives.cpp"]
GOALS = {"lower": 1.3, "size": 1.2, "build": 1.6}


def cpu(command):
    """CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lowering(passes):
    """File to (seconds of `pawl lower`, of clang's parse in native spelling)."""
    result = {}
    for name in FILES:
        file, lowered = programs.BENCH / name, programs.WORK / f"lowered-{name}"
        own = [programs.PAWL, "lower", file, "-o", lowered, "--", "-std=c++17", *programs.FLAGS, *programs.INCLUDE]
        parse = ["clang++-22", "-fsyntax-only", "-std=c++20", "-DNATIVE", *programs.FLAGS, *programs.INCLUDE, file]
        rows = [(cpu(own), cpu(parse)) for _ in range(passes)]
        result[name] = [statistics.median(column) for column in zip(*rows)]
    return result


def code_bytes(object_file):
    """Text, data and unwind tables."""
    text = subprocess.run(["size", object_file], check=True, capture_output=True, text=True).stdout.splitlines()[1].split()
    return int(text[0]) + int(text[1])


def sizes():
    """Compiler to file to (bytes of lowered code, of native)."""
    result = {}
    for label, compiler in programs.compilers().items():
        for name in FILES:
            own, native = programs.WORK / f"{name}.{label}.pawl.o", programs.WORK / f"{name}.{label}.native.o"
            lowered = programs.WORK / f"lowered-{name}"
            common = ["-c", *programs.FLAGS, *programs.INCLUDE]
            subprocess.run([compiler, "-std=c++17", *common, lowered, "-o", own], check=True)
            subprocess.run([compiler, "-std=c++20", "-DNATIVE", *common, programs.BENCH / name, "-o", native], check=True)
            result.setdefault(label, {})[name] = [code_bytes(own), code_bytes(native)]
    return result


def timed_build(folder, compiler, flags):
    """Wall seconds of make -j2 from nothing."""
    shutil.rmtree(folder / "objects", ignore_errors=True)
    (folder / "objects").mkdir()
    start = time.monotonic()
    variables = [f"CXX={compiler}", f"CXXFLAGS={' '.join(map(str, flags))}"]
    subprocess.run(["make", "-s", "-j2", "-C", folder, *variables], check=True, capture_output=True)
    return time.monotonic() - start


def building():
    """(seconds through pawl, native), of 200 files of which every second has coroutines."""
    folder = programs.WORK / "files"
    generate(folder, 200)
    native = ["-std=c++20", "-DNATIVE", *programs.FLAGS, *programs.INCLUDE]
    own = ["-std=c++17", *programs.FLAGS, *programs.INCLUDE]
    return [timed_build(folder, f"{programs.PAWL} g++", own), timed_build(folder, "g++", native)]


def measure(options):
    programs.WORK.mkdir(parents=True, exist_ok=True)
    result = {"lower": lowering(max(options.passes, 5)), "size": sizes()}
    if shutil.which("make"):
        result["build"] = building()
    else:
        programs.skip("the build of 200 files", "make is not installed")
    return result


def ratio(own, other, goal, unit):
    value = own / other
    return f"{own:.4g}{unit} / {other:.4g}{unit} = {value:.2f} {'✓' if value <= goal else '✗'}"


def tables(data):
    table = Table(["work", "file", "goal", "Pawl / native"])
    for name, row in data["lower"].items():
        table.add("`pawl lower` / `clang++ -fsyntax-only`, CPU", name, f"{GOALS['lower']}x", ratio(*row, GOALS["lower"], " s"))
    for label, files in data["size"].items():
        for name, row in files.items():
            table.add(f"object of lowered code, -O2, {label}", name, f"{GOALS['size']}x", ratio(*row, GOALS["size"], " bytes"))
    if "build" in data:
        table.add("make -j2 through `pawl g++`", "200, half with coroutines", f"{GOALS['build']}x", ratio(*data["build"], GOALS["build"], " s"))
    return [("Compiling", "The same files in the dialect and in native spelling, C++20.", table)]


def plots(data):
    groups = [(f"lowering, {name}", {"beside native": own / other}) for name, (own, other) in data["lower"].items()]
    for label, files in data["size"].items():
        groups += [(f"object size, {name}, {label}", {"beside native": own / other}) for name, (own, other) in files.items()]
    if "build" in data:
        groups.append(("200 files", {"beside native": data["build"][0] / data["build"][1]}))
    return [("compiling.svg", "Compiling, relative to native coroutines (less is better)", bars(groups, unit="x", mark=1.0))]
