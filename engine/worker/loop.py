"""The worker: runs jobs, each in a command of its own, tries failed ones again, and cleans up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import structlog

from engine.canonical import dumps
from engine.commands.desk import Context, Desk
from engine.commands.housekeeping import CleanUp
from engine.commands.job import FailJob, RunJob
from engine.commands.refusals import NotFound, Refusal
from engine.events import instant
from engine.policy import EVERYWHERE, WORKER, Actor
from engine.store import StoreBusy, StoreError, StoreFull
from engine.store.documents import PURGE_DOCUMENTS, PURGE_HOLDERS
from engine.store.drafts import PURGE_DRAFTS
from engine.store.jobs import DUE, DUE_UNTIMED, NEXT_OF_CASE, NEXT_OF_CASE_UNTIMED
from engine.store.keys import PURGE_KEYS
from engine.store.notes import CLEAR_NOTE, NOTE, SET_NOTE
from engine.store.reading import Row
from engine.store.throttle import PURGE_FAILURES
from engine.throttle import FORGOTTEN
from engine.worker.clock import ClockWatch

__all__ = ["MACHINE", "Round", "Worker"]

MACHINE: Final = Actor("lajur", "Lajur", grants=frozenset({(WORKER, EVERYWHERE)}))
BATCH: Final = 100
STREAK: Final = 10  # jobs of one case in a row, before the others have their turn
KEEP_KEYS: Final = timedelta(days=7)
KEEP_PAPERS: Final = timedelta(days=1)
KEEP_DRAFTS: Final = timedelta(days=7)  # of cases that were not started
HOLD: Final = "clock-hold"
_log = structlog.get_logger("lajur.worker")


@dataclass
class Round:
    """What one look at the jobs did; `held`: what goes by the clock was left alone."""

    fired: int = 0
    failed: int = 0
    held: bool = False


@dataclass
class Worker:
    """One worker; any number may run beside each other on PostgreSQL. Time comes from `clock` and `monotonic`."""

    desk: Desk
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
        """Runs what is due now, each case in its order, until nothing is left or a batch is full.

        Of each case only the first job is asked for: what it brings about may come before the next. So a case with many
        jobs keeps none of the others waiting. A case whose job failed, or that somebody else holds, waits; so does what
        goes by the clock while a jump of it is not confirmed. Raises StoreFull and StoreBusy: no job's failure.
        """
        now, done, waiting = self.clock(), Round(), set[tuple[int, int]]()
        done.held = self._held(now)
        while done.fired < BATCH:
            with self.desk.store.reading() as reading:
                found = reading.all(DUE_UNTIMED if done.held else DUE, now=instant(now), limit=BATCH + len(waiting))
            due = [row for row in found if _queue(row) not in waiting]
            if not due:
                break
            for row in due:
                if not self._streak(row, now, done):
                    waiting.add(_queue(row))
        return done

    def _streak(self, row: Row, now: datetime, done: Round) -> bool:
        """Runs a job, and of its case a few more; False when the case has to wait."""
        next_one = NEXT_OF_CASE_UNTIMED if done.held else NEXT_OF_CASE
        job: Row | None = row
        for _ in range(STREAK):
            if job is None:
                break
            end = self.attempt(job, now, untimed=done.held)
            done.fired += end == "done"
            done.failed += end == "failed"
            if end != "done":
                return False
            if not row["case_id"]:
                break
            with self.desk.store.reading() as reading:
                job = reading.one(next_one, case=row["case_id"], now=instant(now))
        return True

    def clean(self) -> None:
        """Once a minute: forgets old keys, failed sign-ins and papers nobody attached.

        It also forgets messages whose time is over, and brings kept ones to who waits for them by now.
        """
        now = self.clock()
        if self._cleaned is not None and timedelta(0) <= now - self._cleaned < timedelta(minutes=1):
            return
        self._cleaned = now
        with self.desk.store.transaction() as tx:
            tx.run(PURGE_KEYS, before=instant(now - KEEP_KEYS))
            tx.run(PURGE_FAILURES, before=instant(now - FORGOTTEN))
            for forget in (PURGE_DOCUMENTS, PURGE_HOLDERS):
                tx.run(forget, before=instant(now - KEEP_PAPERS))
            tx.run(PURGE_DRAFTS, before=instant(now - KEEP_DRAFTS))
        self.desk.run(Context(MACHINE, now), CleanUp())

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

    def attempt(self, job: Row, now: datetime, *, untimed: bool = False) -> Literal["done", "failed", "gone"]:
        """Runs a job (its `id`, `case_id`, `attempts`, `kind`) when it is its turn, and notes how that ended."""
        try:
            self.desk.run(Context(MACHINE, now), RunJob(job["id"], job["case_id"], untimed))
        except NotFound as refused:
            if refused.code == "no-job":
                return "gone"
            return self._failed(job, now, _said(refused))
        except (StoreFull, StoreBusy):
            raise
        except (Refusal, StoreError) as error:
            return self._failed(job, now, _said(error))
        except Exception as error:  # noqa: BLE001 - recorded, tried again, then an incident
            _log.exception("job", case=job["case_id"], job=job["id"], kind=job["kind"])
            return self._failed(job, now, (f"{type(error).__name__} di log / see the log", None))
        return "done"

    def _failed(self, job: Row, now: datetime, how: tuple[str, str | None]) -> Literal["failed", "gone"]:
        why, code = how
        try:
            self.desk.run(Context(MACHINE, now), FailJob(job["id"], job["case_id"], job["attempts"], why, code))
        except NotFound:
            return "gone"
        return "failed"


def _said(error: Refusal | StoreError) -> tuple[str, str | None]:
    """Why something failed, for people in both languages, and the code of a refusal."""
    if isinstance(error, Refusal):
        return f"{error.id} / {error.en} [{error.code}]", error.code
    return f"{error.id} / {error.en}", None


def _queue(row: Row) -> tuple[int, int]:
    """Jobs of one case wait for each other, those of no case for nobody."""
    return (row["case_id"], 0) if row["case_id"] else (0, row["id"])
