"""Runs the examinations that people asked for, on a thread of its own; one that a dead process left is begun anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from engine.canonical import dumps
from engine.events import instant
from engine.proof.examine import Examination, examine
from engine.proof.report import report
from engine.store import Store, StoreError
from engine.store.proof_runs import BEAT, END, FORGET_RUNS, NEXT_RUN, TAKE_RUN

__all__ = ["Examiner"]

SILENT: Final = timedelta(seconds=30)
"""After so long without a sign of life whoever ran an examination is taken for dead."""
_BEAT: Final = 1.0  # seconds
_BREATH: Final = 0.002  # seconds that each batch leaves to those who work
_BATCH: Final = 500  # events
_KEPT: Final = 20
_log = structlog.get_logger("lajur.examiner")


@dataclass
class Examiner:
    """Looks for examinations that were asked for; `against` says with what to compare."""

    store: Store
    against: Callable[[], Examination]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self, pause: float = 1.0) -> None:
        """Works until `stop`."""
        while not self._stop.is_set():
            try:
                self.round()
            except StoreError as error:
                _log.warning("examination", error=str(error))
            except _Stopped:
                return
            except Exception:  # noqa: BLE001 - the outer loop: it records and goes on
                _log.exception("examination")
            self._stop.wait(pause)

    def stop(self) -> None:
        """Ends `run`; an examination that is under way is begun anew by the next process."""
        self._stop.set()

    def round(self) -> int | None:
        """Runs the next examination; its number, None when none was asked for."""
        now = self.clock()
        with self.store.reading() as reading:
            number = reading.value(NEXT_RUN, silent_since=instant(now - SILENT))
        if number is None:
            return None
        with self.store.transaction() as tx:
            if not tx.run(TAKE_RUN, run=number, at=instant(now), silent_since=instant(now - SILENT)):
                return None
        self._end(number, *self._examined(number))
        return int(number)

    def _examined(self, number: int) -> tuple[str, bytes]:
        beat = _Beat(self.store, number, self.clock, self._stop)
        asked = self.against()
        try:
            verdict = examine(self.store, Examination(asked.place, asked.keys, None, asked.origin, beat.progress))
        except OSError as error:
            return "FAILED", dumps({"id": f"Tempat kedua tidak dapat dibaca ({error.strerror}).", "en": str(error)})
        return "DONE", dumps(report(verdict))

    def _end(self, number: int, how: str, found: bytes) -> None:
        with self.store.transaction() as tx:
            tx.run(END, run=number, how=how, at=instant(self.clock()), found=found)
            tx.run(FORGET_RUNS, until=number - _KEPT)


class _Stopped(Exception):
    """The process ends in the middle of an examination."""


@dataclass
class _Beat:
    """Says about once a second how far it is."""

    store: Store
    number: int
    clock: Callable[[], datetime]
    stop: threading.Event
    last: float = 0.0
    breathed: int = 0

    def progress(self, done: int, total: int) -> None:
        """Notes the events that were looked at so far."""
        if done - self.breathed >= _BATCH:
            self.breathed = done
            if self.stop.wait(_BREATH):
                raise _Stopped
        if time.monotonic() - self.last < _BEAT:
            return
        self.last = time.monotonic()
        with self.store.transaction() as tx:
            tx.run(BEAT, run=self.number, at=instant(self.clock()), so_far=done, of_all=total)
