"""Looks after the polls that wait: when something is told, and each second in any case."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import structlog

from engine.polling.fetch import Fetcher, free
from engine.polling.room import Room
from engine.store import Store, StoreError
from engine.store.notify import EVERY_TOPIC, Heard, Listener

__all__ = ["Scout"]

MOST: Final = 100  # tasks of one group that are counted in one look
_log = structlog.get_logger("lajur.polling")


@dataclass
class Scout:
    """One thread of a process: it asks once for all polls that want the same, and wakes as many as there are tasks."""

    room: Room
    store: Store
    fetcher: Fetcher
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: float = 1.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _full: float = 0.0
    _told: str = ""

    def run(self) -> None:
        """Looks until `stop`; while nobody waits it does nothing at all."""
        listener = self.store.listen()
        self.room.knock = listener.wake
        try:
            while not self._stop.is_set():
                self.room.occupied.wait()
                if not self._stop.is_set():
                    self._round(listener)
        finally:
            listener.close()

    def stop(self) -> None:
        """Ends `run` and all polls that wait."""
        self._stop.set()
        self.room.close()
        self.room.occupied.set()
        self.room.knock()

    def look(self, heard: Heard) -> None:
        """Wakes who may get something: of the topics that were told, of who came in lately, each second of all."""
        self.room.end_older(heard.workers)
        now = time.monotonic()
        every = EVERY_TOPIC in heard.topics or now - self._full >= self.pause
        if every:
            self._full = now
            self.fetcher.look(self.clock())
        wanted = self.room.groups(None if every else heard.topics)
        if not wanted:
            return
        with self.store.reading() as reading:
            found = {want: free(reading, want.offers, self.clock(), min(most, MOST)) for want, most in wanted.items()}
        for want, number in found.items():
            self.room.wake(want, number)

    def _round(self, listener: Listener) -> None:
        try:
            self.look(listener.wait(max(0.0, self._full + self.pause - time.monotonic())))
            fresh = self.room.workers(self._told)
            if fresh:
                self._told = max(since for _, since in fresh)
                listener.tell_workers(fresh)
        except StoreError as error:
            _log.warning("store", error=str(error))
            self._stop.wait(self.pause)
        except Exception:  # noqa: BLE001 - the outer loop: it records and goes on
            _log.exception("polling")
            self._stop.wait(self.pause)
