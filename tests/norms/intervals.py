"""Random intervals and norms in several offices, counted by the engine and minute by minute."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from engine.norms import Span
from engine.workdays import Calendar, after, calendar_of, due, worked
from engine.workdays_hours import read_changes
from tests.norms.minutes import Office, Walk

__all__ = ["OFFICES", "compare"]

SIX_DAYS: Final = {
    "jam": {
        **dict.fromkeys(("senin", "selasa", "rabu", "kamis"), "07:30-14:30"),
        "jumat": "07:30-11:00",
        "sabtu": "07:30-13:00",
    },
    "perubahan": [
        {"tanggal": "2026-12-06", "jam": "08:00-12:00", "alasan": "Pelayanan pada hari jadi"},
        {"tanggal": "2026-09-07", "sampai": "2026-09-09", "jam": "", "alasan": "Banjir"},
        {"tanggal": "2026-09-08", "jam": "09:00-09:30", "alasan": "Piket"},
    ],
}
SERVICE: Final = {
    "jam": dict.fromkeys(("senin", "kamis", "minggu"), "00:00-12:00, 12:00-24:00"),
    "jam_ramadan": {"senin": "20:15-24:00", "selasa": "00:00-03:05"},
    "cuti_bersama": "masuk",
}
OFFICES: Final[dict[str, tuple[str, Office]]] = {
    "by law, WIB": ("WIB", Office(7)),
    "by law, WITA": ("WITA", Office(8)),
    "by law, WIT": ("WIT", Office(9)),
    "six days, WITA": ("WITA", Office(8, dict(SIX_DAYS))),
    "service, WIT": ("WIT", Office(9, dict(SERVICE))),
}
_FIRST: Final = datetime(2025, 1, 2, tzinfo=UTC)
_MINUTES: Final = 60 * 24 * 365 * 2 + 60 * 24 * 200  # starts lie up to July 2027, so that every end lies in the years


@cache
def _both(office: str) -> tuple[Calendar, Walk]:
    zone, said = OFFICES[office]
    return calendar_of(zone, read_changes(said.said)), Walk(said)


def compare(office: str, count: int, seed: int) -> list[str]:
    """What differs between the two calculations on so many random intervals: one line each, none when they agree."""
    calendar, walk = _both(office)
    draw = random.Random(f"{seed} {office}")
    wrong = []
    for _ in range(count):
        start = _FIRST + timedelta(minutes=draw.randrange(_MINUTES))
        long = int(10 ** draw.uniform(0, 5.2))
        end = start + timedelta(minutes=long)
        minutes, days = int(10 ** draw.uniform(0, 3.5)), draw.randint(1, 25)
        pairs = (
            (f"worked({start}, {end})", worked(start, end, calendar), walk.worked(start, end)),
            (f"after({start}, {minutes})", after(start, minutes, calendar), walk.after(start, minutes)),
            (f"due({start}, {days} days)", due(start, Span(days=days), calendar), walk.days(start, days)),
            (f"due({start}, month)", due(start, Span(months=1), calendar), walk.month(start)),
        )
        wrong += [f"{office}: {what} is {one}, by minutes {other}" for what, one, other in pairs if one != other]
    return wrong
