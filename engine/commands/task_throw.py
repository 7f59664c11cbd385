"""The command by which a person reports an error or escalation from a task, for the diagram to catch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import acting_for, definition_of
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import FieldProblem, Invalid
from engine.commands.task import open_task, taken
from engine.commands.task_values import allowed
from engine.spiff import Thrown

__all__ = ["ThrowTask"]

_MOST: Final = 4_000


@dataclass(frozen=True, slots=True)
class ThrowTask:
    """Report an error or escalation from a task by its code; what was filled in is kept."""

    case: int
    n: int
    kind: Literal["error", "escalation"]
    code: str
    message: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@handles(ThrowTask)
def throw_task(work: Work, command: ThrowTask) -> Body:
    """Moves the case to who catches it. NotPossible for an error that nobody does; such an escalation goes further."""
    row = open_task(work, command.case, command.n, "complete")
    actor = work.context.actor
    if row["assignee"] not in (None, actor.login):
        raise taken(row)
    if not command.code or "\0" in command.code:
        raise Invalid([FieldProblem("code", "Sebutkan kode galat.", "Name the code of the error.")])
    values = free(command.answers)
    values = allowed(work, row, values) if values else {}
    said = {} if command.message is None else {"$galat": command.message[:_MOST]}
    definition = definition_of(work, row)
    program = program_of(work, definition, row["id"])
    thrown = Thrown(command.kind, command.code, said.get("$galat"), values)
    move = moved(lambda: program.throw(bytes(row["state"]), row["n"], thrown, work.at(row)))
    event = MoveEvent(
        row=row,
        kind="ErrorReceived" if command.kind == "error" else "EscalationReceived",
        element=row["element"],
        data={"n": row["n"], "code": command.code, "task": row["n"]},
        answers=values | said,
        acting_for=acting_for(actor, row["candidates"]),
    )
    return record(work, definition, move, event) | {"number": row["number"]}
