"""The films of the cases that were replayed last: events never change, so that each is made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from engine.calendars import Times
from engine.queries.chart import Chart
from engine.queries.reel import Film, film
from engine.store import Reading
from engine.store.history import stream
from engine.store.replaying import LAST_LEAF

__all__ = ["Films"]

MOST: Final = 20_000
"""Moments that are kept, of all films together."""


class Films:
    """Keeps films; safe for several threads, since nothing in a film changes."""

    def __init__(self, most: int = MOST) -> None:
        self._lock = threading.Lock()
        self._most = most
        self._kept: OrderedDict[tuple[object, ...], Film] = OrderedDict()

    def film(self, reading: Reading, case: int, chart: Chart, times: Times) -> Film:
        """The film of a case up to its newest event, on this diagram and calendar.

        It is found by the leaf of that event, which commits to salts that nobody guesses: no two histories share one.
        """
        last = reading.one(LAST_LEAF, case=case)
        if last is None:
            return film(chart, times, ())
        key = (case, last["number"], bytes(last["leaf"]), chart.found, id(times.calendar))
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = film(chart, times, stream(reading, case))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(len(one.moments) for one in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
        return made
