"""Lends service tasks: looks first, so that an empty poll writes nothing, and keeps locks when the clock leaps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from engine.commands.desk import Context, Desk
from engine.commands.external_task_lock import FetchExternal, MoveLocks, offices_of, seen
from engine.events import instant
from engine.policy import EVERYWHERE, WORKER, Actor
from engine.store import Reading
from engine.store.external_offers import EXTERNALS, Offer, Order, offered
from engine.store.lists import Page
from engine.store.reading import Row

__all__ = ["Fetcher", "free", "rows_of"]

LEAP: Final = timedelta(seconds=2)
"""What a wall clock may go faster than the monotonic one between two looks before it counts as a leap."""
MACHINE: Final = Actor("lajur", "Lajur", grants=frozenset({(WORKER, EVERYWHERE)}))


@dataclass
class Fetcher:
    """Lends the tasks of one desk. `monotonic` gives seconds that no setting of the clock changes."""

    desk: Desk
    monotonic: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: tuple[datetime, float] | None = None

    def fetch(self, context: Context, command: FetchExternal) -> list[tuple[int, int]]:
        """The tasks that are lent, as (case, n), the first first."""
        self.look(context.now)
        mine = offices_of(context.actor)
        with self.desk.store.reading() as reading:
            given = {"now": instant(context.now), "most": 1}
            there = any(offered(reading, seen(one.offer, mine), command.order, given) for one in command.wanted)
        if not there or command.most < 1:
            return []
        tasks: list[list[int]] = self.desk.run(context, command).body["tasks"]  # type: ignore[assignment]
        return [(case, n) for case, n in tasks]

    def look(self, now: datetime) -> None:
        """Compares the clocks: locks that would end in a leap forward end as much later.

        A clock that is set back needs nothing: locks last longer then, none shorter.
        """
        with self._lock:
            steady, last = self.monotonic(), self._last
            self._last = (now, steady)
            leap = timedelta(0) if last is None else now - last[0] - timedelta(seconds=steady - last[1])
            if leap > LEAP:
                self.desk.run(Context(MACHINE, now), MoveLocks(instant(now - leap), instant(now)))


def free(reading: Reading, offers: tuple[Offer, ...], now: datetime, most: int) -> int:
    """How many tasks of these offers may be fetched now; it is counted up to `most` of each."""
    given = {"now": instant(now), "most": most}
    return sum(len(offered(reading, offer, Order(), given)) for offer in offers)


def rows_of(reading: Reading, tasks: list[tuple[int, int]]) -> list[Row]:
    """The rows of these tasks with their cases and definitions, in this order; those that are gone are left out."""
    found = EXTERNALS.rows(reading, Page({"cases": {"cases": sorted({case for case, _ in tasks})}}))
    rows = {(row["case_id"], row["n"]): row for row in found}
    return [rows[task] for task in tasks if task in rows]
