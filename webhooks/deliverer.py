"""The deliverer: lends due deliveries, lets threads send them, and writes down what became of each."""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog

from webhooks.database import Database, Row, Writes
from webhooks.outcome import REASONS, Kind, Outcome
from webhooks.rows import (
    ATTEMPTED,
    CLAIM,
    DUE,
    DUE_WEBHOOKS,
    FORGET_ATTEMPTS,
    FORGET_DONE,
    FORGOTTEN,
    HELD,
    PUT_OFF,
    SET_PACE,
    SETTLE,
    STALLED,
    TURN,
)
from webhooks.sender import Parcel, Sender

__all__ = ["LEASE", "SECOND", "Deliverer", "Lanes", "Letter", "Work"]

_log = structlog.get_logger("lajur.webhooks")

SECOND: Final = 1_000_000  # instants are microseconds
LEASE: Final = 120 * SECOND  # how long a delivery is lent to who tries; then somebody else may
EACH: Final = 4  # deliveries of one subscription that are under way at once
SHORTEST: Final = 0.02  # seconds between two transactions
KEPT: Final = 30 * 24 * 3600 * SECOND  # how long what was delivered can be looked at
SWEEP: Final = 60.0  # seconds
AGAIN: Final = timedelta(minutes=5)  # after something that ought not to happen


@dataclass(frozen=True, slots=True)
class Letter:
    """What a delivery sends: the constant id of its message, the body, and the secrets, the newest first."""

    message_id: str
    body: bytes
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a deliverer works with.

    `write(tx, webhook, delivery)` gives the letter, or None for an event that is no more; `disable(webhook)` switches a
    subscription off that wants nothing any more.
    """

    database: Database
    sender: Sender
    write: Callable[[Writes, Row, Row], Letter | None]
    disable: Callable[[int], None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(slots=True)
class Lanes:
    """How many may be sent at once: `quick` to receivers that took their last message, `slow` to all others.

    So receivers that never answer hold up each other, and nobody else.
    """

    quick: int = 32
    slow: int = 32


@dataclass(frozen=True, slots=True)
class _Lent:
    """A delivery that is under way; `lease` is the time until which it is ours."""

    row: Row
    webhook: Row
    letter: Letter | None
    lease: int
    lane: int


@dataclass
class Deliverer:
    """One for a process. All that it writes passes through one thread, in few transactions."""

    work: Work
    lanes: Lanes = field(default_factory=Lanes)
    _ended: queue.SimpleQueue[tuple[_Lent, Outcome]] = field(default_factory=queue.SimpleQueue)
    _busy: Counter[int] = field(default_factory=Counter)
    _running: list[int] = field(default_factory=lambda: [0, 0])
    _after: list[int] = field(default_factory=lambda: [0, 0])
    _stop: threading.Event = field(default_factory=threading.Event)
    _swept: float = 0.0
    _disabled: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pools = [
            ThreadPoolExecutor(most, thread_name_prefix=f"kirim-{most}") for most in (self.lanes.quick, self.lanes.slow)
        ]

    @property
    def under_way(self) -> int:
        """Deliveries that are being sent now."""
        return sum(self._running)

    def stop(self) -> None:
        """Begins nothing more; what is under way ends by itself or is lent again later."""
        self._stop.set()
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)

    def cycle(self, wait: float = 0.0) -> int:
        """Writes down what ended (waiting up to `wait` seconds for one) and lends what is due; how many it moved."""
        ended = self._collect(wait)
        now = self._micros()
        if not ended and not self._anything(now):
            return 0
        with self.work.database.writing() as tx:
            for sent, outcome in ended:
                self._settle(tx, sent, outcome)
            lent = [] if self._stop.is_set() else self._lend(tx, now)
        for one in lent:
            self._running[one.lane] += 1
            self._busy[one.row["webhook_id"]] += 1
            self._pools[one.lane].submit(self._send, one)
        return len(ended) + len(lent)

    def sweep(self) -> None:
        """Once a minute: whose turn came while nobody looked, and what is old enough to be forgotten."""
        if time.monotonic() - self._swept < SWEEP and self._swept:
            return
        self._swept = time.monotonic()
        now = self._micros()
        with self.work.database.writing() as tx:
            for row in tx.all(STALLED, held=HELD):
                self._turn(tx, row, now)
            old = [row["id"] for row in tx.all(FORGOTTEN, before=now - KEPT, limit=5000)]
            if old:
                tx.run(FORGET_ATTEMPTS, ids=old)
                tx.run(FORGET_DONE, ids=old)

    def _collect(self, wait: float) -> list[tuple[_Lent, Outcome]]:
        found: list[tuple[_Lent, Outcome]] = []
        try:
            found.append(self._ended.get(timeout=wait) if wait else self._ended.get_nowait())
            while True:
                found.append(self._ended.get_nowait())
        except queue.Empty:
            pass
        for lent, _ in found:
            self._running[lent.lane] -= 1
            self._busy[lent.row["webhook_id"]] -= 1
        self._busy += Counter()  # drops those at zero
        return found

    def _anything(self, now: int) -> bool:
        with self.work.database.reading() as look:
            return any(
                self._free(lane) and look.one(DUE_WEBHOOKS, slow=lane, after=0, now=now, limit=1) for lane in (0, 1)
            )

    def _free(self, lane: int) -> int:
        return (self.lanes.quick, self.lanes.slow)[lane] - self._running[lane]

    def _lend(self, tx: Writes, now: int) -> list[_Lent]:
        """Due deliveries of both lanes, a few of each subscription, beginning behind the one that came last."""
        found: list[_Lent] = []
        for lane in (0, 1):
            free = self._free(lane)
            if free <= 0:
                continue
            hooks = tx.all(DUE_WEBHOOKS, slow=lane, after=self._after[lane], now=now, limit=free)
            if len(hooks) < free:
                first = tx.all(DUE_WEBHOOKS, slow=lane, after=0, now=now, limit=free - len(hooks))
                known = {hook["id"] for hook in hooks}
                hooks += [hook for hook in first if hook["id"] not in known]
            for hook in hooks:
                room = min(free, (EACH if lane == 0 else 1) - self._busy[hook["id"]])
                taken = self._take(tx, hook, (lane, room), now) if room > 0 else []
                found += taken
                free -= len(taken)
                self._after[lane] = hook["id"]
                if free <= 0:
                    break
        return found

    def _take(self, tx: Writes, hook: Row, place: tuple[int, int], now: int) -> list[_Lent]:
        lane, room = place
        lease = now + LEASE
        rows = tx.all(DUE, webhook=hook["id"], now=now, limit=room)
        mine = [row for row in rows if tx.run(CLAIM, id=row["id"], until=lease, seen=row["run_at"])]
        return [_Lent(row, hook, self.work.write(tx, hook, row), lease, lane) for row in mine]

    def _send(self, lent: _Lent) -> None:
        """In a thread of a lane: one attempt. Whatever happens, its end is told."""
        outcome = Outcome(Kind.RETRY, REASONS["broken"], self.work.now() + AGAIN)
        try:
            outcome = self._sent(lent)
        finally:
            self._ended.put((lent, outcome))

    def _sent(self, lent: _Lent) -> Outcome:
        letter, row = lent.letter, lent.row
        if letter is None:
            return Outcome(Kind.PARKED, REASONS["nothing"])
        began = None if row["began_at"] is None else datetime.fromtimestamp(row["began_at"] / SECOND, UTC)
        number = row["attempts"] + 1
        return self.work.sender.send(
            Parcel(lent.webhook["url"], letter.message_id, letter.body, letter.secrets, number, began)
        )

    def _settle(self, tx: Writes, lent: _Lent, outcome: Outcome) -> None:
        """What became of an attempt, and whose turn is next."""
        now, row = self._micros(), lent.row
        if outcome.kind is Kind.BUSY:
            tx.run(PUT_OFF, id=row["id"], lease=lent.lease, at=_at(outcome, now))
            return
        end = _end(row, outcome, now)
        if not tx.run(SETTLE, id=row["id"], lease=lent.lease, **end):
            return
        tx.many(ATTEMPTED, [_attempt(row, outcome, now)])
        tx.run(SET_PACE, id=row["webhook_id"], slow=int(end["status"] != "DONE"))
        if end["status"] != "WAITING":
            self._turn(tx, row, now)
        if outcome.kind is Kind.DISABLED:
            self._disabled.append(row["webhook_id"])

    def switch_off(self) -> None:
        """Switches off the subscriptions whose receivers answered that they want nothing any more."""
        while self._disabled:
            self.work.disable(self._disabled[-1])
            self._disabled.pop()

    def _turn(self, tx: Writes, row: Row, now: int) -> None:
        tx.run(TURN, case_id=row["case_id"], webhook_id=row["webhook_id"], now=now, held=HELD)

    def _micros(self) -> int:
        return round(self.work.now().timestamp() * SECOND)

    def run(self, rounds: Sequence[Callable[[], object]], pause: float = 0.5) -> None:
        """Works until `stop`; `rounds` are done before each look (the fan-out). Polls every `pause` seconds."""
        while not self._stop.is_set():
            busy = sum(map(_guarded, rounds)) > 0
            moved = _guarded(partial(self.cycle, SHORTEST if busy or self.under_way else 0.0))
            for one in (self.switch_off, self.sweep):
                _guarded(one)
            if not busy and not moved:
                self._stop.wait(SHORTEST if self.under_way else pause)


def _guarded(one: Callable[[], object]) -> bool:
    """Whether it did something; what goes wrong in it stops none of the others and is tried again."""
    try:
        return bool(one())
    except Exception:  # noqa: BLE001 - the outer loop: a database that is full or busy is asked again
        _log.exception("deliveries")
        return False


def _at(outcome: Outcome, now: int) -> int:
    return now + SECOND if outcome.at is None else max(now, round(outcome.at.timestamp() * SECOND))


def _end(row: Row, outcome: Outcome, now: int) -> dict[str, Any]:
    """How a delivery stands after an attempt."""
    status = {Kind.DELIVERED: "DONE", Kind.RETRY: "WAITING"}.get(outcome.kind, "PARKED")
    return {
        "status": status,
        "run_at": _at(outcome, now) if status == "WAITING" else now,
        "attempts": row["attempts"] + 1,
        "began_at": row["began_at"] or now - outcome.ms * 1000,
        "done_at": now if status == "DONE" else None,
        "code": outcome.reason.code,
        "answer": outcome.status,
        "ms": outcome.ms,
    }


def _attempt(row: Row, outcome: Outcome, now: int) -> Row:
    reason = outcome.reason
    return {
        "delivery_id": row["id"],
        "n": row["attempts"] + 1,
        "at": now - outcome.ms * 1000,
        "ms": outcome.ms,
        "answer": outcome.status,
        "code": reason.code,
        "id": reason.id,
        "en": reason.en,
    }
