# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes random coroutine programs, each in the dialect and as native coroutines.

    python3 generate.py --seeds 1-4 --spelling dialect

A seed gives one program, always the same.  Programs of one translation unit are namespaces of it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable

from expr import LOOSE
from expressions import Expressions
from scope import Coroutine, Kind, Place, Program, Variable
from statements import StatementBuilder, returned
from tree import Block, Spelling, Template, Tree, Word, render

PARAMETERS = ["U", "U", "U&", "const U&", "U&&", "const U", "N", "N", "N&", "const N&", "N&&", "const N", "M", "M&&"]
# In a template these are parameters, so that nothing is known of them.
TYPES = ["U", "N", "M", "F"]
RESULTS = ["U", "U", "U", "N", "N", "M", "U&", "void"]


def _parameter_variable(type_: str, name: str) -> Variable:
    """What a parameter is to the body."""
    kinds = {"U": Kind.SCALAR, "N": Kind.OBJECT, "M": Kind.OWNER}
    return Variable(name, kinds[type_.removeprefix("const ").rstrip("&")], "const" not in type_)


def _signature(program: Program, result: str) -> tuple[list[str], list[str]]:
    """Types and names of the parameters of a new coroutine."""
    types = [program.rng.choice(PARAMETERS) for _ in range(program.rng.choice([0, 1, 1, 2, 2, 3]))]
    if result == "U&":
        types.insert(0, "U&")
    names = [f"a{program.fresh()}" for _ in types]
    if result == "U&":
        names[0] = "result"
    return types, names


def _body(program: Program, result: str, variables: list[Variable], size: int, **traits: bool) -> Block:
    """The body of a coroutine."""
    place = Place(program, result, variables, **traits)
    statements = StatementBuilder(place, size).build()
    if result not in ("void", "Gen"):
        value = returned(place, Expressions(place, 2)).within(LOOSE)
        statements.append((Word.RETURN, " ", value, ";"))
    return Block(statements)


def _parameters(types: list[str], names: list[str]) -> str:
    return ", ".join(f"{type_} {name}" for type_, name in zip(types, names))


def _coroutine(program: Program, result: str, size: int) -> Tree:
    """A free coroutine; those that follow may call it."""
    types, names = _signature(program, result)
    variables = [_parameter_variable(type_, name) for type_, name in zip(types, names)]
    body = _body(program, result, variables, size)
    made = Coroutine(f"coroutine{program.fresh()}", types, result)
    program.coroutines.append(made)
    return (program.storage, Word.ASYNC, f"Coro<{'' if result == 'void' else result}> {made.name}({_parameters(types, names)}) ", body)


def _generator(program: Program, size: int) -> Tree:
    """A generator of objects."""
    types, names = _signature(program, "Gen")
    variables = [_parameter_variable(type_, name) for type_, name in zip(types, names)]
    body = _body(program, "void", variables, size, generator=True)
    name = f"generator{program.fresh()}"
    program.generators.append(Coroutine(name, types, "Gen"))
    body.statements.insert(0, (Word.YIELD, f"N({program.fresh()}u, 1u);"))
    return (program.storage, Word.ASYNC, f"Gen<N> {name}({_parameters(types, names)}) ", body)


def _box(program: Program) -> Tree:
    """A class whose members are coroutines that use what is private."""
    own = [Variable("secret", Kind.SCALAR), Variable("this->secret", Kind.SCALAR), Variable("own", Kind.OBJECT)]
    inside: list[Tree] = []
    outside: list[Tree] = []
    members: list[Coroutine] = []
    for _ in range(program.rng.randrange(1, 3)):
        result = program.rng.choice(["U", "N"])
        types, names = _signature(program, result)
        variables = own + [_parameter_variable(type_, name) for type_, name in zip(types, names)]
        body = _body(program, result, variables, program.rng.randrange(2, 6), within_member=True)
        name = f"member{program.fresh()}"
        members.append(Coroutine(name, types, result))
        head = f"({_parameters(types, names)})"
        if program.rng.random() < 0.5 or program.template:
            inside.append((Word.ASYNC, f"Coro<{result}> {name}{head} ", body))
        else:
            inside.append(f"Coro<{result}> {name}{head};")
            outside.append((Word.ASYNC, f"Coro<{result}> Box::{name}{head} ", body))
    program.members += members
    start = f"U secret; N own; public: explicit Box(U s) : secret(s), own({program.fresh()}u, s) {{}}"
    parts: list[Tree] = [start, "U peek() const { return secret; }", *inside]
    return ("class Box ", Block(parts), ";\n", *((definition, "\n") for definition in outside))


def program_tree(seed: int) -> Tree:
    """The program of a seed: a namespace with a coroutine `root`."""
    program = Program(random.Random(seed))
    rng = program.rng
    program.template = rng.random() < 0.4
    program.size = rng.randrange(10, 45)
    parts: list[Tree] = []
    for _ in range(rng.randrange(1, 4)):
        parts.append(_coroutine(program, rng.choice(RESULTS), rng.randrange(1, 6)))
    if rng.random() < 0.5:
        parts.append(_generator(program, rng.randrange(2, 6)))
    if rng.random() < 0.5:
        parts.append(_box(program))
    if rng.random() < 0.6:
        parts.append(_coroutine(program, rng.choice(RESULTS), rng.randrange(2, 7)))
    program.size = max(program.size, 10)
    parts.append((program.storage, Word.ASYNC, "Coro<U> root() ", _body(program, "U", [], rng.randrange(4, 9))))
    if program.template:
        return Template((f"template <class {', class '.join(TYPES)}> struct program{seed} ", Block(parts), ";"))
    return (f"namespace program{seed} ", Block(parts))


def unit_text(seeds: Iterable[int], spelling: Spelling) -> str:
    """A translation unit with the programs of some seeds."""
    return unit_of_trees({seed: program_tree(seed) for seed in seeds}, spelling)


def unit_of_trees(trees: dict[int, Tree], spelling: Spelling) -> str:
    """A translation unit of programs."""
    calls: list[Tree] = []
    for seed, tree in trees.items():
        arguments = f"<{', '.join(TYPES)}>" if isinstance(tree, Template) else ""
        calls.append(f'diff::run("{seed}", program{seed}{arguments}::root);')
    parts: list[Tree] = ['#include "support.h"\nusing namespace diff;\n']
    parts += [(tree, "\n") for tree in trees.values()]
    return render((*parts, "int main() ", Block(calls)), spelling)


def seed_range(text: str) -> range:
    """`3` or `3-7`."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> None:
    """Prints a translation unit."""
    parser = argparse.ArgumentParser(description="random coroutine programs")
    parser.add_argument("--seeds", type=seed_range, required=True)
    parser.add_argument("--spelling", choices=[s.name.lower() for s in Spelling], default="dialect")
    options = parser.parse_args()
    print(unit_text(options.seeds, Spelling[options.spelling.upper()]), end="")


if __name__ == "__main__":
    main()
