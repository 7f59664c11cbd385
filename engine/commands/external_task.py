"""Commands of workers outside: complete or fail a service task, or raise an error in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.commands.retries import retries_of
from engine.events import instant
from engine.policy import Facts
from engine.spiff import Thrown
from engine.store import NewEvent
from engine.store.cases import LOCK_CASE
from engine.store.external import EXTERNAL, SET_EXTERNAL
from engine.store.reading import Row

__all__ = ["CompleteExternal", "FailExternal", "ThrowExternal"]

RETRIES: Final = 3
_MOST: Final = 4_000


@dataclass(frozen=True, slots=True)
class CompleteExternal:
    """A worker finished a service task."""

    case: int
    n: int
    worker: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailExternal:
    """A worker could not finish a service task; with no retries left it becomes an incident."""

    case: int
    n: int
    worker: str
    error: str


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
    row, task = _locked(work, command.case, command.n)
    definition, answers = definition_of(work, row), free(command.answers)
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.complete(bytes(row["state"]), command.n, answers, work.at(row)))
    data = {"n": command.n, "worker": command.worker, "topic": task["topic"]}
    return record(work, definition, move, MoveEvent(row, "ExternalTaskCompleted", task["element"], data, answers))


@handles(FailExternal)
def fail_external(work: Work, command: FailExternal) -> Body:
    """Counts a failure; at none left an incident names what to do. Until the next attempt the task is not offered."""
    row, task = _locked(work, command.case, command.n)
    retries = retries_of(definition_of(work, row), task["element"])
    most = RETRIES if retries is None else retries.attempts
    left = (most if task["retries"] is None else task["retries"]) - 1
    data = {"n": command.n, "worker": command.worker, "retries": left}
    error = {"$galat": command.error[:_MOST]}
    work.append(NewEvent(command.case, "ExternalTaskFailed", data, task["element"], answers=error))
    if left <= 0:
        message = f"Tugas layanan “{task['topic']}” gagal {most} kali / the service task failed {most} times"
        _raise(work, command.case, task, message)
    later = None if retries is None or left <= 0 else retries.after(most - left, work.now)
    not_before = None if later is None else instant(later)
    _free(work, command.case, command.n, (left, command.error, not_before))
    return {"case": command.case, "retries": left}


@handles(ThrowExternal)
def throw_external(work: Work, command: ThrowExternal) -> Body:
    """Moves the case to who catches the error; when nobody does, the report becomes an incident and nothing moves."""
    if not command.code or "\0" in command.code:
        raise Invalid([FieldProblem("code", "Sebutkan kode galat.", "Name the code of the error.")])
    row, task = _locked(work, command.case, command.n)
    definition, answers = definition_of(work, row), free(command.answers)
    message = None if command.message is None else command.message[:_MOST]
    thrown = Thrown("error", command.code, message, answers)
    program = program_of(work, definition, command.case)
    data = {"n": command.n, "code": command.code, "worker": command.worker, "topic": task["topic"]}
    said = {} if message is None else {"$galat": message}
    try:
        move = moved(lambda: program.throw(bytes(row["state"]), command.n, thrown, work.at(row)))
    except NotPossible as refused:
        if refused.code != "not-caught":
            raise
        return _uncaught(work, command, task, (data | {"retries": 0}, said))
    event = MoveEvent(row, "ErrorReceived", task["element"], data, answers | said)
    return record(work, definition, move, event)


def _uncaught(work: Work, command: ThrowExternal, task: Row, told: tuple[dict[str, Any], dict[str, Any]]) -> Body:
    data, said = told
    work.append(NewEvent(command.case, "ExternalTaskFailed", data, task["element"], answers=said))
    message = f"Tidak ada yang menangkap galat “{command.code}” / nobody catches the error “{command.code}”"
    _raise(work, command.case, task, message)
    _free(work, command.case, command.n, (0, command.code, None))
    return {"case": command.case, "status": "INCIDENT", "error": command.code}


def _raise(work: Work, case: int, task: Row, message: str) -> None:
    data = {"kind": "external", "message": message, "n": task["n"]}
    work.append(NewEvent(case, "IncidentRaised", data, task["element"]))


def _free(work: Work, case: int, n: int, how: tuple[int, str, int | None]) -> None:
    """Takes the task from its worker: attempts left, why, and from when it may be fetched again."""
    left, why, later = how
    work.tx.run(SET_EXTERNAL, case=case, number=n, left=left, why=why[:_MOST].replace("\0", ""), later=later)


def _locked(work: Work, case: int, n: int) -> tuple[Row, Row]:
    row = work.tx.one(LOCK_CASE, case=case)
    task = work.tx.one(EXTERNAL, case=case, number=n)
    if row is None or task is None:
        raise NotFound(
            "no-external-task", f"Tugas layanan {case}-{n} tidak ada.", f"There is no service task {case}-{n}."
        )
    work.tx.numbered(case, row["events"], row["last_at"])
    work.demand("external", Facts(row["office"]))
    demand_active(row)
    return row, task
