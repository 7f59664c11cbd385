"""Periods and instants as ISO 8601 writes them: what a timer or a norm can be read as."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

_PERIOD: Final = re.compile(
    r"P(?!$)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?!$)(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:[.,]\d{1,6})?S)?)?"
)
_SECONDS: Final = (31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1)  # year, month, week, day, hour, minute, second
_CYCLE: Final = re.compile(r"R(\d{0,6})/(.+)")
_LOOKS: Final = re.compile(r"[-+]?P[\dT]|P$|R\d*/|[-+]?\d")


def literal(text: str) -> bool:
    """Whether the text wants to be ISO 8601 (or a cron line), not an expression or the name of a variable."""
    return _LOOKS.match(text.strip()) is not None


def seconds(text: str) -> float | None:
    """Gives about how long a period is (a month is a twelfth of a year), None where it is no ISO 8601 period."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return None
    return float(sum(int(part) * unit for part, unit in zip(found.groups(), _SECONDS, strict=True) if part))


def norm_is_readable(text: str) -> bool:
    """Whether it is a period, or a range `PT5M/PT10M` whose second part is not the shorter one."""
    parts = [seconds(part) for part in text.split("/")]
    if len(parts) == 1:
        return parts[0] is not None
    return len(parts) == 2 and parts[0] is not None and parts[1] is not None and parts[0] <= parts[1]


def is_instant(text: str) -> bool:
    """Whether it is a date or a date with a time of day."""
    for read in (datetime.fromisoformat, date.fromisoformat):
        try:
            read(text.strip())
        except ValueError:
            continue
        return True
    return False


def is_cycle(text: str) -> bool:
    """Whether it is a repetition: `R3/PT1H`, `R/PT1H`, or with a start or an end instant."""
    found = _CYCLE.fullmatch(text.strip())
    if found is None:
        return False
    parts = found.group(2).split("/")
    if len(parts) == 1:
        return bool(seconds(parts[0]))
    first, second = parts[0], parts[-1]
    return len(parts) == 2 and (
        (is_instant(first) and bool(seconds(second))) or (bool(seconds(first)) and is_instant(second))
    )
