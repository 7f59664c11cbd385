"""When something that is entered later happened on paper: a date and a time in the zone of the office."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import request

from engine.commands.later import HAPPENED_AT
from engine.commands.refusals import FieldProblem, Invalid

__all__ = ["DAY", "TIME", "happened_at"]

DAY: Final = "_tanggal"
TIME: Final = "_jam"
_DAY: Final = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*", re.ASCII)
_TIME: Final = re.compile(r"\s*(\d{1,2})[.:](\d{2})\s*", re.ASCII)


def happened_at(zone: ZoneInfo) -> datetime | None:
    """The time that the page was given (aware UTC), None where it was left out. Raises Invalid for what is none."""
    given = request.form.get(DAY, ""), request.form.get(TIME, "")
    if not any(text.strip() for text in given):
        return None
    day, time = _DAY.fullmatch(given[0]), _TIME.fullmatch(given[1])
    try:
        if day is None or time is None:
            raise ValueError(given)
        date, month, year = map(int, day.groups())
        hour, minute = map(int, time.groups())
        return datetime(year, month, date, hour, minute, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        problem = FieldProblem(
            HAPPENED_AT,
            "Tulis tanggal dan jam terjadinya, misalnya 19-11-2026 dan 10.24.",
            "Write the date and the time when it happened, such as 19-11-2026 and 10.24.",
        )
        raise Invalid([problem]) from error
