"""A million tasks asleep: what they cost in CPU and memory."""

import re
import statistics

from . import programs
from .report import Table, bars

COUNT = 1000000
# Half a minute each with a million.
SLOW = {"Node": 100000, "uvloop": 100000, "asyncio": 100000}
GOALS = (1.3, 160)  # of the raw heap's CPU; bytes a task


def build():
    """Name to command; "@" stands for the number of tasks."""
    folder = programs.PEERS / "timers"
    found = {"raw heap": programs.build("raw-sleepers", ["g++", "-std=c++20", "-O2", folder / "t_raw.cpp"])}
    for label, compiler in programs.compilers().items():
        found[f"Pawl ({label})"] = programs.pawl(f"{label}-sleepers", compiler, programs.BENCH / "sleepers.cpp")
    found["libuv, callbacks"] = programs.build("uv-sleepers", ["gcc", "-O2", folder / "t_uv.c", "-luv"])
    found["Tokio"] = programs.tokio("timers")
    found["Asio"] = programs.build("asio-sleepers", ["g++", "-std=c++20", "-O2", folder / "t_asio.cpp", "-pthread"])
    found["Go"] = programs.go("go-sleepers", folder / "t_go.go")
    found["Node"] = programs.node("--max-old-space-size=8000", folder / "t_node.js")
    found["uvloop"] = programs.python(folder / "t_py.py", "@", "uvloop", module="uvloop")
    found["asyncio"] = programs.python(folder / "t_py.py", "@", "asyncio")
    return {name: command if isinstance(command, list) else [command] for name, command in found.items() if command}


def run(rusage, command, count):
    """(CPU seconds, peak bytes)."""
    with_count = [str(count) if part == "@" else part for part in command]
    if "@" not in command:
        with_count.append(str(count))
    text = programs.output([rusage, *with_count])
    found = text and re.search(r"rusage ([\d.]+) (\d+)", text)
    return (float(found[1]), int(found[2]) * 1024) if found else None


def measure(options):
    """Runtime to (CPU nanoseconds, bytes) a task."""
    rusage = programs.build("rusage", ["gcc", "-O2", programs.BENCH / "rusage.c"])
    result = {}
    commands = build()
    taken = {name: [] for name in commands}
    for _ in range(options.passes):
        for name, command in commands.items():
            count = SLOW.get(name, COUNT)
            if (one := run(rusage, command, 1)) and (many := run(rusage, command, count)):
                taken[name].append(((many[0] - one[0]) / count * 1e9, (many[1] - one[1]) / count))
    for name, rows in taken.items():
        if rows:
            result[name] = [statistics.median(column) for column in zip(*rows)]
    return result


def tables(data):
    table = Table(["runtime", "CPU ns a task", "of the raw heap's", "bytes a task"])
    for name, (cpu, size) in data.items():
        ratio = cpu / data["raw heap"][0]
        mark = ["", ""]
        if name.startswith("Pawl"):
            mark = [" ✓" if ratio <= GOALS[0] else " ✗", " ✓" if size <= GOALS[1] else " ✗"]
        label = f"{name}, {SLOW[name]:,} tasks" if name in SLOW else name
        table.add(label, f"{cpu:.0f}", f"{ratio:.2f}{mark[0]}", f"{size:.0f}{mark[1]}")
    text = (f"Each sleeps up to a second; goals: at most {GOALS[0]}x the CPU of a heap of deadlines in plain C++, "
            f"and {GOALS[1]} bytes a task.")
    return [("1,000,000 tasks asleep", text, table)]


def plots(data):
    return [("sleepers.svg", "1,000,000 tasks asleep (less is better)",
             bars([("CPU, nanoseconds a task", {name: row[0] for name, row in data.items()})], unit=" ns") +
             bars([("memory, bytes a task", {name: row[1] for name, row in data.items()})], unit=" bytes"))]
