"""ISO 8601 dates, durations and repeating intervals, as timers write them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Final

__all__ = ["Repeat", "Span", "read_date", "read_repeat", "read_span"]

_NUMBER: Final = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_SPAN: Final = re.compile(
    rf"P(?=[\dT])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_SECONDS: Final = (604_800, 86_400, 3_600, 60, 1)
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """A duration: calendar months, calendar days, and exact time. Never negative."""

    text: str
    months: int
    days: int
    exact: timedelta

    def after(self, start: datetime, times: int, zone: tzinfo) -> datetime:
        """The instant (UTC) so many spans after `start`; months and days are those of the zone's calendar.

        A month that has no such day gives its last one, counted from `start` each time, so that the 31st returns.
        Raises OverflowError or ValueError beyond the year 9999.
        """
        local = start.astimezone(zone)
        if self.months:
            year, month = divmod(local.year * 12 + local.month - 1 + self.months * times, 12)
            local = local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
        return (local + timedelta(days=self.days * times)).astimezone(UTC) + self.exact * times


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeating interval: how often (None: without end), from when (None: one span from now), how far apart."""

    times: int | None
    start: datetime | None
    span: Span


def read_span(text: str) -> Span:
    """A duration such as PT1H, P1D, P1W, P1M, P1Y2M3DT4H5M6.5S; ValueError for anything else."""
    upper = text.strip().upper()
    found = _SPAN.fullmatch(upper)
    if found is None:
        raise ValueError(f"no ISO 8601 duration: {text!r}")
    numbers = [Decimal((part or "0").replace(",", ".")) for part in found.groups()]
    broken = [index for index, number in enumerate(numbers) if number % 1]
    if broken and (broken[0] < 2 or any(numbers[broken[0] + 1 :])):
        raise ValueError(f"only the smallest unit, from weeks down, may have a fraction: {text!r}")
    months = int(numbers[0]) * 12 + int(numbers[1])
    seconds = [number * unit for number, unit in zip(numbers[2:], _SECONDS, strict=True)]
    days, rest = divmod(seconds[0] + seconds[1], _DAY)
    exact = timedelta(microseconds=int((rest + sum(seconds[2:])) * 1_000_000))
    return Span(upper, months, int(days), exact)


def read_date(value: object, zone: tzinfo) -> datetime:
    """The instant (UTC) of an ISO 8601 text or a date; without an offset it is the zone's. ValueError otherwise."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise ValueError(f"no ISO 8601 date: {value!r}")
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def read_repeat(text: str, zone: tzinfo) -> Repeat:
    """A repeating interval: R3/PT1H, R/P1D, R5/2026-01-05T08:00:00Z/P1W. ValueError otherwise, also for cron."""
    parts = text.strip().upper().split("/")
    found = re.fullmatch(r"R(\d{0,6})", parts[0], re.ASCII)
    if found is None or len(parts) not in (2, 3):
        raise ValueError(f"no ISO 8601 repeating interval: {text!r}")
    times = int(found[1]) if found[1] else None
    span = read_span(parts[-1])
    if times == 0 or not (span.months or span.days or span.exact):
        raise ValueError(f"an interval repeats at least once and takes some time: {text!r}")
    return Repeat(times, read_date(parts[1], zone) if len(parts) == 3 else None, span)
