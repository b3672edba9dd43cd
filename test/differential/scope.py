# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a place in a random program can name: variables, coroutines, and what control flow may do there."""

from __future__ import annotations

import dataclasses
import enum
import random


class Kind(enum.Enum):
    """What a variable is, for those who use it; a reference is of the kind that it refers to."""

    SCALAR = "U"
    OBJECT = "N"
    OWNER = "M"
    FIXED = "F"
    ARRAY = "U[3]"
    POINTER = "U*"
    OBJECT_POINTER = "N*"
    OTHER = "something with a value `v` that is only read"
    LAMBDA = "U(U)"
    ASYNC_LAMBDA = "Coro<U>(U)"
    BOX = "Box"


@dataclasses.dataclass
class Variable:
    """A variable in scope."""

    name: str
    kind: Kind
    mutable: bool = True
    read: str = ""
    binding: bool = False
    static: bool = False

    @property
    def capturable(self) -> bool:
        """Whether a lambda can capture it by its name."""
        return self.name.isidentifier() and not self.binding and not self.static and self.name not in ("secret", "own")

    @property
    def value(self) -> str:
        """The expression that reads it, for kinds that have one."""
        return self.read or self.name


@dataclasses.dataclass
class Coroutine:
    """An async function that others may call."""

    name: str
    parameters: list[str]
    result: str


@dataclasses.dataclass
class Program:
    """What all functions of a program share."""

    rng: random.Random
    coroutines: list[Coroutine] = dataclasses.field(default_factory=list)
    members: list[Coroutine] = dataclasses.field(default_factory=list)
    generators: list[Coroutine] = dataclasses.field(default_factory=list)
    counter: int = 0
    size: int = 0
    template: bool = False

    @property
    def storage(self) -> str:
        """What a function begins with: in a template the functions are members of a class."""
        return "static " if self.template else ""

    def fresh(self) -> int:
        """A number that no other construct of the program has."""
        self.counter += 1
        return self.counter


@dataclasses.dataclass
class Place:
    """A place in a function: what it sees and what it may do."""

    program: Program
    result: str
    variables: list[Variable]
    awaits: bool = True
    loops: int = 0
    breakable: bool = False
    continuable: bool = False
    rethrow: str | None = None
    depth: int = 0
    within_member: bool = False
    generator: bool = False
    captures: bool = False

    @property
    def rng(self) -> random.Random:
        """The program's source of choices."""
        return self.program.rng

    def inner(self, **changes: object) -> Place:
        """A place in a nested scope."""
        return dataclasses.replace(self, variables=list(self.variables), depth=self.depth + 1, **changes)

    def within_lambda(self, **changes: object) -> Place:
        """A place in a lambda, without structured bindings, which C++17 cannot capture, and rarely with constants."""
        place = self.inner(breakable=False, continuable=False, rethrow=None, generator=False, captures=True, **changes)
        constants = self.rng.random() < 0.2
        place.variables = [v for v in place.variables if not v.binding and (constants or not v.static)]
        return place

    def visible(self, *kinds: Kind, mutable: bool = False) -> list[Variable]:
        """The variables of some kinds, those declared last first."""
        found = [v for v in reversed(self.variables) if v.kind in kinds and (v.mutable or not mutable)]
        return found

    def name(self, prefix: str) -> str:
        """A name for a new variable; now and then it hides an older one."""
        return f"{prefix}{self.program.fresh()}"
