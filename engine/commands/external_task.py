"""Commands of workers outside: complete or fail a service task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, record
from engine.commands.refusals import NotFound
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.cases import LOCK_CASE
from engine.store.external import EXTERNAL, SET_EXTERNAL
from engine.store.reading import Row

__all__ = ["CompleteExternal", "FailExternal"]

RETRIES: Final = 3


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


@handles(CompleteExternal)
def complete_external(work: Work, command: CompleteExternal) -> Body:
    """Moves the case past the service task; its variables are free JSON."""
    row, task = _locked(work, command.case, command.n)
    definition = definition_of(work, row)
    answers, program = free(command.answers), definition.program
    values = {name: answers[name] for name in program.reads & answers.keys()}
    move = moved(lambda: program.complete(bytes(row["state"]), command.n, values, work.at(row)))
    work.tx.case(command.case, {"revision": row["revision"] + 1})
    data = {"n": command.n, "worker": command.worker, "topic": task["topic"]}
    event = MoveEvent(command.case, "ExternalTaskCompleted", task["element"], data, answers)
    return record(work, definition, move, event)


@handles(FailExternal)
def fail_external(work: Work, command: FailExternal) -> Body:
    """Counts a failure; at none left an incident names what to do."""
    _, task = _locked(work, command.case, command.n)
    left = (RETRIES if task["retries"] is None else task["retries"]) - 1
    data = {"n": command.n, "worker": command.worker, "retries": left}
    error = {"$galat": command.error[:4_000]}
    work.append(NewEvent(command.case, "ExternalTaskFailed", data, task["element"], answers=error))
    if left <= 0:
        message = f"Tugas layanan “{task['topic']}” gagal {RETRIES} kali / the service task failed {RETRIES} times"
        incident = {"kind": "external", "message": message, "n": command.n}
        work.append(NewEvent(command.case, "IncidentRaised", incident, task["element"]))
    work.tx.run(SET_EXTERNAL, case=command.case, number=command.n, left=left, why=command.error[:4_000])
    return {"case": command.case, "retries": left}


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
