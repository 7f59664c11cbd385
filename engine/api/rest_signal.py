"""Signals and conditions from outside in the dialect."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_ids import NOTHING, case_number, definition_number
from engine.api.rest_message import office_asked
from engine.api.rest_shapes import INSTANCE, Shapes
from engine.api.schema import many
from engine.commands.signal import BeginByCondition, EvaluateStarts, ThrowSignal
from engine.store.listings import CASES
from engine.store.lists import Page

__all__: list[str] = []

SIGNAL: Final = {
    "name": parts.need(parts.WORDS),
    "executionId": parts.WORDS,
    "variables": parts.VARIABLES,
    "tenantId": parts.WORDS,
    "withoutTenantId": parts.FLAG,
}
CONDITION: Final = {
    "variables": parts.need(parts.VARIABLES),
    "businessKey": parts.WORDS,
    "processDefinitionId": parts.WORDS,
    "tenantId": parts.WORDS,
    "withoutTenantId": parts.FLAG,
}
_DIGITS: Final = 9  # of the number of a token


@rest.post("/signal")
@operation("Signal", body=SIGNAL, answers={204: None})
def throw_signal(asked: Asked) -> Response:
    """Throws a signal to everybody who waits for it, or to one case."""
    given = asked.body
    if not given["name"]:
        raise BadInput("Sebutkan name.", "No signal name given")
    execution, office = given.get("executionId"), office_asked(given)
    if execution is not None and office is not None:
        raise BadInput(
            "executionId tidak dipakai bersama tenantId.",
            "Cannot specify a tenant-id when deliver a signal to a single execution.",
        )
    case, _, n = (execution or "").partition("-")
    command = ThrowSignal(
        name=given["name"],
        answers=given.get("variables") or {},
        case=None if execution is None else case_number(case),
        n=int(n[:_DIGITS]) if n.isascii() and n.isdigit() else None if not n else NOTHING,
        office=office,
    )
    asking.desk().run(asking.context(), command)
    return nothing()


@rest.post("/condition")
@operation("Condition", body=CONDITION, answers={200: many(INSTANCE)})
def evaluate_condition(asked: Asked) -> Response:
    """Begins a case on every definition whose conditional start holds for these values."""
    given, answers = asked.body, asked.body["variables"]
    definition, key = given.get("processDefinitionId"), given.get("businessKey")
    command = EvaluateStarts(
        answers=answers,
        definition=None if definition is None else definition_number(definition),
        office=office_asked(given),
        queue=False,
    )
    starts: Any = asking.desk().run(asking.context(), command).body["starts"]
    found = [BeginByCondition(id, element, answers, key) for id, element in starts]
    cases = [asking.desk().run(asking.context(), one).body["case"] for one in found]
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = [CASES.rows(reading, Page({"case": {"case": case}}))[0] for case in cases]
        return answer([shapes.instance(row) for row in rows])
