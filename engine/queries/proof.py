"""What auditors and process owners see of the proof: places, counts, hashes; of cases only those that they may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.canonical import loads
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.policy import Facts, may
from engine.proof.note import Checkpoint, NotANote, read
from engine.proof.proofs import newest
from engine.queries.look import Look
from engine.store.cases import CASE
from engine.store.proof import (
    CHECKPOINT,
    CHECKPOINTS_BEFORE,
    LEAVES,
    OLDEST_QUEUED,
    PLACES,
    QUEUED_COUNT,
)
from engine.store.proof_runs import LAST_ENDED, LAST_RUN
from engine.store.reading import Row

__all__ = ["Place", "ProofView", "Run", "checkpoint_note", "checkpoints", "demand_proof", "proof_view", "readable_case"]

PAGE = 20


@dataclass(frozen=True, slots=True)
class Run:
    """An examination: `asked`, `running`, `done`, `failed`; `result` is what engine.proof.report wrote."""

    number: int
    status: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    done: int
    total: int
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Place:
    """A second place: how far it got, and since when and why (in both languages) it lags."""

    place: str
    published: int
    at: datetime | None
    lags_since: datetime | None
    why: str | None


@dataclass(frozen=True, slots=True)
class ProofView:
    """Everything of the page: the examination under way, the last verdict, what is sealed by now, and where."""

    run: Run | None
    last: Run | None
    newest: Checkpoint | None
    waiting: int
    waiting_since: datetime | None
    places: tuple[Place, ...]


def demand_proof(look: Look) -> None:
    """Raises NotFound for everybody who has no office to watch over."""
    if not may(look.actor, "read-proof", Facts()):
        raise NotFound("no-page", "Halaman ini tidak ada.", "There is no such page.")


def proof_view(look: Look) -> ProofView:
    """What the page of the proof shows; raises NotFound."""
    demand_proof(look)
    reading = look.reading
    run, last = reading.one(LAST_RUN), reading.one(LAST_ENDED)
    since = reading.value(OLDEST_QUEUED)
    return ProofView(
        run=None if run is None else _run(run),
        last=None if last is None else _run(last),
        newest=newest(reading),
        waiting=int(reading.value(QUEUED_COUNT)),
        waiting_since=None if since is None else moment(since),
        places=tuple(_place(row) for row in reading.all(PLACES)),
    )


def checkpoints(look: Look, before: int | None = None, most: int = PAGE) -> list[Checkpoint]:
    """Checkpoints before one, the newest first; those that cannot be read are left out. Raises NotFound."""
    demand_proof(look)
    rows = look.reading.all(CHECKPOINTS_BEFORE, before=before or 2**62, limit=most)
    found = []
    for row in rows:
        try:
            found.append(read(bytes(row["note"])))
        except NotANote:
            continue
    return found


def checkpoint_note(look: Look, number: int) -> str:
    """The signed note of a checkpoint; raises NotFound."""
    demand_proof(look)
    row = look.reading.one(CHECKPOINT, number=number)
    if row is None:
        raise NotFound("no-checkpoint", "Checkpoint ini tidak ada.", "There is no such checkpoint.")
    return bytes(row["note"]).decode(errors="replace")


def readable_case(look: Look, position: int) -> tuple[str, int] | None:
    """Number of the case and of the event at a place (from 0), if the person watches over its office; else None."""
    rows = look.reading.all(LEAVES, first=position, until=position + 1)
    row = look.reading.one(CASE, case=rows[0]["case_id"]) if rows and rows[0]["case_id"] else None
    if row is None or not may(look.actor, "read-case", Facts(row["office"])):
        return None
    return row["number"], rows[0]["number"]


def _run(row: Row) -> Run:
    result = None if row["result"] is None else loads(bytes(row["result"]))
    ended = None if row["ended_at"] is None else moment(row["ended_at"])
    return Run(
        row["id"],
        row["status"].lower(),
        row["asked_by"],
        moment(row["asked_at"]),
        ended,
        row["done"],
        row["total"],
        result if isinstance(result, dict) else None,
    )


def _place(row: Row) -> Place:
    at, since = row["at"], row["lags_since"]
    return Place(
        row["place"],
        row["published"],
        None if at is None else moment(at),
        None if since is None else moment(since),
        row["why"],
    )
