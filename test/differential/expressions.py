# Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random expressions of the types that the programs use."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

from expr import (
    BINARY,
    CONSTANT,
    EFFECT,
    LOOSE,
    POSTFIX,
    READS,
    UNARY,
    Expr,
    compose,
    constant,
    joined,
    sequenced,
    unordered,
)
from scope import Coroutine, Kind, Place, Variable
from tree import Tree, Word


READABLE = [Kind.SCALAR, Kind.OBJECT, Kind.OTHER, Kind.POINTER, Kind.ARRAY, Kind.FIXED, Kind.OWNER, Kind.OBJECT_POINTER]


class Expressions:
    """Builds expressions for one place of a program."""

    def __init__(self, place: Place, budget: int = 6):
        self.place = place
        self.rng = place.rng
        self.budget = budget

    # Tools.

    def _number(self) -> str:
        return str(self.place.program.fresh())

    def _pick(self, choices: list[tuple[int, Callable[[], Expr | None]]]) -> Expr | None:
        """What one of the weighted choices makes; those that make nothing are left out."""
        choices = list(choices)
        while choices:
            index = self.rng.choices(range(len(choices)), [weight for weight, _ in choices])[0]
            made = choices.pop(index)[1]()
            if made is not None:
                return made
        return None

    def _operands(self, *makers: Callable[[], Expr]) -> list[Expr]:
        """Operands of one call, such that their order is defined wherever that can be."""
        made = [maker() for maker in makers]
        for _ in range(3):
            if not unordered(made):
                return made
            made = [maker() for maker in makers]
        for index in range(len(made)):
            if not unordered(made):
                break
            made[index] = self._calm(makers[index], made[index])
        return made

    def _calm(self, maker: Callable[[], Expr], otherwise: Expr) -> Expr:
        """An operand without any effect, where there is one."""
        if maker == self.scalar:
            return constant(f"{self.rng.randrange(9)}u")
        if maker == self.value:
            return Expr(f"{self.rng.randrange(9)}u + 0u", BINARY)
        if maker == self.object:
            return constant("spare")
        return otherwise

    def _recent(self, variables: list[Variable]) -> Variable | None:
        """One of these variables, the newest most often."""
        if not variables:
            return None
        return variables[min(int(self.rng.expovariate(0.5)), len(variables) - 1)]

    def _awaiting(self, operand: Tree, operands: Iterable[Expr]) -> Expr:
        """`await operand`."""
        made = compose((Word.AWAIT, operand), UNARY, operands, EFFECT)
        return dataclasses.replace(made, awaits=True, state=EFFECT, tail=CONSTANT)

    def _call(self, name: str, operands: list[Expr], own: int = EFFECT) -> Expr:
        """`name(operands)`, whose first argument is usually a number of its own."""
        return compose((name, "(", joined(operands), ")"), POSTFIX, operands, own)

    def _traced(self, name: str, *makers: Callable[[], Expr]) -> Expr:
        """A call of a function of support.h that takes the number of its site first."""
        operands = self._operands(*makers)
        return self._call(name, [constant(self._number() + "u"), *operands])

    def _awaited(self, name: str, *makers: Callable[[], Expr]) -> Expr | None:
        """An await of what a function of support.h gives."""
        if not self.place.awaits:
            return None
        call = self._traced(name, *makers)
        return self._awaiting(call.tree, [call])

    def _spend(self) -> bool:
        """Whether the expression may still grow."""
        self.budget -= 1
        return self.budget >= 0

    # Scalars.

    def scalar(self) -> Expr:
        """An expression of type U, of any category."""
        if not self._spend():
            return self.leaf()
        made = self._pick(
            [
                (10, self.leaf),
                (6, self._binary),
                (6, lambda: self._traced("trace", self.scalar)),
                (4, lambda: self._traced("two", self.scalar, self.scalar)),
                (5, lambda: self._traced("look", self.object, self.scalar)),
                (3, lambda: self._traced("both", self.object, self.object)),
                (4, lambda: self._traced("eat", self.object_value)),
                (2, lambda: self._traced("eat_only", self.owner_value)),
                (10, lambda: self._awaited("tick", self.scalar)),
                (1, lambda: self._awaited("now", self.scalar)),
                (2, lambda: self._awaited("maybe", self.scalar)),
                (3, lambda: self._awaited("Lasting", self.scalar)),
                (1, lambda: self._awaited("throwing", self.scalar)),
                (2, lambda: self._awaited("watching", self.object)),
                (9, lambda: self._coroutine("U")),
                (5, self._conditional),
                (2, self._comma),
                (4, self._assignment),
                (3, self._subscript),
                (4, self._member),
                (3, lambda: self._cast(self.condition())),
                (3, self._lambda_call),
                (2, self._braces),
                (2, self._chain),
                (1, self._awaited_choice),
                (1, self._twice_awaited),
                (1, self._transformed),
                (1, self._void_conditional),
                (1, self._box_member),
                (1, self._owned),
                (1, self._immediate_lambda),
                (1, self._immediate_async_lambda),
            ]
        )
        assert made is not None
        return made

    def leaf(self) -> Expr:
        """A constant or a variable."""
        variable = self._recent(self.place.visible(*READABLE))
        if variable is None or self.rng.random() < 0.3:
            return constant(f"{self.rng.randrange(10)}u")
        index = self.rng.randrange(3)
        text = {
            Kind.SCALAR: variable.value,
            Kind.OTHER: variable.value,
            Kind.POINTER: f"*{variable.name}",
            Kind.ARRAY: f"{variable.name}[{index}]",
            Kind.OBJECT_POINTER: f"{variable.name}->v",
        }.get(variable.kind, f"{variable.name}.v")
        return Expr(text, UNARY, READS)

    def value(self) -> Expr:
        """A prvalue of type U."""
        made = self.scalar()
        return compose((made.within(BINARY), " + 0u"), BINARY, [made])

    def _binary(self) -> Expr:
        left, right = self._operands(self.scalar, self.scalar)
        operator = self.rng.choice(["+", "-", "*", "^", "|", "&"])
        return compose((left.within(UNARY), f" {operator} ", right.within(UNARY)), BINARY, [left, right])

    def _conditional(self) -> Expr:
        condition = self.condition()
        yes, no = self.scalar(), self.scalar()
        if self.rng.random() < 0.12:
            no = Expr(("throw ", self.thrown().tree), LOOSE, EFFECT, False, EFFECT)
        tree = (condition.within(BINARY), " ? ", yes.within(BINARY), " : ", no.within(LOOSE))
        return sequenced(("(", tree, ")"), POSTFIX, [condition, yes, no])

    def thrown(self) -> Expr:
        """What a throw may throw."""
        value = self.value()
        name = self.rng.choice(["U", "Error", "Error", "Derived"])
        return compose((name, "(", value.tree, ")"), POSTFIX, [value], EFFECT)

    def _comma(self) -> Expr:
        first, second = self.scalar(), self.scalar()
        left: Tree = ("static_cast<void>(", first.tree, ")") if self.rng.random() < 0.5 else first.within(BINARY)
        return sequenced(("(", left, ", ", second.within(BINARY), ")"), POSTFIX, [first, second])

    def lvalue(self) -> Expr | None:
        """A scalar that can be assigned to."""
        return self._pick(
            [
                (10, self.variable),
                (2, self._element),
                (2, self._conditional_lvalue),
                (2, self._named_lvalue),
                (2, self._object_value_lvalue),
                (1, self._preincrement),
                (1, self._reference_coroutine),
            ]
        )

    def variable(self) -> Expr | None:
        variable = self._recent(self.place.visible(Kind.SCALAR, Kind.POINTER, mutable=True))
        if variable is None:
            return None
        if variable.kind is Kind.POINTER:
            return Expr(f"*{variable.name}", UNARY, READS)
        return Expr(variable.name, POSTFIX, READS)

    def _element(self) -> Expr | None:
        array = self._recent(self.place.visible(Kind.ARRAY, mutable=True))
        if array is None or not self._spend():
            return None
        index = self.scalar()
        return compose((array.name, "[", index.within(UNARY), " % 3u]"), POSTFIX, [index], READS)

    def _conditional_lvalue(self) -> Expr | None:
        yes, no = self.variable(), self.variable()
        if yes is None or no is None or not self._spend():
            return None
        condition = self.condition()
        tree = ("(", condition.within(BINARY), " ? ", yes.tree, " : ", no.tree, ")")
        return sequenced(tree, POSTFIX, [condition, yes, no])

    def _named_lvalue(self) -> Expr | None:
        variable = self.variable()
        if variable is None or not self.place.awaits:
            return None
        call = self._call("naming", [constant(self._number() + "u"), variable])
        return self._awaiting(call.tree, [call])

    def _object_value_lvalue(self) -> Expr | None:
        variable = self._recent(self.place.visible(Kind.OBJECT, mutable=True))
        return variable and Expr(f"{variable.name}.v", POSTFIX, READS)

    def _preincrement(self) -> Expr | None:
        variable = self.variable()
        return variable and Expr(("++", variable.tree), UNARY, EFFECT, False, EFFECT)

    def _reference_coroutine(self) -> Expr | None:
        return self._coroutine("U&")

    def _assignment(self) -> Expr | None:
        target = self.lvalue()
        if target is None:
            return None
        if self.rng.random() < 0.2 and not target.awaits:
            return compose((target.within(POSTFIX), self.rng.choice(["++", "--"])), POSTFIX, [target], EFFECT)
        operator = self.rng.choice(["=", "=", "+=", "-=", "^=", "|=", "*="])
        if isinstance(target.tree, tuple) and target.tree[0] == "++":
            operator = "="  # g++ increments before it reads the right operand of a compound assignment
        value = self.scalar()
        tree = ("(", target.within(UNARY), f" {operator} ", value.within(BINARY), ")")
        return sequenced(tree, POSTFIX, [value, target], EFFECT)

    def _subscript(self) -> Expr | None:
        return self._element() or self._element()

    def _member(self) -> Expr:
        object_ = self.object()
        if self.rng.random() < 0.4:
            return compose((object_.within(POSTFIX), ".v"), POSTFIX, [object_], READS)
        if self.rng.random() < 0.4:
            return compose((object_.within(POSTFIX), f".get({self._number()}u)"), POSTFIX, [object_], EFFECT)
        value = self.scalar()
        tree = (object_.within(POSTFIX), f".plus({self._number()}u, ", value.within(BINARY), ")")
        return sequenced(tree, POSTFIX, [object_, value], EFFECT)

    def _cast(self, operand: Expr) -> Expr:
        return compose(("static_cast<U>(", operand.tree, ")"), POSTFIX, [operand])

    def _lambda_call(self) -> Expr | None:
        callee = self._recent(self.place.visible(Kind.LAMBDA, Kind.ASYNC_LAMBDA))
        if callee is None or (callee.kind is Kind.ASYNC_LAMBDA and not self.place.awaits):
            return None
        argument = self.scalar()
        call = compose((callee.name, "(", argument.within(BINARY), ")"), POSTFIX, [argument], EFFECT)
        return call if callee.kind is Kind.LAMBDA else self._awaiting(call.tree, [call])

    def _braces(self) -> Expr:
        values = [self.scalar() for _ in range(3)]
        inner = joined(values)
        if self.rng.random() < 0.5:
            return sequenced(("Three{", inner, "}.sum()"), POSTFIX, values)
        return sequenced(("total({", inner, "})"), POSTFIX, values, EFFECT)

    def _chain(self) -> Expr:
        first, second = self.scalar(), self.scalar()
        sink = f"Sink({self._number()}u)"
        form = self.rng.randrange(3)
        if form == 0:
            tree: Tree = ("(", sink, " << ", first.within(UNARY), " << ", second.within(UNARY), ").sum")
        elif form == 1:
            tree = (sink, "[0u + ", first.within(UNARY), "]")
            second = constant("0u")
        else:
            operands = self._operands(self.scalar, self.scalar)
            first, second = operands
            tree = (sink, "(", joined(operands), ")")
        return sequenced(tree, POSTFIX, [first, second], EFFECT)

    def _awaited_choice(self) -> Expr | None:
        """An await of one of two awaitables."""
        if not self.place.awaits:
            return None
        condition = self.condition()
        yes, no = self._traced("Lasting", self.scalar), self._traced("Lasting", self.scalar)
        tree = ("(", condition.within(BINARY), " ? ", yes.tree, " : ", no.tree, ")")
        return self._awaiting(tree, [sequenced(tree, POSTFIX, [condition, yes, no], EFFECT)])

    def _twice_awaited(self) -> Expr | None:
        """An await of an awaitable that an await gave."""
        inner = self._awaited("making<Lasting>", self.scalar)
        return inner and self._awaiting(inner.tree, [inner])

    def _transformed(self) -> Expr | None:
        """An await of something that only the promise of a generator makes awaitable."""
        if not self.place.generator or not self.place.awaits:
            return None
        value = self.value()
        return self._awaiting(("(", value.tree, ")"), [value])

    def _void_conditional(self) -> Expr:
        """A conditional of void, then a value."""
        condition, yes, no, value = self.condition(), self.scalar(), self.scalar(), self.scalar()
        arms = ("static_cast<void>(", yes.tree, ") : static_cast<void>(", no.tree, ")")
        tree = ("(", condition.within(BINARY), " ? ", arms, ", ", value.within(BINARY), ")")
        return sequenced(tree, POSTFIX, [condition, yes, no, value])

    def _box_member(self) -> Expr | None:
        box = self._recent(self.place.visible(Kind.BOX))
        if box is None:
            return None
        return Expr(f"{box.name}.peek()", POSTFIX, READS)

    def _owned(self) -> Expr:
        value = self.scalar()
        tree = self.rng.choice(["*std::make_unique<U>", "*std::unique_ptr<U>(new U"])
        close = "))" if tree.endswith("U") else ")"
        return compose((tree, "(", value.within(BINARY), close), UNARY, [value], READS)

    def _immediate_lambda(self) -> Expr:
        number = self._number()
        value = self.scalar()
        scalar = self._recent([v for v in self.place.visible(Kind.SCALAR) if not v.binding])
        body = f"return trace({number}u, q + {scalar.value if scalar else '1u'});"
        return compose(("[&](U q) { ", body, " }(", value.within(BINARY), ")"), POSTFIX, [value], EFFECT)

    def _immediate_async_lambda(self) -> Expr | None:
        if not self.place.awaits:
            return None
        number = self._number()
        value = self.scalar()
        scalar = self._recent([v for v in self.place.visible(Kind.SCALAR) if not v.binding])
        other = scalar.value if scalar else "1u"
        body = ("U r = ", Word.AWAIT, f"tick({number}u, q); ", Word.RETURN, f" r + {other};")
        tree = (Word.ASYNC, "[&](U q) -> Coro<U> { ", body, " }(", value.within(BINARY), ")")
        call = compose(tree, POSTFIX, [value], EFFECT)
        return self._awaiting(call.tree, [call])

    # Conditions.

    def condition(self) -> Expr:
        """An expression of type bool."""
        if not self._spend():
            left = self.leaf()
            return compose((left.within(UNARY), f" > {self.rng.randrange(8)}u"), BINARY, [left])
        forms = [(5, self._compare), (3, self._logical), (2, self._not), (1, self._truth), (1, self._object_less)]
        made = self._pick(forms)
        assert made is not None
        return made

    def _compare(self) -> Expr:
        left, right = self._operands(self.scalar, self.scalar)
        operator = self.rng.choice(["<", ">", "==", "!=", "<="])
        return compose((left.within(UNARY), f" {operator} ", right.within(UNARY)), BINARY, [left, right])

    def _logical(self) -> Expr:
        left, right = self.condition(), self.condition()
        operator = self.rng.choice(["&&", "||"])
        tree = ("(", left.within(BINARY), f" {operator} ", right.within(BINARY), ")")
        return sequenced(tree, POSTFIX, [left, right])

    def _not(self) -> Expr:
        operand = self.condition()
        return compose(("!", operand.within(UNARY)), UNARY, [operand])

    def _truth(self) -> Expr:
        return self._traced("truth", self.condition)

    def _object_less(self) -> Expr:
        left, right = self._operands(self.object, self.object)
        return compose((left.within(UNARY), " < ", right.within(UNARY)), BINARY, [left, right], READS)

    # Objects.

    def object(self) -> Expr:
        """An N of any category, to be looked at."""
        made = self._pick(
            [
                (5, self._object_lvalue),
                (5, self.object_prvalue),
                (1, self._named_object),
                (1, self._same),
            ]
        )
        assert made is not None
        return made

    def _same(self) -> Expr:
        inner = self.object()
        return compose(("same(", inner.within(BINARY), ")"), POSTFIX, [inner])

    def object_value(self) -> Expr:
        """An N to initialise another with: a prvalue, a copy, or something moved."""
        made = self._pick([(6, self.object_prvalue), (2, self._object_lvalue), (2, self._moved_object)])
        assert made is not None
        return made

    def object_rvalue(self) -> Expr:
        """An N that an rvalue reference binds to."""
        made = self._pick([(4, self.object_prvalue), (1, self._moved_object)])
        assert made is not None
        return made

    def _object_lvalue(self) -> Expr | None:
        variable = self._recent(self.place.visible(Kind.OBJECT, Kind.OBJECT_POINTER))
        if variable is None:
            return None
        return Expr(f"*{variable.name}" if variable.kind is Kind.OBJECT_POINTER else variable.name, UNARY, READS)

    def mutable_object(self) -> Expr | None:
        """An N that a reference to non-const binds to."""
        variable = self._recent(self.place.visible(Kind.OBJECT, mutable=True))
        return variable and Expr(variable.name, POSTFIX, READS)

    def _named_object(self) -> Expr | None:
        inner = self._object_lvalue()
        if inner is None or not self.place.awaits:
            return None
        call = self._call("naming", [constant(self._number() + "u"), inner])
        return self._awaiting(call.tree, [call])

    def _moved_object(self) -> Expr | None:
        variable = self.mutable_object()
        return variable and Expr(("std::move(", variable.tree, ")"), POSTFIX, EFFECT, False, EFFECT)

    def object_prvalue(self) -> Expr:
        """A new N."""
        if not self._spend():
            return compose((f"N({self._number()}u, ", self.leaf().tree, ")"), POSTFIX, [self.leaf()], EFFECT)
        made = self._pick(
            [
                (5, lambda: self._traced("N", self.scalar)),
                (3, lambda: self._traced("make", self.scalar)),
                (3, lambda: self._awaited("making<N>", self.scalar)),
                (4, lambda: self._coroutine("N")),
                (2, self._conditional_object),
                (1, self._sum_object),
                (1, self._comma_object),
            ]
        )
        assert made is not None
        return made

    def _conditional_object(self) -> Expr:
        condition, yes = self.condition(), self.object_prvalue()
        no = self.mutable_object() or self.object_prvalue()
        tree = ("(", condition.within(BINARY), " ? ", yes.within(BINARY), " : ", no.within(BINARY), ")")
        return sequenced(tree, POSTFIX, [condition, yes, no], EFFECT)

    def _sum_object(self) -> Expr:
        left, right = self._operands(self.object, self.object)
        return compose(("(", left.within(UNARY), " + ", right.within(UNARY), ")"), POSTFIX, [left, right], EFFECT)

    def _comma_object(self) -> Expr:
        first, second = self.scalar(), self.object_prvalue()
        return sequenced(("(", first.within(BINARY), ", ", second.within(BINARY), ")"), POSTFIX, [first, second])

    def owner_value(self) -> Expr:
        """An M to initialise another with."""
        made = self._pick([(3, lambda: self._traced("M", self.scalar)), (2, self._moved_owner),
                           (3, lambda: self._awaited("making<M>", self.scalar)), (2, lambda: self._coroutine("M"))])
        assert made is not None
        return made

    def _moved_owner(self) -> Expr | None:
        variable = self._recent(self.place.visible(Kind.OWNER, mutable=True))
        return variable and Expr(f"std::move({variable.name})", POSTFIX, EFFECT, False, EFFECT)

    # Coroutines.

    def _coroutine(self, result: str) -> Expr | None:
        """`await` of a coroutine with such a result."""
        if not self.place.awaits:
            return None
        candidates = [(None, c) for c in self.place.program.coroutines if c.result == result]
        for box in self.place.visible(Kind.BOX):
            candidates += [(box.name + ".", c) for c in self.place.program.members if c.result == result]
        if not candidates:
            return None
        prefix, coroutine = self.rng.choice(candidates)
        call = self.coroutine_call(coroutine, prefix or "")
        return call and self._awaiting(call.tree, [call])

    def coroutine_call(self, coroutine: Coroutine, prefix: str = "", lasting: bool = False) -> Expr | None:
        """A call of a coroutine; one that shall outlast its full-expression gets no temporary by reference."""
        makers = [self._argument_maker(parameter, lasting) for parameter in coroutine.parameters]
        if any(maker is None for maker in makers):
            return None
        operands = self._operands(*makers)
        if unordered(operands) or (self.place.program.template and self._copies_before_await(coroutine, operands)):
            return None
        return self._call(prefix + coroutine.name, operands)

    @staticmethod
    def _copies_before_await(coroutine: Coroutine, operands: list[Expr]) -> bool:
        """Whether a named object is copied or moved into a parameter before another argument awaits: the standard leaves
        open whether it is, and in a template that happens afterwards."""
        for index, (parameter, operand) in enumerate(zip(coroutine.parameters, operands)):
            is_object = parameter.removeprefix("const ") in ("N", "M")
            is_named = operand.state != EFFECT or str(operand.tree).startswith("std::move(")
            if is_object and is_named and any(other.awaits for other in operands[index + 1:]):
                return True
        return False

    def _argument_maker(self, parameter: str, lasting: bool) -> Callable[[], Expr] | None:
        """What makes arguments for a parameter, if there can be any."""
        by_value: dict[str, Callable[[], Expr]] = {"U": self.scalar, "const U": self.scalar, "N": self.object_value,
                                                   "const N": self.object_value, "M": self.owner_value}
        if parameter in by_value:
            return by_value[parameter]
        if parameter == "U&":
            return (lambda: self.variable()) if self.variable() else None
        if parameter == "N&":
            return (lambda: self.mutable_object()) if self.mutable_object() else None
        if lasting:
            return None
        return {"const U&": self.scalar, "U&&": self.value, "const N&": self.object, "N&&": self.object_rvalue,
                "M&&": self.owner_value}[parameter]
