"""Primitives beside other runtimes: each does the same work in its own way."""

import statistics

from . import programs
from .report import Table, bars

# (row, arguments of the program, how often it is done; the slow ones do a tenth and less of it)
ROWS = [
    ("gather of 10,000, a task", ["gather"], 10000, []),
    ("queue of 64, an item", ["queue"], 1000000, ["64"]),
    ("queue of 1, an item", ["queue"], 1000000, ["1"]),
    ("yield to the loop", ["yield"], 1000000, []),
    ("await", ["await"], 1000000, ["1"]),
    ("chain of 10 awaits", ["await"], 300000, ["10"]),
]
SLOW = {"Node": 3, "uvloop": 10, "asyncio": 10}


def build():
    """Name to command."""
    found = {}
    for label, compiler in programs.compilers().items():
        found[f"Pawl ({label})"] = programs.pawl(f"{label}-primitives", compiler, programs.BENCH / "primitives.cpp")
    folder = programs.PEERS / "prims"
    found["Tokio"] = programs.tokio("prims")
    found["Asio"] = programs.build("asio-primitives", ["g++", "-std=c++20", "-O2", folder / "p_asio.cpp", "-pthread"])
    found["Go"] = programs.go("go-primitives", folder / "p_go.go")
    found["Node"] = programs.node(folder / "p_node.js")
    found["uvloop"] = programs.python(folder / "p_py.py", "uvloop", module="uvloop")
    found["asyncio"] = programs.python(folder / "p_py.py", "asyncio")
    return {name: command if isinstance(command, list) else [command] for name, command in found.items() if command}


def measure(options):
    """Row to runtime to nanoseconds."""
    commands = build()
    taken = {}
    for _ in range(options.passes):
        for row, what, count, rest in ROWS:
            for name, command in commands.items():
                times = count if what == ["gather"] else count // SLOW.get(name, 1)
                text = programs.output([*command, *what, str(times), *rest])
                if text:
                    taken.setdefault(row, {}).setdefault(name, []).append(float(text.split()[0]))
    return {row: {name: statistics.median(values) for name, values in figures.items()} for row, figures in taken.items()}


def tables(data):
    names = list(next(iter(data.values())))
    table = Table(["work", *names])
    for row, figures in data.items():
        own = figures[names[0]]
        table.add(row, *(f"{figures[name]:.3g} ({figures[name] / own:.3g}x)" if name in figures else "-" for name in names))
    return [("Primitives beside other runtimes", f"Nanoseconds an operation, and as multiples of {names[0]}.", table)]


def plots(data):
    return [("primitives.svg", "Nanoseconds an operation (less is better)", bars(list(data.items()), unit=" ns"))]
