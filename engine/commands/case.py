"""Commands on cases: start, suspend, resume, cancel, comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.acquaintance import knows_definition
from engine.commands.answers import Place, cleaned
from engine.commands.beginning import Beginning, begin, start_element
from engine.commands.desk import Body, Work, handles
from engine.commands.dues_later import later
from engine.commands.finding import demand_active, locked_case, standing_in
from engine.commands.moving import resolve_incidents
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.commands.runs import runs_of
from engine.commands.sending import call_off, close_case, tell_caller
from engine.commands.task_known import element_of
from engine.library import Definition
from engine.spiff import After, Before
from engine.store import NewEvent
from engine.store.cases import OPEN_TASKS
from engine.store.definitions import DEFINITION
from engine.store.drafts import DROP_DRAFTS_OF_CASE
from engine.store.external import HOLD_EXTERNAL, RESUME_EXTERNAL
from engine.store.jobs import CLEAR_JOBS, PARK_JOBS, RESUME_JOBS
from engine.store.reading import Row
from engine.store.remarks import TEXT
from engine.store.waits import CLEAR_WAITS

__all__ = ["Cancel", "Comment", "Resume", "StartCase", "Suspend", "end_case"]


CANCELLED: Final = "Dibatalkan"


@dataclass(frozen=True, slots=True)
class StartCase:
    """Start a case on a definition, by id or by the latest version of a key; `answers` are those of the start form.

    `at` is the element of a start event with a trigger, when the case is to begin there; `places` are where it is to
    begin instead of behind its start.
    """

    key: str | None = None
    definition: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    business_key: str | None = None
    at: str | None = None
    places: Sequence[Before | After] = ()


@dataclass(frozen=True, slots=True)
class Suspend:
    """Hold a case, with a reason."""

    case: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Let a suspended case go on; the reason may be left out."""

    case: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """End a case before its end, with a reason."""

    case: int
    reason: str


@dataclass(frozen=True, slots=True)
class Comment:
    """Write a remark on a case, or on a task of it by its number."""

    case: int
    text: str
    task: int | None = None


@handles(StartCase)
def start_case(work: Work, command: StartCase) -> Body:
    """Starts a case and opens its first tasks; the body holds its id, number and the tasks."""
    definition = _definition(work, command)
    if not knows_definition(work.context.actor, definition):  # it is not told either how it begins
        raise _no_definition(command)
    element = start_element(definition, command.at)
    place = Place(definition, element, now=work.now)
    answers = cleaned(work.tx, place, command.answers)
    return begin(work, definition, Beginning(answers, command.business_key, command.at, places=command.places))


@handles(Suspend)
def suspend(work: Work, command: Suspend) -> Body:
    """Holds the case: nothing in it moves, and its jobs wait."""
    row = locked_case(work, command.case, "suspend")
    demand_active(row)
    work.tx.run(PARK_JOBS, case=command.case)
    work.tx.run(HOLD_EXTERNAL, case=command.case)
    work.append(NewEvent(command.case, "CaseSuspended", {}, answers=_reason(command.reason)))
    return {"case": command.case, "status": "SUSPENDED"}


@handles(Resume)
def resume(work: Work, command: Resume) -> Body:
    """Lets the case go on; what fell due or arrived meanwhile comes now, in its order."""
    row = locked_case(work, command.case, "resume")
    if row["status"] != "SUSPENDED":
        raise NotPossible("not-suspended", "Kasus ini tidak sedang ditangguhkan.", "This case is not suspended.")
    work.tx.run(RESUME_JOBS, case=command.case)
    work.tx.run(RESUME_EXTERNAL, case=command.case)
    put_off = later(work, work.library.definition(work.tx, row["definition_id"]), row)
    work.append(NewEvent(command.case, "CaseResumed", {"dues": put_off} if put_off else {}))
    return {"case": command.case, "status": "ACTIVE"}


@handles(Cancel)
def cancel(work: Work, command: Cancel) -> Body:
    """Ends the case as Dibatalkan: open tasks close, nothing waits any more, the history stays."""
    row = locked_case(work, command.case, "cancel")
    if row["status"] not in ("ACTIVE", "SUSPENDED"):
        demand_active(row)
    if not command.reason.strip():
        raise Invalid([FieldProblem("reason", "Tulis alasan pembatalan.", "Write why the case is cancelled.")])
    end_case(work, row, command.reason)
    tell_caller(work, row)
    return {"case": command.case, "status": "CANCELLED", "outcome": CANCELLED}


@handles(Comment)
def comment(work: Work, command: Comment) -> Body:
    """Adds a remark; the text is kept as an answer. The body names the event that did."""
    locked_case(work, command.case, "comment")
    element = None if command.task is None else element_of(work, command.case, command.task)
    text = command.text.strip()
    if not text or len(text) > 4_000:
        problem = FieldProblem(
            "text", "Tulis catatan, paling panjang 4.000 huruf.", "Write a remark of up to 4,000 letters."
        )
        raise Invalid([problem])
    post = standing_in(work.tx, work.context.actor, command.case)
    data = {} if command.task is None else {"task": command.task}
    made = work.append(NewEvent(command.case, "CommentAdded", data, element, post, {TEXT: text}))
    return {"case": command.case, "event": made.number}


def end_case(work: Work, row: Row, reason: str, data: Mapping[str, Any] | None = None) -> None:
    """Ends a case that was locked, before its end: with it end its tasks, its waits and the cases that it called."""
    case, definition = row["id"], work.library.definition(work.tx, row["definition_id"])
    open_tasks = work.tx.all(OPEN_TASKS, case=case)
    for task in open_tasks:
        work.tx.count(task["candidates"], -1)
    if row["troubled"]:
        resolve_incidents(work, case, None)
    said = {"outcome": CANCELLED, "closed": runs_of(task["n"] for task in open_tasks)} | dict(data or {})
    work.append(NewEvent(case, "CaseCancelled", said, answers=_reason(reason)))
    for query in (CLEAR_JOBS, *CLEAR_WAITS, DROP_DRAFTS_OF_CASE):
        work.tx.run(query, case=case)
    call_off(work, case, None)
    close_case(work, definition, row)
    work.tx.case(case, {"state": None, "revision": row["revision"] + 1})


def _reason(reason: str) -> dict[str, Any]:
    return {"$alasan": reason.strip()} if reason.strip() else {}


def _definition(work: Work, command: StartCase) -> Definition:
    found: Definition | None = None
    if command.definition is not None:
        row = work.tx.one(DEFINITION, id=command.definition)
        if row is not None and row["suspended"] and not row["withdrawn"]:
            raise NotPossible(
                "definition-suspended",
                f"Versi {row['version']} dari SOP “{row['key']}” sedang ditangguhkan oleh pemilik proses.",
                f"Version {row['version']} of the SOP “{row['key']}” is suspended.",
            )
        live = row is not None and not row["withdrawn"]
        found = work.library.definition(work.tx, command.definition) if live else None
    elif command.key is not None:
        found = work.library.latest(work.tx, command.key)
    if found is None:
        raise _no_definition(command)
    return found


def _no_definition(command: StartCase) -> NotFound:
    what = command.key or str(command.definition)
    return NotFound(
        "no-definition", f"SOP “{what}” tidak ada atau tidak berlaku.", f"There is no SOP “{what}” in force."
    )
