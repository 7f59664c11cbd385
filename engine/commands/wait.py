"""The command by which a person answers a wait: what came on paper is written down, and the case goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.answers import Place, cleaned
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import acting_for, definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import Conflict, NotFound
from engine.policy import Facts, may
from engine.store.cases import LOCK_CASE
from engine.store.waits import SUBSCRIPTION

__all__ = ["AnswerWait"]


@dataclass(frozen=True, slots=True)
class AnswerWait:
    """Write down what a step or event waits for; `answers` are raw, as its form asks them."""

    case: int
    n: int
    answers: Mapping[str, Any] = field(default_factory=dict)


@handles(AnswerWait)
def answer_wait(work: Work, command: AnswerWait) -> Body:
    """Moves the case on with the cleaned answers; Conflict when the answer came before."""
    row = work.tx.one(LOCK_CASE, case=command.case)
    wait = work.tx.one(SUBSCRIPTION, case=command.case, n=command.n)
    if row is None:
        raise _unknown()
    definition = definition_of(work, row)
    group = None if wait is None else definition.candidates.get(wait["element"])
    if wait is None or not may(work.context.actor, "correlate", Facts(row["office"], group)):
        raise _over() if may(work.context.actor, "correlate", Facts(row["office"], group)) else _unknown()
    work.tx.numbered(command.case, row["events"], row["last_at"])
    demand_active(row)
    place = Place(definition, wait["element"], command.case, now=work.now)
    answers = cleaned(work.tx, place, command.answers)
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.receive(bytes(row["state"]), command.n, answers, work.at(row)))
    event = MoveEvent(
        row=row,
        kind="SignalReceived" if wait["kind"] == "signal" else "MessageReceived",
        element=wait["element"],
        data={wait["kind"]: wait["message"], "n": command.n},
        answers=answers,
        acting_for=acting_for(work.context.actor, group),
    )
    return record(work, definition, move, event) | {"number": row["number"]}


def _unknown() -> NotFound:
    return NotFound("no-wait", "Tidak ada yang ditunggu di sini.", "Nothing waits here.")


def _over() -> Conflict:
    return Conflict("wait-over", "Jawaban ini sudah dicatat.", "This answer was written down before.")
