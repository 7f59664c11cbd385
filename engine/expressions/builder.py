"""What each rule of the grammar builds."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lark import Token, Transformer, v_args

from engine.expressions import nodes
from engine.expressions.functions import FUNCTIONS
from engine.expressions.nodes import Node
from engine.expressions.refusal import ExpressionRefused
from engine.expressions.values import add, divide, less, less_or_equal, more, more_or_equal, multiply, subtract

_STEPS = {"+": add, "-": subtract, "*": multiply, "/": divide}
_ORDERS = {"<": less, "<=": less_or_equal, ">": more, ">=": more_or_equal}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "'": "'", "/": "/"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)


@v_args(inline=True)
class Builder(Transformer[Token, Node]):
    """Runs inside the parser; each method gets the built parts of its rule."""

    def start(self, part: Node) -> Node:
        return part

    def choice(self, *parts: Node) -> Node:
        return nodes.any_of(parts)

    def every(self, *parts: Node) -> Node:
        return nodes.all_of(parts)

    def compared(self, left: Node, operator: Token, right: Node) -> Node:
        if operator in _ORDERS:
            return nodes.ordered(left, right, _ORDERS[operator])
        return nodes.same(left, right, operator != "!=")

    def member(self, part: Node, target: Node) -> Node:
        return nodes.member(part, target)

    def between(self, part: Node, low: Node, high: Node) -> Node:
        return nodes.between(part, low, high)

    def sum(self, first: Node, *rest: Any) -> Node:
        return nodes.chain(first, _steps(rest))

    def product(self, first: Node, *rest: Any) -> Node:
        return nodes.chain(first, _steps(rest))

    def negated(self, part: Node) -> Node:
        return nodes.applied(lambda value: subtract(0, value), [part])

    def opposite(self, part: Node) -> Node:
        return nodes.opposite(part)

    def group(self, part: Node) -> Node:
        return nodes.grouped(part)

    def listed(self, *parts: Node) -> Node:
        return nodes.listed(parts)

    def span(self, opening: Token, low: Node, high: Node, closing: Token) -> Node:
        return nodes.span(low, high, (opening == "[", closing == "]"))

    def string(self, token: Token) -> Node:
        return nodes.constant(_unquoted(token))

    def number(self, token: Token) -> Node:
        return nodes.constant(Decimal(token) if "." in token else int(token))

    def true(self) -> Node:
        return nodes.constant(True)

    def false(self) -> Node:
        return nodes.constant(False)

    def null(self) -> Node:
        return nodes.constant(None)

    def path(self, *keys: Token) -> Node:
        for key in keys:
            if key.startswith("__"):
                raise ExpressionRefused(
                    f"Nama {key} tidak boleh dimulai dengan dua garis bawah. Pakai nama isian formulir.",
                    f"The name {key} must not begin with two underscores. Use the key of a form field.",
                )
        return nodes.look_up(tuple(str(key) for key in keys))

    def call(self, token: Token, *parts: Node) -> Node:
        name = " ".join(token.split())
        wanted, function = FUNCTIONS[name]
        if len(parts) != wanted:
            raise ExpressionRefused(
                f"Fungsi {name} membutuhkan {wanted} nilai, di sini ada {len(parts)}.",
                f"The function {name} takes {wanted} value(s), here there are {len(parts)}.",
            )
        called = nodes.applied(function, parts)
        if not called.constant:
            return called
        value = called.run({})
        if name == "duration" and value is None:
            raise ExpressionRefused(
                'Jangka waktu tidak terbaca. Tulis misalnya duration("P7D") atau duration("PT12H").',
                'The duration cannot be read. Write for example duration("P7D") or duration("PT12H").',
            )
        if name == "date" and value is None:
            raise ExpressionRefused(
                'Tanggal tidak terbaca. Tulis tahun-bulan-tanggal, misalnya date("2026-11-21").',
                'The date cannot be read. Write year-month-day, for example date("2026-11-21").',
            )
        return Node(lambda values: value, depth=called.depth)


def _steps(rest: tuple[Any, ...]) -> list[tuple[nodes.Binary, Node]]:
    return [(_STEPS[operator], part) for operator, part in zip(rest[::2], rest[1::2], strict=True)]


def _unquoted(token: str) -> str:
    try:
        found = _ESCAPE.sub(_escaped, token[1:-1])
        # Two halves of a pair become one character; a lone half has no place in any text.
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    except (KeyError, ValueError, OverflowError):
        raise ExpressionRefused(
            f'Ada garis miring terbalik yang tidak dikenal di {token}. Yang dikenal: \\" \\\\ \\n \\r \\t \\uXXXX.',
            f'An escape in {token} is not known. Known are: \\" \\\\ \\n \\r \\t \\uXXXX.',
        ) from None


def _escaped(match: re.Match[str]) -> str:
    code = match.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES[code]
