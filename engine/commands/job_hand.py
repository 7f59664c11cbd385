"""Commands of people in charge on a job: how often it is tried, when it runs, whether it is held back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import demand_active
from engine.commands.incident import case_or_none, resolve_of_job
from engine.commands.job import retries_for
from engine.commands.refusals import FieldProblem, Invalid, NotFound
from engine.events import instant, moment
from engine.policy import EVERYWHERE, Facts, may
from engine.store import NewEvent
from engine.store.jobs import (
    CHANGE_RETRIES,
    CHANGE_TIMES,
    JOB,
    LOCK_THE_JOB,
    OFFICE_OF_JOB,
    PARK_JOB,
    SET_PARKED,
    TIMED,
)
from engine.store.reading import Row

__all__ = ["HastenJob", "HoldJob", "SetJobDue", "SetJobRetries", "kind_word"]

FREE, INCIDENT, CASE_HELD, HELD = 0, 1, 2, 3
"""What `job.parked` says: it runs; it waits behind an incident, with its suspended case, or as a person said."""
MOST: Final = 1_000
_NONE_LEFT: Final = "Percobaan dihabiskan oleh pemilik proses / the process owner left no attempt"


@dataclass(frozen=True, slots=True)
class SetJobRetries:
    """Let a job be tried that many times more; none makes it an incident."""

    job: int
    retries: int


@dataclass(frozen=True, slots=True)
class SetJobDue:
    """Let a job run at another time; None is at once."""

    job: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class HoldJob:
    """Hold a job back, or let it go on."""

    job: int
    held: bool


@dataclass(frozen=True, slots=True)
class HastenJob:
    """Let a job run at once, whatever held it up."""

    job: int


class _Held(NamedTuple):
    """A job and its case (None: of no case), both held until the transaction ends."""

    case: Row | None
    job: Row

    @property
    def stream(self) -> int:
        return 0 if self.case is None else int(self.case["id"])

    @property
    def rest(self) -> int:
        """What `parked` says when nothing but the case may hold the job."""
        return CASE_HELD if self.case is not None and self.case["status"] == "SUSPENDED" else FREE


@handles(SetJobRetries)
def set_job_retries(work: Work, command: SetJobRetries) -> Body:
    """Changes what is left of its attempts; the incident behind which it waits is resolved."""
    held = _locked(work, command.job)
    job = held.job
    if not 0 <= command.retries <= MOST:
        words = f"Jumlah percobaan antara 0 dan {MOST}.", f"The number of retries is between 0 and {MOST}."
        raise Invalid([FieldProblem("retries", *words)])
    most = retries_for(work, *held).attempts
    before = 0 if job["parked"] == INCIDENT else most - job["attempts"]
    if before != command.retries:
        _tell(work, held, "JobRetriesSet", {"retries": command.retries, "before": before})
    if command.retries == 0:
        _use_up(work, held)
    else:
        parked, at = _unparked(work, held), job["run_at"]
        if job["parked"] == INCIDENT or job["attempts"]:
            at = instant(work.now)
        work.tx.run(CHANGE_RETRIES, job=job["id"], attempts=most - command.retries, parked=parked, at=at)
    return _body(held) | {"retries": command.retries}


@handles(SetJobDue)
def set_job_due(work: Work, command: SetJobDue) -> Body:
    """Changes when it runs; of a timer that is when it is due, and so its place among the jobs of its case."""
    held = _locked(work, command.job)
    job = held.job
    due = work.now if command.due is None else command.due
    before = moment(job["run_at"])
    if due != before:
        _tell(work, held, "JobDueSet", {"due": moment(instant(due)), "before": before})
        place = instant(due) if job["kind"] in TIMED else job["due_at"]
        work.tx.run(CHANGE_TIMES, job=job["id"], due=place, at=instant(due))
    return _body(held)


@handles(HoldJob)
def hold_job(work: Work, command: HoldJob) -> Body:
    """Holds the job back until it is let go; behind an incident it stays there."""
    held = _locked(work, command.job)
    job = held.job
    if command.held != (job["parked"] == HELD) and job["parked"] != INCIDENT:
        _tell(work, held, "JobHeld" if command.held else "JobReleased", {})
        work.tx.run(SET_PARKED, job=job["id"], parked=HELD if command.held else held.rest)
    return _body(held) | {"held": command.held}


@handles(HastenJob)
def hasten_job(work: Work, command: HastenJob) -> Body:
    """Makes the job due now; its incident is resolved. Refused in a case that is suspended."""
    held = _locked(work, command.job)
    job = held.job
    if held.case is not None:
        demand_active(held.case)
    _tell(work, held, "JobHastened", {})
    _unparked(work, held)
    at = instant(work.now)
    due = min(job["due_at"], at) if job["kind"] in TIMED else job["due_at"]
    work.tx.run(SET_PARKED, job=job["id"], parked=FREE)
    work.tx.run(CHANGE_TIMES, job=job["id"], due=due, at=at)
    return _body(held)


def kind_word(job: Row) -> str:
    """The kind of a job as events tell it."""
    return str(job["kind"]).lower().replace("_", "-")


def _locked(work: Work, id: int) -> _Held:
    """The job with its case; NotFound when the actor may not know of it, NotAllowed when he may only read it."""
    found = work.tx.one(JOB, job=id)
    case = None if found is None else case_or_none(work, found["case_id"])
    job = work.tx.one(LOCK_THE_JOB, job=id)
    if job is None:
        raise _no_job(id)
    office = case["office"] if case is not None else work.tx.value(OFFICE_OF_JOB, job=id)
    facts = Facts(office or EVERYWHERE)
    if not may(work.context.actor, "read-case", facts):
        raise _no_job(id)
    work.demand("retry", facts)
    return _Held(case, job)


def _use_up(work: Work, held: _Held) -> None:
    """Parks the job behind an incident, unless one stands."""
    job = held.job
    if job["parked"] == INCIDENT:
        return
    work.tx.run(PARK_JOB, job=job["id"], why=_NONE_LEFT)
    data: dict[str, Any] = {"kind": kind_word(job), "message": _NONE_LEFT, "n": job["n"], "job": job["id"]}
    work.append(NewEvent(held.stream, "IncidentRaised", data | _begins(job), job["element"]))


def _unparked(work: Work, held: _Held) -> int:
    """What `parked` is to be once no incident stands; resolves the one that stands."""
    if held.job["parked"] != INCIDENT:
        return int(held.job["parked"])
    resolve_of_job(work, held.stream, held.job)
    return held.rest


def _tell(work: Work, held: _Held, kind: str, data: dict[str, Any]) -> None:
    job = held.job
    said = {"job": job["id"], "job_kind": kind_word(job), "n": job["n"]} | data | _begins(job)
    work.append(NewEvent(held.stream, kind, said, job["element"]))


def _begins(job: Row) -> dict[str, Any]:
    return {} if job["definition_id"] is None else {"definition": job["definition_id"]}


def _body(held: _Held) -> Body:
    return {"job": held.job["id"]} | ({} if held.case is None else {"case": held.stream})


def _no_job(id: int) -> NotFound:
    return NotFound("no-job", f"Pekerjaan {id} tidak ada.", f"No job found with id '{id}'.", job=id)
