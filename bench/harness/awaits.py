"""Awaits, tasks and the loop beside native coroutines, plain calls and state machines, with both compilers."""

import json
import statistics

from . import programs
from .report import Table, bars

# What is measured, by which of Pawl's rows; what it is compared with, as (program, row); the goal as a ratio, and in nanoseconds
# where plain calls of depth 10 take CALLS.
ROWS = [
    ("chain of 10 awaits that end at once, not inlined", "await chain, depth 10", ("peer", "call_10"), 1.3, None),
    ("the same, free to inline", "the same, free to inline", ("peer", "call_10"), None, 7.6),
    ("the same, across files", "the same, across files", ("pool", "covni_10"), 0.6, None),
    ("the same, virtual calls", "the same, virtual calls", ("pool", "covni_10"), 0.6, None),
    ("the same, recursion", "the same, recursion", ("pool", "covni_10"), 0.6, None),
    ("the innermost of 10 really suspends", "the innermost suspends, depth 10", ("peer", "cosus_10"), None, 45),
    ("hot loop between awaits", "hot loop between awaits", ("pawl", "hot loop, plain"), 1.05, None),
    ("exception through 32 awaits", "exception through 32 awaits", ("native", "exception through 32 awaits"), 0.1, None),
    ("async generator, an int", "generator, an item", ("clang peer", "gen_co_ni"), 1.0, None),
    ("plain generator, an int, not inlined", "plain generator, not inlined", ("clang peer", "gen_co_ni"), 1.0, None),
    ("plain generator, an int, free to inline", "plain generator", ("clang peer", "gen_co"), 1.0, None),
    ("create_task and await", "create_task and await", ("pool", "spawn_co"), None, 40),
    ("gather of 10,000, a task", "gather of 10,000, a task", ("pool", "spawn_co"), None, 60),
    ("TaskGroup of 10,000, a task", "task group of 10,000, a task", ("pool", "spawn_co"), None, 80),
    ("yield to the loop", "yield to the loop", ("peer", "yield_co_1"), None, 8),
    ("queue of 64, an item", "queue of 64, an item", ("native", "queue of 64, an item"), None, 15),
    ("queue of 1, an item", "queue of 1, an item", ("native", "queue of 1, an item"), None, 50),
    ("lock passed on", "lock passed on", ("native", "lock passed on"), None, 30),
    ("semaphore passed on", "semaphore passed on", ("native", "semaphore passed on"), None, 30),
]
CALLS = 11.7
KINDS = {"pawl": "plain code", "native": "the same program as native coroutines", "peer": "bench/peers",
         "pool": "bench/peers, frames pooled", "clang peer": "bench/peers, clang++"}


def build(label, compiler):
    """The programs of one compiler: (kind, program)."""
    sources = {"calls": ["calls.cpp", "far.cpp"], "micro": ["micro.cpp"], "generators": ["generators.cpp"]}
    built = []
    for name, files in sources.items():
        paths = [programs.BENCH / file for file in files]
        benchmark = ["-lbenchmark"]
        built.append(("pawl", programs.pawl(f"{label}-pawl-{name}", compiler, *paths, libraries=benchmark)))
        built.append(("native", programs.native(f"{label}-native-{name}", compiler, *paths, libraries=benchmark)))
    peer = [compiler, "-std=c++20", "-O2", programs.PEERS / "micro/micro.cpp"]
    built.append(("peer", programs.build(f"{label}-peer", peer)))
    built.append(("pool", programs.build(f"{label}-pool", [*peer, "-DPOOL"])))
    return [(kind, program) for kind, program in built if program]


def read(kind, program):
    """Row name to nanoseconds, one pass."""
    own = kind in ("pawl", "native")
    text = programs.output([program, *(["--benchmark_format=json", "--benchmark_min_time=0.1"] if own else ["3"])])
    if text is None:
        return {}
    if own:
        rows = json.loads(text)["benchmarks"]
        return {row["name"]: row["ns"] for row in rows} | {row["name"] + " allocations": row["allocations"] for row in rows}
    return {name: float(ns) for name, ns, *_ in (line.split(",") for line in text.splitlines())}


def measure(options):
    """Compiler to "kind/row" to the median."""
    built = {label: build(label, compiler) for label, compiler in programs.compilers().items()}
    taken = {label: {} for label in built}
    for _ in range(options.passes):
        for label, list_of in built.items():
            for kind, program in list_of:
                for name, ns in read(kind, program).items():
                    taken[label].setdefault(f"{kind}/{name}", []).append(ns)
    return {label: {key: statistics.median(values) for key, values in figures.items()} for label, figures in taken.items()}


def compared(data, label, row):
    """(own, other, whether the goal is met) of one compiler's cell, or None."""
    _, name, (kind, against), ratio_goal, ns_goal = row
    figures = data[label]
    own = figures.get(f"pawl/{name}")
    other = data.get("clang++", {}).get(f"peer/{against}") if kind == "clang peer" else figures.get(f"{kind}/{against}")
    if own is None or other is None:
        return None
    calls = figures.get("peer/call_10", CALLS)
    met = (ratio_goal is None or own <= ratio_goal * other) and (ns_goal is None or own <= ns_goal * calls / CALLS)
    return own, other, met


def tables(data):
    table = Table(["work", "beside", "goal", *data])
    for row in ROWS:
        work, _, (kind, against), ratio_goal, ns_goal = row
        goal = ", ".join([f"{ratio_goal}x"] * bool(ratio_goal) + [f"{ns_goal} ns"] * bool(ns_goal))
        cells = []
        for label in data:
            found = compared(data, label, row)
            cells.append("-" if found is None else f"{found[0]:.3g} / {found[1]:.3g} = {found[0] / found[1]:.2f} {'✓' if found[2] else '✗'}")
        beside = f"{KINDS[kind]}: {against}" if kind != "native" else KINDS[kind]
        table.add(work, beside, goal, *cells)
    calls = ", ".join(f"{data[label]['peer/call_10']:.3g} ({label})" for label in data if "peer/call_10" in data[label])
    text = (f"Pawl / the other, in nanoseconds an operation. Goals in nanoseconds are for a machine on which ten plain calls "
            f"that are not inlined take {CALLS} ns, and are scaled by what they took here: {calls}. "
            "`call_10` and the like are rows of bench/peers/micro.")
    return [("Awaits, tasks and the loop", text, table)]


def plots(data):
    rows = []
    for row in ROWS:
        values = {label: compared(data, label, row) for label in data}
        if any(values.values()):
            rows.append((row[0], {label: v[0] / v[1] for label, v in values.items() if v}))
    return [("awaits.svg", "Pawl relative to what it is compared with (less is better)", bars(rows, unit="x", mark=1.0))]
