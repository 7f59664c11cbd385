"""What somebody means who types a case number, or a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from engine.commands.numbers import is_case_number

__all__ = ["mistyped", "number_ranges"]

_RUNNING: Final = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER: Final = re.compile(r"([A-Z]{1,12})-(\d{4})(?:-(\d{1,9})(?:-(\d)?)?)?-?", re.ASCII)
_LAST: Final = "~"  # comes after every character of a number


def number_ranges(text: str, codes: Iterable[str], now: datetime) -> list[tuple[str, str]]:
    """The spans of numbers that a text may mean, empty when it is no number.

    `417` is the running number 417 of the offices with these codes, this year and the last; `BH-2026-00417` is itself.
    """
    typed = text.strip().upper().replace(" ", "")
    if _RUNNING.fullmatch(typed):
        years = (now.year, now.year - 1)
        starts = [f"{code}-{year}-{int(typed):05d}-" for code in sorted(set(codes)) for year in years]
    elif found := _NUMBER.fullmatch(typed):
        code, year, running, check = found.groups()
        starts = [f"{code}-{year}-" if running is None else f"{code}-{year}-{int(running):05d}-{check or ''}"]
    else:
        return []
    return [(start, start + _LAST) for start in starts]


def mistyped(text: str) -> bool:
    """True for a whole case number whose check digit says that a digit is wrong."""
    typed = text.strip().upper()
    found = _NUMBER.fullmatch(typed)
    return bool(found and found.group(4)) and not is_case_number(typed)
