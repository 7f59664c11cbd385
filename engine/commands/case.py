"""Commands on cases: start, suspend, resume, cancel, comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.answers import Place, cleaned
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import demand_active, locked_case
from engine.commands.moving import MoveEvent, moved, record
from engine.commands.numbers import case_number
from engine.commands.refusals import FieldProblem, Invalid, NotAllowed, NotFound, NotPossible
from engine.library import Definition
from engine.policy import Facts, may
from engine.spiff import Move
from engine.store import NewEvent
from engine.store.cases import OPEN_TASKS, next_case
from engine.store.definitions import IS_LIVE
from engine.store.jobs import CLEAR_JOBS, PARK_JOBS, RESUME_JOBS
from engine.store.waits import CLEAR_WAITS

__all__ = ["Cancel", "Comment", "Resume", "StartCase", "Suspend"]


@dataclass(frozen=True, slots=True)
class StartCase:
    """Start a case on a definition, by id or by the latest version of a key; `answers` are those of the start form."""

    key: str | None = None
    definition: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    business_key: str | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """Hold a case, with a reason."""

    case: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Let a suspended case go on."""

    case: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """End a case before its end, with a reason."""

    case: int
    reason: str


@dataclass(frozen=True, slots=True)
class Comment:
    """Write a remark on a case."""

    case: int
    text: str


@handles(StartCase)
def start_case(work: Work, command: StartCase) -> Body:
    """Starts a case and opens its first tasks; the body holds its id, number and the tasks."""
    definition = _definition(work, command)
    element = _start_element(definition)
    answers = cleaned(work.tx, Place(definition, element), command.answers)
    program = definition.program
    values = {name: answers[name] for name in program.reads & answers.keys()}
    move = moved(lambda: program.start(values, work.now))
    acting = _demand_start(work, definition, move)
    case = next_case(work.tx)
    number = case_number(work, definition.office)
    work.tx.numbered(case, 0)
    business = {"business_key": command.business_key, "revision": 1}
    kept = dict(answers)
    if command.business_key is not None:
        kept["$businessKey"] = command.business_key
    data = {"definition": definition.id, "office": definition.office, "number": number}
    event = MoveEvent(case, "CaseStarted", element, data, kept, acting)
    body = record(work, definition, move, event)
    work.tx.case(case, business)
    return body | {"number": number, "definition": definition.id}


@handles(Suspend)
def suspend(work: Work, command: Suspend) -> Body:
    """Holds the case: its tasks cannot be completed and its timers wait."""
    row = locked_case(work, command.case, "suspend")
    demand_active(row)
    work.tx.run(PARK_JOBS, case=command.case)
    return _status(work, command.case, "CaseSuspended", command.reason)


@handles(Resume)
def resume(work: Work, command: Resume) -> Body:
    """Lets the case go on; timers that fell due meanwhile fire now."""
    row = locked_case(work, command.case, "resume")
    if row["status"] != "SUSPENDED":
        raise NotPossible("not-suspended", "Kasus ini tidak sedang ditangguhkan.", "This case is not suspended.")
    work.tx.run(RESUME_JOBS, case=command.case)
    return _status(work, command.case, "CaseResumed", "")


@handles(Cancel)
def cancel(work: Work, command: Cancel) -> Body:
    """Ends the case as Dibatalkan: open tasks close, nothing waits any more, the history stays."""
    row = locked_case(work, command.case, "cancel")
    if row["status"] not in ("ACTIVE", "SUSPENDED"):
        demand_active(row)
    if not command.reason.strip():
        raise Invalid([FieldProblem("reason", "Tulis alasan pembatalan.", "Write why the case is cancelled.")])
    open_tasks = work.tx.all(OPEN_TASKS, case=command.case)
    for task in open_tasks:
        work.tx.count(task["candidates"], -1)
    data = {"outcome": "Dibatalkan", "closed": [task["n"] for task in open_tasks]}
    work.append(NewEvent(command.case, "CaseCancelled", data, answers=_reason(command.reason)))
    for query in (CLEAR_JOBS, *CLEAR_WAITS):
        work.tx.run(query, case=command.case)
    work.tx.case(command.case, {"state": None, "revision": row["revision"] + 1})
    return {"case": command.case, "status": "CANCELLED", "outcome": "Dibatalkan"}


@handles(Comment)
def comment(work: Work, command: Comment) -> Body:
    """Adds a remark; the text is kept as an answer."""
    locked_case(work, command.case, "comment")
    text = command.text.strip()
    if not text or len(text) > 4_000:
        problem = FieldProblem(
            "text", "Tulis catatan, paling panjang 4.000 huruf.", "Write a remark of up to 4,000 letters."
        )
        raise Invalid([problem])
    work.append(NewEvent(command.case, "CommentAdded", {}, answers={"$catatan": text}))
    return {"case": command.case}


def _status(work: Work, case: int, kind: str, reason: str) -> Body:
    work.append(NewEvent(case, kind, {}, answers=_reason(reason)))
    return {"case": case, "status": "SUSPENDED" if kind == "CaseSuspended" else "ACTIVE"}


def _reason(reason: str) -> dict[str, Any]:
    return {"$alasan": reason.strip()} if reason.strip() else {}


def _definition(work: Work, command: StartCase) -> Definition:
    found: Definition | None = None
    if command.definition is not None:
        live = work.tx.value(IS_LIVE, id=command.definition)
        found = work.library.definition(work.tx, command.definition) if live else None
    elif command.key is not None:
        found = work.library.latest(work.tx, command.key)
    if found is None:
        what = command.key or str(command.definition)
        raise NotFound(
            "no-definition", f"SOP “{what}” tidak ada atau tidak berlaku.", f"There is no SOP “{what}” in force."
        )
    return found


def _start_element(definition: Definition) -> str:
    """The start event; a process without one begins at its first element."""
    elements = definition.process.elements
    return next((id for id, found in elements.items() if found.kind == "startEvent"), next(iter(elements)))


def _demand_start(work: Work, definition: Definition, move: Move) -> str | None:
    """Whoever holds (or records for) the first task's post may start, a machine account anywhere; gives the post."""
    actor = work.context.actor
    groups = [definition.candidates.get(token.element) for token in move.opened] or [None]
    for group in groups:
        if may(actor, "start", Facts(definition.office, group)):
            posts = (group or "").split("+")
            return next((post for post in posts if post in actor.posts or post in actor.answers), None)
    raise NotAllowed(
        "not-allowed",
        "SOP ini dimulai oleh pemegang jabatan langkah pertama atau pencatatnya.",
        "This SOP is started by the post of its first step or by its recorder.",
        action="start",
    )
