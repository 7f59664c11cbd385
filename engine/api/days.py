"""Days in bodies and answers of `/api/v1`: ISO dates."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from engine.api.parts import Part
from engine.api.schema import Schema, text_like

__all__ = ["DAY", "DAY_TEXT"]

_LETTERS: Final = 10
DAY_TEXT: Final[Schema] = text_like(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def _day(value: Any) -> date:
    if not isinstance(value, str) or len(value) != _LETTERS:
        raise ValueError(value)
    return date.fromisoformat(value)


DAY: Final = Part(_day, DAY_TEXT)
"""A day: `2026-11-21`."""
