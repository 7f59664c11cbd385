"""What the scenario of broken commands does to working calendars."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import Any

from engine.commands.office_calendar import (
    AddCalendarDays,
    ChangeCalendarHours,
    ChangeCalendarYear,
    RemoveCalendarDays,
)
from engine.policy import Actor
from tests.commands.world import OWNER

__all__ = ["calendars"]


def calendars() -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Every command on calendars; they are as before afterwards."""
    yield OWNER, ChangeCalendarYear(2028, {"dasar": "Keputusan Bersama", "libur": {"2028-01-01": "Tahun Baru"}})
    yield OWNER, ChangeCalendarYear(2028, None)
    yield OWNER, ChangeCalendarHours("uji", {"jam": {"senin": "07:30-14:00"}, "hampir": 25})
    yield OWNER, ChangeCalendarHours("uji", None)
    body = yield (
        OWNER,
        AddCalendarDays("*", date(2026, 12, 7), date(2026, 12, 8), "", "Hari jadi", "Keputusan Bupati 1"),
    )
    yield OWNER, RemoveCalendarDays(body["id"])
