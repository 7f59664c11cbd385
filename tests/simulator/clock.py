"""When timers are due: dates, durations of days and shorter, and cycles."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_UNITS = {"D": "days", "H": "hours", "M": "minutes", "S": "seconds"}


def first(clock: tuple[str, str], now: datetime) -> tuple[int | None, datetime]:
    """How often a timer can occur (None: without end), and when first. ValueError for what is no time."""
    kind, text = clock
    if kind == "date":
        return 1, datetime.fromisoformat(text)
    if kind == "duration":
        return 1, now + duration(text)
    times, _, length = text.partition("/")
    if not re.fullmatch(r"R\d*", times):
        raise ValueError(text)
    return (int(times[1:]) if times[1:] else None), now + duration(length)


def following(text: str, due: datetime | None) -> datetime | None:
    """When a cycle occurs next."""
    return None if due is None else due + duration(text.partition("/")[2])


def duration(text: str) -> timedelta:
    """P1D, PT2H, PT30M, P1DT2H as a time span; no months and years. ValueError otherwise."""
    if not re.fullmatch(r"P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?", text) or text.endswith(("P", "T")):
        raise ValueError(text)
    parts = {_UNITS[unit]: int(count) for count, unit in re.findall(r"(\d+)([DHMS])", text)}
    return timedelta(**parts)
