"""The worker: fires due timers, each in a command of its own, tries failed ones again, and cleans up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

import structlog

from engine.canonical import dumps
from engine.commands.desk import Context, Desk
from engine.commands.incident import RaiseIncident
from engine.commands.refusals import NotFound, Refusal
from engine.commands.timer import FireTimer
from engine.events import instant
from engine.policy import EVERYWHERE, WORKER, Actor
from engine.store import StoreBusy, StoreError, StoreFull
from engine.store.jobs import DUE, POSTPONE
from engine.store.keys import PURGE_KEYS
from engine.store.notes import CLEAR_NOTE, NOTE, SET_NOTE
from engine.store.query import Query
from engine.worker.clock import ClockWatch

__all__ = ["MACHINE", "Round", "Worker", "back_off"]

MACHINE: Final = Actor("lajur", "Lajur", grants=frozenset({(WORKER, EVERYWHERE)}))
ATTEMPTS: Final = 5
BATCH: Final = 100
KEEP_KEYS: Final = timedelta(days=7)
HOLD: Final = "clock-hold"
_log = structlog.get_logger("lajur.worker")


@dataclass
class Round:
    """What one look at the jobs did."""

    fired: int = 0
    failed: int = 0
    held: bool = False


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many failures: 5 s, 20 s, 80 s, 320 s."""
    return timedelta(seconds=5 * 4 ** max(0, attempts - 1))


@dataclass
class Worker:
    """One worker; any number may run beside each other on PostgreSQL. Time comes from `clock` and `monotonic`."""

    desk: Desk
    drain: Query | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    watch: ClockWatch = field(default_factory=ClockWatch)
    _stop: threading.Event = field(default_factory=threading.Event)
    _cleaned: datetime | None = None

    def run(self, pause: float = 1.0) -> None:
        """Works until `stop`; polls every `pause` seconds."""
        while not self._stop.is_set():
            busy = False
            try:
                done = self.round()
                busy = done.fired >= BATCH
                self.clean()
            except StoreError as error:
                _log.warning("store", error=str(error))
            except Exception:  # noqa: BLE001 - the outer loop: it records and goes on
                _log.exception("worker")
            if not busy:
                self._stop.wait(pause)

    def stop(self) -> None:
        """Ends `run` after its present round."""
        self._stop.set()

    def round(self) -> Round:
        """Fires what is due now, each case in due order, until nothing is left or a batch is full.

        Of each case only the first timer is asked for: what it opens may be due before the next. A case whose timer
        failed, or that somebody else holds, waits. Raises StoreFull and StoreBusy, which are no timer's failure.
        """
        now, done, waiting = self.clock(), Round(), set[int]()
        if self._held(now):
            return Round(held=True)
        while done.fired < BATCH:
            with self.desk.store.reading() as reading:
                due = [row for row in reading.all(DUE, now=instant(now), limit=BATCH) if row["case_id"] not in waiting]
            if not due:
                break
            for row in due:
                end = self._fire(row, now)
                done.fired += end == "fired"
                done.failed += end == "failed"
                if end != "fired":
                    waiting.add(row["case_id"])
        return done

    def clean(self) -> None:
        """Forgets idempotency keys after seven days and what was delivered; at most once a minute."""
        now = self.clock()
        if self._cleaned is not None and timedelta(0) <= now - self._cleaned < timedelta(minutes=1):
            return
        self._cleaned = now
        with self.desk.store.transaction() as tx:
            tx.run(PURGE_KEYS, before=instant(now - KEEP_KEYS))
            if self.drain is not None:
                tx.run(self.drain, before=instant(now))

    def _held(self, now: datetime) -> bool:
        """True while a jump of the clock holds timers; an administrator's confirmation lifts it."""
        before = bool(self.watch.held_by)
        held = self.watch.look(now, self.monotonic())
        if not held:
            if before:
                with self.desk.store.transaction() as tx:
                    tx.run(CLEAR_NOTE, name=HOLD)
            return False
        with self.desk.store.reading() as reading:
            noted = reading.value(NOTE, name=HOLD) is not None
        if before and not noted:
            self.watch.confirm()
            return False
        if not noted:
            seconds = self.watch.held_by.total_seconds()
            _log.warning("clock-jump", seconds=seconds)
            with self.desk.store.transaction() as tx:
                tx.run(SET_NOTE, name=HOLD, value=dumps({"seconds": int(seconds), "since": now}))
        return True

    def _fire(self, row: dict[str, Any], now: datetime) -> Literal["fired", "failed", "gone"]:
        try:
            self.desk.run(Context(MACHINE, now), FireTimer(row["case_id"], row["n"]))
        except NotFound:
            return "gone"
        except (StoreFull, StoreBusy):
            raise
        except (Refusal, StoreError) as error:
            self._failed(row, now, str(error))
            return "failed"
        except Exception as error:  # noqa: BLE001 - recorded, tried again, then an incident
            _log.exception("timer", case=row["case_id"], n=row["n"])
            self._failed(row, now, f"{type(error).__name__}: {error}")
            return "failed"
        return "fired"

    def _failed(self, row: dict[str, Any], now: datetime, why: str) -> None:
        attempts = row["attempts"] + 1
        if attempts >= ATTEMPTS:
            self.desk.run(Context(MACHINE, now), RaiseIncident(row["case_id"], row["n"], why[:1000]))
            return
        later = instant(now + back_off(attempts))
        with self.desk.store.transaction() as tx:
            tx.run(POSTPONE, job=row["id"], before=row["attempts"], later=later, why=why[:1000])
