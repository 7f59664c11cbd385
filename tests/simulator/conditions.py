"""The few expressions that the random models use, evaluated without the engine's expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

_WORDS = re.compile(r'\s*("[^"]*"|\'[^\']*\'|\d+(?:\.\d+)?|&&|\|\||\.\.|[!<>=]=|[-+=<>!(),.\[\]]|\w+)')
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_EQUAL = {"=": True, "==": True, "!=": False}
_CONSTANTS = {"true": True, "false": False, "null": None}


class Names(Protocol):
    """What an expression can read: null (None) for a name that is not there."""

    def get(self, name: str, /) -> object:
        """The value of a variable."""


Part = Callable[[Names], object]


def holds(text: str, names: Names) -> bool:
    """Whether a condition is true. An unknown name is null; null is in no order to anything. ValueError otherwise."""
    return value(text, names) is True


def value(text: str, names: Names) -> object:
    """The value of an expression in one of its two ways. ValueError for what this small reader does not know."""
    return parsed(text)(names)


@lru_cache(4096)
def parsed(text: str) -> Part:
    """What evaluates an expression."""
    inner = text.strip()
    if inner.startswith("${") and inner.endswith("}"):
        inner = inner[2:-1]
    reader = _Reader(inner.removeprefix("="))
    result = reader.either()
    if reader.at < len(reader.words):
        raise ValueError(f"left over in {text!r}: {reader.words[reader.at :]}")
    return result


class _Reader:
    """Reads one expression: or, and, a comparison or a range, plus and minus, and single values."""

    def __init__(self, text: str) -> None:
        self.words = [match.group(1) for match in _WORDS.finditer(text)]
        self.at = 0
        if "".join(self.words) != "".join(_squeezed(text)):
            raise ValueError(text)

    def peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, *wanted: str) -> str:
        word = self.peek()
        if not word or wanted and word not in wanted:
            raise ValueError(f"{word!r} where one of {wanted} should stand")
        self.at += 1
        return word

    def either(self) -> Part:
        parts = [self.both()]
        while self.peek() in ("or", "||"):
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda names: any(part(names) is True for part in parts)

    def both(self) -> Part:
        parts = [self.compared()]
        while self.peek() in ("and", "&&"):
            self.take()
            parts.append(self.compared())
        return parts[0] if len(parts) == 1 else lambda names: all(part(names) is True for part in parts)

    def compared(self) -> Part:
        left = self.sum()
        if self.peek() == "in":
            self.take()
            return self.among(left)
        sign = self.peek()
        if sign not in _ORDER and sign not in _EQUAL:
            return left
        self.take()
        right = self.sum()
        if sign in _ORDER:
            order = _ORDER[sign]
            return lambda names: _ordered(order, left(names), right(names))
        return lambda names: same(left(names), right(names)) is _EQUAL[sign]

    def among(self, left: Part) -> Part:
        self.take("(", "[")
        first = self.sum()
        if self.peek() == "..":
            self.take()
            last = self.sum()
            self.take("]")
            least, most = _ORDER[">="], _ORDER["<="]
            return lambda names: _ordered(least, left(names), first(names)) and _ordered(most, left(names), last(names))
        parts = [first, *self.rest()]
        self.take(")", "]")
        return lambda names: any(same(left(names), part(names)) for part in parts)

    def rest(self) -> list[Part]:
        parts = []
        while self.peek() == ",":
            self.take()
            parts.append(self.sum())
        return parts

    def sum(self) -> Part:
        result = self.single()
        while self.peek() in ("+", "-"):
            sign, left, right = self.take(), result, self.single()
            result = lambda names, sign=sign, left=left, right=right: _sum(  # type: ignore[misc]  # noqa: E731
                sign, left(names), right(names)
            )
        return result

    def single(self) -> Part:
        word = self.take()
        if word == "(":
            return self.closed()
        if word == "-":
            one = self.single()
            return lambda names: _sum("-", 0, one(names))
        if word in ("not", "!"):
            self.take("(")
            inner = self.closed()
            return lambda names: inner(names) is not True
        if word == "count":
            self.take("(")
            inner = self.closed()
            return lambda names: _count(inner(names))
        if word[0] in "\"'" or word in _CONSTANTS or word[0].isdigit():
            found = _literal(word)
            return lambda names: found
        if not (word[0].isalpha() or word[0] == "_"):
            raise ValueError(word)
        return self.path(word)

    def closed(self) -> Part:
        inner = self.either()
        self.take(")")
        return inner

    def path(self, name: str) -> Part:
        keys = []
        while self.peek() == ".":
            self.take()
            keys.append(self.take())
        return lambda names: _looked_up(names.get(name), keys)


def _squeezed(text: str) -> list[str]:
    return [part if part[:1] in "\"'" else "".join(part.split()) for part in re.split(r'("[^"]*"|\'[^\']*\')', text)]


def _literal(word: str) -> object:
    if word[0] in "\"'":
        return word[1:-1]
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    return Decimal(word) if "." in word else int(word)


def _looked_up(one: object, keys: list[str]) -> object:
    for key in keys:
        one = one.get(key) if isinstance(one, dict) else None
    return one


def _count(one: object) -> int | None:
    return len(one) if isinstance(one, list) else None


def _sum(sign: str, one: object, other: object) -> object:
    if _kind(one) == _kind(other) == "number":
        return one + other if sign == "+" else one - other  # type: ignore[operator]
    if isinstance(one, str) and isinstance(other, str) and sign == "+":
        return one + other
    return None


def _kind(one: object) -> str:
    """Which of the seven kinds a value is of; "" for null."""
    if isinstance(one, bool):
        return "truth"
    if isinstance(one, int | Decimal):
        return "number"
    if isinstance(one, datetime):
        return "instant"
    for found, kind in ((str, "text"), (date, "date"), (list, "list"), (dict, "object")):
        if isinstance(one, found):
            return kind
    return ""


def _ordered(order: Callable[[Any, Any], bool], one: object, other: object) -> bool:
    return _kind(one) == _kind(other) and _kind(one) in ("number", "text", "date", "instant") and order(one, other)


def same(one: object, other: object) -> bool:
    """Whether two values are of one kind and equal, inside lists and objects too."""
    if _kind(one) != _kind(other):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other
