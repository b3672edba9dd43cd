#!/usr/bin/env python3
"""Counts the instructions of a program's operations under callgrind, and compares them with the bounds the program states.

The program dumps callgrind's counts after 1000 operations of a row, under the row's name.  Its comments give the bound of one
operation by each compiler:

    // BOUND: row g++ 120 clang++ 110

A row without a bound, a bound without a row, and a count above its bound are errors; --print shows the counts.
"""

import argparse
import pathlib
import re
import subprocess
import sys

OPERATIONS = 1000


def bounds_of(source):
    """(row, compiler) to bound."""
    bounds = {}
    for row, pairs in re.findall(r"^// BOUND: (\w+)((?: \S+ \d+)+)$", source.read_text(), re.MULTILINE):
        bounds.update({(row, name): int(count) for name, count in re.findall(r"(\S+) (\d+)", pairs)})
    return bounds


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(str(word) for word in command)}\nexit code {result.returncode}\n{result.stderr}")


def counts_of(program, work):
    """Row to the instructions of one operation."""
    for dump in work.glob("counts.*"):
        dump.unlink()
    run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={work}/counts", program])
    counts = {}
    for dump in work.glob("counts.*"):
        text = dump.read_text()
        row = re.search(r"^desc: Trigger: Client Request: (\w+)$", text, re.MULTILINE)
        total = re.search(r"^totals: (\d+)$", text, re.MULTILINE)
        if row and total:
            counts[row[1]] = round(int(total[1]) / OPERATIONS)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--pawl", "--gxx", "--clangxx"):
        parser.add_argument(name, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--print", action="store_true", help="the counts, whatever the bounds are")
    parser.add_argument("source", type=pathlib.Path)
    options = parser.parse_args()

    bounds, counts = bounds_of(options.source), {}
    for name, compiler in (("g++", options.gxx), ("clang++", options.clangxx)):
        work = options.work / name
        work.mkdir(parents=True, exist_ok=True)
        program = work / "program"
        run([options.pawl, compiler, "-std=c++17", "-O2", "-DNDEBUG", options.source, "-o", program])
        counts.update({(row, name): count for row, count in counts_of(program, work).items()})
    good = bounds.keys() == counts.keys()
    if not good:
        print(f"bounds and rows differ: {sorted(bounds.keys() ^ counts.keys())}", file=sys.stderr)
    for (row, name), count in sorted(counts.items()):
        bound = bounds.get((row, name), 0)
        if options.print:
            print(f"{row} by {name}: {count} instructions")
        if count > bound:
            print(f"{row} by {name}: {count} instructions, more than {bound}", file=sys.stderr)
            good = False
    return 0 if good or options.print else 1


if __name__ == "__main__":
    sys.exit(main())
