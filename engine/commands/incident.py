"""Commands on incidents: a job that failed for the last time raises one, a person lets it be tried again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import locked_case
from engine.commands.refusals import NotFound, NotPossible
from engine.events import instant
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.cases import INCIDENT, LOCK_CASE
from engine.store.external import RETRY_EXTERNAL
from engine.store.jobs import JOB_OF_TOKEN, PARK_JOB, RETRY_JOB

__all__ = ["RaiseIncident", "RetryIncident"]


@dataclass(frozen=True, slots=True)
class RaiseIncident:
    """A timer failed for the last time; only the engine's worker says so."""

    case: int
    n: int
    message: str


@dataclass(frozen=True, slots=True)
class RetryIncident:
    """Let what failed be tried again."""

    case: int
    incident: int


@handles(RaiseIncident)
def raise_incident(work: Work, command: RaiseIncident) -> Body:
    """Parks the job and keeps the reason where people see it."""
    row = work.tx.one(LOCK_CASE, case=command.case)
    job = work.tx.one(JOB_OF_TOKEN, case=command.case, n=command.n, kind="TIMER")
    if row is None or job is None:
        raise NotFound("no-timer", "Pengingat ini sudah tidak menunggu.", "This timer does not wait any more.")
    work.tx.numbered(command.case, row["events"], row["last_at"])
    work.demand("external", Facts(row["office"]))
    work.tx.run(PARK_JOB, job=job["id"], why=command.message)
    data = {"kind": "timer", "message": command.message, "n": command.n, "job": job["id"]}
    work.append(NewEvent(command.case, "IncidentRaised", data, job["element"]))
    return {"case": command.case, "incident": row["events"] + 1}


@handles(RetryIncident)
def retry_incident(work: Work, command: RetryIncident) -> Body:
    """Resolves the incident and offers its job or service task anew."""
    locked_case(work, command.case, "retry")
    row = work.tx.one(INCIDENT, case=command.case, event=command.incident)
    if row is None:
        raise NotFound("no-incident", "Gangguan ini tidak ada.", "There is no such incident.")
    if row["resolved_at"] is not None:
        raise NotPossible("resolved", "Gangguan ini sudah diselesaikan.", "This incident was resolved before.")
    work.append(NewEvent(command.case, "IncidentResolved", {"incident": command.incident}, row["element"]))
    if row["kind"] == "timer":
        work.tx.run(RETRY_JOB, job=row["job"], case=command.case, held=0, at=instant(work.now))
    elif row["kind"] == "external":
        work.tx.run(RETRY_EXTERNAL, case=command.case, number=row["n"])
    return {"case": command.case, "incident": command.incident}
