"""Values of mappings: texts with `${…}`, lists and maps, evaluated without the engine's expressions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.simulator.conditions import Names, value

LARGEST, DEEPEST = 100_000, 50
"""Characters and parts, and levels of lists and maps, that a value may have that a mapping builds."""
_PART = re.compile(r"\$\{[^}]*\}")

Source = str | list["Source"] | dict[str, "Source"]
"""A text, or a list or map of such."""


@dataclass(frozen=True)
class Param:
    """A mapping: the variable `name` receives the value of `source`."""

    name: str
    source: Source


def evaluated(source: Source, names: Names) -> object:
    """The value of a source: a text that is one `${…}` gives its value as it is, another one gives text.

    What is built and is too large is null.
    """
    if isinstance(source, str) and _PART.fullmatch(source):
        return value(source, names)
    built = _built(source, names)
    return built if _size(built, 0) <= LARGEST else None


def _built(source: Source, names: Names) -> object:
    if isinstance(source, list):
        return [evaluated(one, names) for one in source]
    if isinstance(source, Mapping):
        return {key: evaluated(one, names) for key, one in source.items()}
    return _PART.sub(lambda match: written(value(match.group(), names)), source)


def _size(one: object, level: int) -> int:
    """Characters and parts of a value; more than the largest when it is nested too deep."""
    if isinstance(one, str):
        return len(one)
    if not isinstance(one, list | dict):
        return 1
    if level == DEEPEST:
        return LARGEST + 1
    size = 1
    for part in one if isinstance(one, list) else one.values():
        size += _size(part, level + 1)
        if size > LARGEST:
            break
    return size


def written(one: object) -> str:
    """A value inside a text."""
    if one is None:
        return ""
    return str(one) if isinstance(one, str | Decimal | date) else as_json(one)


def as_json(one: object) -> str:
    """A value that is no text, where text is wanted."""
    return json.dumps(one, separators=(",", ":"), ensure_ascii=False, sort_keys=True, default=_tagged)


def _tagged(one: object) -> dict[str, str]:
    """What JSON has no kind for stands there as it does in the state (docs/semantics.md, The state)."""
    return {"$decimal" if isinstance(one, Decimal) else "$date": str(one)}
