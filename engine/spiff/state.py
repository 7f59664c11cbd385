"""The bytes of a case: its open tokens, the arrivals at joins, its loops, the variables that expressions read."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from engine.canonical import dumps, loads
from engine.spiff.loop_state import LoopState
from engine.spiff.refusals import StateUnreadable
from engine.spiff.timing import Cycle

__all__ = ["CaseState", "Row", "decode", "encode"]

VERSION: Final = 2
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, allow_nan=False).encode


class Row(NamedTuple):
    """One open token or scope; `scope` is the number of the scope it stands in, `due` microseconds since 1970.

    `key` is a correlation key, or for a condition the mark that it was found true.
    """

    n: int
    node: str
    scope: int = 0
    host: int | None = None
    due: int | None = None
    cycle: Cycle | None = None
    key: str | None = None


@dataclass(slots=True)
class CaseState:
    """A case between two moves.

    `rows` and `loops` are by number, `arrivals` count tokens at an arc's end in each scope, `values` are the case's
    variables, `local` those of other scopes, `far` names (scope, name) whose values stand outside, `shut` are scopes in
    which an interrupting event sub-process has begun.
    """

    counter: int = 0
    rows: dict[int, Row] = field(default_factory=dict)
    arrivals: dict[int, dict[str, int]] = field(default_factory=dict)
    loops: dict[int, LoopState] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    local: dict[int, dict[str, Any]] = field(default_factory=dict)
    far: set[tuple[int, str]] = field(default_factory=set)
    shut: set[int] = field(default_factory=set)


def encode(state: CaseState) -> bytes:
    """Canonical bytes: the same case gives the same bytes. Raises `engine.canonical.NotCanonical` for odd values."""
    arrivals = [
        (arc, count, scope) if scope else (arc, count)
        for scope, arcs in sorted(state.arrivals.items())
        for arc, count in sorted(arcs.items())
    ]
    head: dict[str, Any] = {"a": arrivals}
    if state.far:
        head["f"] = sorted(state.far)
    if state.shut:
        head["i"] = sorted(state.shut)
    if state.loops:
        head["l"] = [[n, *loop.written()] for n, loop in sorted(state.loops.items())]
    rows = sorted(state.rows.values()) if state.loops else state.rows.values()
    head |= {"n": state.counter, "t": [_trimmed(row) for row in rows], "v": VERSION}
    data = _encode(head)[:-1].encode() + b',"x":' + dumps(state.values)
    if state.local:
        data += b',"y":' + dumps([[n, values] for n, values in sorted(state.local.items())])
    return data + b"}"


def decode(data: bytes, nodes: Container[str]) -> CaseState:
    """The case that `encode` wrote; StateUnreadable for other bytes, or when a token stands at no known node."""
    try:
        found: Any = loads(data)
        if found["v"] not in (1, VERSION):
            raise StateUnreadable(f"version {found['v']!r}")
        rows = map(_first_version if found["v"] == 1 else _row, found["t"])
        state = CaseState(found["n"], {row.n: row for row in rows}, values=dict(found["x"]))
        for row in state.rows.values():
            if row.node not in nodes:
                raise StateUnreadable(f"no node {row.node!r}")
        for arc, count, *scope in found["a"]:
            state.arrivals.setdefault(scope[0] if scope else 0, {})[arc] = count
        if "l" in found:
            state.loops = {n: LoopState.read(kept) for n, *kept in found["l"]}
        if "y" in found:
            state.local = {n: dict(values) for n, values in found["y"]}
        state.shut = set(found.get("i", ()))
        if "f" in found:
            state.far = {(scope, name) for scope, name in found["f"]}
        return state
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise StateUnreadable(str(error)) from error


def _trimmed(row: Row) -> tuple[object, ...]:
    if row.key is not None:
        return row
    if row.cycle is not None:
        return row[:6]
    if row.due is not None:
        return row[:5]
    if row.host is not None:
        return row[:4]
    return row[:3] if row.scope else row[:2]


def _row(kept: list[Any]) -> Row:
    row = Row(*kept)
    return row if row.cycle is None else row._replace(cycle=Cycle(*row.cycle))


def _first_version(kept: list[Any]) -> Row:
    """A row as it was written before there were scopes."""
    return _row([*kept[:2], 0, *kept[2:]])
