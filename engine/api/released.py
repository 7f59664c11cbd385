"""The one door through which personal values leave the API; that they did is written down before the answer."""

from __future__ import annotations

from typing import Final

from flask import Response, g

from engine.api import asking
from engine.canonical import loads
from engine.commands.reading import RecordRead, unrecorded

__all__ = ["ERASED", "let_out", "record", "released", "released_cases"]

ERASED: Final = object()
"""Stands where a value was erased."""
_NOTED: Final = "lajur_released"
_REFUSED: Final = 400


def released(case: int, stored: bytes | memoryview | None) -> object:
    """The value, or ERASED; that something of the case was read is noted for this request.

    `record` writes it down when the request is done.
    """
    if stored is None:
        return ERASED
    let_out(case)
    return loads(bytes(stored))


def let_out(case: int) -> None:
    """Notes for this request that it lets personal values of a case out."""
    noted = g.get(_NOTED)
    if noted is None:
        noted = set()
        setattr(g, _NOTED, noted)
    noted.add(case)


def released_cases() -> frozenset[int]:
    """The cases of which this request let personal values out."""
    return frozenset(g.get(_NOTED, ()))


def record(response: Response) -> Response:
    """Writes down, before the answer goes out, of which cases the actor read values by his role alone.

    A transaction of its own; raises StoreError when it cannot be written, and then nothing is answered.
    """
    cases = released_cases()
    if cases and response.status_code < _REFUSED:
        with asking.desk().store.reading() as reading:
            due = tuple(case for case, _ in unrecorded(reading, asking.me(), cases, asking.now()))
        if due:
            asking.desk().run(asking.context(), RecordRead(due, "api"))
    return response
