"""Commands on the working calendars: years with their decree, the hours of an office, single days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.calendars import ALL, NEARLY
from engine.canonical import dumps
from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid, NotFound
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.office_calendar import (
    CALENDAR_DAY,
    DROP_DAY,
    DROP_HOURS,
    DROP_YEAR,
    INSERT_DAY,
    PUT_HOURS,
    PUT_YEAR,
    touch,
)
from engine.store.people import OFFICE
from engine.workdays_hours import DAY_NAMES, CalendarRefused, Week, hours_words, read_changes
from engine.workdays_years import Year, read_facts

__all__ = ["AddCalendarDays", "ChangeCalendarHours", "ChangeCalendarYear", "RemoveCalendarDays"]

_YEARS: Final = (2000, 2100)
_LONGEST: Final = 500  # characters of a reason or a decree


@dataclass(frozen=True, slots=True)
class ChangeCalendarYear:
    """Write a year's holidays, joint leave and Ramadan with their decree, for all offices, in the place of its file.

    `facts` are the keys of such a file (docs/kalender.md) without `tahun`; None lets the file count again.
    """

    year: int
    facts: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ChangeCalendarHours:
    """Write the hours of an office: `jam`, `jam_ramadan`, `cuti_bersama`, and `hampir`, the percent of a norm.

    With less than that left, a task is nearly due. None lets the lawful hours count again.
    """

    office: str
    facts: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class AddCalendarDays:
    """Let an office (`*`: all) work other hours on some days, or be closed; with a reason and the decree it rests on.

    `hours` is a text like 09:00-12:00; empty: closed.
    """

    office: str
    since: date
    until: date
    hours: str
    reason: str
    decree: str = ""


@dataclass(frozen=True, slots=True)
class RemoveCalendarDays:
    """Take changed days back, by their number."""

    id: int


@handles(ChangeCalendarYear)
def change_year(work: Work, command: ChangeCalendarYear) -> Body:
    """Tasks that are open keep the due time that they got; who opens later counts with the new year."""
    work.demand("calendar", Facts(ALL))
    first, last = _YEARS
    if not first <= command.year <= last:
        raise _wrong("year", f"Tulis tahun antara {first} dan {last}.", f"Write a year from {first} to {last}.")
    said: dict[str, Any] = {"change": "year", "year": command.year}
    if command.facts is None:
        work.tx.run(DROP_YEAR, year=command.year)
    else:
        said["facts"] = _year_facts(command.year, command.facts)
        work.tx.run(PUT_YEAR, year=command.year, body=dumps(said["facts"]))
    return _changed(work, said)


@handles(ChangeCalendarHours)
def change_hours(work: Work, command: ChangeCalendarHours) -> Body:
    """The hours count for what opens from now on."""
    _demand_office(work, command.office, everywhere=False)
    said: dict[str, Any] = {"change": "hours", "office": command.office}
    if command.facts is None:
        work.tx.run(DROP_HOURS, office=command.office)
    else:
        said["facts"] = _hours_facts(command.facts)
        work.tx.run(PUT_HOURS, office=command.office, body=dumps(said["facts"]))
    return _changed(work, said)


@handles(AddCalendarDays)
def add_days(work: Work, command: AddCalendarDays) -> Body:
    """Writes the days; where a day is written twice, the later writing counts, and an office's own before all's."""
    _demand_office(work, command.office, everywhere=True)
    row = {"office": command.office, "since": command.since.isoformat(), "until": command.until.isoformat()}
    row |= {"reason": " ".join(command.reason.split()), "decree": " ".join(command.decree.split())}
    if not row["reason"]:
        raise _wrong("reason", "Tulis alasannya, misalnya nama harinya.", "Write the reason, such as the day's name.")
    if max(len(row["reason"]), len(row["decree"])) > _LONGEST:
        raise _wrong("reason", f"Paling panjang {_LONGEST} huruf.", f"At most {_LONGEST} letters.")
    day = {"tanggal": command.since, "sampai": command.until, "jam": command.hours, "alasan": row["reason"]}
    try:
        change = read_changes({"perubahan": [day]}).days[0]
    except CalendarRefused as error:
        raise _wrong("hours" if "am" in error.id[:3] else "since", error.id, error.en) from None
    row["hours"] = hours_words(change.hours)
    id = work.tx.value(INSERT_DAY, **row)
    return _changed(work, {"change": "day-added", "id": id} | row) | {"id": id}


@handles(RemoveCalendarDays)
def remove_days(work: Work, command: RemoveCalendarDays) -> Body:
    """Takes them away; NotFound where there are none of that number."""
    row = work.tx.one(CALENDAR_DAY, id=command.id)
    if row is None:
        raise NotFound("no-calendar-day", "Perubahan hari itu tidak ada.", "There is no such change of days.")
    work.demand("calendar", Facts(row["office"]))
    work.tx.run(DROP_DAY, id=command.id)
    return _changed(work, {"change": "day-removed"} | dict(row))


def _changed(work: Work, said: dict[str, Any]) -> Body:
    touch(work.tx)
    work.append(NewEvent(0, "CalendarChanged", said))
    return {"changed": True}


def _demand_office(work: Work, office: str, *, everywhere: bool) -> None:
    work.demand("calendar", Facts(office))
    if not (everywhere and office == ALL) and work.tx.one(OFFICE, id=office) is None:
        raise NotFound("no-office", f"Kantor “{office}” tidak ada.", f"There is no office “{office}”.", office=office)


def _year_facts(year: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The year as it is kept: dates as ISO texts. Raises Invalid."""
    try:
        found: Year = read_facts(dict(facts) | {"tahun": year})
    except CalendarRefused as error:
        raise _wrong("facts", error.id, error.en) from None
    return {
        "tahun": year,
        "dasar": found.decree,
        "sumber": found.source,
        "pasti": found.certain,
        "libur": {day.isoformat(): name for day, name in found.holidays},
        "cuti_bersama": {day.isoformat(): name for day, name in found.joint_leave},
        "ramadan": [{"mulai": since.isoformat(), "sampai": until.isoformat()} for since, until in found.ramadan],
    }


def _hours_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The hours as they are kept: each day's as one text. Raises Invalid."""
    nearly = facts.get("hampir", NEARLY)
    if type(nearly) is not int or not 1 <= nearly <= 99:
        raise _wrong("hampir", "Tulis persen antara 1 dan 99.", "Write a percentage from 1 to 99.")
    if "perubahan" in facts:
        raise _wrong("perubahan", "Hari tertentu ditambahkan tersendiri.", "Single days are added by themselves.")
    try:
        found = read_changes({key: facts[key] for key in facts if key != "hampir"})
    except CalendarRefused as error:
        raise _wrong("facts", error.id, error.en) from None
    kept: dict[str, Any] = {"cuti_bersama": "masuk" if found.open_on_joint_leave else "libur", "hampir": nearly}
    if found.ordinary is not None:
        kept["jam"] = _week(found.ordinary)
    if found.ramadan is not None:
        kept["jam_ramadan"] = _week(found.ramadan)
    return kept


def _week(week: Week) -> dict[str, str]:
    return {name: hours_words(hours) for name, hours in zip(DAY_NAMES, week, strict=True) if hours}


def _wrong(field: str, id: str, en: str) -> Invalid:
    return Invalid([FieldProblem(field, id, en)])
