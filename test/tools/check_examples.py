#!/usr/bin/env python3
"""check_examples.py ROOT: fails when a program in examples/ has no expected output or no test in test/Examples."""

import pathlib
import sys

root = pathlib.Path(sys.argv[1])
good = True
for program in sorted((root / "examples").rglob("*.cpp")):
    if program.parent.name == "squares":  # one program of several files: test/Examples/squares-*.test
        continue
    for needed in (program.with_suffix(".expected"), root / "test/Examples" / (program.stem + ".test")):
        if not needed.exists():
            print(f"{program} has no {needed}")
            good = False
sys.exit(0 if good else 1)
