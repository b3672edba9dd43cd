#!/usr/bin/env python3
"""sweep.py ROOT BUILD WORK [NAME | NAME:stop ...]: the scenarios of test/Runtime, cancelled at every suspension and stopped after every step,
under the address, leak and undefined behaviour sanitizers, the runtime's own sources included.  NAME:stop: only stopped.

Prints 'NAME swept' for each program, and what a sanitizer says; the exit code counts the programs that failed.
"""

import os
import pathlib
import subprocess
import sys

ROOT, BUILD, WORK = (pathlib.Path(argument) for argument in sys.argv[1:4])
SANITIZE = ["-O0", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
INCLUDE = [f"-I{ROOT}/runtime/include"]


def compile_runtime():
    objects = []
    for source in sorted((ROOT / "runtime/src").rglob("*.cpp")):
        objects.append(WORK / f"{source.stem}.o")
        command = [BUILD / "bin/pawl", "clang++-22", "-std=c++17", *SANITIZE, *INCLUDE, f"-I{ROOT}/runtime/src", "-c", source, "-o", objects[-1]]
        subprocess.run(command, check=True)
    return objects


def sweep(test, objects, how):
    lowered, program = WORK / test.name, WORK / test.stem
    dialect = "Inputs/dialect.h" in test.read_text()
    if dialect:
        lower = [BUILD / "bin/pawl", "lower", test, "-o", lowered, "--compiler=clang++-22", "--", "-std=c++20"]
        subprocess.run(lower, check=True)
    source = lowered if dialect else test
    flags = ["-std=c++20", "-Wno-deprecated-coroutine", *SANITIZE, *INCLUDE, "-iquote", test.parent]
    subprocess.run(["clang++-22", *flags, source, *objects, "-o", program, "-pthread"], check=True)
    environment = {**os.environ, "PAWL_TEST_SWEEP": how, "PAWL_CLOCK": "virtual"}
    try:
        result = subprocess.run([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=250)
        code, errors = result.returncode, result.stderr.decode(errors="replace")
    except subprocess.TimeoutExpired as expired:
        code, errors = "still running", (expired.stderr or b"").decode(errors="replace")
    if code == 0:
        print(f"{test.stem} swept", flush=True)
        return 0
    print(f"{test.stem}: {code}\n{errors[-4000:]}", flush=True)
    return 1


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    objects = compile_runtime()
    names = dict((name + ":all").split(":")[:2] for name in sys.argv[4:])
    tests = [test for test in sorted((ROOT / "test/Runtime").glob("*.cpp"))
             if "run_scenarios" in test.read_text() or "Inputs/dialect.h" in test.read_text()]
    return sum(sweep(test, objects, names.get(test.stem, "all")) for test in tests if not names or test.stem in names)


sys.exit(main())
