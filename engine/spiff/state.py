"""The bytes of a case: its open tokens, the arrivals at joins, the variables that expressions read."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from engine.canonical import dumps, loads
from engine.spiff.refusals import StateUnreadable
from engine.spiff.timing import Cycle

__all__ = ["CaseState", "Row", "decode", "encode"]

VERSION: Final = 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, allow_nan=False).encode


class Row(NamedTuple):
    """One open token; `due` in microseconds since 1970, `key` a correlation key."""

    n: int
    node: str
    host: int | None = None
    due: int | None = None
    cycle: Cycle | None = None
    key: str | None = None


@dataclass(slots=True)
class CaseState:
    """A case between two moves; rows stand in the order of their numbers, `arrivals` counts tokens at an arc's end."""

    counter: int = 0
    rows: dict[int, Row] = field(default_factory=dict)
    arrivals: dict[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def encode(state: CaseState) -> bytes:
    """Canonical bytes: the same case gives the same bytes. Raises `engine.canonical.NotCanonical` for odd values."""
    rows = [_trimmed(row) for row in state.rows.values()]
    head = _encode({"a": sorted(state.arrivals.items()), "n": state.counter, "t": rows, "v": VERSION})
    return head[:-1].encode() + b',"x":' + dumps(state.values) + b"}"


def decode(data: bytes, nodes: Container[str]) -> CaseState:
    """The case that `encode` wrote; StateUnreadable for other bytes, or when a token stands at no known node."""
    try:
        found: Any = loads(data)
        if found["v"] != VERSION:
            raise StateUnreadable(f"version {found['v']!r}")
        rows = {row[0]: Row(*row) for row in found["t"]}
        for row in rows.values():
            if row.node not in nodes:
                raise StateUnreadable(f"no node {row.node!r}")
        return CaseState(found["n"], rows, dict(found["a"]), dict(found["x"]))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise StateUnreadable(str(error)) from error


def _trimmed(row: Row) -> tuple[object, ...]:
    if row.key is not None:
        return row
    if row.cycle is not None:
        return row[:5]
    if row.due is not None:
        return row[:4]
    return row[:2] if row.host is None else row[:3]
