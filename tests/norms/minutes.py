"""Working time counted minute by minute: a second calculation that shares no code and no tables with the engine's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import accumulate
from pathlib import Path

import yaml

__all__ = ["Office", "Walk"]

FILES = Path(__file__).parents[2] / "engine" / "kalender"
FIRST = dt.date(2025, 1, 1)
LAST = dt.date(2027, 12, 31)
NAMES = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]
Clock = tuple[int, int]


@dataclass(frozen=True)
class Office:
    """An office in words of its own: `offset` hours before UTC, and for whoever differs from the law its `said`."""

    offset: int
    said: dict[str, object] = field(default_factory=dict)

    def rule(self, day: dt.date) -> Callable[[Clock], bool]:
        """What says of each minute of that day, an hour and a minute, whether the office works in it."""
        own = _own(self.said, day)
        free, leave, fasting = _nation()
        if own is not None:
            return partial(_within, own)
        if day in free or (day in leave and self.said.get("cuti_bersama") != "masuk"):
            return partial(_within, "")
        week = self.said.get("jam_ramadan" if day in fasting else "jam")
        if isinstance(week, dict):
            return partial(_within, str(week.get(NAMES[day.weekday()], "")))
        usual = self.said.get("jam")
        if isinstance(usual, dict) and (day.weekday() > 4 or not usual.get(NAMES[day.weekday()])):
            return partial(_within, str(usual.get(NAMES[day.weekday()], "")))
        return partial(_by_law, day.isoweekday(), day in fasting)


class Walk:
    """An office through the years 2025 to 2027, one minute after the other."""

    def __init__(self, office: Office) -> None:
        self.zero = dt.datetime.combine(FIRST, dt.time(), dt.UTC) - dt.timedelta(hours=office.offset)
        self.offset = dt.timedelta(hours=office.offset)
        self.flags = bytearray()
        self.dates: list[bool] = []
        day = FIRST
        while day <= LAST:
            works = office.rule(day)
            minutes = bytes(works((hour, minute)) for hour in range(24) for minute in range(60))
            self.flags += minutes
            self.dates.append(any(minutes))
            day += dt.timedelta(days=1)
        self.sums = list(accumulate(self.flags, initial=0))

    def worked(self, since: dt.datetime, until: dt.datetime) -> int:
        """The working minutes between two whole minutes."""
        return self.sums[self._at(until)] - self.sums[self._at(since)]

    def after(self, start: dt.datetime, minutes: int) -> dt.datetime:
        """The end of so many working minutes, each of them walked."""
        place = self._at(start)
        while minutes:
            place = self.flags.index(1, place) + 1
            minutes -= 1
        return self.zero + dt.timedelta(minutes=place)

    def days(self, start: dt.datetime, count: int) -> dt.datetime:
        """The end of work on the so many-th working date after the date of the start, each of them walked."""
        day = (start + self.offset).date()
        while count:
            day += dt.timedelta(days=1)
            count -= self.dates[(day - FIRST).days]
        return self._close(day)

    def month(self, start: dt.datetime) -> dt.datetime:
        """The end of work on the same date next month, the last of a shorter month, or the next working date."""
        day = (start + self.offset).date()
        first = (day.replace(day=1) + dt.timedelta(days=40)).replace(day=1)
        found = first
        for _ in range(day.day - 1):
            if (found + dt.timedelta(days=1)).month == first.month:
                found += dt.timedelta(days=1)
        while not self.dates[(found - FIRST).days]:
            found += dt.timedelta(days=1)
        return self._close(found)

    def _close(self, day: dt.date) -> dt.datetime:
        begin = (day - FIRST).days * 1440
        return self.zero + dt.timedelta(minutes=self.flags.rindex(1, begin, begin + 1440) + 1)

    def _at(self, time: dt.datetime) -> int:
        return int((time - self.zero).total_seconds()) // 60


def _by_law(day: int, fasting: bool, clock: Clock) -> bool:
    """Perpres 21/2023 with the usual breaks; `day` is 1 on Monday."""
    if day in (6, 7):
        return False
    if fasting and day == 5:
        return (8, 0) <= clock < (15, 30) and not (11, 30) <= clock < (12, 30)
    if fasting:
        return (8, 0) <= clock < (15, 0) and not (12, 0) <= clock < (12, 30)
    if day == 5:
        return (7, 30) <= clock < (16, 30) and not (11, 30) <= clock < (13, 0)
    return (7, 30) <= clock < (16, 0) and not (12, 0) <= clock < (13, 0)


def _within(said: str, clock: Clock) -> bool:
    if not said:
        return False
    mine = f"{clock[0]:02}:{clock[1]:02}"
    return any(since <= mine < until for since, until in _parts(said))


@cache
def _parts(said: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip().split("-")) for part in said.split(",") if part.strip()]


def _own(said: dict[str, object], day: dt.date) -> str | None:
    found = None
    changes = said.get("perubahan", [])
    assert isinstance(changes, list)
    for change in changes:
        if change["tanggal"] <= day.isoformat() <= change.get("sampai", change["tanggal"]):
            found = str(change.get("jam", ""))
    return found


_KNOWN: list[tuple[set[dt.date], set[dt.date], set[dt.date]]] = []


def _nation() -> tuple[set[dt.date], set[dt.date], set[dt.date]]:
    if not _KNOWN:
        free: set[dt.date] = set()
        leave: set[dt.date] = set()
        fasting: set[dt.date] = set()
        for year in range(FIRST.year, LAST.year + 1):
            said = yaml.safe_load((FILES / f"{year}.yaml").read_text(encoding="utf-8"))
            free |= set(said["libur"])
            leave |= set(said["cuti_bersama"])
            for month in said["ramadan"]:
                days = (month["sampai"] - month["mulai"]).days + 1
                fasting |= {month["mulai"] + dt.timedelta(days=one) for one in range(days)}
        _KNOWN.append((free, leave, fasting))
    return _KNOWN[0]
