"""The command on incidents: what failed for the last time is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import locked_case
from engine.commands.refusals import NotFound, NotPossible
from engine.events import instant
from engine.policy import EVERYWHERE, Facts
from engine.store import NewEvent
from engine.store.cases import INCIDENT
from engine.store.external import RETRY_EXTERNAL
from engine.store.jobs import JOB_OF_TOKEN, OFFICE_OF_JOB, RETRY_JOB
from engine.store.reading import Row

__all__ = ["RetryIncident"]

HELD: Final = 2  # what `job.parked` says of a job that waits with its suspended case


@dataclass(frozen=True, slots=True)
class RetryIncident:
    """Let what failed be tried again; `case` 0 is the installation, where no case began."""

    case: int
    incident: int


@handles(RetryIncident)
def retry_incident(work: Work, command: RetryIncident) -> Body:
    """Resolves the incident and offers its job or service task anew; in a suspended case it waits with the case."""
    row = None if command.case == 0 else locked_case(work, command.case, "retry")
    found = work.tx.one(INCIDENT, case=command.case, event=command.incident)
    if row is None and found is not None:
        work.demand("retry", Facts(work.tx.value(OFFICE_OF_JOB, job=found["job"]) or EVERYWHERE))
    if found is None:
        raise NotFound("no-incident", "Gangguan ini tidak ada.", "There is no such incident.")
    if found["resolved_at"] is not None:
        raise NotPossible("resolved", "Gangguan ini sudah diselesaikan.", "This incident was resolved before.")
    work.append(NewEvent(command.case, "IncidentResolved", {"incident": command.incident}, found["element"]))
    if found["kind"] == "external":
        work.tx.run(RETRY_EXTERNAL, case=command.case, number=found["n"])
    elif (job := _job(work, found)) is not None:
        held = HELD if row is not None and row["status"] == "SUSPENDED" else 0
        work.tx.run(RETRY_JOB, job=job, case=command.case, held=held, at=instant(work.now))
    body: Body = {"incident": command.incident}
    return body if row is None else body | {"case": command.case}


def _job(work: Work, found: Row) -> int | None:
    """The job that failed; older incidents name its token only."""
    if found["job"] is not None or found["n"] is None:
        return None if found["job"] is None else int(found["job"])
    timer = work.tx.one(JOB_OF_TOKEN, case=found["case_id"], n=found["n"], kind="TIMER")
    return None if timer is None else int(timer["id"])
