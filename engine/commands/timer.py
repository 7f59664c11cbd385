"""Commands of the clock: fire a timer that is due, confirm a jump of the clock."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import demand_active
from engine.commands.job import case_of_job, gone, run
from engine.commands.refusals import NotPossible
from engine.events import instant, moment
from engine.policy import EVERYWHERE, Facts
from engine.store import NewEvent
from engine.store.jobs import JOB_OF_TOKEN
from engine.store.notes import CLEAR_NOTE

__all__ = ["ConfirmClock", "FireTimer"]


@dataclass(frozen=True, slots=True)
class FireTimer:
    """Fire the timer of a waiting token, by its number."""

    case: int
    n: int


@dataclass(frozen=True, slots=True)
class ConfirmClock:
    """Say that the clock's jump forward was right: held timers go on."""


@handles(FireTimer)
def fire_timer(work: Work, command: FireTimer) -> Body:
    """Moves the case past its timer; a timer that is gone or not due yet is refused and nothing happens twice."""
    row = case_of_job(work, command.case)
    job = work.tx.one(JOB_OF_TOKEN, case=command.case, n=command.n, kind="TIMER")
    if row is None or job is None:
        raise gone()
    work.demand("external", Facts(row["office"]))
    demand_active(row)
    if job["due_at"] > instant(work.now):
        raise NotPossible(
            "not-due", "Belum waktunya.", "The timer is not due yet.", due=moment(job["due_at"]).isoformat()
        )
    return run(work, row, job)


@handles(ConfirmClock)
def confirm_clock(work: Work, command: ConfirmClock) -> Body:
    """Lets held timers fire; an event on the installation's stream says who confirmed it."""
    work.demand("clock", Facts(EVERYWHERE))
    work.tx.run(CLEAR_NOTE, name="clock-hold")
    work.append(NewEvent(0, "ClockConfirmed", {}))
    return {"confirmed": True}
