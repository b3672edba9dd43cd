#!/usr/bin/env python3
"""Formats dialect files with clang-format, and compares what they are lowered to with what the originals are."""
import argparse
import pathlib
import re
import subprocess
import sys


def plan(pawl, path):
    text = subprocess.run([pawl, "lower", "--dump-plan", path], capture_output=True, text=True, check=True).stdout
    # Lines are what formatting changes.
    text = re.sub(r"(_pawl_(?:call|body)_\w+?)_\d+\b", r"\1", text)
    text = re.sub(r"last_line = \d+;|lines\[\d+\] = \{[\d, ]*\};|#line \d+ .*", "", text)
    return re.sub(r"\s+", "", text.replace(str(path), ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pawl", required=True)
    parser.add_argument("--clang-format", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    failed = 0
    for file in arguments.files:
        for style in ("LLVM", "Google", "Mozilla"):
            formatted = arguments.work / file.name
            # A style that breaks strings changes tokens of any C++.
            options = f"{{BasedOnStyle: {style}, BreakStringLiterals: false, SortIncludes: Never}}"
            text = subprocess.run([arguments.clang_format, f"--style={options}"], input=file.read_text(),
                                  capture_output=True, text=True, check=True).stdout
            formatted.write_text(text)
            if plan(arguments.pawl, formatted) != plan(arguments.pawl, file):
                print(f"{file}: another program in the style {style}")
                failed += 1
            if re.search(r"\basync\s*\n", text):
                print(f"{file}: a line ends with async in the style {style}")
                failed += 1
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
