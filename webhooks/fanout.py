"""The fan-out: what commands left in the outbox becomes deliveries, one for each subscription that wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from webhooks.database import Database, Row, Writes
from webhooks.occurrence import Occurrence
from webhooks.rows import HELD, HOOKS, OUTBOX, PUT_DELIVERY, QUEUES, TAKE_OUT

__all__ = ["BATCH", "Fanout", "Stories", "wants"]

BATCH: Final = 200  # rows of the outbox in one transaction
Stories = Callable[[Writes, Sequence[Row]], Iterable[Occurrence]]
"""What rows of the outbox (case_id, first, last) tell, each case in its order, without answers."""


@dataclass(frozen=True, slots=True)
class _Hook:
    """A subscription that is awake."""

    id: int
    office: str
    kinds: frozenset[str]
    sops: frozenset[str]
    since: int


@dataclass(frozen=True, slots=True)
class Fanout:
    """Any number of processes may hold one; the database lets one of them work at a time."""

    database: Database
    stories: Stories
    now: Callable[[], int]

    def round(self) -> int:
        """Takes a batch out of the outbox, in one transaction with the deliveries; how many rows it took.

        0 as well where nobody is told of them and no more are there: who works in rounds then rests between them,
        and the rows of many commands go in one transaction.
        """
        with self.database.reading() as look:
            if not look.all(OUTBOX, limit=1):
                return 0
        with self.database.writing() as tx:
            if not tx.alone("fanout"):
                return 0
            rows = tx.all(OUTBOX, limit=BATCH)
            if not rows:
                return 0
            told = self._spread(tx, rows)
            tx.run(TAKE_OUT, ids=[row["id"] for row in rows])
            return len(rows) if told or len(rows) == BATCH else 0

    def _spread(self, tx: Writes, rows: Sequence[Row]) -> int:
        """Writes the deliveries; how many."""
        hooks = by_office(tx.all(HOOKS))
        if not hooks:
            return 0
        told = [
            (hook, one)
            for one in self.stories(tx, rows)
            for hook in hooks.get(one.office, ())
            if hook.since <= round(one.recorded_at.timestamp() * 1_000_000) and wants(hook.kinds, hook.sops, one)
        ]
        cases = sorted({one.case for _, one in told})
        busy = {(row["webhook_id"], row["case_id"]) for row in tx.all(QUEUES, cases=cases)} if cases else set()
        written, now = [], self.now()
        for hook, one in told:
            queue = (hook.id, one.case)
            first = queue not in busy
            busy.add(queue)
            written.append(_delivery(hook, one, now if first else HELD, now))
        tx.many(PUT_DELIVERY, written)
        return len(written)


def by_office(rows: Iterable[Row]) -> Mapping[str, list[_Hook]]:
    """The subscriptions of each office; one that takes service tasks is told of nothing else."""
    found: dict[str, list[_Hook]] = {}
    for row in rows:
        if row["topic"] is None:
            hook = _Hook(row["id"], row["office"], _words(row["kinds"]), _words(row["sops"]), row["created_at"])
            found.setdefault(hook.office, []).append(hook)
    return found


def wants(kinds: frozenset[str], sops: frozenset[str], told: Occurrence) -> bool:
    """Whether a subscription with these kinds and SOPs (empty: all) is told of it."""
    return (not kinds or told.kind in kinds) and (not sops or told.sop in sops)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _delivery(hook: _Hook, told: Occurrence, run_at: int, now: int) -> Row:
    return {
        "webhook_id": hook.id,
        "case_id": told.case,
        "event": told.number,
        "kind": told.kind,
        "created_at": now,
        "run_at": run_at,
    }
