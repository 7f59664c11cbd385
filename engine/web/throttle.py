"""Slows down whoever guesses passwords: a short memory of failed attempts in this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from typing import Final

__all__ = ["Throttle"]

FREE: Final = 5  # failures of one login from one address that cost nothing
FREE_ADDRESS: Final = 60  # failures of one address: a whole office may stand behind it
FIRST: Final = 15.0  # seconds to wait after the failures that were free
LONGEST: Final = 300.0  # seconds
FORGOTTEN: Final = 900.0  # seconds after the last failure
MOST: Final = 10_000


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class Throttle:
    """Counts failures by login and address and by address alone; each further one doubles the wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], _Failures] = OrderedDict()

    def wait(self, login: str, address: str, at: float) -> int:
        """Whole seconds until another attempt is looked at, 0 for none; `at` seconds of a monotonic clock."""
        with self._lock:
            own = self._left((login.casefold(), address), FREE, at)
            return max(own, self._left(("", address), FREE_ADDRESS, at))

    def failed(self, login: str, address: str, at: float) -> None:
        """Notes a failure."""
        with self._lock:
            for key in ((login.casefold(), address), ("", address)):
                found = self._known.pop(key, None)
                count = found.count + 1 if found and at - found.last < FORGOTTEN else 1
                self._known[key] = _Failures(count, at)
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """Forgets the failures of this login from here; those of the address stay."""
        with self._lock:
            self._known.pop((login.casefold(), address), None)

    def _left(self, key: tuple[str, str], free: int, at: float) -> int:
        found = self._known.get(key)
        if found is None or found.count < free or at - found.last >= FORGOTTEN:
            return 0
        pause = min(LONGEST, FIRST * 2.0 ** min(found.count - free, 20))
        return max(0, ceil(found.last + pause - at))
