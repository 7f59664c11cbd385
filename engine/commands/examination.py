"""The command that asks for an examination of the history; the worker runs it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.desk import Body, Work, handles
from engine.events import instant
from engine.policy import Facts
from engine.store.proof_runs import ASK, RUN_UNDER_WAY

__all__ = ["AskExamination"]


@dataclass(frozen=True, slots=True)
class AskExamination:
    """Examine the whole history against its checkpoints; one that is asked for or runs serves everybody."""


@handles(AskExamination)
def ask_examination(work: Work, command: AskExamination) -> Body:
    """Queues it; the body has its number, and whether it was under way already."""
    work.demand("examine", Facts())
    row = work.tx.one(RUN_UNDER_WAY)
    if row is not None:
        return {"examination": row["id"], "new": False}
    number = work.tx.value(ASK, at=instant(work.now), login=work.context.actor.login)
    return {"examination": number, "new": True}
