"""How many deliveries may be under way to one host, and how many may begin in a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

__all__ = ["Gate"]

ROUNDING: Final = 1e-6  # seconds
MOST_HOSTS: Final = 10_000  # remembered before those at rest are forgotten


class Gate:
    """Lets deliveries to a host in without ever waiting itself; one for all threads of a process."""

    def __init__(self, at_once: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._interval, self._clock = at_once, 1 / per_second, clock
        self._burst = 1.0  # seconds that a host at rest may begin ahead of its rate
        self._lock = threading.Lock()
        self._running: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def enter(self, host: str) -> float:
        """0 when a delivery may begin (then `leave` must follow), else the seconds after which to ask again."""
        with self._lock:
            now = self._clock()
            if self._running.get(host, 0) >= self._at_once:
                return max(self._interval, 0.25)
            due = max(self._due.get(host, 0.0), now)
            wait = due + self._interval - now - max(self._burst, self._interval)
            if wait > ROUNDING:
                return wait
            if len(self._due) >= MOST_HOSTS:
                self._due = {name: at for name, at in self._due.items() if at > now}
            self._due[host] = due + self._interval
            self._running[host] = self._running.get(host, 0) + 1
            return 0.0

    def leave(self, host: str) -> None:
        """A delivery that had entered has ended."""
        with self._lock:
            left = self._running[host] - 1
            if left:
                self._running[host] = left
            else:
                del self._running[host]
