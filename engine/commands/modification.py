"""Commands of people in charge on what a case does: move its tokens, set its variables, add items to a loop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import definition_of, demand_active, locked_case
from engine.commands.instructions import told
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import FieldProblem, Invalid
from engine.spiff import GONE, After, Before, Instruction, Stop
from engine.store.reading import Row

__all__ = ["AddItems", "After", "Before", "Change", "Modify", "SetVariables", "Stop", "put_variables"]


@dataclass(frozen=True, slots=True)
class Modify:
    """Move tokens by hand, with a reason: stop an open one, begin before an element or behind it, in order."""

    case: int
    instructions: Sequence[Instruction]
    reason: str


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Set variables of a case, or of an open scope in it by its number; conditions in the case may then occur.

    `gone` names variables that are to be there no more; what is set as well stays.
    """

    case: int
    answers: Mapping[str, Any]
    scope: int = 0
    gone: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class AddItems:
    """Give a running multi-instance activity further items; `n` is the number of the activity as a whole."""

    case: int
    n: int
    items: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Variables of one scope that change, with what their event says besides."""

    values: Mapping[str, Any]
    scope: int = 0
    gone: Collection[str] = ()
    element: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


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
    data = {"instructions": [told(one) for one in command.instructions]}
    event = MoveEvent(row, "CaseModified", None, data, {"$alasan": command.reason.strip()})
    return record(work, definition, move, event)


@handles(SetVariables)
def set_variables(work: Work, command: SetVariables) -> Body:
    """Keeps the values where they are told, and lets what they cause happen."""
    row = locked_case(work, command.case, "variables")
    demand_active(row)
    values = free(command.answers)
    free(dict.fromkeys(command.gone))
    if not values and not command.gone:
        raise Invalid(
            [FieldProblem("answers", "Sebutkan paling sedikit satu variabel.", "Name at least one variable.")]
        )
    return put_variables(work, row, Change(values, command.scope, command.gone))


def put_variables(work: Work, row: Row, change: Change) -> Body:
    """Moves a case that is held by variables that were checked; what the move did."""
    case, gone = row["id"], sorted(set(change.gone) - change.values.keys())
    definition = definition_of(work, row)
    program = program_of(work, definition, case)
    said = dict.fromkeys(gone, GONE) | dict(change.values)
    move = moved(lambda: program.change(bytes(row["state"]), change.scope, said, work.at(row)))
    data: dict[str, Any] = {"scope": change.scope} | dict(change.data)
    if gone:
        data["removed"] = [[change.scope, name] for name in gone]
    return record(work, definition, move, MoveEvent(row, "VariablesChanged", change.element, data, change.values))


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
