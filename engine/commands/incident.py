"""Commands on incidents: what failed for the last time is tried again, and people note what they found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import locked_case
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.events import instant
from engine.policy import EVERYWHERE, Facts, may
from engine.store import NewEvent
from engine.store.cases import INCIDENT, LOCK_CASE, OPEN_INCIDENTS
from engine.store.external import RETRY_EXTERNAL
from engine.store.incidents import OFFICE_OF_DEFINITION
from engine.store.jobs import JOB_OF_TOKEN, OFFICE_OF_JOB, RETRY_JOB
from engine.store.reading import Row

__all__ = ["AnnotateIncident", "RetryIncident", "case_or_none", "resolve_of_job"]

HELD: Final = 2  # what `job.parked` says of a job that waits with its suspended case
MOST: Final = 4_000


@dataclass(frozen=True, slots=True)
class RetryIncident:
    """Let what failed be tried again; `case` 0 is the installation, where no case began."""

    case: int
    incident: int


@dataclass(frozen=True, slots=True)
class AnnotateIncident:
    """Note something on an incident; an empty text takes the note away. `case` 0 is the installation."""

    case: int
    incident: int
    text: str


@handles(RetryIncident)
def retry_incident(work: Work, command: RetryIncident) -> Body:
    """Resolves the incident and offers its job or service task anew; in a suspended case it waits with the case."""
    row, found = _found(work, command.case, command.incident, "retry")
    if found["resolved_at"] is not None:
        raise NotPossible("resolved", "Gangguan ini sudah diselesaikan.", "This incident was resolved before.")
    work.append(NewEvent(command.case, "IncidentResolved", {"incident": command.incident}, found["element"]))
    if found["kind"] == "external":
        work.tx.run(RETRY_EXTERNAL, case=command.case, number=found["n"])
    elif (job := _job(work, found)) is not None:
        held = HELD if row is not None and row["status"] == "SUSPENDED" else 0
        work.tx.run(RETRY_JOB, job=job, case=command.case, held=held, at=instant(work.now))
    return _body(command.case, command.incident)


@handles(AnnotateIncident)
def annotate_incident(work: Work, command: AnnotateIncident) -> Body:
    """Keeps the text as an answer beside the history; the last one counts."""
    _, found = _found(work, command.case, command.incident, "retry")
    text = command.text.strip()
    if len(text) > MOST or "\0" in text:
        words = f"Catatan paling panjang {MOST} huruf.", f"A note has at most {MOST} letters."
        raise Invalid([FieldProblem("annotation", *words)])
    answers = {"$catatan": text} if text else {}
    if text or found["note"] is not None:
        told = {"incident": command.incident}
        work.append(NewEvent(command.case, "IncidentAnnotated", told, found["element"], answers=answers))
    return _body(command.case, command.incident)


def case_or_none(work: Work, case: int) -> Row | None:
    """The case, held until the transaction ends; None for the installation and for a case that is not there."""
    row = work.tx.one(LOCK_CASE, case=case) if case else None
    if row is not None:
        work.tx.numbered(case, row["events"], row["last_at"])
    return row


def resolve_of_job(work: Work, case: int, job: Row) -> None:
    """Resolves the incidents that stand because of a job."""
    for row in work.tx.all(OPEN_INCIDENTS, case=case):
        if _job(work, row) == job["id"]:
            work.append(NewEvent(case, "IncidentResolved", {"incident": row["event"]}, row["element"]))


def _found(work: Work, case: int, incident: int, action: str) -> tuple[Row | None, Row]:
    """The case (None: the installation) and the incident; NotFound when the actor may not know of it."""
    row = None if case == 0 else locked_case(work, case, action)
    found = work.tx.one(INCIDENT, case=case, event=incident)
    if row is None and found is not None:
        facts = Facts(_office(work, found))
        if not may(work.context.actor, "read-case", facts):
            found = None
        else:
            work.demand(action, facts)
    if found is None:
        raise NotFound("no-incident", "Gangguan ini tidak ada.", "There is no such incident.")
    return row, found


def _office(work: Work, found: Row) -> str:
    """Whose incident it is, of those without a case: that of the definition; without one of everywhere."""
    if found["definition_id"] is not None:
        return str(work.tx.value(OFFICE_OF_DEFINITION, id=found["definition_id"]) or EVERYWHERE)
    return str(work.tx.value(OFFICE_OF_JOB, job=found["job"]) or EVERYWHERE)


def _job(work: Work, found: Row) -> int | None:
    """The job that failed; older incidents name its token only."""
    if found["job"] is not None or found["n"] is None:
        return None if found["job"] is None else int(found["job"])
    timer = work.tx.one(JOB_OF_TOKEN, case=found["case_id"], n=found["n"], kind="TIMER")
    return None if timer is None else int(timer["id"])


def _body(case: int, incident: int) -> Body:
    body: Body = {"incident": incident}
    return body | {"case": case} if case else body
