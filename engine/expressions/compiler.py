"""From the text of a condition to an `Expression`: dialect, parsing, and what to say when it is refused."""

from __future__ import annotations

from typing import Any

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from engine.expressions.builder import Builder
from engine.expressions.explain import explain
from engine.expressions.grammar import parser
from engine.expressions.nodes import Node, Run, Values, plain
from engine.expressions.refusal import MAX_TEXT, ExpressionRefused

_BUILDER = Builder()


class Expression:
    """A compiled condition. Call it with the variables; it never raises and never changes them."""

    __slots__ = ("_run", "names", "text")

    def __init__(self, text: str, names: frozenset[str], run: Run) -> None:
        self.text = text
        self.names = names
        self._run = run

    def __call__(self, values: Values) -> object:
        """The value for these variables; a condition holds when it `is True`."""
        return self._run(values)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def compile(text: str) -> Expression:
    """The expression that a text says: FEEL, or the `${…}` dialect. Raises `ExpressionRefused`."""
    dollar, inner, offset = _dialect(text)
    try:
        built: Any = parser(dollar, _BUILDER).parse(inner)
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionRefused):
            raise error.orig_exc from None
        raise
    except (UnexpectedCharacters, UnexpectedToken) as error:
        raise explain(inner, _position(error, inner), offset, dollar) from None
    node: Node = plain(built)
    return Expression(text, node.names, node.run)


def _dialect(text: str) -> tuple[bool, str, int]:
    """Whether it is the `${…}` dialect, the text inside, and how many characters stand before it."""
    if len(text) > MAX_TEXT:
        raise ExpressionRefused(
            f"Ungkapan terlalu panjang: {len(text)} huruf, paling banyak {MAX_TEXT}. Tulis lebih pendek.",
            f"The expression is too long: {len(text)} characters, at most {MAX_TEXT}. Write a shorter one.",
        )
    inner = text.strip()
    offset = len(text) - len(text.lstrip())
    if inner.startswith("="):
        offset += 1 + len(inner[1:]) - len(inner[1:].lstrip())
        inner = inner[1:].strip()
    dollar = inner.startswith("${") and inner.endswith("}")
    if dollar:
        inner, offset = inner[2:-1], offset + 2
    if not inner.strip():
        raise ExpressionRefused(
            'Ungkapan kosong. Tulis syaratnya, misalnya keputusan = "Ya".',
            'The expression is empty. Write the condition, for example keputusan = "Ya".',
        )
    return dollar, inner, offset


def _position(error: UnexpectedInput, inner: str) -> int:
    """Where in the inner text reading stopped; its length when it ended too early."""
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return len(inner)
    found = error.pos_in_stream
    return len(inner) if found is None else found
