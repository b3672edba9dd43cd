#!/usr/bin/env python3
"""Builds one program in the C++20 spelling natively, lowers it in several ways, and prints the output that all agree on.

The native builds are those of clang++ and g++ in C++20; a test that g++ compiles wrongly says so by --no-gxx=REASON.  The
lowered ones are the rows of run_all.py.  Exit code: 0 when all agree and all programs return 0.
"""

import argparse
import difflib
import pathlib
import subprocess
import sys

import run_all


def native(compiler, options):
    """The output of a native build."""
    folder = options.work / f"native-{pathlib.Path(compiler).name}"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "program"
    include = f"-I{options.build / 'include'}"
    run_all.run([compiler, "-std=c++20", "-w", "-O0", *options.flag, include, *run_all.sources_of(options), "-o", program,
                 options.build / "lib/libpawl.a", "-pthread"])
    return output_of(subprocess.run([program], stdin=subprocess.DEVNULL, capture_output=True, timeout=options.timeout))


def lowered(row, options):
    """The output of a lowered build."""
    return output_of(subprocess.CompletedProcess([row[0]], *run_all.build_and_run(row, options, options.flag)))


def output_of(result):
    text = [part if isinstance(part, str) else part.decode(errors="replace") for part in (result.stdout, result.stderr)]
    if result.returncode != 0:
        raise run_all.Failure(f"exit code {result.returncode}\n{''.join(text)}")
    return text[0]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--build", "--work"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    for name in ("--gxx", "--clangxx"):
        parser.add_argument(name, required=True)
    parser.add_argument("--no-gxx", metavar="REASON", help="what g++ does wrong in this program")
    parser.add_argument("--timeout", type=float, default=60)
    parser.add_argument("--cxx20", action="store_true", help="the program is not C++17")
    parser.add_argument("--flag", action="append", default=[], help="a compiler flag, e.g. --flag=-DN=3")
    parser.add_argument("--lower-flag", action="append", default=[], help="a flag for Pawl, e.g. -fpawl-no-embed")
    parser.add_argument("--with", dest="folder", type=pathlib.Path, help="a folder of further source files")
    parser.add_argument("source", type=pathlib.Path)
    options = parser.parse_args()
    options.real_clock, options.args = False, []

    builds = [("native clang++", lambda: native(options.clangxx, options))]
    if not options.no_gxx:
        builds.append(("native g++", lambda: native(options.gxx, options)))
    builds += [(row[0], lambda row=row: lowered(row, options)) for row in run_all.chosen_rows(options)]

    expected = None
    for name, build in builds:
        try:
            output = build()
        except (run_all.Failure, subprocess.TimeoutExpired) as failure:
            print(f"run-native: {name}: {failure}", file=sys.stderr)
            return 1
        if expected is None:
            expected = output
            sys.stdout.write(output)
        elif output != expected:
            print(f"run-native: '{name}' differs from '{builds[0][0]}':", file=sys.stderr)
            lines = difflib.unified_diff(expected.splitlines(), output.splitlines(), builds[0][0], name, lineterm="")
            print("\n".join(lines), file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
