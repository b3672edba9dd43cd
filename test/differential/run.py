# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares random programs, lowered, with the same programs as native coroutines.

A program that the tool refuses is counted, and is no failure; a crash of the tool, lowered text that does not compile,
and a trace that differs are failures.

What native programs print can be recorded (`native-traces.txt`): a program whose text, and that of what it includes, is
the recorded one need not be built natively again while its lowered trace is the recorded one too.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import hashlib
import itertools
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
MEMORY = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
RECORD = HERE / "native-traces.txt"


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
    recorded: dict[str, str] = dataclasses.field(default_factory=dict)


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


def digest(*texts: str) -> str:
    """A short name for texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


@dataclasses.dataclass
class Record:
    """What native programs printed, by the text of the program with all that it includes."""

    traces: dict[str, str] = dataclasses.field(default_factory=dict)

    @staticmethod
    def read() -> Record:
        """What is recorded."""
        return Record(dict(line.split() for line in RECORD.read_text().splitlines()))

    def write(self) -> None:
        """Replaces what is recorded."""
        RECORD.write_text("".join(f"{key} {trace}\n" for key, trace in sorted(self.traces.items())))


def of_seed(seed: int, traces: list[str]) -> list[str]:
    """The traces of one program."""
    return [trace for trace in traces if trace.startswith(f"{seed}/")]


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

    def key(self, seed: int) -> str:
        """The name in the record of a program as it is built natively."""
        included = [HERE / "support.h", self.options.include / "pawl/coroutine.h"]
        text = unit_of_trees({seed: self.trees[seed]}, Spelling.NATIVE)
        return digest(text, self.coro, *(path.read_text() for path in included))

    def recorded(self, traces: list[str]) -> bool:
        """Whether all traces are recorded as what native programs print."""
        record = self.options.record.traces
        return all(record.get(self.key(seed)) == digest(*of_seed(seed, traces)) for seed in self.trees)

    def check(self, ways: list[Way], outcome: Outcome) -> None:
        """Compares each way of building the lowered programs with the native one."""
        expected: list[str] | None = None
        for way in ways:
            lowered = self.lower(way.standard, outcome.refused)
            if lowered is None:
                return
            found = self._run(self._compile(lowered, way), way.name)
            outcome.suspensions = len(found)
            if expected is None and self.recorded(found):
                expected = found
            if expected is None:
                expected = self.native()
            wrong = {int(trace.split("/")[0]) for trace in set(expected) ^ set(found)}
            for seed in sorted(wrong):
                difference = first_difference(of_seed(seed, expected), of_seed(seed, found))
                outcome.failures.append(f"seed {seed}: {way.name}: {difference}")
            for seed in set(self.trees) - wrong:
                outcome.recorded[self.key(seed)] = digest(*of_seed(seed, expected))


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
    """Checks the programs of some seeds in ways that share a coroutine type; where a build fails as a whole, each half of
    them alone."""
    outcome = Outcome(seeds)
    trees = {seed: program_tree(seed) for seed in seeds}
    try:
        Unit(trees, folder, ways[0].coro, options).check(ways, outcome)
    except Failure as failure:
        if len(seeds) == 1:
            outcome.failures.append(f"seed {seeds[0]}: {failure}")
            return outcome
        middle = len(seeds) // 2
        outcome = Outcome(seeds)
        for half in (seeds[:middle], seeds[middle:]):
            part = check_unit(half, folder / f"{half[0]}-{half[-1]}", ways, options)
            outcome.suspensions += part.suspensions
            outcome.refused.update(part.refused)
            outcome.failures += part.failures
            outcome.recorded.update(part.recorded)
        if not outcome.failures:
            outcome.failures.append(f"seeds {seeds[0]}-{seeds[-1]}, only together: {failure}")
    return outcome


def parse_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seed_range, help="A or A-B; without it new ones until something fails")
    parser.add_argument("--per-unit", type=int, default=50, help="programs in a translation unit at most")
    parser.add_argument("--pawl", required=True, help="the tool")
    parser.add_argument("--include", type=pathlib.Path, required=True, help="the folder of pawl/coroutine.h")
    parser.add_argument("--gxx", default="g++")
    parser.add_argument("--clangxx", default="clang++")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=pathlib.Path, help="where to leave all files")
    parser.add_argument("--sanitize", action="store_true", help="build lowered programs with ASan and UBSan")
    parser.add_argument("--coro", choices=["own", "pawl"], default="own", help="whose lazy coroutine the programs use")
    parser.add_argument("--rotate", action="store_true", help="build each program in one way, the next ones in other ways")
    parser.add_argument("--recorded", dest="record", action="store_const", const=Record.read(), default=Record(),
                        help="trust what is recorded of native programs")
    parser.add_argument("--write-record", action="store_true", help="record what the native programs print")
    parser.add_argument("--flag", action="append", default=[], help="a flag for the tool, such as -fpawl-no-embed")
    parser.add_argument("-O", dest="optimise", default="0", help="the level of the lowered programs' builds")
    parser.add_argument("--timeout", type=float, default=240)
    return parser.parse_args()


def rotation(options: argparse.Namespace) -> list[tuple[int, Way]]:
    """How many programs in a row are built in which way; what is dear to build gets few."""
    clang, gxx, level = options.clangxx, options.gxx, f"-O{options.optimise}"
    return [
        (50, Way("clang++ C++17", clang, "c++17", (level,))),
        (25, Way("g++ C++17", gxx, "c++17", (level,))),
        (25, Way("clang++ C++17, sanitized", clang, "c++17", (level, *MEMORY), "pawl")),
        (50, Way("clang++ C++20, runtime", clang, "c++20", (level,), "pawl")),
        (25, Way("g++ C++20, runtime", gxx, "c++20", (level,), "pawl")),
        (25, Way("clang++ C++20, sanitized", clang, "c++20", (level, "-fsanitize=address"))),
        (50, Way("clang++ C++17, runtime", clang, "c++17", (level,), "pawl")),
        (10, Way("clang++ C++17, -O2", clang, "c++17", ("-O2",))),
        (40, Way("clang++ C++20", clang, "c++20", (level,))),
    ]


def units_of(seeds: list[int], options: argparse.Namespace) -> list[tuple[list[int], list[Way]]]:
    """The programs of each translation unit with the ways in which it is built, all of one coroutine type."""
    if options.rotate:
        turns = list(itertools.chain.from_iterable([way] * count for count, way in rotation(options)))
        rows = [(list(row), [way]) for way, row in itertools.groupby(seeds, lambda seed: turns[(seed - 1) % len(turns)])]
    else:
        level = (f"-O{options.optimise}",)
        memory = (*level, *MEMORY) if options.sanitize else level
        rows = [(seeds, [Way("g++ C++17", options.gxx, "c++17", level, options.coro),
                         Way("clang++ C++20", options.clangxx, "c++20", memory, options.coro)])]
    return [(row[i:i + options.per_unit], ways) for row, ways in rows for i in range(0, len(row), options.per_unit)]


def check_seeds(seeds: list[int], options: argparse.Namespace) -> int:
    """Checks all seeds and reports; how many failures there were."""
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        base = options.keep or pathlib.Path(scratch)
        jobs = [pool.submit(check_unit, unit, base / f"{unit[0]}-{unit[-1]}", ways, options)
                for unit, ways in units_of(seeds, options)]
        refused: dict[int, str] = {}
        failures: list[str] = []
        runs = 0
        recorded: dict[str, str] = {}
        for job in concurrent.futures.as_completed(jobs):
            outcome = job.result()
            refused.update(outcome.refused)
            failures += outcome.failures
            runs += outcome.suspensions
            recorded.update(outcome.recorded)
            for failure in outcome.failures:
                print(failure, flush=True)
    if options.write_record:
        Record(recorded).write()
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
