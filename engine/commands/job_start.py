"""Jobs of the clock: a timer of a case fires, a timer start event begins a case."""

from __future__ import annotations

from typing import Any

from engine.canonical import loads
from engine.commands.correlation import start_job
from engine.commands.desk import Body, Work
from engine.commands.finding import definition_of
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.starts import timer_job, timing_of
from engine.events import moment
from engine.spiff.timing import Cycle
from engine.store.definitions import IS_LIVE
from engine.store.jobs import INSERT_JOB
from engine.store.reading import Row

__all__ = ["fire", "occur"]


def fire(work: Work, row: Row | None, job: Row) -> Body:
    """Moves the case past its timer."""
    assert row is not None
    definition = definition_of(work, row)
    program = program_of(work, definition, row["id"])
    move = moved(lambda: program.fire(bytes(row["state"]), job["n"], {}, work.at(row)))
    data = {"n": job["n"], "due": moment(job["due_at"])}
    return record(work, definition, move, MoveEvent(row, "TimerFired", job["element"], data))


def occur(work: Work, _: Row | None, job: Row) -> Body:
    """A case begins by a job of its own, so that one which cannot begin holds up none of the next occurrences."""
    if not work.tx.value(IS_LIVE, id=job["definition_id"]):
        return {"receivers": 0}
    due = moment(job["due_at"])
    told = {"kind": "due", "name": due, "values": {}, "correlation": None, "business_key": None}
    jobs = [start_job(job, told, due)]
    cycle: Any = loads(bytes(job["payload"]))
    definition = work.library.definition(work.tx, job["definition_id"])
    timing = timing_of(job["element"], definition.starts[job["element"]], definition.zone)
    again = None if cycle is None else timing.next(Cycle(*cycle))
    if again is not None:
        jobs.append(timer_job(definition.id, job["element"], *again))
    work.tx.later(INSERT_JOB, jobs)
    return {"receivers": 1}
