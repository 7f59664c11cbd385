"""The working calendar of an office: when a norm is due, and how much work lies between two times."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final

from engine.norms import Norm, Span
from engine.workdays_hours import ORDINARY, RAMADAN, Changes, Hours, Week
from engine.workdays_years import Year, national

__all__ = ["Calendar", "Day", "Left", "after", "calendar_of", "due", "due_at", "left", "worked"]

ZONES: Final = {name: timezone(timedelta(hours=hours), name) for name, hours in (("WIB", 7), ("WITA", 8), ("WIT", 9))}
"""The three zones; none has summer time."""
_MINUTE: Final = 60_000_000  # microseconds
_TICK: Final = timedelta(microseconds=1)
_LAST_YEAR: Final = 9999


@dataclass(frozen=True, slots=True)
class Day:
    """A day of an office: its hours (none: a day off) and why they are not the usual ones (else empty)."""

    day: date
    hours: Hours
    reason: str


@dataclass(frozen=True, slots=True)
class Left:
    """What lies between now and a due time: whole working minutes, and whole working days, however long each is.

    Both are counted from now to the due time, and when `late` from the due time to now.
    """

    late: bool
    minutes: int
    days: int


@dataclass(frozen=True, slots=True)
class _Table:
    """A year: the hours of each day; working microseconds and working dates before each day, and of all."""

    hours: tuple[Hours, ...]
    work: tuple[int, ...]
    dates: tuple[int, ...]


class Calendar:
    """The working calendar of an office: `zone` is WIB, WITA or WIT. A year is worked out when it is first asked for.

    `years` stand in for what the program knows of these years.
    """

    __slots__ = ("_ordinary", "_ramadan", "_tables", "_years", "changes", "zone")

    def __init__(self, zone: str, changes: Changes, years: tuple[Year, ...] = ()) -> None:
        self.zone = ZONES[zone]
        self.changes = changes
        self._years = {year.year: year for year in years}
        self._tables: dict[int, _Table] = {}
        self._ordinary = changes.ordinary or ORDINARY
        self._ramadan = changes.ramadan or _shortened(self._ordinary)

    def days(self, year: int) -> Iterator[Day]:
        """Every day of a year, for people and for the count."""
        nation = self._years.get(year) or national(year)
        leave = () if self.changes.open_on_joint_leave else nation.joint_leave
        reasons = {day: f"{name} (cuti bersama)" for day, name in leave} | dict(nation.holidays)
        day = date(year, 1, 1)
        for _ in range(_length(year)):
            own = next((one for one in reversed(self.changes.days) if one.since <= day <= one.until), None)
            fasting = any(since <= day <= until for since, until in nation.ramadan)
            if own is not None:
                yield Day(day, own.hours, own.reason)
            elif day in reasons:
                yield Day(day, (), reasons[day])
            else:
                hours = (self._ramadan if fasting else self._ordinary)[day.weekday()]
                yield Day(day, hours, "Ramadan" if fasting and hours else "")
            day += timedelta(days=1) if day < date.max else timedelta()

    def table(self, year: int) -> _Table:
        """The year with its sums. Raises OverflowError beyond the year 9999."""
        found = self._tables.get(year)
        if found is None:
            if not 1 <= year <= _LAST_YEAR:
                raise OverflowError("beyond the years of the calendar")
            hours = tuple(day.hours for day in self.days(year))
            work, dates = [0], [0]
            for one in hours:
                work.append(work[-1] + sum(until - since for since, until in one) * _MINUTE)
                dates.append(dates[-1] + bool(one))
            found = self._tables[year] = _Table(hours, tuple(work), tuple(dates))
        return found


@lru_cache(maxsize=512)
def calendar_of(zone: str, changes: Changes | None = None, years: tuple[Year, ...] = ()) -> Calendar:
    """The calendar of an office in WIB, WITA or WIT with its changes; the same one for the same words.

    Raises KeyError for another zone.
    """
    return Calendar(zone, changes or Changes(), years)


def due_at(start: datetime, norm: Norm | None, calendar: Calendar) -> datetime | None:
    """When a step that began then is due (UTC); None without a norm, and for a norm of the whole service."""
    span = norm.due if norm is not None else None
    return None if span is None else due(start, span, calendar)


def due(start: datetime, span: Span, calendar: Calendar) -> datetime:
    """The instant (UTC) at which a span that begins at an aware time has passed. Raises OverflowError after 9999.

    Months lead to the same date (or the last of a shorter month), moved to the next working date; days count working
    dates, the first being the one after the date of the start; both end when that date's hours end. Minutes are
    working minutes and come last.
    """
    at = start.astimezone(calendar.zone)
    if span.months or span.days:
        day = _months_on(at.date(), span.months)
        day = _working_date(day, span.days, calendar)
        at = _clock(day, calendar.table(day.year).hours[_index(day)][-1][1] * _MINUTE, calendar)
    return after(at, span.minutes, calendar)


def after(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    """The instant (UTC) at which so many working minutes have passed since an aware time; itself for none."""
    if minutes <= 0:
        return start.astimezone(UTC)
    at = start.astimezone(calendar.zone)
    year, wanted = at.year, _passed(at, calendar) + minutes * _MINUTE
    while wanted > (total := calendar.table(year).work[-1]):
        year, wanted = year + 1, wanted - total
    table = calendar.table(year)
    place = bisect_left(table.work, wanted) - 1
    rest = wanted - table.work[place]
    for since, until in table.hours[place]:
        long = (until - since) * _MINUTE
        if rest <= long:
            return _clock(date(year, 1, 1) + timedelta(days=place), since * _MINUTE + rest, calendar).astimezone(UTC)
        rest -= long
    raise AssertionError("the sums of a year are those of its days")


def worked(since: datetime, until: datetime, calendar: Calendar) -> int:
    """Whole working minutes between two aware times; 0 when the second is not the later one."""
    if until <= since:
        return 0
    begin, end = since.astimezone(calendar.zone), until.astimezone(calendar.zone)
    between = sum(calendar.table(year).work[-1] for year in range(begin.year, end.year))
    return (between + _passed(end, calendar) - _passed(begin, calendar)) // _MINUTE


def left(now: datetime, due: datetime, calendar: Calendar) -> Left:
    """What is left at an aware time until a due time, or how long ago that passed, in working time."""
    since, until = min(now, due), max(now, due)
    return Left(now > due, worked(since, until, calendar), _whole_days(since, until, calendar))


def _whole_days(since: datetime, until: datetime, calendar: Calendar) -> int:
    """Whole working days between two times: a working date has passed when as large a part of the later one has."""
    begin, end = since.astimezone(calendar.zone), until.astimezone(calendar.zone)
    days = sum(calendar.table(year).dates[-1] for year in range(begin.year, end.year))
    days += calendar.table(end.year).dates[_index(end)] - calendar.table(begin.year).dates[_index(begin)]
    (done, of_first), (reached, of_last) = _part(begin, calendar), _part(end, calendar)
    return days - (reached * of_first < done * of_last)


def _part(at: datetime, calendar: Calendar) -> tuple[int, int]:
    """How much of its date's work has passed, and how much it is (at least 1)."""
    table, place = calendar.table(at.year), _index(at)
    return _passed(at, calendar) - table.work[place], max(table.work[place + 1] - table.work[place], 1)


def _passed(at: datetime, calendar: Calendar) -> int:
    """Working microseconds since its year began, of a time in the calendar's zone."""
    table, place = calendar.table(at.year), _index(at)
    clock = ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
    passed = table.work[place]
    for since, until in table.hours[place]:
        passed += max(0, min(clock, until * _MINUTE) - since * _MINUTE)
    return passed


def _working_date(day: date, count: int, calendar: Calendar) -> date:
    """So many working dates after a day; for none the day itself, or the next that is one."""
    year, place = day.year, _index(day)
    table = calendar.table(year)
    wanted = table.dates[place + 1] + count if count else table.dates[place] + 1
    while wanted > table.dates[-1]:
        year, wanted = year + 1, wanted - table.dates[-1]
        table = calendar.table(year)
    return date(year, 1, 1) + timedelta(days=bisect_left(table.dates, wanted) - 1)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > _LAST_YEAR:
        raise OverflowError("beyond the years of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _clock(day: date, ticks: int, calendar: Calendar) -> datetime:
    return datetime.combine(day, time(), calendar.zone) + ticks * _TICK


def _shortened(ordinary: Week) -> Week:
    """The week of Ramadan of an office that says none: the law's, and its own on days that the law has off."""
    week = [RAMADAN[day] if RAMADAN[day] and hours else hours for day, hours in enumerate(ordinary)]
    return week[0], week[1], week[2], week[3], week[4], week[5], week[6]


def _index(day: date) -> int:
    return day.timetuple().tm_yday - 1


def _length(year: int) -> int:
    return 366 if monthrange(year, 2)[1] == 29 else 365
