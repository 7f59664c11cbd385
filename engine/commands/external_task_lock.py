"""Commands that lend service tasks to workers: fetch, lock, extend, unlock. A lease is no event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.events import instant
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.store.external import EXTERNAL_OF_CASE, FREE_EXTERNAL, LATER_LOCKS, LEASE_EXTERNAL
from engine.store.external_offers import Offer, Order, offered
from engine.store.reading import Row

__all__ = [
    "ExtendExternal",
    "FetchExternal",
    "LockExternal",
    "MoveLocks",
    "NotLocked",
    "UnlockExternal",
    "Wanted",
    "best",
    "held_external",
    "no_external",
    "not_yours",
    "offices_of",
    "seen",
    "until",
]

LONGEST: Final = timedelta(days=36_500)
_MICROSECOND: Final = timedelta(microseconds=1)


class NotLocked(NotPossible):
    """The task is not lent to this worker, or not any more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker wants of one topic, and for how long (milliseconds)."""

    offer: Offer
    milliseconds: int


@dataclass(frozen=True, slots=True)
class FetchExternal:
    """Lend a worker the first offers of his topics, at most so many."""

    worker: str
    wanted: tuple[Wanted, ...]
    most: int
    order: Order = field(default_factory=Order)


@dataclass(frozen=True, slots=True)
class LockExternal:
    """Lend a worker this task for so many milliseconds."""

    case: int
    n: int
    worker: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class ExtendExternal:
    """Lend a worker his task for so many milliseconds from now."""

    case: int
    n: int
    worker: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class UnlockExternal:
    """Take a task from its worker."""

    case: int
    n: int


@dataclass(frozen=True, slots=True)
class MoveLocks:
    """The clock leapt from one instant to another: locks that end between them end as much later."""

    since: int
    until: int


@handles(FetchExternal)
def fetch_external(work: Work, command: FetchExternal) -> Body:
    """Locks what is free now; the body names the tasks as [case, n], the first first."""
    given = {"now": instant(work.now), "most": command.most, "lock": True}
    mine = offices_of(work.context.actor)
    found = best(
        [(one, offered(work.tx, seen(one.offer, mine), command.order, given)) for one in command.wanted], command
    )
    leases = [_lease(work, row, command.worker, wanted.milliseconds) for wanted, row in found]
    work.tx.many(LEASE_EXTERNAL, leases)
    return {"tasks": [[row["case_id"], row["n"]] for _, row in found]}


@handles(LockExternal)
def lock_external(work: Work, command: LockExternal) -> Body:
    """Locks the task, unless another worker holds it."""
    row = held_external(work, command.case, command.n, "external")
    _named(command.worker)
    _positive(command.milliseconds)
    if row["worker"] not in (None, command.worker) and row["locked_until"] >= instant(work.now):
        raise not_yours(row, command.worker, ("dikunci", "locked"))
    work.tx.many(LEASE_EXTERNAL, [_lease(work, row, command.worker, command.milliseconds)])
    return {"task": f"{command.case}-{command.n}"}


@handles(ExtendExternal)
def extend_external(work: Work, command: ExtendExternal) -> Body:
    """Locks the task from now on; NotLocked when it is another worker's or its lock is over."""
    row = held_external(work, command.case, command.n, "external")
    _positive(command.milliseconds)
    if row["worker"] != command.worker:
        raise not_yours(row, command.worker, ("diperpanjang", "extended"))
    if row["locked_until"] < instant(work.now):
        words = "Kunci yang sudah berakhir tidak dapat diperpanjang.", "Cannot extend a lock that expired."
        raise NotLocked("lock-expired", *words)
    work.tx.many(LEASE_EXTERNAL, [_lease(work, row, command.worker, command.milliseconds)])
    return {"task": f"{command.case}-{command.n}"}


@handles(UnlockExternal)
def unlock_external(work: Work, command: UnlockExternal) -> Body:
    """Offers the task again, whoever held it."""
    row = held_external(work, command.case, command.n, "offer")
    work.tx.run(FREE_EXTERNAL, case=command.case, number=command.n)
    work.tx.offer([row["topic"]])
    return {"task": f"{command.case}-{command.n}"}


@handles(MoveLocks)
def move_locks(work: Work, command: MoveLocks) -> Body:
    """Nobody loses his task to a clock that was put right; done twice it is done once."""
    work.demand("external", Facts(EVERYWHERE))
    leap = command.until - command.since
    return {"moved": work.tx.run(LATER_LOCKS, since=command.since, until=command.until, leap=leap)}


def best(found: Iterable[tuple[Wanted, list[Row]]], command: FetchExternal) -> list[tuple[Wanted, Row]]:
    """Of the offers of several topics the first ones, each task once."""
    rows: dict[tuple[int, int], tuple[Wanted, Row]] = {}
    for wanted, offers in found:
        for row in offers:
            rows.setdefault((row["case_id"], row["n"]), (wanted, row))
    return sorted(rows.values(), key=lambda one: command.order.place(one[1]))[: command.most]


def held_external(work: Work, case: int, n: int, action: str) -> Row:
    """The task, held, with office and status of its case; NotFound when there is none that the actor may know."""
    row = work.tx.one(EXTERNAL_OF_CASE, case=case, number=n)
    if row is None or not _may_know(work.context.actor, row["office"]):
        raise no_external(case, n)
    work.demand(action, Facts(row["office"]))
    return row


def offices_of(actor: Actor) -> frozenset[str] | None:
    """The offices whose service tasks the actor may fetch; None for all."""
    if may(actor, "external", Facts(EVERYWHERE)):
        return None
    return frozenset(office for _, office in actor.grants if may(actor, "external", Facts(office)))


def seen(offer: Offer, offices: frozenset[str] | None) -> Offer:
    """The offer as far as it is of these offices (None: of all)."""
    if offices is None:
        return offer
    return replace(offer, offices=offices if offer.offices is None else offer.offices & offices)


def not_yours(row: Row, worker: str, what: tuple[str, str]) -> NotLocked:
    """The refusal for what only the holder of the lock may do."""
    id, en = what
    name, holder = f"{row['case_id']}-{row['n']}", row["worker"]
    return NotLocked(
        "not-your-lock",
        f"Tugas layanan {name} tidak dapat {id} oleh worker '{worker}': dikunci oleh worker '{holder}'.",
        f"External Task {name} cannot be {en} by worker '{worker}'. It is locked by worker '{holder}'.",
    )


def no_external(case: int, n: int) -> NotFound:
    """The refusal for a task that is not there, or not to be known."""
    name = f"{case}-{n}"
    return NotFound(
        "no-external-task", f"Tugas layanan {name} tidak ada.", f"External task with id {name} does not exist"
    )


def until(work: Work, milliseconds: int) -> int:
    """The instant so many milliseconds from now, within the calendar."""
    return instant(work.now) + min(milliseconds * 1000, LONGEST // _MICROSECOND)


def _lease(work: Work, row: Row, worker: str, milliseconds: int) -> dict[str, Any]:
    where = {"case": row["case_id"], "number": row["n"]}
    return where | {"who": worker, "until": until(work, milliseconds)}


def _may_know(actor: Actor, office: str) -> bool:
    return any(may(actor, action, Facts(office)) for action in ("external", "read-external"))


def _named(worker: str) -> None:
    if not worker:
        raise Invalid([FieldProblem("workerId", "Sebutkan workerId.", "Name the workerId.")])


def _positive(milliseconds: int) -> None:
    if milliseconds <= 0:
        words = "Lama kunci harus lebih dari 0 milidetik.", "The duration of a lock is more than 0 milliseconds."
        raise Invalid([FieldProblem("lockDuration", *words)])
