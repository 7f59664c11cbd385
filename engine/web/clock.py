"""Times as people read them: in the zone of an office, with Indonesian or English names of days and months."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.web.words import language, say

__all__ = ["clock", "day_names", "lately", "long_date", "long_day", "short_date", "short_day", "when"]

_MONTHS: Final = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DAYS: Final = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_SHORT: Final = {"Agustus": "Agu"}


def day_names() -> list[str]:
    """The days of the week, from Monday on."""
    return _DAYS[language()]


def clock(moment: datetime, tz: ZoneInfo) -> str:
    """`10.24` (Indonesian) or `10:24`."""
    local = moment.astimezone(tz)
    return f"{local:%H.%M}" if language() == "id" else f"{local:%H:%M}"


def lately(moment: datetime, tz: ZoneInfo, now: datetime) -> str:
    """`10.24`, with the day where it was another one."""
    same = moment.astimezone(tz).date() == now.astimezone(tz).date()
    return clock(moment, tz) if same else when(moment, tz, now)


def long_date(day: date) -> str:
    """`19 November 2026`."""
    return f"{day.day} {_MONTHS[language()][day.month - 1]} {day.year}"


def long_day(moment: datetime, tz: ZoneInfo) -> str:
    """`Kamis, 19 November 2026`."""
    local = moment.astimezone(tz)
    return f"{_DAYS[language()][local.weekday()]}, {long_date(local.date())}"


def short_date(day: date, today: date) -> str:
    """`19 Nov`, with the year when it is another one."""
    month = _MONTHS[language()][day.month - 1]
    text = f"{day.day} {_SHORT.get(month, month[:3])}"
    return text if day.year == today.year else f"{text} {day.year}"


def short_day(moment: datetime, tz: ZoneInfo) -> str:
    """`Kam 19 Nov`: a day on a timeline."""
    local = moment.astimezone(tz)
    month = _MONTHS[language()][local.month - 1]
    return f"{_DAYS[language()][local.weekday()][:3]} {local.day} {_SHORT.get(month, month[:3])}"


def when(moment: datetime, tz: ZoneInfo, now: datetime) -> str:
    """`hari ini 10.24`, `kemarin 10.24` or `18 Nov 10.24`."""
    local, today = moment.astimezone(tz), now.astimezone(tz).date()
    time = clock(moment, tz)
    if local.date() == today:
        return say("hari ini {time}", time=time)
    if local.date() == today - timedelta(days=1):
        return say("kemarin {time}", time=time)
    return f"{short_date(local.date(), today)} {time}"
