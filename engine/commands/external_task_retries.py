"""Commands of people in charge on service tasks: attempts that are left, and which come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.external_task_lock import held_external
from engine.commands.refusals import FieldProblem, Invalid
from engine.store import NewEvent
from engine.store.cases import LOCK_CASE, OPEN_INCIDENTS
from engine.store.external import ATTEMPTS_EXTERNAL, NO_ATTEMPTS, PRIORITY_EXTERNAL
from engine.store.reading import Row

__all__ = ["SetExternalPriority", "SetExternalRetries", "raise_incident", "resolve_incident"]

_STOPPED: Final = "Percobaan dihentikan / attempts were stopped"
_REPORTED: Final[Mapping[str, str | None]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SetExternalRetries:
    """Say how many attempts a service task has left; 0 makes an incident, more than 0 resolves it."""

    case: int
    n: int
    retries: int


@dataclass(frozen=True, slots=True)
class SetExternalPriority:
    """Say how soon a service task is to be fetched: the highest first."""

    case: int
    n: int
    priority: int


@handles(SetExternalRetries)
def set_external_retries(work: Work, command: SetExternalRetries) -> Body:
    """The incident of the task comes or goes with its attempts, and is an event."""
    case = work.tx.one(LOCK_CASE, case=command.case)
    row = held_external(work, command.case, command.n, "offer")
    assert case is not None
    if command.retries < 0:
        words = "Jumlah percobaan tidak boleh negatif.", "The number of retries cannot be negative."
        raise Invalid([FieldProblem("retries", *words)])
    work.tx.numbered(command.case, case["events"], case["last_at"])
    left, before = command.retries, row["retries"]
    if left and before is not None and before <= 0:
        resolve_incident(work, command.case, row)
        work.tx.offer([row["topic"]])
    elif not left and (before is None or before > 0):
        raise_incident(work, row, _STOPPED, {"$galat": row["error"]})
    held = row["held"] // 2 * 2 + (0 if left else NO_ATTEMPTS)
    work.tx.run(ATTEMPTS_EXTERNAL, case=command.case, number=command.n, left=left, why_held=held)
    return {"case": command.case, "retries": left}


@handles(SetExternalPriority)
def set_external_priority(work: Work, command: SetExternalPriority) -> Body:
    """Notes the priority."""
    held_external(work, command.case, command.n, "offer")
    work.tx.run(PRIORITY_EXTERNAL, case=command.case, number=command.n, value=command.priority)
    return {"task": f"{command.case}-{command.n}", "priority": command.priority}


def raise_incident(work: Work, task: Row, message: str, report: Mapping[str, str | None] = _REPORTED) -> None:
    """Tells people in charge that a service task needs them.

    The message is the engine's, since nothing takes it out of an event again. What the worker said stands as an answer:
    in the event before, or in this one as `report`.
    """
    data = {"kind": "external", "message": message, "n": task["n"]}
    work.append(NewEvent(task["case_id"], "IncidentRaised", data, task["element"], answers=report))


def resolve_incident(work: Work, case: int, task: Row) -> None:
    """Resolves the incident of a service task, if one stands."""
    for row in work.tx.all(OPEN_INCIDENTS, case=case):
        if row["kind"] == "external" and row["n"] == task["n"]:
            work.append(NewEvent(case, "IncidentResolved", {"incident": row["event"]}, row["element"]))
