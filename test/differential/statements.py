# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random statements: declarations, control flow, exceptions.  Every loop is bounded by a counter of its own."""

from __future__ import annotations

from collections.abc import Callable

from expressions import BINARY, LOOSE, POSTFIX, UNARY, Expr, Expressions
from scope import Kind, Place, Variable
from tree import Block, Choice, Tree, Word

Statements = list[Tree]


class StatementBuilder:
    """Builds the statements of one block; `place` learns of each variable that is declared."""

    def __init__(self, place: Place, size: int):
        self.place = place
        self.rng = place.rng
        self.size = size
        self.jumped = False

    # Tools.

    def _expressions(self, budget: int | None = None) -> Expressions:
        return Expressions(self.place, self.rng.randrange(1, 7) if budget is None else budget)

    def _scalar(self) -> Tree:
        return self._expressions().scalar().within(BINARY)

    def _condition(self) -> Tree:
        return self._expressions().condition().within(BINARY)

    def _number(self) -> int:
        return self.place.program.fresh()

    def _declare(self, prefix: str, kind: Kind, mutable: bool = True, read: str = "") -> str:
        """The name of a new variable, which later statements see."""
        name = self.place.name(prefix)
        self.place.variables.append(Variable(name, kind, mutable, read.replace("@", name)))
        return name

    def _block(self, place: Place | None = None, size: int | None = None) -> Block:
        """A nested block."""
        place = place or self.place.inner()
        builder = StatementBuilder(place, self.rng.randrange(1, 5) if size is None else size)
        return Block(builder.build())

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
            (6 * compound, self._try),
            (2 * compound, self._generator_loop),
            (2, self._kept_coroutine),
            (2 if self.place.generator and self.place.awaits else 0, self._yield),
        ]
        while True:
            made = self.rng.choices([c for _, c in choices], [w for w, _ in choices])[0]()
            if made is not None:
                return made

    def simple(self) -> Tree:
        """A statement that is an expression."""
        form = self.rng.randrange(10)
        expressions = self._expressions(self.rng.randrange(1, 9))
        if form < 4:
            return (f"note(\"n\", {self._number()}u, ", self._scalar(), ");")
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

    # Declarations.

    def _declaration(self) -> Statements:
        forms = [self._declare_scalar] * 6 + [self._declare_object] * 6 + [
            self._declare_owner, self._declare_fixed, self._declare_array, self._declare_pointer, self._declare_other,
            self._declare_reference, self._declare_lasting, self._declare_lambda, self._declare_async_lambda,
            self._declare_default, self._declare_several, self._declare_static, self._declare_box]
        return self.rng.choice(forms)()

    def _declare_scalar(self) -> Statements:
        value = self._expressions().scalar()
        const = self.rng.random() < 0.2
        type_ = ("const " if const else "") + self.rng.choice(["U", "U", "auto"])
        if type_.endswith("auto"):
            initialiser: Tree = (" = ", value.within(LOOSE))
        else:
            initialiser = self.rng.choice([(" = ", value.within(LOOSE)), ("(", value.tree, ")"), ("{", value.within(BINARY), "}")])
        name = self._declare("x", Kind.SCALAR, not const)
        return [(type_, " ", name, initialiser, ";")]

    def _declare_object(self) -> Statements:
        const = "const " if self.rng.random() < 0.2 else ""
        expressions = self._expressions()
        number = self._number()
        form = self.rng.randrange(4)
        if form == 0:
            rest: Tree = (f"({number}u, ", expressions.scalar().within(BINARY), ")")
        elif form == 1:
            rest = (f"{{{number}u, ", expressions.scalar().within(BINARY), "}")
        else:
            rest = (" = ", expressions.object_value().within(LOOSE))
        type_ = "auto" if form == 3 else "N"
        return [(const, type_, " ", self._declare("n", Kind.OBJECT, not const), rest, ";")]

    def _declare_owner(self) -> Statements:
        value = self._expressions().owner_value()
        return [("M ", self._declare("m", Kind.OWNER), " = ", value.within(LOOSE), ";")]

    def _declare_fixed(self) -> Statements:
        expressions = self._expressions()
        number = self._number()
        value = expressions.scalar()
        forms: list[Tree] = [(f"({number}u, ", value.within(BINARY), ")"),
                             (f" = make_fixed({number}u, ", value.within(BINARY), ")")]
        if self.place.awaits:
            forms.append((" = ", Word.AWAIT, f"making<F>({number}u, ", value.within(BINARY), ")"))
        rest = self.rng.choice(forms)
        return [("F ", self._declare("f", Kind.FIXED), rest, ";")]

    def _declare_array(self) -> Statements:
        expressions = self._expressions()
        values = [expressions.scalar() for _ in range(self.rng.randrange(1, 4))]
        form = self.rng.randrange(3)
        if form == 0:
            elements = [item for value in values for item in (value.within(BINARY), ", ")][:-1]
            return [("U ", self._declare("a", Kind.ARRAY), "[3] = {", tuple(elements), "};")]
        if form == 1:
            elements = [item for value in values for item in (value.within(BINARY), ", ")][:-1]
            return [("std::array<U, 3> ", self._declare("a", Kind.ARRAY), "{", tuple(elements), "};")]
        objects = [expressions.object_value() for _ in range(2)]
        inner = (objects[0].within(BINARY), ", ", objects[1].within(BINARY))
        name = self.place.name("o")
        self.place.variables.append(Variable(f"{name}[{self.rng.randrange(2)}]", Kind.OBJECT))
        return [("N ", name, "[2] = {", inner, "};")]

    def _declare_pointer(self) -> Statements | None:
        variable = self._expressions()._variable()
        objects = self.place.visible(Kind.OBJECT)
        if objects and self.rng.random() < 0.5:
            target = self.rng.choice(objects)
            return [("const N* ", self._declare("p", Kind.OBJECT_POINTER), f" = &{target.name};")]
        if variable is None:
            return None
        return [("U* ", self._declare("p", Kind.POINTER), " = &", variable.tree, ";")]

    def _declare_other(self) -> Statements:
        """A variable of a type that is only read: its parts are declared before its name is known."""
        first, second = self._scalar(), self._scalar()
        read = "static_cast<U>(@)"
        forms: list[tuple[str, str, Callable[[], Tree], str]] = [
            ("bool", "b", lambda: (" = ", self._expressions().condition().within(LOOSE)), read),
            ("double", "d", lambda: (" = (", first, ") % 100u"), "static_cast<U>(@ * 2)"),
            ("unsigned char", "c", lambda: (" = static_cast<unsigned char>(", first, ")"), read),
            ("Color", "e", lambda: (" = static_cast<Color>((", first, ") % 3u)"), read),
            ("std::string", "s", lambda: ("((", first, ") % 40u, 'x')"), "static_cast<U>(@.size())"),
            ("std::vector<U>", "v", lambda: ("{", first, ", ", second, "}"), "static_cast<U>(@.size() + @[0])"),
            ("auto", "u", lambda: (" = std::make_unique<U>(", first, ")"), "*@"),
            ("Three", "t", lambda: ("{", first, ", ", second, "}"), "@.b"),
            ("Pair", "q", lambda: ("{", first, ", ", self._expressions().object_value().within(BINARY), "}"),
             "(@.first + @.second.v)"),
        ]
        type_, prefix, make, read = self.rng.choice(forms)
        initialiser = make()
        return [(type_, " ", self._declare(prefix, Kind.OTHER, False, read), initialiser, ";")]

    def _declare_reference(self) -> Statements | None:
        expressions = self._expressions()
        if self.rng.random() < 0.4:
            target = expressions.mutable_object()
            if target is None:
                return None
            const = self.rng.random() < 0.5
            return [("const " if const else "", "N& ", self._declare("r", Kind.OBJECT, not const), " = ", target.tree, ";")]
        lvalue = expressions.lvalue()
        if lvalue is None:
            return None
        const = self.rng.random() < 0.4
        type_ = "const U&" if const else self.rng.choice(["U&", "auto&", "auto&&"])
        return [(type_, " ", self._declare("r", Kind.SCALAR, not const), " = ", lvalue.within(LOOSE), ";")]

    def _declare_lasting(self) -> Statements:
        """A reference that extends the life of a temporary."""
        expressions = self._expressions()
        form = self.rng.randrange(5)
        if form == 0:
            scalar = expressions.value().within(LOOSE)
            return [("const U& ", self._declare("k", Kind.SCALAR, False), " = ", scalar, ";")]
        if form == 1:
            scalar = expressions.value().within(LOOSE)
            return [("U&& ", self._declare("k", Kind.SCALAR), " = ", scalar, ";")]
        value = expressions.object_prvalue()
        type_ = ["const N&", "N&&", "auto&&"][form - 2]
        return [(type_, " ", self._declare("k", Kind.OBJECT, form != 2), " = ", value.within(LOOSE), ";")]

    def _declare_lambda(self) -> Statements:
        number = self._number()
        inner = self.place.within_lambda(awaits=False)
        scalars = [v for v in self.place.visible(Kind.SCALAR) if v.capturable and v.name != "q"]
        objects = self.place.visible(Kind.OBJECT)
        capture = "&"
        extra: Tree = ""
        form = self.rng.randrange(4)
        if form == 0 and scalars:
            capture, inner.variables = scalars[0].name, scalars[:1]
        elif form == 1:
            capture, inner.variables = "q0 = ", [Variable("q0", Kind.SCALAR, False)]
            extra = self._scalar()
        elif form == 2 and objects:
            capture, inner.variables = "o0 = ", [Variable("o0", Kind.OBJECT, False)]
            extra = self._expressions().object_value().within(BINARY)
        inner.variables.append(Variable("q", Kind.SCALAR, True))
        if capture != "&":
            inner.variables = [Variable(v.name, v.kind, v.name == "q", v.read) for v in inner.variables]
        body = Expressions(inner, 3).scalar()
        name = self._declare("l", Kind.LAMBDA, False)
        return [("auto ", name, " = [", capture, extra, f"](U q) {{ return trace({number}u, ", body.within(BINARY), "); };")]

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

    def _declare_default(self) -> Statements:
        return [("D ", self._declare("d", Kind.OTHER, False, "@.v"), ";")]

    def _declare_several(self) -> Statements:
        """Several declarators in one declaration."""
        first = self._scalar()
        one = self._declare("x", Kind.SCALAR)
        two = self.place.name("x")
        second = self._scalar()
        self.place.variables.append(Variable(two, Kind.SCALAR))
        pointer = self._declare("p", Kind.POINTER)
        return [("U ", one, " = ", first, ", ", two, " = ", second, f", *{pointer} = &{two};")]

    def _declare_static(self) -> Statements:
        name = self.place.name("c")
        self.place.variables.append(Variable(name, Kind.SCALAR, False, static=True))
        return [(self.rng.choice(["static const", "constexpr", "const", "static constexpr"]), f" U {name} = {self.rng.randrange(9)}u;")]

    def _declare_box(self) -> Statements | None:
        if not self.place.program.members or self.place.within_member:
            return None
        value = self._scalar()
        return [("Box ", self._declare("box", Kind.BOX), "(", value, ");")]

    def _structured_binding(self) -> Statements:
        first, second = self.place.name("s"), self.place.name("s")
        scalar = self._scalar()
        value = self._expressions().object_value().within(BINARY)
        form = self.rng.randrange(4)
        made: Tree
        if form == 0:
            made = ("auto [", first, ", ", second, "] = Pair{", scalar, ", ", value, "};")
        elif form == 1:
            made = ("auto&& [", first, ", ", second, "] = Pair{", scalar, ", ", value, "};")
        elif form == 2:
            made = ("auto [", first, ", ", second, "] = std::pair<U, N>{", scalar, ", ", value, "};")
        else:
            made = ("const auto& [", first, ", ", second, "] = std::tuple<U, N>{", scalar, ", ", value, "};")
        # Structured bindings are not captured in C++17: what is nested in a lambda must not see them.
        self.place.variables.append(Variable(first, Kind.OTHER, False, binding=True))
        self.place.variables.append(Variable(f"{second}.v", Kind.OTHER, False, binding=True))
        return [made]

    def _kept_coroutine(self) -> Statements | None:
        """A coroutine that is made first and awaited later, or never."""
        candidates = [c for c in self.place.program.coroutines if c.result == "U"]
        if not candidates or not self.place.awaits:
            return None
        call = self._expressions().coroutine_call(self.rng.choice(candidates), lasting=True)
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

    # Control flow.

    def _jump(self) -> Statements | None:
        """A statement that leaves; mostly under a condition, so that the rest can be reached."""
        forms: list[Tree] = []
        if self.place.breakable:
            forms += ["break;"] * 2
        if self.place.continuable:
            forms += ["continue;"] * 3
        if self.place.rethrow is not None:
            forms += [Choice("throw;", f"std::rethrow_exception({self.place.rethrow});" if self.place.rethrow else "throw;")]
        forms += [self._return(), ("throw ", self._expressions()._thrown().tree, ";")]
        form = self.rng.choice(forms)
        if self.place.depth > 0 and self.rng.random() < 0.3:
            self.jumped = True
            return [form]
        return [("if (", self._condition(), ") ", form)]

    def _return(self) -> Tree:
        result = self.place.result
        if result == "void":
            return (Word.RETURN, ";")
        return (Word.RETURN, " ", returned(self.place, self._expressions()).within(LOOSE), ";")

    def _yield(self) -> Statements:
        value = self._expressions().object_rvalue()
        if self.rng.random() < 0.3:
            return [("U ", self._declare("x", Kind.SCALAR), " = ", Word.YIELD, value.within(LOOSE), ";")]
        return [(Word.YIELD, value.within(LOOSE), ";")]

    def _if(self) -> Statements:
        inner = self.place.inner()
        opening: Tree = ""
        if self.rng.random() < 0.25:
            name = inner.name("i")
            opening = ("U ", name, " = ", self._scalar(), "; ")
            inner.variables.append(Variable(name, Kind.SCALAR))
        elif self.rng.random() < 0.15:
            name = inner.name("i")
            opening = ("N ", name, " = ", self._expressions().object_value().within(LOOSE), "; ")
            inner.variables.append(Variable(name, Kind.OBJECT))
        if self.rng.random() < 0.15:
            name = inner.name("i")
            condition: Tree = ("U ", name, " = ", StatementBuilder(inner, 1)._scalar())
            inner.variables.append(Variable(name, Kind.SCALAR))
        else:
            condition = StatementBuilder(inner, 1)._condition()
        made: Tree = ("if (", opening, condition, ") ", self._body(inner.inner()))
        if self.rng.random() < 0.5:
            made = (made, "\nelse ", self._body(inner.inner()))
        return [made]

    def _loop_place(self) -> Place:
        return self.place.inner(loops=self.place.loops + 1, breakable=True, continuable=True)

    def _bound(self, counter: str) -> Tree:
        """A condition that is false after a few rounds, whatever else it asks."""
        limit = f"{counter}++ < {self.rng.randrange(1, 4)}u"
        form = self.rng.randrange(4)
        if form == 0:
            return limit
        extra = self._expressions().condition().within(UNARY)
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
            condition: Tree = (f"U {name} = {counter}++ < 3u ? ", self._expressions().scalar().within(BINARY), " : 0u")
            inner.variables.append(Variable(name, Kind.SCALAR))
        else:
            condition = self._bound(counter)
        return [f"U {counter} = 0;", ("while (", condition, ") ", self._body(inner.inner()))]

    def _do(self) -> Statements:
        counter = self.place.name("z")
        return [f"U {counter} = 0;", ("do ", self._block(self._loop_place()), " while (", self._bound(counter), ");")]

    def _for(self) -> Statements:
        counter = self.place.name("z")
        inner = self._loop_place()
        header = StatementBuilder(inner, 1)
        form = self.rng.randrange(4)
        name = inner.name("i")
        first: Tree = ""
        if form == 0:
            first = ("N ", name, " = ", self._expressions().object_value().within(LOOSE))
            inner.variables.append(Variable(name, Kind.OBJECT))
        elif form < 3:
            first = ("U ", name, " = ", self._scalar(), f", {name}b = {name}")
            inner.variables.append(Variable(name, Kind.SCALAR))
            inner.variables.append(Variable(name + "b", Kind.SCALAR))
        condition = header._bound(counter)
        step = header._expressions().scalar().tree if self.rng.random() < 0.8 else ""
        return [f"U {counter} = 0;", ("for (", first, "; ", condition, "; ", step, ") ", self._body(inner.inner()))]

    def _range_for(self) -> Statements:
        inner = self._loop_place()
        name = inner.name("g")
        form = self.rng.randrange(7)
        expressions = self._expressions()
        before: Statements = []
        if form == 0:
            declaration, values = f"U {name}", [expressions.scalar() for _ in range(2)]
            range_: Tree = ("std::vector<U>{", values[0].within(BINARY), ", ", values[1].within(BINARY), "}")
            inner.variables.append(Variable(name, Kind.SCALAR))
        elif form == 1:
            declaration = f"const auto& {name}"
            range_ = ("{", expressions.value().tree, ", ", expressions.value().tree, "}")
            inner.variables.append(Variable(name, Kind.SCALAR, False))
        elif form == 2 and self.place.visible(Kind.ARRAY, mutable=True):
            declaration = f"{self.rng.choice(['auto', 'U', 'auto&&'])}& {name}"
            declaration = declaration.replace("&&&", "&&")
            range_ = self.place.visible(Kind.ARRAY, mutable=True)[0].name
            inner.variables.append(Variable(name, Kind.SCALAR))
        elif form == 3:
            declaration = f"const auto& [{name}, {name}b]"
            range_ = ("std::array<Pair, 2>{Pair{", expressions.scalar().within(BINARY), ", ", expressions.object_value().within(BINARY),
                      "}, Pair{", expressions.scalar().within(BINARY), ", ", expressions.object_value().within(BINARY), "}}")
            inner.variables.append(Variable(name, Kind.OTHER, False, binding=True))
            inner.variables.append(Variable(name + "b.v", Kind.OTHER, False, binding=True))
        elif form == 4:
            declaration = f"auto& [{name}, {name}b]"
            pairs = self.place.name("h")
            before = [("Pair ", pairs, "[2] = {{", expressions.scalar().within(BINARY), ", ",
                       expressions.object_value().within(BINARY), "}, {1u, N(", str(self._number()), "u, 2u)}};")]
            range_ = pairs
            inner.variables.append(Variable(name, Kind.OTHER, False, binding=True))
            inner.variables.append(Variable(name + "b.v", Kind.OTHER, False, binding=True))
        else:
            declaration = f"{self.rng.choice(['N', 'const N&', 'auto&', 'auto'])} {name}"
            const = "const" in declaration
            range_ = ("std::array<N, 2>{", expressions.object_value().within(BINARY), ", ", expressions.object_value().within(BINARY), "}")
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
            opening = ("N ", name, " = ", self._expressions().object_value().within(LOOSE), "; ")
            inner.variables.append(Variable(name, Kind.OBJECT))
        value = StatementBuilder(inner, 1)._expressions().scalar().within(UNARY)
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

    def _generator_loop(self) -> Statements | None:
        program = self.place.program
        if not program.generators or not self.place.awaits or self.place.generator or self.place.loops > 1:
            return None
        call = self._expressions().coroutine_call(self.rng.choice(program.generators), lasting=True)
        if call is None:
            return None
        name = self.place.name("gen")
        inner = self._loop_place()
        inner.variables.append(Variable(f"{name}.value()", Kind.OBJECT))
        return [("auto ", name, " = ", call.tree, ";"), ("while (", Word.AWAIT, f"{name}.next()) ", self._body(inner.inner()))]

    # Exceptions.

    def _try(self) -> Statements:
        inner = self.place.inner()
        body = self._block(inner, self.rng.randrange(1, 5))
        handlers = ["U", "Derived", "Error", "..."]
        chosen = [h for h in handlers if self.rng.random() < 0.5] or ["..."]
        awaiting = self.place.awaits and self.rng.random() < 0.6
        kept = f"error{self._number()}"
        parts = [self._handler(type_, awaiting, kept) for type_ in chosen]
        plain: Tree = ("try ", body, *((f" catch ({declaration}) ", Block(statements)) for declaration, _, statements in parts))
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

    def _handlers_behind(self, body: Block, chosen: list[str], parts: list[tuple[str, str, Statements]], kept: str) -> Tree:
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
