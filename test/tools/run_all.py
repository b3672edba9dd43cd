#!/usr/bin/env python3
"""Lowers one program, compiles it in several ways, runs each, and prints the output that all must agree on.

The ways are the rows of MATRIX; PAWL_TEST_MATRIX=full takes all, quick (the default) those marked, and of the two
sanitized ones that a program takes in turn, by its name, one.  Time is virtual unless --real-clock is given.  Exit
code: that of the programs, which must agree on it too.
"""

import argparse
import difflib
import os
import pathlib
import subprocess
import sys
import zlib

import precompiled

WARNINGS = ["-Wall", "-Wextra", "-Werror", "-g1"]
MEMORY = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
ALWAYS, IN_TURN, FULL = range(3)
# name, standard, compiler, flags, when the quick matrix has it
MATRIX = [
    ("g++ C++17", "c++17", "gxx", ["-O1"], ALWAYS),
    ("g++ C++20", "c++20", "gxx", ["-O0"], ALWAYS),
    ("clang++ C++17", "c++17", "clangxx", ["-O0"], FULL),
    ("g++ C++20, optimised", "c++20", "gxx", ["-O2"], FULL),
    ("clang++ C++20", "c++20", "clangxx", ["-O2"], FULL),
    ("clang++ C++17, sanitized", "c++17", "clangxx", ["-O0", *MEMORY], IN_TURN),
    ("clang++ C++20, sanitized", "c++20", "clangxx", ["-O0", *MEMORY], IN_TURN),
    ("clang++ C++17, sanitized and optimised", "c++17", "clangxx", ["-O1", *MEMORY], FULL),
    ("clang++ C++20, sanitized and optimised", "c++20", "clangxx", ["-O1", *MEMORY], FULL),
]


class Failure(Exception):
    pass


def run(command, **options):
    result = subprocess.run(command, capture_output=True, **options)
    if result.returncode != 0:
        command = " ".join(str(word) for word in command)
        text = (result.stdout + result.stderr).decode(errors="replace")
        raise Failure(f"{command}\nexit code {result.returncode}\n{text}")


def full_matrix():
    """Whether every way is asked for."""
    return os.environ.get("PAWL_TEST_MATRIX") == "full"


def chosen_rows(options):
    """The rows of MATRIX that the environment asks for and the program is written for."""
    rows = [row for row in MATRIX if not (options.cxx20 and row[1] == "c++17")]
    if full_matrix():
        return rows
    in_turn = [row for row in rows if row[4] == IN_TURN]
    turn = in_turn[zlib.crc32(options.source.name.encode()) % len(in_turn)]
    return [row for row in rows if row[4] == ALWAYS or row is turn]


def sources_of(options):
    """The source files of the program."""
    return [options.source, *(sorted(options.folder.glob("*.cpp")) if options.folder else [])]


def build_and_run(row, options, flags):
    name, standard, compiler_option, row_flags, _ = row
    compiler = getattr(options, compiler_option)
    folder = options.work / name.replace(" ", "-").replace(",", "")
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "program"
    pawl = options.build / "bin/pawl"
    user_flags = [f"-std={standard}", *flags]
    sources = sources_of(options)
    lowered = [folder / source.name for source in sources]
    for source, output in zip(sources, lowered):
        run([pawl, "lower", source, "-o", output, f"--compiler={compiler}", "--", *user_flags, *options.lower_flag, "-Werror"])

    include = options.build / "include"
    paths = [f"-I{include}", *([f"-I{include}/pawl/c++17"] if standard == "c++17" else [])]
    beside = [flag for source in sources for flag in ("-iquote", source.parent)]
    command = [*user_flags, *WARNINGS, *row_flags, *paths, "-pthread"]
    header = [] if flags or full_matrix() else precompiled.flags(compiler, command, options.build)
    library = options.build / "lib/libpawl.a"
    run([compiler, *command, *header, *beside, *lowered, "-o", program, library])

    environment = dict(os.environ)
    if options.real_clock:
        environment.pop("PAWL_CLOCK", None)
    else:
        environment["PAWL_CLOCK"] = "virtual"
    result = subprocess.run(
        [program, *options.args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        timeout=options.timeout,
    )
    return result.returncode, result.stdout.decode(errors="replace"), result.stderr.decode(errors="replace")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--build", "--work"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    for name in ("--gxx", "--clangxx"):
        parser.add_argument(name, required=True)
    parser.add_argument("--real-clock", action="store_true")
    parser.add_argument("--timeout", type=float, default=60)
    parser.add_argument("--cxx20", action="store_true", help="the program is not C++17")
    parser.add_argument("--flag", action="append", default=[], help="a compiler flag, e.g. --flag=-DN=3")
    parser.add_argument("--lower-flag", action="append", default=[], help="a flag for Pawl, e.g. -fpawl-no-embed")
    parser.add_argument("--with", dest="folder", type=pathlib.Path, help="a folder of further source files")
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("args", nargs="*")
    options = parser.parse_args()

    rows = chosen_rows(options)
    first = None
    for row in rows:
        try:
            outcome = build_and_run(row, options, options.flag)
        except Failure as failure:
            print(f"run-all: {row[0]}: {failure}", file=sys.stderr)
            return 1
        except subprocess.TimeoutExpired:
            print(f"run-all: {row[0]}: still running after {options.timeout} s", file=sys.stderr)
            return 1
        code, output, errors = outcome
        if first is None:
            first = (row[0], code, output)
            sys.stdout.write(output)
            sys.stderr.write(errors)
        elif (code, output) != first[1:]:
            print(f"run-all: '{row[0]}' (exit code {code}) differs from '{first[0]}' (exit code {first[1]}):",
                  file=sys.stderr)
            lines = difflib.unified_diff(first[2].splitlines(), output.splitlines(), first[0], row[0], lineterm="")
            print("\n".join(lines), file=sys.stderr)
            sys.stderr.write(errors)
            return 1
    code = first[1]
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
