"""Commands on messages: correlate one to the token that waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import acting_for, definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, record
from engine.commands.refusals import Conflict, NotFound
from engine.policy import Facts, may
from engine.store.cases import LOCK_CASE
from engine.store.lists import Page
from engine.store.messages import WAITING
from engine.store.reading import Row

__all__ = ["Correlate"]


@dataclass(frozen=True, slots=True)
class Correlate:
    """Deliver a message by name, to the case with that id, business key or declared correlation key."""

    message: str
    case: int | None = None
    business_key: str | None = None
    correlation: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@handles(Correlate)
def correlate(work: Work, command: Correlate) -> Body:
    """Moves the one token that waits; NotFound when none waits, Conflict when several do."""
    match = _match(work, command)
    case = match["case_id"]
    row = work.tx.one(LOCK_CASE, case=case)
    assert row is not None
    work.tx.numbered(case, row["events"], row["last_at"])
    demand_active(row)
    definition = definition_of(work, row)
    group = definition.candidates.get(match["element"])
    work.demand("correlate", Facts(row["office"], group))
    answers, program = free(command.answers), definition.program
    values = {name: answers[name] for name in program.reads & answers.keys()}
    move = moved(lambda: program.receive(bytes(row["state"]), match["n"], values, work.at(row)))
    work.tx.case(case, {"revision": row["revision"] + 1})
    event = MoveEvent(
        case=case,
        kind="MessageReceived",
        element=match["element"],
        data={"message": command.message, "n": match["n"]},
        answers=answers,
        acting_for=acting_for(work.context.actor, group),
    )
    return record(work, definition, move, event)


def _match(work: Work, command: Correlate) -> Row:
    found = [
        row
        for row in WAITING.rows(work.tx, Page(given={"name": command.message, "kind": "message"}))
        if _fits(row, command)
    ]
    allowed = [row for row in found if _may_know(work, row)]
    if len(allowed) == 1:
        return allowed[0]
    if allowed:
        raise Conflict(
            "several-wait",
            f"Ada {len(allowed)} kasus yang menunggu pesan “{command.message}”. Sebutkan kunci kasusnya.",
            f"{len(allowed)} cases wait for the message “{command.message}”. Name the case.",
            count=len(allowed),
        )
    raise NotFound(
        "nobody-waits",
        f"Tidak ada kasus yang menunggu pesan “{command.message}” dengan kunci itu.",
        f"No case waits for the message “{command.message}” with that key.",
    )


def _fits(row: Row, command: Correlate) -> bool:
    if command.case is not None and row["case_id"] != command.case:
        return False
    if command.business_key is not None and row["business_key"] != command.business_key:
        return False
    return command.correlation is None or row["correlation"] == command.correlation


def _may_know(work: Work, row: Row) -> bool:
    case = work.tx.one(LOCK_CASE, case=row["case_id"])
    if case is None:
        return False
    group = definition_of(work, case).candidates.get(row["element"])
    return may(work.context.actor, "correlate", Facts(case["office"], group))
