"""The command of what the worker tidies: kept messages that somebody waits for by now, and those that expire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.waiting import envelope
from engine.events import instant, moment
from engine.policy import EVERYWHERE, Facts
from engine.store import NewEvent
from engine.store.jobs import INSERT_JOB, job_row
from engine.store.messages import DROP_MESSAGE, EXPIRED, KEPT_MESSAGE, MEETINGS

__all__ = ["CleanUp"]

MANY: Final = 100


@dataclass(frozen=True, slots=True)
class CleanUp:
    """Look after the messages that are kept; only the engine's worker does."""


@handles(CleanUp)
def clean_up(work: Work, command: CleanUp) -> Body:
    """Lets kept messages look for who began to wait when they were just being kept, and forgets expired ones."""
    work.demand("job", Facts(EVERYWHERE))
    now, jobs = instant(work.now), []
    for row in work.tx.all(MEETINGS, now=now, limit=MANY):
        kept = work.tx.one(KEPT_MESSAGE, id=row["id"])
        if kept is not None:
            work.tx.run(DROP_MESSAGE, id=kept["id"])
            jobs.append(job_row("MESSAGE", 0, now, payload=envelope(kept)))
    work.tx.later(INSERT_JOB, jobs)
    expired = work.tx.all(EXPIRED, now=now, limit=MANY)
    for row in expired:
        work.tx.run(DROP_MESSAGE, id=row["id"])
        data = {"message": row["id"], "name": row["name"], "until": moment(row["until"])}
        work.append(NewEvent(0, "MessageExpired", data))
    return {"looking": len(jobs), "expired": len(expired)}
