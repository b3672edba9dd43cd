#!/usr/bin/env python3
"""sweep.py ROOT BUILD WORK [--jobs N] [NAME ...]: the scenarios of test/Runtime, the named programs' or all, cancelled at every
suspension and stopped after every step, under the address, leak and undefined behaviour sanitizers, the runtime's own
sources included.

Prints 'NAME swept' for each program, in the order of the names, and what a sanitizer says; the exit code is 1 when a
program failed.
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

import sanitized_runtime

SANITIZE = ["-O0", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


class Sweep:
    def __init__(self, options):
        self.options = options
        self.runtime = options.root / "runtime"
        self.include = [f"-I{self.runtime}/include"]
        self.pawl = options.build / "bin/pawl"
        headers = [*self.runtime.rglob("*.h"), *(options.root / "test/Runtime/Inputs").glob("*.h")]
        self.headers = max(header.stat().st_mtime for header in headers)

    def is_new(self, result, source):
        """Whether an object need not be compiled again."""
        return result.exists() and result.stat().st_mtime > max(source.stat().st_mtime, self.headers)

    def compile_test(self, test):
        lowered = self.options.work / test.name
        source = test
        result = self.options.work / f"{test.stem}.scenarios.o"
        if self.is_new(result, test):
            return result
        if "Inputs/dialect.h" in test.read_text():
            command = [self.pawl, "lower", test, "-o", lowered, "--compiler=clang++-22", "--", "-std=c++20"]
            subprocess.run(command, check=True)
            source = lowered
        flags = ["-std=c++20", "-Wno-deprecated-coroutine", *SANITIZE, *self.include, "-iquote", test.parent]
        subprocess.run(["clang++-22", *flags, "-c", source, "-o", result], check=True)
        return result

    def run(self, test, objects):
        """What is to be printed about a program, and whether it failed."""
        program = self.options.work / f"{test.stem}.program"
        libraries = ["-lssl", "-lcrypto", "-lcares", "-pthread"]
        subprocess.run(["clang++-22", *SANITIZE, *objects, "-o", program, *libraries], check=True)
        environment = {**os.environ, "PAWL_TEST_SWEEP": "1", "PAWL_CLOCK": "virtual"}
        try:
            result = subprocess.run([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                    timeout=self.options.timeout)
            code, errors = result.returncode, result.stderr.decode(errors="replace")
        except subprocess.TimeoutExpired as expired:
            code, errors = "still running", (expired.stderr or b"").decode(errors="replace")
        if code == 0:
            return f"{test.stem} swept", False
        return f"{test.stem}: {code}\n{errors[-4000:]}", True


def parse():
    parser = argparse.ArgumentParser()
    for folder in ("root", "build", "work"):
        parser.add_argument(folder, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--timeout", type=int, default=900, help="seconds for each program")
    parser.add_argument("names", nargs="*")
    return parser.parse_intermixed_args()


def main():
    options = parse()
    options.work.mkdir(parents=True, exist_ok=True)
    sweep = Sweep(options)
    tests = [test for test in sorted((options.root / "test/Runtime").glob("*.cpp"))
             if "run_scenarios" in test.read_text() or "Inputs/dialect.h" in test.read_text()]
    if options.names:
        tests = [test for test in tests if test.stem in options.names]
    # The libraries beside the core are for those who use them.
    parts = ["src", *(part for part in ("tls", "cares") if any(part == test.stem for test in tests))]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        programs = [pool.submit(sweep.compile_test, test) for test in tests]
        objects = sanitized_runtime.objects(options.root, sweep.pawl, options.work, SANITIZE, parts)
        runs = [pool.submit(lambda test, program: sweep.run(test, [program.result(), *objects]), test, program)
                for test, program in zip(tests, programs)]
        failed = False
        for run in runs:
            text, wrong = run.result()
            print(text, flush=True)
            failed = failed or wrong
    return failed


sys.exit(main())
