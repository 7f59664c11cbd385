"""Commands on tasks: claim, unclaim, assign, delegate, complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.acquaintance import knows
from engine.commands.answers import Place, cleaned, sight_of
from engine.commands.completeness import excused
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import acting_for, definition_of, demand_open, locked_task
from engine.commands.later import demand_time
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotPossible
from engine.commands.register import numbered
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.drafts import DROP_DRAFTS_OF_TASK
from engine.store.reading import Row

__all__ = [
    "PENDING",
    "RESOLVED",
    "Assign",
    "Claim",
    "Complete",
    "Delegate",
    "Unclaim",
    "demand_account",
    "hold",
    "holder_body",
    "open_task",
    "taken",
]

PENDING: Final = "PENDING"
"""A colleague prepares the task and gives it back to its owner."""
RESOLVED: Final = "RESOLVED"
"""The owner has it back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Take a task for oneself."""

    case: int
    n: int


@dataclass(frozen=True, slots=True)
class Unclaim:
    """Give a task back to its candidates."""

    case: int
    n: int


@dataclass(frozen=True, slots=True)
class Assign:
    """A process owner gives a task to a person (or, with None, back to its candidates)."""

    case: int
    n: int
    assignee: str | None


@dataclass(frozen=True, slots=True)
class Delegate:
    """Give a task to a colleague, with a reason; with `back` he is only to prepare it and gives it back."""

    case: int
    n: int
    to: str
    reason: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Complete:
    """Answer a task; `answers` are raw, as a page or a program sends them."""

    case: int
    n: int
    answers: Mapping[str, Any]


@handles(Claim)
def claim(work: Work, command: Claim) -> Body:
    """Gives the task to the actor; Conflict when a colleague has it. Claiming twice changes nothing."""
    row = open_task(work, command.case, command.n, "claim")
    actor = work.context.actor.login
    if row["assignee"] not in (None, actor):
        raise taken(row)
    if row["assignee"] is None:
        hold(work, row, "TaskClaimed", {"assignee": actor} | _stays(row))
    return holder_body(row, actor)


@handles(Unclaim)
def unclaim(work: Work, command: Unclaim) -> Body:
    """Takes the holder away; only the holder or the process owner may."""
    row = open_task(work, command.case, command.n, "read-task")
    facts = Facts(row["office"], own=row["assignee"] == work.context.actor.login)
    work.demand("unclaim", facts)
    if row["assignee"] is not None:
        hold(work, row, "TaskReleased", {"assignee": None} | _stays(row))
    return holder_body(row, None)


@handles(Assign)
def assign(work: Work, command: Assign) -> Body:
    """Sets the holder; the person must have an active account."""
    row = open_task(work, command.case, command.n, "assign")
    if command.assignee is not None:
        demand_account(work, command.assignee, "assignee")
    hold(work, row, "TaskAssigned", {"assignee": command.assignee} | _stays(row))
    return holder_body(row, command.assignee)


@handles(Delegate)
def delegate(work: Work, command: Delegate) -> Body:
    """Hands the task to a colleague and keeps who did; a reason is required. Giving it back to all ends that."""
    row = open_task(work, command.case, command.n, "delegate")
    actor = work.context.actor.login
    if row["assignee"] not in (None, actor):
        raise taken(row)
    if not command.reason.strip():
        raise Invalid([FieldProblem("reason", "Tulis alasan penyerahan.", "Write why you hand it over.")])
    demand_account(work, command.to, "to")
    data = {"task": row["n"], "assignee": command.to, "owner": actor}
    if command.back:
        data |= {"owner": row["owner"] or actor, "delegation": PENDING}
    acting = acting_for(work.context.actor, row["candidates"])
    event = NewEvent(row["id"], "TaskDelegated", data, row["element"], acting, {"$alasan": command.reason.strip()})
    work.append(event)
    return holder_body(row, command.to)


@handles(Complete)
def complete(work: Work, command: Complete) -> Body:
    """Checks the answers, moves the case, opens what follows; all of it or nothing."""
    row = open_task(work, command.case, command.n, "complete")
    demand_time(work, row)
    actor = work.context.actor
    if row["assignee"] not in (None, actor.login):
        raise taken(row)
    if row["delegation"] == PENDING:
        raise NotPossible(
            "task-delegated",
            f"Tugas ini diserahkan untuk disiapkan. Kembalikan kepada {row['owner']}, atau lepaskan.",
            "A delegated task cannot be completed, but should be resolved instead.",
            owner=row["owner"],
        )
    definition = definition_of(work, row)
    place = Place(definition, row["element"], row["id"], sight_of(definition, row), work.now)
    numbers = numbered(work, definition, row, command.answers)
    answers = cleaned(work.tx, place, numbers.answers)
    answers |= excused(definition, row["element"], answers, command.answers)
    program = program_of(work, definition, row["id"])
    move = moved(lambda: program.complete(bytes(row["state"]), row["n"], answers, work.at(row)))
    if row["drafted"]:
        work.tx.later(DROP_DRAFTS_OF_TASK, [{"case": row["id"], "n": row["n"]}])
    event = MoveEvent(
        row=row,
        kind="TaskCompleted",
        element=row["element"],
        data=_completion(work, row),
        answers=answers,
        acting_for=acting_for(actor, row["candidates"]),
        followed=numbers.events,
    )
    body = record(work, definition, move, event) | {"task": f"{row['id']}-{row['n']}", "number": row["number"]}
    return body | ({"numbers": list(numbers.body)} if numbers.body else {})


def _stays(row: Row) -> dict[str, Any]:
    """What stays of a task that gets another holder: its owner, unless he waits to have it back; that ends."""
    if row["delegation"] == PENDING:
        return {}
    return {name: row[name] for name in ("owner", "delegation") if row[name] is not None}


def _completion(work: Work, row: Row) -> dict[str, Any]:
    """The task, and the recorder's own post when he answers for somebody outside."""
    data: dict[str, Any] = {"task": row["n"]}
    actor = work.context.actor
    post = acting_for(actor, row["candidates"])
    if post is not None and post not in actor.posts and post in actor.records:
        data["recorded_by"] = [actor.records[post]]
    return data


def open_task(work: Work, case: int, n: int, action: str) -> Row:
    """The open task, held. Raises NotFound, NotAllowed, Conflict, NotPossible."""
    row = locked_task(work, case, n, action)
    demand_open(row)
    return row


def hold(work: Work, row: Row, kind: str, data: dict[str, Any]) -> None:
    """Says of a task what the data say, in the name of the post that the actor has in it."""
    acting = acting_for(work.context.actor, row["candidates"])
    work.append(NewEvent(row["id"], kind, {"task": row["n"]} | data, row["element"], acting))


def holder_body(row: Row, assignee: str | None) -> Body:
    """What a command says that changed who holds a task."""
    return {"case": row["id"], "task": f"{row['id']}-{row['n']}", "assignee": assignee}


def taken(row: Row) -> Conflict:
    """What to say when a colleague holds the task."""
    who = row["assignee"]
    return Conflict(
        "task-claimed",
        f"Tugas ini sedang dikerjakan oleh {who}. Minta yang bersangkutan melepaskannya.",
        f"{who} is working on this task. Ask for its release.",
        assignee=who,
    )


def demand_account(work: Work, login: str, field: str) -> None:
    """Raises Invalid unless there is an active account that the actor may know."""
    if not knows(work.tx, work.context.actor, login, work.now):
        raise Invalid(
            [FieldProblem(field, f"Akun {login} tidak ada atau tidak aktif.", f"There is no active account {login}.")]
        )
