"""Dates and times as people in Indonesia write them, and as programs send them."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})\Z", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})\Z", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_BETWEEN = re.compile(r"[T\s]+")


class NotAMoment(ValueError):
    """The text is no date or time; say how to write one."""


def read_date(raw: object) -> date:
    """The date of `12-11-2026`, `12/11/2026`, `12.11.2026`, `12 November 2026` (day first) or `2026-11-12`."""
    if isinstance(raw, datetime):
        raise NotAMoment
    if isinstance(raw, date):
        return raw
    text = _text(raw)
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _NAMED.match(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        raise NotAMoment
    try:
        return date(year, month, day)
    except ValueError:
        raise NotAMoment from None


def read_time(raw: object) -> str:
    """The time of day as `07:30`, with its offset when it was sent with one (`07:30+08:00`). `07.30` is read too."""
    found = _TIME.match(_text(raw))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise NotAMoment
    text = f"{int(found[1]):02}:{found[2]}"
    return text + _offset(found[4])


def read_datetime(raw: object) -> datetime:
    """A date and a time of day: aware when an offset was sent, else the office's own time. Seconds are dropped."""
    if isinstance(raw, datetime):
        return raw.replace(second=0, microsecond=0)
    day, _, rest = _split(_text(raw))
    moment = f"{read_date(day).isoformat()}T{read_time(rest)}"
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        raise NotAMoment from None


def _split(text: str) -> tuple[str, str, str]:
    """The date and the time of a text: the time is what follows the last T or space before a digit."""
    cut = [found for found in _BETWEEN.finditer(text) if _TIME.match(text[found.end() :])]
    if not cut:
        raise NotAMoment
    return text[: cut[0].start()], cut[0].group(), text[cut[0].end() :]


def _offset(found: str | None) -> str:
    if found is None:
        return ""
    if found == "Z":
        return "+00:00"
    if int(found[1:3]) > 14 or int(found[4:6]) > 59:
        raise NotAMoment
    return found


def _month(name: str) -> int:
    try:
        return _MONTHS.index(name.lower()) + 1
    except ValueError:
        raise NotAMoment from None


def _text(raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > 50:
        raise NotAMoment
    return raw.strip()
