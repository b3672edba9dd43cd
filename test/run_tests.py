#!/usr/bin/env python3
"""Everything that must hold: format, lint, the lit suite.  Ends with 'N passed, N failed' on a line of its own.

With a filter, only the tests whose name matches it run, without format and lint.  --packages, --sweep and --matrix are tests of
their own.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def report(name, good, began):
    print(f"{'PASS' if good else 'FAIL'}: {name} ({time.time() - began:.1f} s)", flush=True)
    return good


def check(name, command):
    began = time.time()
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        print(result.stdout)
    return report(name, result.returncode == 0, began)


def can_stop_tests(lit):
    """Whether lit's own Python, which need not be this one, has the module that lit stops a hanging test with."""
    with open(lit) as script:
        interpreter = script.readline().removeprefix("#!").split()
    return subprocess.run([*interpreter, "-c", "import psutil"], stderr=subprocess.DEVNULL).returncode == 0


def run_lit(build, jobs, test_filter):
    """Counts of passed and failed tests; a suite that cannot run is one failure."""
    results = build / "test/results.json"
    results.unlink(missing_ok=True)
    lit = next(line.split("=", 1)[1].strip() for line in (build / "CMakeCache.txt").read_text().splitlines()
               if line.startswith("PAWL_LIT:"))
    # One more than there are cores: a fifth of the time of a test it waits, for a server or a clock.
    command = [lit, "-sv", f"-j{jobs + 1}", "-o", results, build / "test", build / "test/unit"]
    if can_stop_tests(lit):
        command.append("--timeout=300")
    if test_filter:
        command.append(f"--filter={test_filter}")
    code = subprocess.run(command).returncode
    if not results.exists():
        return 0, 1
    codes = [test["code"] for test in json.loads(results.read_text())["tests"]]
    good = {"PASS", "XFAIL", "FLAKYPASS"}
    passed = sum(code in good for code in codes)
    failed = sum(code not in good | {"UNSUPPORTED", "EXCLUDED", "SKIPPED"} for code in codes)
    return passed, max(failed, 1 if code != 0 and not failed else 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--packages", action="store_true", help="make Debian's packages, and use them in a new Debian")
    parser.add_argument("--sweep", action="store_true",
                        help="every program of test/Runtime with scenarios, cancelled and stopped everywhere")
    parser.add_argument("--matrix", action="store_true", help="build what is lowered with every compiler")
    parser.add_argument("filter", nargs="?", help="of the names of tests; of programs with --matrix")
    options = parser.parse_args()
    build = options.build.resolve()

    if options.packages:
        good = check("packages", [sys.executable, ROOT / "test/tools/packages.py", "--build", build])
        print(f"{int(good)} passed, {int(not good)} failed")
        return 0 if good else 1

    if options.sweep:
        command = [sys.executable, ROOT / "test/tools/sweep.py", ROOT, build, build / "sweep", "--jobs", str(options.jobs)]
        good = check("sweep", [*command, *([options.filter] if options.filter else [])])
        print(f"{int(good)} passed, {int(not good)} failed")
        return 0 if good else 1

    if options.matrix:
        began = time.time()
        command = [sys.executable, ROOT / "test/tools/matrix.py", "--build", build, "--work", build / "matrix",
                   "--jobs", str(options.jobs), options.filter or ""]
        good = report("matrix", subprocess.run(command).returncode == 0, began)
        print(f"{int(good)} passed, {int(not good)} failed")
        return 0 if good else 1

    outcomes = []
    if not options.filter:
        outcomes.append(check("format", [sys.executable, ROOT / "test/tools/check_format.py"]))
        outcomes.append(check("lint", [sys.executable, ROOT / "test/tools/lint.py", "--build", build,
                                       "--jobs", str(options.jobs)]))
    passed, failed = run_lit(build, options.jobs, options.filter)
    passed += outcomes.count(True)
    failed += outcomes.count(False)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
