"""Values of mappings: texts with `${…}`, lists and maps, evaluated without the engine's expressions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.simulator.conditions import Names, value

_PART = re.compile(r"\$\{[^}]*\}")

Source = str | list["Source"] | dict[str, "Source"]
"""A text, or a list or map of such."""


@dataclass(frozen=True)
class Param:
    """A mapping: the variable `name` receives the value of `source`."""

    name: str
    source: Source


def evaluated(source: Source, names: Names) -> object:
    """The value of a source: a text that is one `${…}` gives its value as it is, another one gives text."""
    if isinstance(source, list):
        return [evaluated(one, names) for one in source]
    if isinstance(source, Mapping):
        return {key: evaluated(one, names) for key, one in source.items()}
    if _PART.fullmatch(source):
        return value(source, names)
    return _PART.sub(lambda match: written(value(match.group(), names)), source)


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
