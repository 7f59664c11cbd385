"""Mappings of variables (input, output, payload, in and out of calls), compiled once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bpmn.net import Param, Text, Value, Variable
from engine.spiff.tokens import Compiled

__all__ = ["Mapped", "Source", "mapped", "said", "source"]

_SPLIT: Final = re.compile(r"(\$\{[^{}]*\})")
MAX_BUILT: Final = 100_000
"""Characters and parts of what a mapping builds (a text of parts, a list, an object); what is larger is null."""
MAX_DEPTH: Final = 50
"""Levels of lists and objects in what a mapping builds."""
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
            lambda values: _held({name: one.run(values) for name, one in fields.items()}),
        )
    items = [source(one, compile_text) for one in value]
    return Source(
        frozenset().union(*(one.names for one in items)), lambda values: _held([one.run(values) for one in items])
    )


def _text(text: str, compile_text: CompileText) -> Source:
    parts = [part for part in _SPLIT.split(text.strip()) if part]
    if len(parts) == 1 and parts[0].startswith("${"):
        found = compile_text(parts[0])
        return Source(found.names, found)
    if not any(_SPLIT.fullmatch(part) for part in parts):
        return Source(frozenset(), lambda values: text)
    pieces = [compile_text(part) if _SPLIT.fullmatch(part) else part for part in _SPLIT.split(text) if part]
    names = frozenset[str]().union(*(piece.names for piece in pieces if not isinstance(piece, str)))
    return Source(names, lambda values: _joined(pieces, values))


def _joined(pieces: list[Any], values: Any) -> str | None:
    """The pieces as one text; null for one that is longer than an expression may build."""
    found: list[str] = []
    length = 0
    for piece in pieces:
        found.append(piece if isinstance(piece, str) else said(piece(values)))
        length += len(found[-1])
        if length > MAX_BUILT:
            return None
    return "".join(found)


def said(value: object) -> str:
    """A value as a text says it: nothing for null, text as it is, the rest as JSON writes it, without tags."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_tagged)


def _tagged(value: object) -> object:
    """What JSON has no kind for, within a list or object."""
    return {"$decimal": str(value)} if isinstance(value, Decimal) else {"$date": said(value)}


def _held(value: object) -> object:
    """What a mapping built, or null when it is larger or nested deeper than an expression may build."""
    left, ahead = MAX_BUILT, [(value, 0)]
    while ahead and left >= 0:
        one, depth = ahead.pop()
        if isinstance(one, Mapping | list | tuple):
            if depth == MAX_DEPTH:
                return None
            left -= 1
            inner = one.values() if isinstance(one, Mapping) else one
            ahead += [(part, depth + 1) for part in inner]
        else:
            left -= len(one) if isinstance(one, str) else 1
    return None if left < 0 else value
