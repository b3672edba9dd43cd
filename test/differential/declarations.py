# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random declarations; each adds its variable to what later statements of the block see."""

from __future__ import annotations

from collections.abc import Callable

from expr import BINARY, LOOSE, Expr
from expressions import Expressions
from scope import Kind, Place, Variable
from tree import Block, Tree, Word

Statements = list[Tree]


class Declarations:
    """Builds the declarations of one block; `place` learns of each variable that is declared."""

    def __init__(self, place: Place):
        self.place = place
        self.rng = place.rng

    # Tools.

    def expressions(self, budget: int | None = None) -> Expressions:
        """What builds expressions for this place, up to a size."""
        return Expressions(self.place, self.rng.randrange(1, 7) if budget is None else budget)

    def scalar(self) -> Tree:
        """The text of a scalar."""
        return self.expressions().scalar().within(BINARY)

    def condition(self) -> Tree:
        """The text of a condition."""
        return self.expressions().condition().within(BINARY)

    def _number(self) -> int:
        return self.place.program.fresh()

    def _declare(self, prefix: str, kind: Kind, mutable: bool = True, read: str = "") -> str:
        """The name of a new variable, which later statements see."""
        name = self.place.name(prefix)
        self.place.variables.append(Variable(name, kind, mutable, read.replace("@", name)))
        return name

    # Declarations.

    def _declaration(self) -> Statements:
        forms = [self._declare_scalar] * 6 + [self._declare_object] * 6 + [
            self._declare_owner, self._declare_fixed, self._declare_array, self._declare_pointer, self._declare_other,
            self._declare_reference, self._declare_lasting, self._declare_lambda, self._declare_awaitable,
            self._declare_decltype, self._declare_local_class, self._declare_owned, self._declare_default,
            self._declare_several, self._declare_static, self._declare_box]
        return self.rng.choice(forms)()

    def _declare_scalar(self) -> Statements:
        value = self.expressions().scalar()
        const = self.rng.random() < 0.2
        type_ = ("const " if const else "") + self.rng.choice(["U", "U", "auto"])
        if type_.endswith("auto"):
            initialiser: Tree = (" = ", value.within(LOOSE))
        else:
            forms = [(" = ", value.within(LOOSE)), ("(", value.tree, ")"), ("{", value.within(BINARY), "}")]
            initialiser = self.rng.choice(forms)
        name = self._declare("x", Kind.SCALAR, not const)
        return [(type_, " ", name, initialiser, ";")]

    def _declare_object(self) -> Statements:
        const = "const " if self.rng.random() < 0.2 else ""
        expressions = self.expressions()
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
        value = self.expressions().owner_value()
        return [("M ", self._declare("m", Kind.OWNER), " = ", value.within(LOOSE), ";")]

    def _declare_fixed(self) -> Statements:
        expressions = self.expressions()
        number = self._number()
        value = expressions.scalar()
        forms: list[Tree] = [(f"({number}u, ", value.within(BINARY), ")"),
                             (f" = make_fixed({number}u, ", value.within(BINARY), ")")]
        if self.place.awaits:
            forms.append((" = ", Word.AWAIT, f"making<F>({number}u, ", value.within(BINARY), ")"))
        rest = self.rng.choice(forms)
        return [("F ", self._declare("f", Kind.FIXED), rest, ";")]

    def _declare_array(self) -> Statements:
        expressions = self.expressions()
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
        variable = self.expressions().variable()
        objects = self.place.visible(Kind.OBJECT)
        if objects and self.rng.random() < 0.5:
            target = self.rng.choice(objects)
            return [("const N* ", self._declare("p", Kind.OBJECT_POINTER), f" = &{target.name};")]
        if variable is None:
            return None
        return [("U* ", self._declare("p", Kind.POINTER), " = &", variable.tree, ";")]

    def _declare_other(self) -> Statements:
        """A variable of a type that is only read: its parts are declared before its name is known."""
        first, second = self.scalar(), self.scalar()
        read = "static_cast<U>(@)"
        forms: list[tuple[str, str, Callable[[], Tree], str]] = [
            ("bool", "b", lambda: (" = ", self.expressions().condition().within(LOOSE)), read),
            ("double", "d", lambda: (" = (", first, ") % 100u"), "static_cast<U>(@ * 2)"),
            ("unsigned char", "c", lambda: (" = static_cast<unsigned char>(", first, ")"), read),
            ("Color", "e", lambda: (" = static_cast<Color>((", first, ") % 3u)"), read),
            ("std::string", "s", lambda: ("((", first, ") % 40u, 'x')"), "static_cast<U>(@.size())"),
            ("std::vector<U>", "v", lambda: ("{", first, ", ", second, "}"), "static_cast<U>(@.size() + @[0])"),
            ("auto", "u", lambda: (" = std::make_unique<U>(", first, ")"), "*@"),
            ("Three", "t", lambda: ("{", first, ", ", second, "}"), "@.b"),
            ("Pair", "q", lambda: ("{", first, ", ", self.expressions().object_value().within(BINARY), "}"),
             "(@.first + @.second.v)"),
        ]
        type_, prefix, make, read = self.rng.choice(forms)
        initialiser = make()
        return [(type_, " ", self._declare(prefix, Kind.OTHER, False, read), initialiser, ";")]

    def _declare_reference(self) -> Statements | None:
        expressions = self.expressions()
        if self.rng.random() < 0.4:
            target = expressions.mutable_object()
            if target is None:
                return None
            const = self.rng.random() < 0.5
            type_ = "const N& " if const else "N& "
            return [(type_, self._declare("r", Kind.OBJECT, not const), " = ", target.tree, ";")]
        lvalue = expressions.lvalue()
        if lvalue is None:
            return None
        const = self.rng.random() < 0.4
        type_ = "const U&" if const else self.rng.choice(["U&", "auto&", "auto&&"])
        return [(type_, " ", self._declare("r", Kind.SCALAR, not const), " = ", lvalue.within(LOOSE), ";")]

    def _declare_lasting(self) -> Statements:
        """A reference that extends the life of a temporary."""
        expressions = self.expressions()
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
            extra = self.scalar()
        elif form == 2 and objects:
            capture, inner.variables = "o0 = ", [Variable("o0", Kind.OBJECT, False)]
            extra = self.expressions().object_value().within(BINARY)
        inner.variables.append(Variable("q", Kind.SCALAR, True))
        if capture != "&":
            inner.variables = [Variable(v.name, v.kind, v.name == "q", v.read) for v in inner.variables]
        body = Expressions(inner, 3).scalar()
        name = self._declare("l", Kind.LAMBDA, False)
        returns = (f"return trace({number}u, ", body.within(BINARY), ");")
        return [("auto ", name, " = [", capture, extra, "](U q) { ", returns, " };")]

    def _declare_default(self) -> Statements:
        return [("D ", self._declare("d", Kind.OTHER, False, "@.v"), ";")]

    def _declare_several(self) -> Statements:
        """Several declarators in one declaration."""
        first = self.scalar()
        one = self._declare("x", Kind.SCALAR)
        two = self.place.name("x")
        second = self.scalar()
        self.place.variables.append(Variable(two, Kind.SCALAR))
        pointer = self._declare("p", Kind.POINTER)
        return [("U ", one, " = ", first, ", ", two, " = ", second, f", *{pointer} = &{two};")]

    def _declare_static(self) -> Statements:
        name = self.place.name("c")
        if self.rng.random() < 0.3:
            array = self._declare("a", Kind.ARRAY)
            return [f"constexpr U {name} = {self.rng.randrange(3, 9)}u;", f"U {array}[{name}] = {{{name}, 1u}};"]
        self.place.variables.append(Variable(name, Kind.SCALAR, False, static=True))
        specifiers = self.rng.choice(["static const", "constexpr", "const", "static constexpr"])
        return [f"{specifiers} U {name} = {self.rng.randrange(9)}u;"]

    def _declare_box(self) -> Statements | None:
        if not self.place.program.members or self.place.within_member:
            return None
        value = self.scalar()
        return [("Box ", self._declare("box", Kind.BOX), "(", value, ");")]

    def _structured_binding(self) -> Statements:
        first, second = self.place.name("s"), self.place.name("s")
        scalar = self.scalar()
        value = self.expressions().object_value().within(BINARY)
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

    def _declare_awaitable(self) -> Statements | None:
        """An awaitable that is a variable, and an await of it."""
        if not self.place.awaits:
            return None
        number, value, awaitable = self._number(), self.scalar(), self.place.name("w")
        type_ = self.rng.choice(["Lasting", "Tick", "const Tick", "Maybe"])
        maker = "" if type_ == "Lasting" else " = " + type_.removeprefix("const ").lower()
        start: Tree = (f"{maker}({number}u, ", value, ")")
        operand = awaitable if self.rng.random() < 0.6 else f"std::move({awaitable})"
        return [(type_, " ", awaitable, start, ";"), *self._declare_plain(),
                ("U ", self._declare("x", Kind.SCALAR), " = ", Word.AWAIT, operand, ";")]

    def _declare_plain(self) -> Statements:
        return self._declare_object() if self.rng.random() < 0.5 else self._declare_scalar()

    def _declare_decltype(self) -> Statements | None:
        """A variable whose type is that of another."""
        variables = [v for v in self.place.visible(Kind.SCALAR) if v.capturable]
        if not variables:
            return None
        variable = self.rng.choice(variables)
        # g++ errs on decltype((x)) of a captured x.
        form = self.rng.randrange(2 if self.place.captures else 3)
        if form == 0:
            value = self.scalar()
            type_ = f"std::decay_t<decltype({variable.name})>"
            return [(type_, " ", self._declare("x", Kind.SCALAR), " = ", value, ";")]
        if form == 2:
            name = self._declare("r", Kind.SCALAR, variable.mutable)
            return [f"decltype(({variable.name})) {name} = {variable.name};"]
        return [(f"note(\"d\", sizeof({variable.name}), std::is_reference<decltype({variable.name})>::value);")]

    def _declare_local_class(self) -> Statements:
        """A class of the body's own, and an object of it that lives across no await: others are refused."""
        quiet = Declarations(self.place.inner(awaits=False))
        first, second = quiet.scalar(), quiet.expressions().object_value().within(BINARY)
        class_, site = f"Local{self._number()}", self._number()
        made = f"struct {class_} {{ U a; N b; U sum() const {{ return trace({site}u, a + b.v); }} }};"
        object_ = (class_, " ", quiet._declare("t", Kind.OTHER, False, "@.sum()"), "{", first, ", ", second, "};")
        return [Block([made, object_, (f'note("t", {site}u, ', quiet.scalar(), ");")])]

    def _declare_owned(self) -> Statements:
        """An object on the heap."""
        number, value = self._number(), self.scalar()
        name = self.place.name("u")
        self.place.variables.append(Variable(f"(*{name})", Kind.OBJECT))
        if self.rng.random() < 0.5:
            return [("auto ", name, f" = std::make_unique<N>({number}u, ", value, ");")]
        return [("std::unique_ptr<N> ", name, f"(new N({number}u, ", value, "));")]
