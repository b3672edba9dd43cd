# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Program text as a tree that is rendered twice: in the dialect, and as native coroutines."""

from __future__ import annotations

import dataclasses
import enum


class Spelling(enum.Enum):
    """The two renderings of a tree."""

    DIALECT = 0
    NATIVE = 1


class Word(enum.Enum):
    """A word that the two renderings spell differently."""

    ASYNC = ("async ", "")
    AWAIT = ("await ", "co_await ")
    YIELD = ("yield ", "co_yield ")
    FOR_AWAIT = ("for await ", "for co_await ")
    RETURN = ("return", "co_return")


@dataclasses.dataclass
class Choice:
    """A construct that the two renderings write in different ways."""

    dialect: Tree
    native: Tree


@dataclasses.dataclass
class Block:
    """Statements within braces."""

    statements: list[Tree]


@dataclasses.dataclass
class Template:
    """A program that is a class template."""

    tree: Tree


Tree = str | Template | Word | Choice | Block | tuple["Tree", ...]


def _flatten(tree: Tree, spelling: Spelling, out: list[str]) -> None:
    if isinstance(tree, str):
        out.append(tree)
    elif isinstance(tree, Template):
        _flatten(tree.tree, spelling, out)
    elif isinstance(tree, Word):
        out.append(tree.value[spelling.value])
    elif isinstance(tree, Choice):
        _flatten(tree.native if spelling is Spelling.NATIVE else tree.dialect, spelling, out)
    elif isinstance(tree, Block):
        out.append("{\n")
        for statement in tree.statements:
            _flatten(statement, spelling, out)
            out.append("\n")
        out.append("}")
    else:
        for part in tree:
            _flatten(part, spelling, out)


def _indent(text: str) -> str:
    """Indents each line by the braces that are open before it."""
    lines = []
    depth = 0
    for line in text.splitlines():
        closing = len(line) - len(line.lstrip("}"))
        lines.append("  " * max(depth - closing, 0) + line)
        depth += line.count("{") - line.count("}")
    return "\n".join(lines) + "\n"


def render(tree: Tree, spelling: Spelling) -> str:
    """The C++ text of a tree."""
    out: list[str] = []
    _flatten(tree, spelling, out)
    return _indent("".join(out))
