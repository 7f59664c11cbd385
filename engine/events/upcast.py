"""Reads events of older schema versions: stored bytes are never rewritten, old shapes are lifted on the way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.events.event import SCHEMA, Event

__all__ = ["upcast"]

Upcaster = Callable[[Mapping[str, Any]], Mapping[str, Any]]
# (kind, version that is read) -> the data of the next version. Empty while only version 1 was ever written.
UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = {}


def upcast(event: Event) -> Event:
    """The event in today's schema; raises ValueError for a version that is newer than this program."""
    if event.schema > SCHEMA:
        raise ValueError(f"event {event.case}/{event.number} has schema {event.schema}, this program knows {SCHEMA}")
    data = event.data
    for version in range(event.schema, SCHEMA):
        lift = UPCASTERS.get((event.kind, version))
        data = lift(data) if lift else data
    return event if event.schema == SCHEMA else replace(event, data=data, schema=SCHEMA)
