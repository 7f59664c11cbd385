"""The hours of an office: those that the law gives, and what an office changes in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

__all__ = [
    "DAY_NAMES",
    "ORDINARY",
    "RAMADAN",
    "CalendarRefused",
    "Change",
    "Changes",
    "Hours",
    "Week",
    "hours_words",
    "read_changes",
    "read_date",
    "read_hours",
]

Hours = tuple[tuple[int, int], ...]
"""The working hours of a day: (from, to) in minutes since midnight, in order; empty on a day off."""
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
"""The hours from Monday to Sunday."""

DAY_NAMES: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_KEYS: Final = frozenset({"jam", "jam_ramadan", "cuti_bersama", "perubahan"})
_CHANGE_KEYS: Final = frozenset({"tanggal", "sampai", "jam", "alasan"})
_LONGEST: Final = 366  # days of one change
_MIDNIGHT: Final = 1440
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})\s*-\s*(\d{1,2})[:.](\d{2})", re.ASCII)


class CalendarRefused(ValueError):
    """What somebody wrote into a calendar cannot be: `id` and `en` say what to write instead."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id = id
        self.en = en


@dataclass(frozen=True, slots=True)
class Change:
    """Days (the last included) on which an office works other hours than usual; without hours it is closed."""

    since: date
    until: date
    hours: Hours
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What an office changes: hours of its weeks (None: as the law has them), joint leave, single days.

    `open_on_joint_leave` is true for services that work on cuti bersama. Of changes of one day the last one counts.
    """

    ordinary: Week | None = None
    ramadan: Week | None = None
    open_on_joint_leave: bool = False
    days: tuple[Change, ...] = ()


def read_changes(said: Mapping[str, Any]) -> Changes:
    """The changes of an office from a mapping, as docs/kalender.md describes it. Raises CalendarRefused."""
    _known(said, _KEYS)
    leave = said.get("cuti_bersama") or "libur"
    if leave not in ("libur", "masuk"):
        raise CalendarRefused("cuti_bersama berisi libur atau masuk.", "cuti_bersama is libur or masuk.")
    return Changes(
        ordinary=_week(said.get("jam")),
        ramadan=_week(said.get("jam_ramadan")),
        open_on_joint_leave=leave == "masuk",
        days=tuple(_change(change) for change in said.get("perubahan") or ()),
    )


def read_hours(text: str) -> Hours:
    """The hours of a day from `07:30-12:00, 13:00-16:00`; an empty text is a day off. Raises CalendarRefused."""
    found: list[tuple[int, int]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _CLOCK.fullmatch(part)
        if match is None:
            raise _hours_refused(text)
        since, until = (int(match[hour]) * 60 + int(match[hour + 1]) for hour in (1, 3))
        late = int(match[2]) > 59 or int(match[4]) > 59 or until > _MIDNIGHT
        if late or since >= until or (found and since < found[-1][1]):
            raise _hours_refused(text)
        found.append((since, until))
    return tuple(found)


def hours_words(hours: Hours) -> str:
    """The hours as `read_hours` reads them."""
    return ", ".join(f"{since // 60:02}:{since % 60:02}-{until // 60:02}:{until % 60:02}" for since, until in hours)


def read_date(value: object) -> date:
    """The day of a date or an ISO text. Raises CalendarRefused."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CalendarRefused(
            f"“{value}” bukan tanggal. Tulis seperti 2026-12-06.", f"“{value}” is no date. Write it like 2026-12-06."
        ) from None


def _week(said: object) -> Week | None:
    if not said:
        return None
    if not isinstance(said, Mapping):
        raise CalendarRefused("Tulis jam tiap hari, senin sampai minggu.", "Write the hours of each day, by its name.")
    _known(said, frozenset(DAY_NAMES))
    week = [read_hours(str(said.get(name) or "")) for name in DAY_NAMES]
    if not any(week):
        raise CalendarRefused("Kantor tanpa satu hari kerja pun.", "An office without any working day.")
    return week[0], week[1], week[2], week[3], week[4], week[5], week[6]


def _change(said: object) -> Change:
    if not isinstance(said, Mapping) or "tanggal" not in said:
        raise CalendarRefused("Perubahan memerlukan tanggal.", "A change needs its tanggal.")
    _known(said, _CHANGE_KEYS)
    since = read_date(said["tanggal"])
    until = read_date(said.get("sampai") or since)
    if not 0 <= (until - since).days < _LONGEST:
        raise CalendarRefused(
            f"Perubahan mulai {since} berlangsung 1 sampai {_LONGEST} hari.",
            f"The change from {since} lasts 1 to {_LONGEST} days.",
        )
    return Change(since, until, read_hours(str(said.get("jam") or "")), str(said.get("alasan") or ""))


def _known(said: Mapping[Any, Any], keys: frozenset[str]) -> None:
    for key in said:
        if key not in keys:
            known = ", ".join(sorted(keys))
            raise CalendarRefused(f"“{key}” tidak dikenal di sini: {known}.", f"“{key}” is not known here: {known}.")


def _hours_refused(text: str) -> CalendarRefused:
    return CalendarRefused(
        f"Jam “{text[:60]}” tidak terbaca. Tulis berurutan seperti 07:30-12:00, 13:00-16:00; kosong berarti libur.",
        f"The hours “{text[:60]}” cannot be read. Write them like 07:30-12:00, 13:00-16:00; empty is a day off.",
    )


def _five_days(usual: str, friday: str) -> Week:
    day, last = read_hours(usual), read_hours(friday)
    return day, day, day, day, last, (), ()


ORDINARY: Final = _five_days("07:30-12:00, 13:00-16:00", "07:30-11:30, 13:00-16:30")
"""Perpres 21/2023, pasal 4: from 07:30, 37 h 30 min a week, breaks of 60 min and 90 on Friday; where the breaks lie is
left to the office and taken here as is usual."""
RAMADAN: Final = _five_days("08:00-12:00, 12:30-15:00", "08:00-11:30, 12:30-15:30")
"""Perpres 21/2023, pasal 4: in Ramadan from 08:00, 32 h 30 min a week, breaks of 30 min and 60 on Friday."""
