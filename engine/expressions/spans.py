"""Durations of weeks, days, hours, minutes and seconds, and dates that they are added to."""

import re
from datetime import date, datetime, timedelta

__all__ = ["duration", "shifted"]

_SPAN = re.compile(
    r"(-?)P(?=[\dT])(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?", re.ASCII
)


def duration(value: object) -> str | None:
    """The text of an ISO 8601 duration without months and years, such as P7D; null for what is none."""
    found = value.strip().upper() if isinstance(value, str) else ""
    return found if _SPAN.fullmatch(found) else None


def shifted(when: date, span: object, sign: int) -> date | None:
    """A date (by whole days) or an instant, later or (sign -1) earlier by a duration; null for what cannot be."""
    text = duration(span)
    match = None if text is None else _SPAN.fullmatch(text)
    if match is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not isinstance(when, datetime) and length % timedelta(days=1):
        return None
    try:
        return when + length * (-sign if match[1] else sign)
    except OverflowError:
        return None
