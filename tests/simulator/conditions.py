"""The few conditions that the random models use, evaluated without the engine's expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_WORDS = re.compile(r'\s*(?:("[^"]*"|\'[^\']*\')|(\d+)|(&&|\|\||\.\.|[!<>=]=|[=<>!(),\[\]])|(\w+))')
_ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def holds(text: str, values: Mapping[str, object]) -> bool:
    """Whether a condition is true. An unknown name is null; null is in no order to anything. ValueError otherwise."""
    reader = _Reader(text.strip().removeprefix("${").removesuffix("}"), values)
    result = reader.either()
    if reader.at < len(reader.words):
        raise ValueError(f"left over in {text!r}: {reader.words[reader.at :]}")
    return result


class _Reader:
    """Reads and evaluates at once: or, and, not(...), a comparison of a name with a literal, a name in a list."""

    def __init__(self, text: str, values: Mapping[str, object]) -> None:
        self.words = [match.group().strip() for match in _WORDS.finditer(text)]
        self.values = values
        self.at = 0

    def peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, *wanted: str) -> str:
        word = self.peek()
        if wanted and word not in wanted:
            raise ValueError(f"{word!r} where one of {wanted} should stand")
        self.at += 1
        return word

    def either(self) -> bool:
        result = self.both()
        while self.peek() in ("or", "||"):
            self.take()
            result = self.both() or result
        return result

    def both(self) -> bool:
        result = self.single()
        while self.peek() in ("and", "&&"):
            self.take()
            result = self.single() and result
        return result

    def single(self) -> bool:
        if self.peek() in ("not", "!", "("):
            if self.take() == "not":
                self.take("(")
                return self.closed(negated=True)
            if self.words[self.at - 1] == "!":
                self.take("(")
                return self.closed(negated=True)
            return self.closed(negated=False)
        value = self.values.get(self.take())
        return self.compared(value)

    def closed(self, *, negated: bool) -> bool:
        result = self.either()
        self.take(")")
        return result is not negated

    def compared(self, value: object) -> bool:
        sign = self.take("=", "==", "!=", "in", *_ORDER)
        if sign == "in":
            return self.among(value)
        wanted = self.literal()
        if sign in _ORDER:
            return _number(value) and _number(wanted) and _ORDER[sign](value, wanted)  # type: ignore[arg-type]
        return _same(value, wanted) is (sign != "!=")

    def among(self, value: object) -> bool:
        self.take("(", "[")
        wanted = [self.literal()]
        if self.peek() == "..":
            self.take()
            last = self.literal()
            self.take("]")
            return _number(value) and wanted[0] <= value <= last  # type: ignore[operator]
        while self.peek() == ",":
            self.take()
            wanted.append(self.literal())
        self.take(")", "]")
        return any(_same(value, one) for one in wanted)

    def literal(self) -> object:
        word = self.take()
        if word[:1] in "\"'" and word:
            return word[1:-1]
        if word in ("true", "false"):
            return word == "true"
        return int(word)


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
