"""Case numbers that a clerk can read aloud: office, year, running number, check digit."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from engine.commands.desk import Work
from engine.people import ZONES
from engine.store.people import OFFICE
from engine.store.writes import NEXT_IN_SERIES

__all__ = ["case_number", "check_digit", "is_case_number"]


def case_number(work: Work, office: str) -> str:
    """The next number of an office in its present year, such as `BH-2026-00417-9`; without gaps."""
    row = work.tx.one(OFFICE, id=office)
    code, zone = (row["code"], ZONES[row["zone"]]) if row else ("LJ", "Asia/Jakarta")
    year = work.now.astimezone(ZoneInfo(zone)).year
    running = work.tx.value(NEXT_IN_SERIES, name=f"kasus/{office}/{year}", step=1)
    body = f"{year}{running:05d}"
    return f"{code}-{year}-{running:05d}-{check_digit(body)}"


def check_digit(digits: str) -> int:
    """The Luhn digit (ISO/IEC 7812-1, annex B): finds one wrong digit and most swapped neighbours."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def is_case_number(text: str) -> bool:
    """True when the text has the form of a case number and its check digit is right."""
    parts = text.strip().upper().split("-")
    if len(parts) != 4 or not all(part.isdigit() for part in parts[1:]):
        return False
    return check_digit(parts[1] + parts[2]) == int(parts[3])
