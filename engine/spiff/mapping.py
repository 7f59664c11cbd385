"""Mappings of variables (input, output, payload, in and out of calls), compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bpmn.net import Param, Text, Value, Variable
from engine.canonical import dumps
from engine.spiff.tokens import Compiled

__all__ = ["Mapped", "Source", "mapped", "source"]

_SPLIT: Final = re.compile(r"(\$\{[^{}]*\})")
Run = Callable[[Any], object]
CompileText = Callable[[str], Compiled]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: `run` gives it for some values, `names` are the variables that it reads."""

    names: frozenset[str]
    run: Run


@dataclass(frozen=True, slots=True)
class Mapped:
    """One mapping, compiled."""

    name: str
    source: Source


def mapped(params: tuple[Param, ...], compile_text: CompileText) -> tuple[Mapped, ...]:
    """The mappings of an element; `compile_text` raises what a caller wants to hear of a bad expression."""
    return tuple(Mapped(param.name, source(param.value, compile_text)) for param in params)


def source(value: Value, compile_text: CompileText) -> Source:
    """A variable, a text with expressions in it, a list or an object of such."""
    if isinstance(value, Variable):
        name = value.name
        return Source(frozenset({name}), lambda values: values.get(name))
    if isinstance(value, Text):
        return _text(value.text, compile_text)
    if isinstance(value, Mapping):
        fields = {name: source(one, compile_text) for name, one in value.items()}
        return Source(
            frozenset().union(*(one.names for one in fields.values())),
            lambda values: {name: one.run(values) for name, one in fields.items()},
        )
    items = [source(one, compile_text) for one in value]
    return Source(frozenset().union(*(one.names for one in items)), lambda values: [one.run(values) for one in items])


def _text(text: str, compile_text: CompileText) -> Source:
    parts = [part for part in _SPLIT.split(text.strip()) if part]
    if len(parts) == 1 and parts[0].startswith("${"):
        found = compile_text(parts[0])
        return Source(found.names, found)
    if not any(_SPLIT.fullmatch(part) for part in parts):
        return Source(frozenset(), lambda values: text)
    pieces = [compile_text(part) if _SPLIT.fullmatch(part) else part for part in _SPLIT.split(text) if part]
    names = frozenset[str]().union(*(piece.names for piece in pieces if not isinstance(piece, str)))
    return Source(
        names,
        lambda values: "".join(piece if isinstance(piece, str) else _shown(piece(values)) for piece in pieces),
    )


def _shown(value: object) -> str:
    """A value within a text: nothing for null, text as it is, the rest as JSON writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal) or hasattr(value, "isoformat"):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    return dumps(value).decode()
