"""The working calendars of offices as they count now: read once, shared, and read anew when somebody changed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from engine.canonical import loads
from engine.norms import Norm, norm_of
from engine.people import posts_of_group
from engine.store import Reading
from engine.store.office_calendar import (
    CALENDAR_DAYS,
    CALENDAR_HOURS,
    CALENDAR_REVISION,
    CALENDAR_YEARS,
    OUTSIDE_POSTS,
)
from engine.store.people import OFFICE
from engine.workdays import Calendar, after, calendar_of, due_at, worked
from engine.workdays_hours import Change, read_changes, read_date, read_hours
from engine.workdays_years import Year, read_facts

__all__ = ["ALL", "NEARLY", "Calendars", "Times", "norm", "year_of"]

ALL: Final = "*"
"""Stands for all offices."""
NEARLY: Final = 50
"""Percent of a norm's working time: with less than that left, a task is nearly due."""
_ZONE: Final = "WIB"  # of an installation without offices


@dataclass(frozen=True, slots=True)
class Times:
    """How an office counts time: its calendar, from what percent left on it warns, and which posts stand outside."""

    calendar: Calendar
    nearly: int
    outside: frozenset[str]

    def counts_for(self, group: str | None) -> bool:
        """False for work of people outside alone: their time is never late."""
        posts = posts_of_group(group)
        return not posts or not self.outside.issuperset(posts)

    def due(self, start: datetime, norm: Norm | None) -> datetime | None:
        """When a step with this norm is due that began then (UTC); None for one that gives no due time."""
        try:
            return due_at(start, norm, self.calendar)
        except OverflowError:
            return None

    def warn(self, start: datetime, due: datetime) -> datetime:
        """From when on a task is nearly due (UTC): the share of its working time is left. Never after it is due."""
        minutes = worked(start, due, self.calendar)
        return min(after(start, minutes * (100 - self.nearly) // 100, self.calendar), due)


class Calendars:
    """The times of offices; safe for several threads, since nothing in them changes."""

    def __init__(self) -> None:
        self._known: tuple[int, dict[str, Times]] = (-1, {})

    def times(self, reading: Reading, office: str, revision: int | None = None) -> Times:
        """How an office counts. `revision` is that of the calendars where somebody has read it already."""
        now = reading.value(CALENDAR_REVISION) if revision is None else revision
        known = self._known
        if known[0] != now:
            known = self._known = (now, {})
        found = known[1].get(office)
        if found is None:
            found = known[1][office] = _read(reading, office)
        return found


def norm(properties: Mapping[str, str]) -> Norm | None:
    """The norm of a step with these `sop:` properties, remembered."""
    said = (properties.get("sop:durasi", ""), properties.get("sop:norma", ""), properties.get("sop:waktu", ""))
    return _norm(*said) if said[0] else None


@lru_cache(maxsize=4_096)
def _norm(span: str, kind: str, printed: str) -> Norm | None:
    return norm_of({"sop:durasi": span, "sop:norma": kind, "sop:waktu": printed})


def _read(reading: Reading, office: str) -> Times:
    row = reading.one(OFFICE, id=office)
    body = reading.value(CALENDAR_HOURS, office=office)
    said: Any = {} if body is None else loads(bytes(body))
    changes = replace(read_changes({key: said[key] for key in said if key != "hampir"}), days=_days(reading, office))
    zone = row["zone"] if row else _ZONE
    outside = frozenset(found["id"] for found in reading.all(OUTSIDE_POSTS, office=office))
    return Times(calendar_of(zone, changes, _years(reading)), int(said.get("hampir", NEARLY)), outside)


def _days(reading: Reading, office: str) -> tuple[Change, ...]:
    rows = reading.all(CALENDAR_DAYS, offices=[ALL, office])
    return tuple(
        Change(read_date(row["since"]), read_date(row["until"]), read_hours(row["hours"]), row["reason"])
        for row in rows
    )


def _years(reading: Reading) -> tuple[Year, ...]:
    return tuple(year_of(row["body"]) for row in reading.all(CALENDAR_YEARS))


def year_of(body: bytes) -> Year:
    """The year that an administrator wrote, from its stored bytes."""
    return read_facts(loads(bytes(body)))
