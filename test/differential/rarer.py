# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random statements of the kinds that programs have few of: jumps, types of the body's own, parts of aggregates."""

from __future__ import annotations

from declarations import Declarations, Statements
from expr import BINARY, Expr, joined
from scope import Kind, Place, Variable
from tree import Block, Tree, Word


class Rarer(Declarations):
    """Builds them; how blocks are made is left to what derives from it."""

    def block_in(self, place: Place) -> Block:
        """A nested block."""
        raise NotImplementedError

    def _rarer(self) -> Statements | None:
        forms = [self._goto_back, self._goto_out, self._if_constexpr, self._local_types, self._nested_aggregate,
                 self._array_parts, self._tuple_parts, self._arrow, self._last_use]
        return self.rng.choice(forms)()

    def _goto_back(self) -> Statements | None:
        """A loop made of a label and a goto that leaves the scope of an object."""
        if self.place.depth > 3 or self.place.loops > 1:
            return None
        counter, label, number = self.place.name("z"), f"label{self._number()}", self._number()
        inner = self.place.inner(loops=self.place.loops + 1, breakable=False, continuable=False)
        object_ = ("N ", inner.name("n"), f"({number}u, ", Declarations(inner).scalar(), ");")
        inner.variables.append(Variable(object_[1], Kind.OBJECT))
        again = (f"if ({counter}++ < {self.rng.randrange(1, 3)}u && ", Declarations(inner).condition(),
                 f") goto {label};")
        return [Block([f"U {counter} = 0;", f"{label}:;", object_, self.block_in(inner), again])]

    def _goto_out(self) -> Statements | None:
        """A goto out of two blocks at once."""
        if self.place.depth > 3:
            return None
        label, number = f"label{self._number()}", self._number()
        inner = self.place.inner()
        object_ = ("N ", inner.name("n"), f"({number}u, ", Declarations(inner).scalar(), ");")
        inner.variables.append(Variable(object_[1], Kind.OBJECT))
        out = ("if (", Declarations(inner).condition(), f") goto {label};")
        return [Block([Block([object_, Block([out, *self.block_in(inner.inner()).statements])]), f"{label}:;"])]

    def _if_constexpr(self) -> Statements | None:
        """Branches of which one is never built; in a template that is known late."""
        if self.place.depth > 3:
            return None
        condition = self.rng.choice(["sizeof(U) > 1u", "std::is_same<N, M>::value", "std::is_copy_constructible<N>::value"])
        return [(f"if constexpr ({condition}) ", self.block_in(self.place.inner()),
                 "\nelse ", self.block_in(self.place.inner()))]

    def _local_types(self) -> Statements:
        """Types of the body's own, and objects of them that live across what follows."""
        number, form = self._number(), self.rng.randrange(4)
        if form == 0:
            value = self.scalar()
            name = self._declare("e", Kind.OTHER, False, f"(static_cast<U>(@) + second{number})")
            return [f"enum Kind{number} : unsigned {{ first{number} = 4, second{number} }};",
                    (f"Kind{number} {name} = ", "static_cast<", f"Kind{number}>((", value, ") % 6u);")]
        if form == 1:
            value = self.scalar()
            name = self._declare("l", Kind.OTHER, False, "static_cast<U>(@.size() + @.back())")
            return [f"using List{number} = std::vector<U>;", (f"List{number} {name}(2, ", value, ");")]
        value, object_ = self.scalar(), self.expressions().object_value().within(BINARY)
        made = f"struct Local{number} {{ U a; N b; U sum() const {{ return trace({number}u, a + b.v); }} }};"
        name = self._declare("t", Kind.OTHER, False, "@.sum()")
        if form == 2:
            return [made, (f"Local{number} {name}{{", value, ", ", object_, "};")]
        return [(made.removesuffix(";"), f" {name}{{", value, ", ", object_, "};")]

    def _nested_aggregate(self) -> Statements:
        """Lists within a list."""
        scalars: list[Expr] = [self.expressions(3).scalar() for _ in range(4)]
        object_ = self.expressions().object_value().within(BINARY)
        inner = ("{", joined(scalars[1:3]), "}, {", scalars[3].within(BINARY), ", ", object_, "}")
        name = self._declare("j", Kind.OTHER, False, "(@.a + @.list[1] * 3u + @.pair.second.v)")
        return [("Deep ", name, "{", scalars[0].within(BINARY), ", ", inner, "};")]

    def _array_parts(self) -> Statements:
        """Structured bindings to a copy of an array."""
        values = joined([self.expressions(3).scalar() for _ in range(2)])
        array, first, second = self.place.name("a"), self.place.name("s"), self.place.name("s")
        self.place.variables.append(Variable(first, Kind.OTHER, False, binding=True))
        self.place.variables.append(Variable(second, Kind.OTHER, False, binding=True))
        return [(f"U {array}[2] = {{", values, "};"), f"auto [{first}, {second}] = {array};", f"{array}[0] = 1u;"]

    def _tuple_parts(self) -> Statements:
        """Structured bindings to a class that says itself what its parts are."""
        value, object_ = self.scalar(), self.expressions().object_value().within(BINARY)
        first, second = self.place.name("s"), self.place.name("s")
        type_ = self.rng.choice(["auto", "auto&&", "const auto"])
        self.place.variables.append(Variable(first, Kind.OTHER, False, binding=True))
        self.place.variables.append(Variable(f"{second}.v", Kind.OTHER, False, binding=True))
        return [(f"{type_} [{first}, {second}] = Twin{{", value, ", ", object_, "};")]

    def _arrow(self) -> Statements:
        """A member called through a class that points."""
        number, value = self._number(), self.scalar()
        name = self.place.name("u")
        self.place.variables.append(Variable(f"(*{name})", Kind.OBJECT))
        argument = self.expressions(4).scalar().within(BINARY)
        return [("auto ", name, f" = std::make_unique<N>({number}u, ", value, ");"),
                (f'note("w", {self._number()}u, {name}->plus({number}u, ', argument, "));")]

    def _last_use(self) -> Statements | None:
        """A variable whose last use is to the left of an await in the same expression."""
        if not self.place.awaits:
            return None
        name = self.place.name("z")
        awaited: Tree = (Word.AWAIT, f"tick({self._number()}u, ", self.expressions(3).scalar().tree, ")")
        made: Statements = [("U ", name, " = ", self.scalar(), ";")]
        form = self.rng.randrange(3)
        if form == 0:
            made.append((f'note("z", {self._number()}u, {name} + ', awaited, ");"))
        elif form == 1:
            made.append((f"two({self._number()}u, {name}, ", awaited, ");"))
        else:
            made.append((f"if ({name} < ", awaited, ") ", Block([f"{name} = 1u;"])))
        return made
