"""Commands of the clock: fire a timer that is due, confirm a jump of the clock."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, record
from engine.commands.refusals import NotFound, NotPossible
from engine.events import instant, moment
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.cases import LOCK_FREE_CASE
from engine.store.jobs import JOB_OF_TOKEN
from engine.store.notes import CLEAR_NOTE

__all__ = ["ConfirmClock", "FireTimer"]


@dataclass(frozen=True, slots=True)
class FireTimer:
    """Fire the timer of a waiting token; only the engine's worker does."""

    case: int
    n: int


@dataclass(frozen=True, slots=True)
class ConfirmClock:
    """Say that the clock's jump forward was right: held timers go on."""


@handles(FireTimer)
def fire_timer(work: Work, command: FireTimer) -> Body:
    """Moves the case past its timer; a timer that is gone or not due yet is refused and nothing happens twice."""
    row = work.tx.one(LOCK_FREE_CASE, case=command.case)
    job = work.tx.one(JOB_OF_TOKEN, case=command.case, n=command.n, kind="TIMER")
    if row is None or job is None:
        raise NotFound("no-timer", "Pengingat ini sudah tidak menunggu.", "This timer does not wait any more.")
    work.tx.numbered(command.case, row["events"], row["last_at"])
    work.demand("external", Facts(row["office"]))
    demand_active(row)
    if job["due_at"] > instant(work.now):
        raise NotPossible(
            "not-due", "Belum waktunya.", "The timer is not due yet.", due=moment(job["due_at"]).isoformat()
        )
    definition = definition_of(work, row)
    move = moved(lambda: definition.program.fire(bytes(row["state"]), command.n, {}, work.at(row)))
    work.tx.case(command.case, {"revision": row["revision"] + 1})
    data = {"n": command.n, "due": moment(job["due_at"])}
    return record(work, definition, move, MoveEvent(command.case, "TimerFired", job["element"], data))


@handles(ConfirmClock)
def confirm_clock(work: Work, command: ConfirmClock) -> Body:
    """Lets held timers fire; an event on the installation's stream says who confirmed it."""
    work.demand("clock", Facts("*"))
    work.tx.run(CLEAR_NOTE, name="clock-hold")
    work.append(NewEvent(0, "ClockConfirmed", {}))
    return {"confirmed": True}
