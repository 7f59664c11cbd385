"""Messages in the dialect: delivered to who waits, or begin a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_answers import present_values
from engine.api.rest_ids import case_number
from engine.api.rest_shapes import INSTANCE, Shapes
from engine.api.schema import FLAG, LINKS, TEXT, VARIABLES, many, maybe, one_of, record
from engine.commands.message import Correlate
from engine.commands.refusals import NotAllowed, NotFound
from engine.policy import Facts, may
from engine.store import Reading
from engine.store.listings import CASES
from engine.store.lists import Page
from engine.store.messages import BEGINNINGS

__all__ = ["EXECUTION", "office_asked"]

MESSAGE: Final = {
    "messageName": parts.need(parts.WORDS),
    "businessKey": parts.WORDS,
    "processInstanceId": parts.WORDS,
    "correlationKeys": parts.VARIABLES,
    "localCorrelationKeys": parts.VARIABLES,
    "processVariables": parts.VARIABLES,
    "processVariablesLocal": parts.VARIABLES,
    "processVariablesToTriggeredScope": parts.VARIABLES,
    "tenantId": parts.WORDS,
    "withoutTenantId": parts.FLAG,
    "all": parts.FLAG,
    "resultEnabled": parts.FLAG,
    "variablesInResultEnabled": parts.FLAG,
}
EXECUTION: Final = record(
    "Execution", {"links": LINKS, "id": TEXT, "processInstanceId": TEXT, "ended": FLAG, "tenantId": maybe(TEXT)}
)
DELIVERED: Final = record(
    "MessageCorrelationResult",
    {
        "resultType": one_of("Execution", "ProcessDefinition"),
        "execution": maybe(EXECUTION),
        "processInstance": maybe(INSTANCE),
        "variables": maybe(VARIABLES),
    },
    ("variables",),
)


@rest.post("/message")
@operation("Message", body=MESSAGE, answers={200: many(DELIVERED), 204: None})
def correlate_message(asked: Asked) -> Response:
    """Delivers a message to the one case that waits for it, or begins one by it; with `all` to everybody."""
    given = asked.body
    if not given["messageName"]:
        raise BadInput("Sebutkan messageName.", "No message name supplied")
    if given.get("variablesInResultEnabled") and not given.get("resultEnabled"):
        raise BadInput(
            "variablesInResultEnabled perlu resultEnabled.",
            "Parameter 'variablesInResultEnabled' cannot be used if 'resultEnabled' is set to 'false'.",
        )
    found = list(_to_all(given) if given.get("all") else [_run(given)])
    if not given.get("resultEnabled"):
        return nothing()
    with asking.desk().store.reading() as reading:
        variables = bool(given.get("variablesInResultEnabled"))
        return answer([_delivered(reading, body, variables) for body in found])


def office_asked(given: Mapping[str, Any]) -> str | None:
    """The office that is meant, None for any; empty, which none is, for `withoutTenantId`. Raises BadInput for both."""
    office, none = given.get("tenantId"), given.get("withoutTenantId")
    if office is not None and none:
        raise BadInput(
            "Pilih tenantId atau withoutTenantId, salah satu saja.",
            "Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId'.",
        )
    return "" if none else office


def _run(given: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    case = given.get("processInstanceId")
    inner = (given.get("processVariablesLocal") or {}) | (given.get("processVariablesToTriggeredScope") or {})
    asked: dict[str, Any] = {
        "message": given["messageName"],
        "case": None if case is None else case_number(case),
        "business_key": given.get("businessKey"),
        "answers": given.get("processVariables") or {},
        "office": office_asked(given),
        "keys": given.get("correlationKeys") or {},
        "local": given.get("localCorrelationKeys") or {},
        "inner": inner,
    }
    body: dict[str, Any] = asking.desk().run(asking.context(), Correlate(**asked | more)).body
    return body


def _to_all(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Everybody who waits gets it, soon after; then each definition that begins by it begins a case."""
    if given.get("processVariablesLocal") or given.get("processVariablesToTriggeredScope"):
        raise BadInput("Nilai lokal tidak dapat dikirim ke semua.", "Local variables cannot be sent to all.")
    try:
        cases = _run(given, mode="wait", all=True)["cases"]
    except NotFound:
        cases = []
    yield from ({"case": case, "status": "ACTIVE"} for case in cases)
    if given.get("processInstanceId") is not None:
        return
    office = office_asked(given)
    with asking.desk().store.reading() as reading:
        rows = reading.all(BEGINNINGS, kind="message", name=given["messageName"])
    for row in rows:
        if office not in (None, row["office"]):
            continue
        try:
            yield _run(given, mode="start", definition=row["definition_id"])
        except (NotAllowed, NotFound):  # not his to start, or out of force by now
            continue


def _delivered(reading: Reading, body: Mapping[str, Any], variables: bool) -> dict[str, Any]:
    """A result; with variables, where they are asked for, for who may read the case or set variables in it."""
    (row,) = CASES.rows(reading, Page({"case": {"case": body["case"]}}))
    shown: dict[str, Any] = {"resultType": "Execution", "execution": None, "processInstance": None}
    if "definition" in body:
        shown |= {
            "resultType": "ProcessDefinition",
            "processInstance": Shapes(reading, asking.zone()).instance(row),
        }
    else:
        case, ended = str(body["case"]), row["ended_at"] is not None
        place = {"id": case, "processInstanceId": case}
        shown["execution"] = {"links": [], **place, "ended": ended, "tenantId": row["office"]}
    if variables:
        readable = _may_read(reading, row["id"], row["office"])
        shown["variables"] = present_values(reading, body["case"]) if readable else None
    return shown


def _may_read(reading: Reading, case: int, office: str) -> bool:
    if may(asking.me(), "variables", Facts(office)):
        return True
    try:
        sight.case_row(reading, asking.me(), case)
    except NotFound:
        return False
    return True
