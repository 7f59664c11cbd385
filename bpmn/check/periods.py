"""Periods and instants as ISO 8601 writes them: what a timer or a norm can be read as."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

_NUMBER: Final = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_PERIOD: Final = re.compile(
    rf"P(?=[\dT])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_SECONDS: Final = (31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1)  # year, month, week, day, hour, minute, second
_WHOLE: Final = 2  # years and months have no fractions
_LONGEST: Final = 1_000 * _SECONDS[0]
_YEARS: Final = range(2, 9_999)  # in any time zone they fit into the calendar of Python, which is that of the engine
_LOOKS: Final = re.compile(r"[-+]?P(?:T?\d|T?$)|R\d*(?:/|$)|[-+]?\d", re.ASCII | re.IGNORECASE)


def literal(text: str) -> bool:
    """Whether the text wants to be ISO 8601 (or a cron line), not an expression or the name of a variable."""
    return bare(text) != text.strip() or _LOOKS.match(text.strip()) is not None


def bare(text: str) -> str:
    """Gives a timer's text without the quotes that some modelers put around it."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def seconds(text: str) -> float | None:
    """Gives about how long a period is (a month is a twelfth of a year).

    None where it is no ISO 8601 period, or one of more than 1,000 years, whose end no calendar may hold.
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    parts = [float((part or "0").replace(",", ".")) for part in found.groups()]
    broken = [place for place, part in enumerate(parts) if part % 1]
    if broken and (broken[0] < _WHOLE or any(parts[broken[0] + 1 :])):
        return None
    long = sum(part * unit for part, unit in zip(parts, _SECONDS, strict=True))
    return long if long <= _LONGEST else None


def norm_is_readable(text: str) -> bool:
    """Whether it is a period, or a range `PT5M/PT10M` whose second part is not the shorter one."""
    parts = [seconds(part) for part in text.strip().split("/")]
    if len(parts) == 1:
        return parts[0] is not None
    return len(parts) == 2 and parts[0] is not None and parts[1] is not None and parts[0] <= parts[1]


def is_instant(text: str) -> bool:
    """Whether it is a date or a date with a time of day, in the years 2 to 9998, so that UTC has it too."""
    for read in (datetime.fromisoformat, date.fromisoformat):
        try:
            return read(text.strip()).year in _YEARS
        except ValueError:
            continue
    return False


def is_cycle(text: str) -> bool:
    """Whether it is a repetition: `R3/PT1H`, `R/P1D`, `R5/2026-01-05T08:00:00Z/P1W`."""
    parts = text.strip().split("/")
    times = re.fullmatch(r"R(\d{0,6})", parts[0], re.ASCII)
    if times is None or (times[1] and not int(times[1])) or len(parts) not in (2, 3):
        return False
    return bool(seconds(parts[-1])) and (len(parts) == 2 or is_instant(parts[1]))
