"""Commands of the engine's own worker: run a job whose turn it is, and note that one failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.commands import job_call, job_message, job_start
from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import NotFound, NotPossible
from engine.commands.retries import DEFAULT, Retries, retries_of
from engine.events import instant
from engine.library import Definition
from engine.policy import EVERYWHERE, Facts
from engine.store import NewEvent, Reading
from engine.store.calls import calling_element
from engine.store.cases import LOCK_CASE, LOCK_FREE_CASE
from engine.store.jobs import (
    DROP_JOB,
    HOLD_JOB,
    LOCK_JOB,
    LOCK_JOB_UNTIMED,
    NOT_HELD,
    OUTLIVE,
    PARK_JOB,
    POSTPONE,
)
from engine.store.reading import Row

__all__ = ["FailJob", "RunJob", "case_of_job", "element_of", "gone", "retries_for", "run"]

Run = Callable[[Work, Row | None, Row], Body]
RUN: Final[Mapping[str, Run]] = {
    "CALL": job_call.call,
    "CANCEL": job_call.end_called,
    "ERROR": job_call.raise_error,
    "ESCALATION": job_call.raise_escalation,
    "MESSAGE": job_message.deliver,
    "RECEIVE": job_message.receive,
    "RETURN": job_call.come_back,
    "SIGNAL": job_message.spread,
    "START": job_message.start,
    "START_TIMER": job_start.occur,
    "TIMER": job_start.fire,
}
HOPELESS: Final = frozenset({"no-called-process", "not-caught", "several-wait", "too-deep"})
"""Refusals that no later attempt changes unless a person does something."""
_MOST: Final = 1_000
_RAISED: Final = frozenset({"ERROR", "ESCALATION", "RETURN"})


@dataclass(frozen=True, slots=True)
class RunJob:
    """Run a job when it is its turn; `untimed` while a jump of the clock holds what goes by it."""

    job: int
    case: int
    untimed: bool = False


@dataclass(frozen=True, slots=True)
class FailJob:
    """Note that a job failed, at which attempt (from 0) and why; `code` is that of the refusal, if it was one."""

    job: int
    case: int
    attempts: int
    why: str
    code: str | None = None


@handles(RunJob)
def run_job(work: Work, command: RunJob) -> Body:
    """Does what the job is for and ends it; NotFound when it is gone, not due, not its turn, or somebody has it."""
    work.demand("job", Facts(EVERYWHERE))
    row = case_of_job(work, command.case)
    lock = LOCK_JOB_UNTIMED if command.untimed else LOCK_JOB
    job = work.tx.one(lock, job=command.job, case=command.case)
    if job is None or job["parked"] or not job["first"] or job["run_at"] > instant(work.now):
        raise gone()
    return run(work, row, job)


@handles(FailJob)
def fail_job(work: Work, command: FailJob) -> Body:
    """Lets the job be tried again later, or at last parks it behind an incident that people see."""
    work.demand("job", Facts(EVERYWHERE))
    row = work.tx.one(LOCK_CASE, case=command.case) if command.case else None
    job = work.tx.one(LOCK_JOB, job=command.job, case=command.case)
    if job is None or job["attempts"] != command.attempts or job["parked"]:
        raise gone()
    element, why = element_of(work.tx, job), command.why[:_MOST]
    retries = retries_for(work, row, job)
    later = None if command.code in HOPELESS else retries.after(command.attempts + 1, work.now)
    if later is not None:
        work.tx.run(POSTPONE, job=job["id"], before=command.attempts, later=instant(later), why=why)
        return {"job": job["id"], "retry_at": later}
    if row is not None:
        work.tx.numbered(row["id"], row["events"], row["last_at"])
    work.tx.run(PARK_JOB, job=job["id"], why=why)
    data = {"kind": job["kind"].lower().replace("_", "-"), "message": why, "n": job["n"], "job": job["id"]}
    if job["definition_id"] is not None:
        data["definition"] = job["definition_id"]
    work.append(NewEvent(command.case, "IncidentRaised", data, element))
    return {"job": job["id"], "incident": True} | ({"case": command.case} if command.case else {})


def element_of(reading: Reading, job: Row) -> str | None:
    """The element that a job is about; of what comes back from a called case the call."""
    if job["kind"] in _RAISED:
        return calling_element(reading, job_call.called_case(job))
    element: str | None = job["element"]
    return element


def retries_for(work: Work, row: Row | None, job: Row) -> Retries:
    """How often a job is tried, and after how long."""
    return retries_of(_definition(work, row, job), element_of(work.tx, job)) or DEFAULT


def run(work: Work, row: Row | None, job: Row) -> Body:
    """Runs the job; in a suspended case it waits until the case goes on."""
    if row is not None and row["status"] == "SUSPENDED" and job["kind"] not in NOT_HELD:
        work.tx.run(HOLD_JOB, job=job["id"])
        return {"case": row["id"], "held": True}
    try:
        body = _moot(row, job) or RUN[job["kind"]](work, row, job)
    except NotPossible as refused:
        if refused.code != "not-open" or row is None:
            raise
        body = {"case": row["id"], "moot": True}  # its token was taken away while it was being queued
    if (job["kind"] != "TIMER" or body.get("moot")) and not body.get("kept_job"):  # a timer goes with its token
        work.tx.run(DROP_JOB, job=job["id"])
    return body


def _moot(row: Row | None, job: Row) -> Body | None:
    """The body for a job whose case has ended, while it was being queued; messages look for somebody else."""
    if row is None or row["state"] is not None or job["kind"] in OUTLIVE:
        return None
    return {"case": row["id"], "moot": True}


def case_of_job(work: Work, case: int) -> Row | None:
    """The case of a job, held; None for a job of no case. Raises NotFound while somebody else holds it."""
    if not case:
        return None
    row = work.tx.one(LOCK_FREE_CASE, case=case)
    if row is None:
        raise gone()
    work.tx.numbered(case, row["events"], row["last_at"])
    return row


def _definition(work: Work, row: Row | None, job: Row) -> Definition | None:
    id = job["definition_id"] if row is None else row["definition_id"]
    return None if id is None else work.library.definition(work.tx, id)


def gone() -> NotFound:
    """The refusal for a job that is gone, not due, not in its turn, or in the hands of another worker."""
    return NotFound("no-job", "Pekerjaan ini sudah tidak menunggu.", "This job does not wait any more.")
