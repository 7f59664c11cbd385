"""The command on variables at a task: what its form asks may be filled in before it is completed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.answers import free, sight_of, variables
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import definition_of, task_facts
from engine.commands.modification import Change, put_variables
from engine.commands.refusals import FieldProblem, Invalid
from engine.commands.task import open_task, taken
from engine.policy import Facts, may
from engine.store.reading import Row

__all__ = ["SetTaskVariables", "allowed"]


@dataclass(frozen=True, slots=True)
class SetTaskVariables:
    """Set variables at a task, and take those away that `gone` names: of the case, or of the task itself if `local`."""

    case: int
    n: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    gone: Collection[str] = ()
    local: bool = False


@handles(SetTaskVariables)
def set_task_variables(work: Work, command: SetTaskVariables) -> Body:
    """Keeps the values, and lets what they cause happen."""
    row = open_task(work, command.case, command.n, "read-task")
    values, gone = free(command.answers), sorted(free(dict.fromkeys(command.gone)))
    if not values and not gone:
        raise Invalid(
            [FieldProblem("modifications", "Sebutkan paling sedikit satu variabel.", "Name at least one variable.")]
        )
    values = allowed(work, row, values, gone)
    scope = row["n"] if command.local else 0
    return put_variables(work, row, Change(values, scope, gone, row["element"], {"task": row["n"]}))


def allowed(work: Work, row: Row, values: Mapping[str, Any], gone: Collection[str] = ()) -> dict[str, Any]:
    """The values as the actor may set them at a task that was locked.

    Who is in charge of variables may set any; who may complete the task those that it could be completed with: with a
    form those that the form asks, as it wants them. Raises NotAllowed, Conflict, Invalid.
    """
    actor = work.context.actor
    if may(actor, "variables", Facts(row["office"])):
        return dict(values)
    work.demand("complete", task_facts(row))
    if row["assignee"] not in (None, actor.login):
        raise taken(row)
    definition = definition_of(work, row)
    form = definition.forms.get(row["element"])
    if form is None:
        return dict(values)
    unasked = sorted({*values, *gone} - form.supplies)
    if unasked:
        raise Invalid([_unasked(name) for name in unasked])
    known = variables(work.tx, row["id"], sight_of(definition, row)) if form.depends else {}
    found = form.clean(values, known, work.now.astimezone(definition.zone).date())
    wrong = [error for error in found.errors if error.key in values or error.key not in form.supplies]
    if wrong:
        raise Invalid([FieldProblem(error.key, error.id, error.en) for error in wrong])
    return {name: value for name, value in found.values.items() if name in values}


def _unasked(name: str) -> FieldProblem:
    id = "Formulir tugas ini tidak menanyakan hal itu; mintalah pemilik proses."
    return FieldProblem(name, id, "The form of this task does not ask that; ask the process owner.")
