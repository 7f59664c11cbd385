"""How often what failed is tried again, and after how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from engine.library import Definition
from engine.spiff.durations import Span, read_span

__all__ = ["DEFAULT", "Retries", "retries_of"]

MOST: Final = 1_000
_CYCLE: Final = re.compile(r"R(\d{1,4})/(P.+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Retries:
    """The waits between the attempts; there is one attempt more than waits."""

    waits: tuple[Span, ...]
    zone: tzinfo = UTC

    @property
    def attempts(self) -> int:
        """How often it is tried in all."""
        return len(self.waits) + 1

    def after(self, failures: int, now: datetime) -> datetime | None:
        """When it is tried again after that many failures; None when it was tried often enough."""
        if failures > len(self.waits):
            return None
        try:
            return self.waits[max(0, failures - 1)].after(now, 1, self.zone)
        except (OverflowError, ValueError):  # beyond the year 9999
            return None


DEFAULT: Final = Retries(tuple(Span(f"PT{n}S", 0, 0, timedelta(seconds=n)) for n in (5, 20, 80, 320)))


def retries_of(definition: Definition | None, element: str | None) -> Retries | None:
    """What `failedJobRetryTimeCycle` of the element says; None where it says nothing that can be read.

    `R5/PT1M` are five attempts in all, a minute apart; `PT1M,PT10M` are three, with these waits between them.
    """
    found = None if definition is None else definition.process.elements.get(element or "")
    if found is None or definition is None or not found.retries:
        return None
    text = found.retries.strip()
    cycle = _CYCLE.fullmatch(text)
    try:
        if cycle is not None:
            times = min(int(cycle[1]), MOST)
            return Retries((read_span(cycle[2]),) * (times - 1), definition.zone) if times else None
        return Retries(tuple(read_span(part) for part in text.split(",")), definition.zone)
    except ValueError:
        return None
