# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random statements: declarations, control flow, exceptions.  Every loop is bounded by a counter of its own."""

from __future__ import annotations

from collections.abc import Callable

from declarations import Statements
from expr import BINARY, LOOSE, UNARY, Expr, joined
from expressions import Expressions
from rarer import Rarer
from scope import Kind, Place, Variable
from tree import Block, Choice, Tree, Word

class StatementBuilder(Rarer):
    """Builds the statements of one block; `place` learns of each variable that is declared."""

    def __init__(self, place: Place, size: int):
        super().__init__(place)
        self.size = size
        self.jumped = False

    def _block(self, place: Place | None = None, size: int | None = None) -> Block:
        """A nested block."""
        place = place or self.place.inner()
        builder = StatementBuilder(place, self.rng.randrange(1, 5) if size is None else size)
        return Block(builder.build())

    def block_in(self, place: Place) -> Block:
        return self._block(place)

    def _body(self, place: Place) -> Tree:
        """A controlled statement: mostly a block, now and then one statement alone."""
        if self.rng.random() < 0.2:
            return StatementBuilder(place, 1).simple()
        return self._block(place)

    def build(self) -> Statements:
        """The statements of the block."""
        made: Statements = []
        while len(made) < self.size and not self.jumped:
            self.place.program.size -= 1
            made += self._statement()
        return made

    def _statement(self) -> Statements:
        compound = 1 if self.place.depth < 4 and self.place.program.size > 0 else 0
        loop = compound if self.place.loops < 2 else 0
        choices: list[tuple[int, Callable[[], Statements | None]]] = [
            (14, self._declaration),
            (1, self._declare_async_lambda),
            (compound, self._shadow),
            (9, lambda: [self.simple()]),
            (3, self._jump),
            (1, self._structured_binding),
            (2 * compound, lambda: [self._block()]),
            (5 * compound, self._if),
            (3 * loop, self._while),
            (2 * loop, self._do),
            (3 * loop, self._for),
            (3 * loop, self._range_for),
            (4 * compound, self._switch),
            (loop, self._interleaved),
            (6 * compound, self._try),
            (2 * compound, self._generator_loop),
            (2, self._kept_coroutine),
            (5, self._rarer),
            (2 if self.place.generator and self.place.awaits else 0, self._yield),
        ]
        while True:
            made = self.rng.choices([c for _, c in choices], [w for w, _ in choices])[0]()
            if made is not None:
                return made

    def simple(self) -> Tree:
        """A statement that is an expression."""
        form = self.rng.randrange(10)
        expressions = self.expressions(self.rng.randrange(1, 9))
        if form < 4:
            return (f"note(\"n\", {self._number()}u, ", self.scalar(), ");")
        if form < 6:
            value = expressions.scalar()
            return ("static_cast<void>(", value.tree, ");")
        if form == 6:
            target = expressions.mutable_object()
            if target is not None:
                return (target.tree, " = ", expressions.object_value().within(BINARY), ";")
        if form == 7:
            return ("static_cast<void>(", expressions.object().tree, ");")
        made = expressions.scalar()
        return (made.tree, ";")

    def _kept_coroutine(self) -> Statements | None:
        """A coroutine that is made first and awaited later, or never."""
        candidates = [c for c in self.place.program.coroutines if c.result == "U"]
        if not candidates or not self.place.awaits:
            return None
        call = self.expressions().coroutine_call(self.rng.choice(candidates), lasting=True)
        if call is None:
            return None
        name = self.place.name("w")
        made: Statements = [("auto ", name, " = ", call.tree, ";")]
        for _ in range(self.rng.randrange(3)):
            made += self._declaration() or []
        if self.rng.random() < 0.7:
            operand = name if self.rng.random() < 0.6 else f"std::move({name})"
            made.append((f"note(\"k\", {self._number()}u, ", Word.AWAIT, operand, ");"))
        return made

    def _declare_async_lambda(self) -> Statements | None:
        if not self.place.awaits or self.place.depth > 3:
            return None
        scalars = [v for v in self.place.visible(Kind.SCALAR) if v.capturable and v.name != "q"]
        inner = self.place.within_lambda(result="U", loops=2)
        capture = "&"
        if scalars and self.rng.random() < 0.5:
            capture, inner.variables = scalars[0].name, [Variable(scalars[0].name, Kind.SCALAR, False)]
        inner.variables.append(Variable("q", Kind.SCALAR))
        builder = StatementBuilder(inner, self.rng.randrange(1, 4))
        body = builder.build()
        body.append((Word.RETURN, " ", Expressions(inner, 2).scalar().within(LOOSE), ";"))
        name = self._declare("y", Kind.ASYNC_LAMBDA, False)
        return [("auto ", name, " = ", Word.ASYNC, f"[{capture}](U q) -> Coro<U> ", Block(body), ";")]

    def _shadow(self) -> Statements | None:
        """A block whose first variable hides another."""
        hidden = [v for v in self.place.visible(Kind.SCALAR, Kind.OBJECT) if v.capturable and v.name != "result"]
        if not hidden or self.place.depth > 4:
            return None
        variable = self.rng.choice(hidden)
        inner = self.place.inner()
        inner.variables.remove(variable)
        if self.rng.random() < 0.5:
            first: Tree = ("U ", variable.name, " = ", StatementBuilder(inner, 1).scalar(), ";")
            kind = Kind.SCALAR
        else:
            first = (f"N {variable.name}({self._number()}u, ", StatementBuilder(inner, 1).scalar(), ");")
            kind = Kind.OBJECT
        inner.variables.append(Variable(variable.name, kind))
        return [Block([first, *self._block(inner).statements])]

    # Control flow.

    def _jump(self) -> Statements | None:
        """A statement that leaves; mostly under a condition, so that the rest can be reached."""
        forms: list[Tree] = []
        if self.place.breakable:
            forms += ["break;"] * 2
        if self.place.continuable:
            forms += ["continue;"] * 3
        if self.place.rethrow is not None:
            native = f"std::rethrow_exception({self.place.rethrow});" if self.place.rethrow else "throw;"
            forms.append(Choice("throw;", native))
        forms += [self._return(), ("throw ", self.expressions().thrown().tree, ";")]
        form = self.rng.choice(forms)
        if self.place.depth > 0 and self.rng.random() < 0.3:
            self.jumped = True
            return [form]
        return [("if (", self.condition(), ") ", form)]

    def _return(self) -> Tree:
        result = self.place.result
        if result == "void":
            return (Word.RETURN, ";")
        return (Word.RETURN, " ", returned(self.place, self.expressions()).within(LOOSE), ";")

    def _yield(self) -> Statements:
        value = self.expressions().object_rvalue()
        if self.rng.random() < 0.3:
            return [("U ", self._declare("x", Kind.SCALAR), " = ", Word.YIELD, value.within(LOOSE), ";")]
        return [(Word.YIELD, value.within(LOOSE), ";")]

    def _if(self) -> Statements:
        inner = self.place.inner()
        opening: Tree = ""
        if self.rng.random() < 0.25:
            name = inner.name("i")
            opening = ("U ", name, " = ", self.scalar(), "; ")
            inner.variables.append(Variable(name, Kind.SCALAR))
        elif self.rng.random() < 0.15:
            name = inner.name("i")
            opening = ("N ", name, " = ", self.expressions().object_value().within(LOOSE), "; ")
            inner.variables.append(Variable(name, Kind.OBJECT))
        if self.rng.random() < 0.15:
            name = inner.name("i")
            condition: Tree = ("U ", name, " = ", StatementBuilder(inner, 1).scalar())
            inner.variables.append(Variable(name, Kind.SCALAR))
        else:
            condition = StatementBuilder(inner, 1).condition()
        made: Tree = ("if (", opening, condition, ") ", self._body(inner.inner()))
        if self.rng.random() < 0.5:
            made = (made, "\nelse ", self._body(inner.inner()))
        return [made]

    def _loop_place(self) -> Place:
        return self.place.inner(loops=self.place.loops + 1, breakable=True, continuable=True)

    def bound(self, counter: str) -> Tree:
        """A condition that is false after a few rounds, whatever else it asks."""
        limit = f"{counter}++ < {self.rng.randrange(1, 4)}u"
        form = self.rng.randrange(4)
        if form == 0:
            return limit
        extra = self.expressions().condition().within(UNARY)
        if form == 1:
            return (extra, " && ", limit)
        if form == 2:
            return (limit, " && ", extra)
        return ("(", extra, " || true) && ", limit)

    def _while(self) -> Statements:
        counter = self.place.name("z")
        inner = self._loop_place()
        if self.rng.random() < 0.2:
            name = inner.name("i")
            condition: Tree = (f"U {name} = {counter}++ < 3u ? ", self.scalar(), " : 0u")
            inner.variables.append(Variable(name, Kind.SCALAR))
        else:
            condition = self.bound(counter)
        return [f"U {counter} = 0;", ("while (", condition, ") ", self._body(inner.inner()))]

    def _do(self) -> Statements:
        counter = self.place.name("z")
        return [f"U {counter} = 0;", ("do ", self._block(self._loop_place()), " while (", self.bound(counter), ");")]

    def _for(self) -> Statements:
        counter = self.place.name("z")
        inner = self._loop_place()
        header = StatementBuilder(inner, 1)
        form = self.rng.randrange(4)
        name = inner.name("i")
        first: Tree = ""
        if form == 0:
            first = ("N ", name, " = ", self.expressions().object_value().within(LOOSE))
            inner.variables.append(Variable(name, Kind.OBJECT))
        elif form < 3:
            first = ("U ", name, " = ", self.scalar(), f", {name}b = {name}")
            inner.variables.append(Variable(name, Kind.SCALAR))
            inner.variables.append(Variable(name + "b", Kind.SCALAR))
        condition = header.bound(counter)
        step = header.expressions().scalar().tree if self.rng.random() < 0.8 else ""
        return [f"U {counter} = 0;", ("for (", first, "; ", condition, "; ", step, ") ", self._body(inner.inner()))]

    def _range_for(self) -> Statements:
        inner = self._loop_place()
        name = inner.name("g")
        form = self.rng.randrange(7)
        expressions = self.expressions()
        before: Statements = []
        if form == 0:
            declaration, values = f"U {name}", [expressions.scalar() for _ in range(2)]
            range_: Tree = ("std::vector<U>{", values[0].within(BINARY), ", ", values[1].within(BINARY), "}")
            inner.variables.append(Variable(name, Kind.SCALAR))
        elif form == 1:
            declaration = f"const auto& {name}"
            if self.rng.random() < 0.9:  # mostly refused with awaits
                expressions = Expressions(self.place.inner(awaits=False), 1)
            range_ = ("{", expressions.value().tree, ", ", expressions.value().tree, "}")
            inner.variables.append(Variable(name, Kind.SCALAR, False))
        elif form == 2 and self.place.visible(Kind.ARRAY, mutable=True):
            declaration = f"{self.rng.choice(['auto', 'U', 'auto&&'])}& {name}"
            declaration = declaration.replace("&&&", "&&")
            range_ = self.place.visible(Kind.ARRAY, mutable=True)[0].name
            inner.variables.append(Variable(name, Kind.SCALAR))
        elif form == 3:
            declaration = f"const auto& [{name}, {name}b]"
            pairs = [joined([expressions.scalar(), expressions.object_value()]) for _ in range(2)]
            range_ = ("std::array<Pair, 2>{Pair{", pairs[0], "}, Pair{", pairs[1], "}}")
            inner.variables.append(Variable(name, Kind.OTHER, False, binding=True))
            inner.variables.append(Variable(name + "b.v", Kind.OTHER, False, binding=True))
        elif form == 4:
            declaration = f"auto& [{name}, {name}b]"
            array = self.place.name("h")
            pair = joined([expressions.scalar(), expressions.object_value()])
            before = [("Pair ", array, "[2] = {{", pair, f"}}, {{1u, N({self._number()}u, 2u)}}}};")]
            range_ = array
            inner.variables.append(Variable(name, Kind.OTHER, False, binding=True))
            inner.variables.append(Variable(name + "b.v", Kind.OTHER, False, binding=True))
        else:
            declaration = f"{self.rng.choice(['N', 'const N&', 'auto&', 'auto'])} {name}"
            const = "const" in declaration
            range_ = ("std::array<N, 2>{", joined([expressions.object_value(), expressions.object_value()]), "}")
            if declaration.startswith("auto&"):
                array = self.place.name("h")
                before = [("std::array<N, 2> ", array, " = ", range_, ";")]
                range_ = array
            inner.variables.append(Variable(name, Kind.OBJECT, not const))
        return [*before, ("for (", declaration, " : ", range_, ") ", self._body(inner.inner()))]

    def _switch(self) -> Statements:
        inner = self.place.inner(breakable=True)
        opening: Tree = ""
        if self.rng.random() < 0.2:
            name = inner.name("i")
            opening = ("N ", name, " = ", self.expressions().object_value().within(LOOSE), "; ")
            inner.variables.append(Variable(name, Kind.OBJECT))
        value = StatementBuilder(inner, 1).expressions().scalar().within(UNARY)
        labels = ["case 0u:", "case 1u:", "case 2u:", "default:"]
        self.rng.shuffle(labels)
        body: Statements = []
        for label in labels[: self.rng.randrange(1, 5)]:
            last = label == labels[-1]
            body.append(label)
            if self.rng.random() < 0.15 and not last:
                continue
            if self.rng.random() < 0.5:
                body.append(self._block(inner.inner()))
            else:
                body.append(StatementBuilder(inner, 1).simple())
            if self.rng.random() < 0.6:
                body.append("break;")
        body.append(";")
        return [("switch (", opening, value, " % 4u) ", Block(body))]

    def _interleaved(self) -> Statements:
        """A switch into a loop."""
        counter = self.place.name("z")
        inner = self._loop_place()
        inner.awaits = self.place.awaits and self.rng.random() < 0.1  # mostly refused
        middle = StatementBuilder(inner, 1)
        value = self.expressions().scalar().within(UNARY)
        body: Statements = [middle.simple(), "case 1u:", middle.simple(), self._block(inner.inner())]
        body += ["default:", middle.simple()]
        loop: Tree = ("do ", Block(body), f" while ({counter}++ < 2u);")
        return [f"U {counter} = 0;", ("switch (", value, " % 3u) ", Block(["case 0u:", loop]))]

    def _generator_loop(self) -> Statements | None:
        program = self.place.program
        if not program.generators or not self.place.awaits or self.place.generator or self.place.loops > 1:
            return None
        call = self.expressions().coroutine_call(self.rng.choice(program.generators), lasting=True)
        if call is None:
            return None
        name = self.place.name("gen")
        inner = self._loop_place()
        inner.variables.append(Variable(f"{name}.value()", Kind.OBJECT))
        if self.rng.random() < 0.5:
            inner.variables.pop()
            element = inner.name("g")
            declaration, const = self.rng.choice([("N", False), ("N&", False), ("const N&", True), ("auto&&", False)])
            inner.variables.append(Variable(element, Kind.OBJECT, not const))
            return [(Word.FOR_AWAIT, f"({declaration} {element} : ", call.tree, ") ", self._body(inner.inner()))]
        loop: Tree = ("while (", Word.AWAIT, f"{name}.next()) ", self._body(inner.inner()))
        return [("auto ", name, " = ", call.tree, ";"), loop]

    # Exceptions.

    def _try(self) -> Statements:
        inner = self.place.inner()
        body = self._block(inner, self.rng.randrange(1, 5))
        handlers = ["U", "Derived", "Error", "..."]
        chosen = [h for h in handlers if self.rng.random() < 0.5] or ["..."]
        awaiting = self.place.awaits and self.rng.random() < 0.6
        kept = f"error{self._number()}"
        parts = [self._handler(type_, awaiting, kept) for type_ in chosen]
        catches = [(f" catch ({declaration}) ", Block(statements)) for declaration, _, statements in parts]
        plain: Tree = ("try ", body, *catches)
        if not awaiting:
            return [plain]
        return [Choice(plain, self._handlers_behind(body, chosen, parts, kept))]

    def _handler(self, type_: str, awaiting: bool, kept: str) -> tuple[str, str, Statements]:
        """What a handler catches, the variable that a native program has instead, and its body."""
        place = self.place.inner(awaits=self.place.awaits and awaiting, rethrow=kept if awaiting else "")
        declaration, variable = type_, ""
        if type_ != "...":
            form = self.rng.choice(["{} {}", "{}& {}", "const {}& {}"])
            name = place.name("e")
            declaration = form.format(type_, name)
            variable = f"{declaration} = caught<{type_}>({kept});"
            scalar = type_ == "U"
            place.variables.append(Variable(name if scalar else f"{name}.v", Kind.SCALAR, "const" not in form))
        return declaration, variable, self._block(place).statements

    def _handlers_behind(
        self, body: Block, chosen: list[str], parts: list[tuple[str, str, Statements]], kept: str
    ) -> Tree:
        """Handlers that may await, for native coroutines: behind the try block, which says which of them it is."""
        catches: list[Tree] = []
        branches: list[Tree] = []
        for index, (type_, (_, variable, statements)) in enumerate(zip(chosen, parts), start=1):
            declaration = type_ if type_ == "..." else type_ + "&"
            catches.append((f" catch ({declaration}) {{ {kept} = std::current_exception(); {kept}n = {index}; }}"))
            statements = [variable, *statements] if variable else statements
            branches.append(("" if index == 1 else " else ", f"if ({kept}n == {index}) ", Block(statements)))
        opening = f"std::exception_ptr {kept}; int {kept}n = 0;"
        return Block([opening, ("try ", body, *catches), tuple(branches)])


def returned(place: Place, expressions: Expressions) -> Expr:
    """What a coroutine may return."""
    if place.result == "N":
        return expressions.object_value()
    if place.result == "M":
        return expressions.owner_value()
    if place.result == "U&":
        return Expr("result")
    return expressions.scalar()
