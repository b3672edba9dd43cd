# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Expressions whose order of evaluation is defined.

Operands of a call or an operator are evaluated left to right around an await; between two awaits their order is the
compiler's.  So of the operands that follow the last await of a call, at most one may have an effect, and then the
others are constant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from tree import Tree

# How tightly an expression binds.
POSTFIX, UNARY, BINARY, LOOSE = range(4)
# What the evaluation of an expression depends on or changes.
CONSTANT, READS, EFFECT = range(3)


@dataclasses.dataclass
class Expr:
    """An expression: its text, and what its evaluation does."""

    tree: Tree
    binds: int = POSTFIX
    state: int = CONSTANT
    awaits: bool = False
    tail: int = CONSTANT  # what happens after its last await

    @property
    def after_await(self) -> int:
        """What happens after the last await; all of it, if there is none."""
        return self.tail if self.awaits else self.state

    def within(self, level: int) -> Tree:
        """The text as an operand that must bind at least as tightly as `level`."""
        return self.tree if self.binds <= level else ("(", self.tree, ")")


def constant(text: str) -> Expr:
    """An expression that is the same wherever it stands."""
    return Expr(text)


def unordered(operands: Iterable[Expr]) -> bool:
    """Whether the order of evaluation of these operands of one call can be observed though no await defines it."""
    operands = list(operands)
    last = max((i for i, operand in enumerate(operands) if operand.awaits), default=-1)
    states = [operand.after_await for operand in operands[max(last, 0):]]
    states.sort()
    return len(states) > 1 and states[-1] == EFFECT and states[-2] != CONSTANT


def compose(tree: Tree, binds: int, operands: Iterable[Expr], own: int = CONSTANT) -> Expr:
    """An expression made of operands, whose own evaluation has an effect of its own."""
    operands = list(operands)
    awaits = any(operand.awaits for operand in operands)
    last = max((i for i, operand in enumerate(operands) if operand.awaits), default=-1)
    state = max([own, *(operand.state for operand in operands)])
    tail = max([own, *(operand.after_await for operand in operands[max(last, 0):])])
    return Expr(tree, binds, state, awaits, tail)


def sequenced(tree: Tree, binds: int, operands: Iterable[Expr], own: int = CONSTANT) -> Expr:
    """An expression whose operands may or may not be evaluated, in a defined order."""
    operands = list(operands)
    everything = max([own, *(operand.state for operand in operands)])
    return Expr(tree, binds, everything, any(operand.awaits for operand in operands), everything)


def joined(operands: Iterable[Expr]) -> Tree:
    """Arguments with commas between them."""
    parts: list[Tree] = []
    for operand in operands:
        if parts:
            parts.append(", ")
        parts.append(operand.within(UNARY if operand.binds < BINARY else BINARY))
    return tuple(parts)
