"""Watches the wall clock against the monotonic one, so that a wrong clock fires nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

__all__ = ["LEAP", "ClockWatch"]

LEAP: Final = timedelta(minutes=5)


@dataclass
class ClockWatch:
    """Compares how far both clocks went since the last look.

    A jump forward of more than five minutes holds timers until the clock returns or an administrator confirms it. A
    jump backward needs no hold: a timer that fired is gone, and one that is not due again simply waits.
    """

    held_by: timedelta = field(default=timedelta(0))
    _wall: datetime | None = None
    _monotonic: float = 0.0

    def look(self, now: datetime, monotonic: float) -> bool:
        """Notes both clocks (aware UTC, seconds); True while timers are held."""
        if self._wall is not None:
            leap = (now - self._wall) - timedelta(seconds=monotonic - self._monotonic)
            if leap > LEAP or self.held_by:
                self.held_by = max(timedelta(0), self.held_by + leap)
            if self.held_by <= LEAP:
                self.held_by = timedelta(0)
        self._wall, self._monotonic = now, monotonic
        return bool(self.held_by)

    def confirm(self) -> None:
        """The jump was right: timers go on."""
        self.held_by = timedelta(0)
