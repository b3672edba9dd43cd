# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares random programs, lowered, with the same programs as native coroutines.

A program that the tool refuses is counted, and is no failure; a crash of the tool, lowered text that does not compile,
and a trace that differs are failures.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter

from generate import program_tree, seed_range, unit_of_trees
from tree import Spelling, Tree

HERE = pathlib.Path(__file__).resolve().parent
MEMORY = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


@dataclasses.dataclass(frozen=True)
class Way:
    """A way to build lowered text."""

    name: str
    compiler: str
    standard: str
    flags: tuple[str, ...] = ()
    coro: str = "own"


class Failure(Exception):
    """What went wrong with some programs."""


@dataclasses.dataclass
class Outcome:
    """What came of one translation unit."""

    seeds: list[int]
    refused: dict[int, str] = dataclasses.field(default_factory=dict)
    failures: list[str] = dataclasses.field(default_factory=list)
    suspensions: int = 0


def execute(command: list[str | pathlib.Path], timeout: float) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, or ends it with all that it has started."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors="replace", start_new_session=True) as process:
        try:
            output, errors = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as expired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Failure(f"still running after {timeout} s: {command[0]}") from expired
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def seed_of_line(text: str, line: int) -> int | None:
    """The seed of the program that a line of a translation unit belongs to."""
    for number in reversed(range(min(line, len(text.splitlines())))):
        match = re.match(r".*(?:namespace|struct) program(\d+) ", text.splitlines()[number])
        if match:
            return int(match.group(1))
    return None


class Unit:
    """One translation unit of programs, in all its builds."""

    def __init__(self, trees: dict[int, Tree], folder: pathlib.Path, coro: str, options: argparse.Namespace):
        self.trees = trees
        self.folder = folder
        self.coro = coro
        self.options = options
        self.include = [f"-I{options.include}", f"-I{HERE}"]
        if coro == "pawl":
            self.include.append("-DDIFF_PAWL_CORO")
        folder.mkdir(parents=True, exist_ok=True)

    def _compile(self, source: pathlib.Path, way: Way) -> pathlib.Path:
        """Builds a program with warnings off, for random programs deserve many."""
        program = source.with_suffix("")
        paths = list(self.include)
        if way.standard == "c++17":
            paths.append(f"-I{self.options.include}/pawl/c++17")
        command = [way.compiler, f"-std={way.standard}", "-w", *way.flags, *paths, source, "-o", program]
        if self.coro == "pawl":
            command += [self.options.include.parent / "lib/libpawl.a", "-pthread"]
        result = execute(command, self.options.timeout)
        if result.returncode != 0:
            raise Failure(f"{way.name}: does not compile\n{first_error(result.stderr)}")
        return program

    def _run(self, program: pathlib.Path, name: str) -> list[str]:
        result = execute([program], self.options.timeout)
        if result.returncode != 0:
            last = result.stdout[-300:].splitlines()
            error = "\n".join(result.stderr.splitlines()[:12])
            raise Failure(f"{name}: exit code {result.returncode} after: ...{last[-1] if last else ''}\n{error}")
        return result.stdout.splitlines()

    def native(self) -> list[str]:
        """The traces of the native programs."""
        source = self.folder / "native.cpp"
        source.write_text(unit_of_trees(self.trees, Spelling.NATIVE))
        way = Way("native", self.options.clangxx, "c++20", coro=self.coro)
        return self._run(self._compile(source, way), way.name)

    def lower(self, standard: str, refused: dict[int, str]) -> pathlib.Path | None:
        """Lowers what is not refused."""
        source = self.folder / "dialect.cpp"
        lowered = self.folder / f"lowered-{standard.replace('+', 'x')}.cpp"
        while self.trees:
            text = unit_of_trees(self.trees, Spelling.DIALECT)
            source.write_text(text)
            flags = [f"-std={standard}", *self.include, *self.options.flag]
            command = [self.options.pawl, "lower", source, "-o", lowered, "--", *flags]
            result = execute(command, self.options.timeout)
            if result.returncode == 0:
                return lowered
            errors = re.findall(r"dialect\.cpp:(\d+):\d+: error: (.*)", result.stderr)
            other = [message for _, message in errors if not message.startswith("cannot lower ")]
            if other or not errors:
                raise Failure(f"the tool fails with exit code {result.returncode}\n{first_error(result.stderr)}")
            for line, message in errors:
                seed = seed_of_line(text, int(line))
                if seed in self.trees:
                    refused[seed] = message
                    del self.trees[seed]
        return None

    def check(self, ways: list[Way], outcome: Outcome) -> None:
        """Compares each way of building the lowered programs with the native one."""
        expected: list[str] | None = None
        for way in ways:
            lowered = self.lower(way.standard, outcome.refused)
            if lowered is None:
                return
            if expected is None:
                expected = self.native()
                outcome.suspensions = len(expected)
            found = self._run(self._compile(lowered, way), way.name)
            wrong = {trace.split("/")[0] for trace in set(expected) ^ set(found)}
            for seed in sorted(wrong, key=int):
                outcome.failures.append(f"seed {seed}: {way.name}: " + first_difference(
                    [trace for trace in expected if trace.startswith(seed + "/")],
                    [trace for trace in found if trace.startswith(seed + "/")]))


def first_error(text: str) -> str:
    """The lines about the first error that a compiler printed."""
    lines = text.splitlines()
    first = next((i for i, line in enumerate(lines) if "error" in line or "Assertion" in line), 0)
    return "\n".join(lines[first:first + 6])


def first_difference(expected: list[str], found: list[str]) -> str:
    """Where two lists of traces part."""
    for one, other in zip(expected, found):
        if one == other:
            continue
        left, right = one.split(), other.split()
        index = next((i for i, pair in enumerate(zip(left, right)) if pair[0] != pair[1]), min(len(left), len(right)))
        start = max(index - 6, 1)
        return (f"run {left[0]} event {index}\n  both:    {' '.join(left[start:index])}\n"
                f"  native:  {' '.join(left[index:index + 8])}\n  lowered: {' '.join(right[index:index + 8])}")
    return f"{len(expected)} runs natively, {len(found)} lowered"


def check_unit(seeds: list[int], folder: pathlib.Path, ways: list[Way], options: argparse.Namespace) -> Outcome:
    """Checks the programs of some seeds in ways that share a coroutine type; where a build fails as a whole, each program
    alone."""
    outcome = Outcome(seeds)
    trees = {seed: program_tree(seed) for seed in seeds}
    try:
        Unit(trees, folder, ways[0].coro, options).check(ways, outcome)
    except Failure as failure:
        if len(seeds) == 1:
            outcome.failures.append(f"seed {seeds[0]}: {failure}")
            return outcome
        alone = [check_unit([seed], folder / str(seed), ways, options) for seed in seeds]
        outcome = Outcome(seeds, suspensions=sum(each.suspensions for each in alone))
        for each in alone:
            outcome.refused.update(each.refused)
            outcome.failures += each.failures
        if not outcome.failures:
            outcome.failures.append(f"seeds {seeds[0]}-{seeds[-1]}, only together: {failure}")
    return outcome


def parse_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seed_range, help="A or A-B; without it new ones until something fails")
    parser.add_argument("--per-unit", type=int, default=8, help="programs in a translation unit")
    parser.add_argument("--pawl", required=True, help="the tool")
    parser.add_argument("--include", type=pathlib.Path, required=True, help="the folder of pawl/coroutine.h")
    parser.add_argument("--gxx", default="g++")
    parser.add_argument("--clangxx", default="clang++")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=pathlib.Path, help="where to leave all files")
    parser.add_argument("--sanitize", action="store_true", help="build lowered programs with ASan and UBSan")
    parser.add_argument("--coro", choices=["own", "pawl"], default="own", help="whose lazy coroutine the programs use")
    parser.add_argument("--rotate", action="store_true", help="build each unit in one way, the next unit in the next way")
    parser.add_argument("--flag", action="append", default=[], help="a flag for the tool, such as -fpawl-no-embed")
    parser.add_argument("-O", dest="optimise", default="0", help="the level of the lowered programs' builds")
    parser.add_argument("--timeout", type=float, default=240)
    return parser.parse_args()


def ways_of(options: argparse.Namespace) -> list[list[Way]]:
    """In which ways a unit is built; the next one takes the next ways, all of one coroutine type."""
    level = (f"-O{options.optimise}",)
    if options.rotate:
        memory = (*level, *MEMORY)
        rotation = [
            Way("clang++ C++17", options.clangxx, "c++17", level),
            Way("g++ C++17", options.gxx, "c++17", level),
            Way("clang++ C++20, sanitized", options.clangxx, "c++20", memory),
            Way("clang++ C++20", options.clangxx, "c++20", level, "pawl"),
            Way("g++ C++20", options.gxx, "c++20", level),
            Way("clang++ C++17, sanitized", options.clangxx, "c++17", memory, "pawl"),
        ]
        return [[way] for way in rotation]
    memory = (*level, *MEMORY) if options.sanitize else level
    return [[Way("g++ C++17", options.gxx, "c++17", level, options.coro),
             Way("clang++ C++20", options.clangxx, "c++20", memory, options.coro)]]


def check_seeds(seeds: list[int], options: argparse.Namespace) -> int:
    """Checks all seeds and reports; how many failures there were."""
    all_ways = ways_of(options)
    units = [seeds[i:i + options.per_unit] for i in range(0, len(seeds), options.per_unit)]
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        base = options.keep or pathlib.Path(scratch)
        jobs = [pool.submit(check_unit, unit, base / f"{unit[0]}-{unit[-1]}", all_ways[i % len(all_ways)], options)
                for i, unit in enumerate(units)]
        refused: dict[int, str] = {}
        failures: list[str] = []
        runs = 0
        for job in concurrent.futures.as_completed(jobs):
            outcome = job.result()
            refused.update(outcome.refused)
            failures += outcome.failures
            runs += outcome.suspensions
            for failure in outcome.failures:
                print(failure, flush=True)
    for message, count in Counter(refused.values()).most_common():
        print(f"refused {count}: {message}")
    print(f"{len(seeds)} programs, {runs} runs: {len(refused)} refused, {len(failures)} failures", flush=True)
    return len(failures)


def main() -> int:
    """Checks the seeds of the command line, or new ones until something fails."""
    options = parse_options()
    if options.seeds is not None:
        return 1 if check_seeds(list(options.seeds), options) else 0
    chunk = 5 * options.per_unit
    while True:
        first = random.randrange(10**9)
        print(f"seeds {first}-{first + chunk - 1}: ", end="", flush=True)
        if check_seeds(list(range(first, first + chunk)), options):
            return 1


if __name__ == "__main__":
    sys.exit(main())
