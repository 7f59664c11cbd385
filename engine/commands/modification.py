"""Commands of people in charge on what a case does: move its tokens, set its variables, add items to a loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import definition_of, demand_active, locked_case
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import FieldProblem, Invalid
from engine.spiff import After, Before, Instruction, Stop

__all__ = ["AddItems", "After", "Before", "Modify", "SetVariables", "Stop"]


@dataclass(frozen=True, slots=True)
class Modify:
    """Move tokens by hand, with a reason: stop an open one, begin before an element or behind it, in order."""

    case: int
    instructions: Sequence[Instruction]
    reason: str


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Set variables of a case, or of an open scope in it by its number; conditions in the case may then occur."""

    case: int
    answers: Mapping[str, Any]
    scope: int = 0


@dataclass(frozen=True, slots=True)
class AddItems:
    """Give a running multi-instance activity further items; `n` is the number of the activity as a whole."""

    case: int
    n: int
    items: Sequence[Any]


@handles(Modify)
def modify(work: Work, command: Modify) -> Body:
    """All instructions or none; NotPossible when one cannot work."""
    row = locked_case(work, command.case, "modify")
    demand_active(row)
    problems = []
    if not command.reason.strip():
        problems.append(FieldProblem("reason", "Tulis alasan perubahan.", "Write why the case is modified."))
    if not command.instructions:
        problems.append(FieldProblem("instructions", "Sebutkan apa yang diubah.", "Say what is to be modified."))
    if problems:
        raise Invalid(problems)
    definition = definition_of(work, row)
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.modify(bytes(row["state"]), command.instructions, work.at(row)))
    data = {"instructions": [_said(one) for one in command.instructions]}
    event = MoveEvent(row, "CaseModified", None, data, {"$alasan": command.reason.strip()})
    return record(work, definition, move, event)


@handles(SetVariables)
def set_variables(work: Work, command: SetVariables) -> Body:
    """Keeps the values where they are told, and lets what they cause happen."""
    row = locked_case(work, command.case, "variables")
    demand_active(row)
    values = free(command.answers)
    if not values:
        raise Invalid(
            [FieldProblem("answers", "Sebutkan paling sedikit satu variabel.", "Name at least one variable.")]
        )
    definition = definition_of(work, row)
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.change(bytes(row["state"]), command.scope, values, work.at(row)))
    return record(work, definition, move, MoveEvent(row, "VariablesChanged", None, {"scope": command.scope}, values))


@handles(AddItems)
def add_items(work: Work, command: AddItems) -> Body:
    """Opens the further items of a parallel activity at once, those of a sequential one in their turn."""
    row = locked_case(work, command.case, "variables")
    demand_active(row)
    items = list(command.items)
    if not items:
        raise Invalid([FieldProblem("items", "Sebutkan paling sedikit satu butir.", "Give at least one item.")])
    free({"items": items})
    definition = definition_of(work, row)
    program = program_of(work, definition, command.case)
    move = moved(lambda: program.extend(bytes(row["state"]), command.n, items, work.at(row)))
    data = {"n": command.n, "count": len(items)}
    return record(work, definition, move, MoveEvent(row, "ItemsAdded", None, data))


def _said(one: Instruction) -> list[Any]:
    """As the event tells it: [stop, token], [before, element, scope], [after, element, scope]."""
    if isinstance(one, Stop):
        return ["stop", one.token]
    return ["before" if isinstance(one, Before) else "after", one.element, one.scope]
