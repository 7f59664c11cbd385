"""The working calendar of an office for people: its year, its hours and what was changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.calendars import ALL, NEARLY, year_of
from engine.canonical import loads
from engine.commands.refusals import NotFound
from engine.policy import ADMINISTRATOR, Facts, may
from engine.queries.look import Look
from engine.store.office_calendar import CALENDAR_DAYS, CALENDAR_HOURS, CALENDAR_YEARS
from engine.store.people import OFFICE
from engine.workdays import Day
from engine.workdays_hours import DAY_NAMES, ORDINARY, RAMADAN, Week, hours_words, read_changes
from engine.workdays_years import Year, national

__all__ = ["CalendarView", "ChangedDays", "calendar_view"]


@dataclass(frozen=True, slots=True)
class ChangedDays:
    """Days (the last included) on which an office, or all (`*`), works other hours; without hours it is closed."""

    id: int
    office: str
    since: date
    until: date
    hours: str
    reason: str
    decree: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A year of an office. `written` says that an administrator wrote the year, `hours_written` the hours.

    `ordinary` and `ramadan` map the names of the days (senin, …) to hours such as 07:30-12:00, 13:00-16:00, empty for a
    day off; `nearly` is the percent of a norm from which on less is left a task is nearly due. `days` is every day.
    """

    office: str
    zone: str
    year: Year
    written: bool
    hours_written: bool
    ordinary: Mapping[str, str]
    ramadan: Mapping[str, str]
    open_on_joint_leave: bool
    nearly: int
    changed: tuple[ChangedDays, ...]
    days: tuple[Day, ...]
    may_change: bool
    may_change_all: bool


def calendar_view(look: Look, office: str, year: int) -> CalendarView:
    """The year of an office; raises NotFound where the person may not know the office or there is no such year."""
    actor, row = look.actor, look.reading.one(OFFICE, id=office)
    if row is None or not may(actor, "read-people", Facts(office, takes_part=actor.belongs(office))):
        raise NotFound("no-office", f"Kantor “{office}” tidak ada.", f"There is no office “{office}”.", office=office)
    if not 2000 <= year <= 2100:
        raise NotFound("no-year", f"Tahun {year} tidak ada.", f"There is no year {year}.")
    said = _hours(look, office)
    written = {found["year"]: found for found in look.reading.all(CALENDAR_YEARS)}
    changes = read_changes({key: value for key, value in (said or {}).items() if key != "hampir"})
    return CalendarView(
        office=office,
        zone=row["zone"],
        year=year_of(written[year]["body"]) if year in written else national(year),
        written=year in written,
        hours_written=said is not None,
        ordinary=_words(changes.ordinary or ORDINARY),
        ramadan=_words(changes.ramadan or RAMADAN),
        open_on_joint_leave=changes.open_on_joint_leave,
        nearly=int((said or {}).get("hampir", NEARLY)),
        changed=_changed(look, office),
        days=tuple(look.library.calendars.times(look.reading, office).calendar.days(year)),
        may_change=may(actor, "calendar", Facts(office)),
        may_change_all=actor.has(ADMINISTRATOR, ALL) and may(actor, "calendar", Facts(ALL)),
    )


def _hours(look: Look, office: str) -> dict[str, Any] | None:
    body = look.reading.value(CALENDAR_HOURS, office=office)
    found = None if body is None else loads(bytes(body))
    return found if isinstance(found, dict) else None


def _words(week: Week) -> dict[str, str]:
    return {name: hours_words(hours) for name, hours in zip(DAY_NAMES, week, strict=True)}


def _changed(look: Look, office: str) -> tuple[ChangedDays, ...]:
    rows = [
        ChangedDays(
            id=row["id"],
            office=row["office"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]),
            hours=row["hours"],
            reason=row["reason"],
            decree=row["decree"],
        )
        for row in look.reading.all(CALENDAR_DAYS, offices=[ALL, office])
    ]
    return tuple(sorted(rows, key=lambda one: (one.since, one.until, one.id)))
