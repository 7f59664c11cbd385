"""The one door through which personal values of the history leave the API: what stands in `answer`."""

from __future__ import annotations

from typing import Final

from flask import g

from engine.canonical import loads

__all__ = ["ERASED", "released", "released_cases"]

ERASED: Final = object()
"""Stands where a value was erased."""
_NOTED: Final = "lajur_released"


def released(case: int, stored: bytes | memoryview | None) -> object:
    """The value, or ERASED; that something of the case was read is noted for this request.

    Whoever records reads of personal data asks `released_cases` when the request is done.
    """
    if stored is None:
        return ERASED
    noted = g.get(_NOTED)
    if noted is None:
        noted = set()
        setattr(g, _NOTED, noted)
    noted.add(case)
    return loads(bytes(stored))


def released_cases() -> frozenset[int]:
    """The cases of which this request let personal values out."""
    return frozenset(g.get(_NOTED, ()))
