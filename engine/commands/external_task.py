"""Commands of workers outside: complete or fail a service task, or raise an error in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.document import demand_papers
from engine.commands.external_task_lock import held_external, not_yours, until
from engine.commands.external_task_retries import raise_incident, resolve_incident
from engine.commands.finding import definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import FieldProblem, Invalid, NotPossible
from engine.commands.retries import retries_of
from engine.events import instant
from engine.spiff import Thrown
from engine.store import NewEvent
from engine.store.cases import LOCK_CASE
from engine.store.external import NO_ATTEMPTS, SET_EXTERNAL
from engine.store.reading import Row

__all__ = ["CompleteExternal", "FailExternal", "ThrowExternal"]

RETRIES: Final = 3
_NOBODY: Final = "Tidak ada yang menangkap galat dari layanan ini / nobody catches the error of this service"
_MOST: Final = 4_000  # characters of an error
_DETAILS: Final = 100_000  # and of its details


@dataclass(frozen=True, slots=True)
class CompleteExternal:
    """A worker finished a service task. `local` values are for its output mappings; without any they are lost."""

    case: int
    n: int
    worker: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailExternal:
    """A worker could not finish a service task; with no retries left it becomes an incident.

    `retries` and `milliseconds` (until it is offered again) are what the worker says; without them the diagram counts.
    """

    case: int
    n: int
    worker: str
    error: str
    details: str | None = None
    retries: int | None = None
    milliseconds: int = 0
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThrowExternal:
    """A worker raises a BPMN error by its code, for the diagram to catch."""

    case: int
    n: int
    worker: str
    code: str
    message: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@handles(CompleteExternal)
def complete_external(work: Work, command: CompleteExternal) -> Body:
    """Moves the case past the service task; its variables are free JSON."""
    row, task = _lent(work, command, ("diselesaikan", "completed"))
    definition = definition_of(work, row)
    element = definition.process.elements.get(task["element"])
    mapped = element is not None and bool(element.outputs)
    answers = _given(work, command.case, {**command.answers, **(command.local if mapped else {})})
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.complete(bytes(row["state"]), command.n, answers, work.at(row)))
    data = {"n": command.n, "worker": command.worker, "topic": task["topic"]}
    return record(work, definition, move, MoveEvent(row, "ExternalTaskCompleted", task["element"], data, answers))


@handles(FailExternal)
def fail_external(work: Work, command: FailExternal) -> Body:
    """Counts a failure; at none left an incident names what to do. Until the next attempt the task is not offered."""
    row, task = _lent(work, command, ("dilaporkan gagal", "reported as failed"))
    if command.answers and not _changed(work, row, command):
        return {"case": command.case, "status": "GONE"}
    left, later = _left(work, row, task, command)
    data = {"n": command.n, "worker": command.worker, "retries": left}
    error = {"$galat": command.error[:_MOST]} if command.error else {}
    work.append(NewEvent(command.case, "ExternalTaskFailed", data, task["element"], answers=error))
    before = task["retries"]
    if left <= 0 and (before is None or before > 0):
        message = f"Tugas layanan “{task['topic']}” gagal / the service task failed"
        raise_incident(work, task, message)
    elif left > 0 and before is not None and before <= 0:
        resolve_incident(work, command.case, task)
    _fail(work, task, (left, command.error, command.details), later)
    return {"case": command.case, "retries": left}


@handles(ThrowExternal)
def throw_external(work: Work, command: ThrowExternal) -> Body:
    """Moves the case to who catches the error; when nobody does, the report becomes an incident and nothing moves."""
    if not command.code or "\0" in command.code:
        raise Invalid([FieldProblem("code", "Sebutkan kode galat.", "Name the code of the error.")])
    row, task = _lent(work, command, ("dilaporkan galat", "reported as failed"))
    definition, answers = definition_of(work, row), _given(work, command.case, command.answers)
    message = None if command.message is None else command.message[:_MOST]
    thrown = Thrown("error", command.code, message, answers)
    program = program_of(work, definition, command.case)
    data = {"n": command.n, "worker": command.worker, "topic": task["topic"]}
    said = {} if message is None else {"$galat": message}
    try:
        move = moved(lambda: program.throw(bytes(row["state"]), command.n, thrown, work.at(row)))
    except NotPossible as refused:
        if refused.code != "not-caught":
            raise
        return _uncaught(work, command, task, (data | {"retries": 0}, {"$galat": message or command.code}))
    event = MoveEvent(row, "ErrorReceived", task["element"], data | {"code": command.code}, answers | said)
    return record(work, definition, move, event)


def _uncaught(work: Work, command: ThrowExternal, task: Row, told: tuple[dict[str, Any], dict[str, Any]]) -> Body:
    data, said = told
    work.append(NewEvent(command.case, "ExternalTaskFailed", data, task["element"], answers=said))
    if task["retries"] is None or task["retries"] > 0:
        raise_incident(work, task, _NOBODY)
    _fail(work, task, (0, command.code, None), instant(work.now))
    return {"case": command.case, "status": "INCIDENT", "error": command.code}


def _left(work: Work, row: Row, task: Row, command: FailExternal) -> tuple[int, int]:
    """How many attempts are left, and from when (instant): as the worker says, else as the diagram does."""
    if command.retries is not None:
        if command.retries < 0 or command.milliseconds < 0:
            words = "Percobaan dan jeda tidak boleh negatif.", "Retries and their delay cannot be negative."
            raise Invalid([FieldProblem("retries", *words)])
        return command.retries, until(work, command.milliseconds)
    cycle = retries_of(definition_of(work, row), task["element"])
    most = RETRIES if cycle is None else cycle.attempts
    left = (most if task["retries"] is None else task["retries"]) - 1
    later = None if cycle is None or left <= 0 else cycle.after(most - left, work.now)
    return max(left, 0), instant(work.now if later is None else later)


def _given(work: Work, case: int, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The variables, as they may be kept; raises Invalid, also for a paper that is not the worker's to give."""
    found = free(answers)
    demand_papers(work, case, found)
    return found


def _changed(work: Work, row: Row, command: FailExternal) -> bool:
    """Keeps variables that come with a failure; False when what they caused ended the task."""
    values, definition = _given(work, command.case, command.answers), definition_of(work, row)
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.change(bytes(row["state"]), 0, values, work.at(row)))
    record(work, definition, move, MoveEvent(row, "VariablesChanged", None, {"scope": 0}, values))
    return all(closed.n != command.n for closed in move.closed)


def _fail(work: Work, task: Row, why: tuple[int, str, str | None], later: int) -> None:
    """Writes the failure into the row: attempts left, the error, its details; offered again from `later` on."""
    left, error, details = why
    work.tx.run(
        SET_EXTERNAL,
        case=task["case_id"],
        number=task["n"],
        left=left,
        why_held=task["held"] // 2 * 2 + (0 if left > 0 else NO_ATTEMPTS),
        why=_kept(error, _MOST),
        what=task["details"] if details is None else _kept(details, _DETAILS),
        later=later,
    )
    if left > 0 and later <= instant(work.now):
        work.tx.offer([task["topic"]])


def _kept(text: str, most: int) -> str:
    return text[:most].replace("\0", "")


def _lent(
    work: Work, command: CompleteExternal | FailExternal | ThrowExternal, what: tuple[str, str]
) -> tuple[Row, Row]:
    """The case and the task, held; NotFound when the actor may not know it, NotLocked when it is another worker's."""
    row = work.tx.one(LOCK_CASE, case=command.case)
    task = held_external(work, command.case, command.n, "external")
    assert row is not None
    work.tx.numbered(command.case, row["events"], row["last_at"])
    if task["worker"] != command.worker:
        raise not_yours(task, command.worker, what)
    demand_active(row)
    return row, task
