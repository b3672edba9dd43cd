#!/usr/bin/env python3
"""Keeps the generated blocks of README.md true: compares them with what they are made of, --update rewrites them.

A block is a fence after a comment that says what it holds, one of
  <!-- generated: cat FILE -->
  <!-- generated: pawl ARGS... -->
with paths relative to the project's root.
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(<!-- generated: (.+?) -->\n)(```[a-z+]*\n)(.*?)(^```$)", re.S | re.M)


def contents(command, pawl):
    words = command.split()
    if words[0] == "cat":
        return (ROOT / words[1]).read_text()
    if words[0] != "pawl":
        sys.exit(f"README.md: unknown generated block '{command}'")
    environment = dict(os.environ, PAWL_CLOCK="virtual")
    result = subprocess.run([pawl, *words[1:]], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"README.md: '{command}' fails")
    return result.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pawl", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    pawl = options.pawl.resolve()

    readme = ROOT / "README.md"
    before = readme.read_text()
    after = BLOCK.sub(lambda block: block[1] + block[3] + contents(block[2], pawl).rstrip("\n") + "\n" + block[5], before)
    if after == before:
        return 0
    if options.update:
        readme.write_text(after)
        return 0
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), "README.md",
                                               "what it should be"))
    print("README.md is out of date; ./dev readme --update rewrites it")
    return 1


if __name__ == "__main__":
    sys.exit(main())
