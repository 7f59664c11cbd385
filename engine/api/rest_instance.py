"""Process instances and messages in the dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import PAGING, filters_of, paged, rest
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import INSTANCE, Shapes
from engine.api.schema import COUNT, FLAG, LINKS, TEXT, VARIABLES, many, maybe, one_of, record
from engine.commands.case import Cancel
from engine.commands.message import Correlate
from engine.commands.refusals import NotFound
from engine.store.listings import CASES
from engine.store.lists import Page

__all__: list[str] = []

FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "businessKey": (asking.text, "business_key"),
    "processDefinitionId": (definition_number, "definition"),
    "processDefinitionKey": (asking.text, "key"),
    "processDefinitionKeyIn": (asking.names, "keys"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
    "tenantIdIn": (asking.names, "in_offices"),
}
ORDERS: Final = {
    "instanceId": "id",
    "definitionId": "definition",
    "definitionKey": "key",
    "businessKey": "business_key",
    "tenantId": "office",
}
DELETE: Final[dict[str, Reader]] = {
    "skipCustomListeners": asking.flag,
    "skipIoMappings": asking.flag,
    "skipSubprocesses": asking.flag,
    "failIfNotExists": asking.flag,
}
MESSAGE: Final = {
    "messageName": parts.need(parts.WORDS),
    "businessKey": parts.WORDS,
    "processInstanceId": parts.WORDS,
    "correlationKeys": parts.VARIABLES,
    "localCorrelationKeys": parts.VARIABLES,
    "processVariables": parts.VARIABLES,
    "processVariablesLocal": parts.VARIABLES,
    "tenantId": parts.WORDS,
    "withoutTenantId": parts.FLAG,
    "all": parts.FLAG,
    "resultEnabled": parts.FLAG,
    "variablesInResultEnabled": parts.FLAG,
}
_EXECUTION: Final = record(
    "Execution", {"links": LINKS, "id": TEXT, "processInstanceId": TEXT, "ended": FLAG, "tenantId": maybe(TEXT)}
)
DELIVERED: Final = record(
    "MessageCorrelationResult",
    {
        "resultType": one_of("Execution", "ProcessDefinition"),
        "execution": maybe(_EXECUTION),
        "processInstance": maybe(INSTANCE),
        "variables": maybe(VARIABLES),
    },
)
_UNSUPPORTED: Final = ("localCorrelationKeys", "processVariablesLocal", "tenantId", "withoutTenantId", "all")
_READERS: Final[dict[str, Reader]] = {name: reader for name, (reader, _) in FILTERS.items()}
_REASON: Final = "Dihapus lewat API / Deleted through the API"


@rest.get("/process-instance")
@operation("Process Instance", query=PAGING | _READERS, answers={200: many(INSTANCE)})
def list_instances(asked: Asked) -> Response:
    """The running cases that the actor may read."""
    filters = filters_of(asked.query, FILTERS) | sight.cases_of(asking.me()) | {"running": {}}
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.instance(row) for row in CASES.rows(reading, paged(asked.query, filters, ORDERS))])


@rest.get("/process-instance/count")
@operation("Process Instance", query=_READERS, answers={200: COUNT})
def count_instances(asked: Asked) -> Response:
    """How many cases a list would hold."""
    filters = filters_of(asked.query, FILTERS) | sight.cases_of(asking.me()) | {"running": {}}
    with asking.desk().store.reading() as reading:
        return answer({"count": CASES.count(reading, Page(filters))})


@rest.get("/process-instance/<id>")
@operation("Process Instance", answers={200: INSTANCE})
def get_instance(asked: Asked, id: str) -> Response:
    """One running case."""
    with asking.desk().store.reading() as reading:
        row = sight.case_row(reading, asking.me(), asking.number(id))
        if row["ended_at"] is not None:
            raise NotFound("ended", f"Kasus {id} sudah berakhir.", f"Process instance with id {id} does not exist.")
        return answer(Shapes(reading, asking.zone()).instance(row))


@rest.delete("/process-instance/<id>")
@operation("Process Instance", query=DELETE, answers={204: None})
def delete_instance(asked: Asked, id: str) -> Response:
    """Cancels the case; its history stays."""
    try:
        asking.desk().run(asking.context(), Cancel(asking.number(id), _REASON))
    except NotFound:
        if asked.query.get("failIfNotExists") is not False:
            raise
    return nothing()


@rest.post("/message")
@operation("Message", body=MESSAGE, answers={200: many(DELIVERED), 204: None})
def correlate_message(asked: Asked) -> Response:
    """Delivers a message to the one case that waits for it, or begins one by it."""
    given = asked.body
    for key in _UNSUPPORTED:
        if given.get(key):
            raise BadInput(f"“{key}” belum didukung.", f"'{key}' is not supported.")
    if not given["messageName"]:
        raise BadInput("Sebutkan messageName.", "No message name supplied")
    keys = given.get("correlationKeys") or {}
    if len(keys) > 1:
        raise BadInput("Paling banyak satu correlationKeys.", "At most one of correlationKeys is supported.")
    case = given.get("processInstanceId")
    command = Correlate(
        message=given["messageName"],
        case=None if case is None else case_number(case),
        business_key=given.get("businessKey"),
        correlation=next((str(value) for value in keys.values()), None),
        answers=given.get("processVariables") or {},
    )
    body: dict[str, Any] = asking.desk().run(asking.context(), command).body
    return answer([_delivered(body)]) if given.get("resultEnabled") else nothing()


def _delivered(body: Mapping[str, Any]) -> dict[str, Any]:
    ended = body["status"] == "COMPLETED"
    case = str(body["case"])
    execution = {"links": [], "id": case, "processInstanceId": case, "ended": ended, "tenantId": None}
    if "definition" not in body:
        return {"resultType": "Execution", "execution": execution, "processInstance": None, "variables": None}
    with asking.desk().store.reading() as reading:
        begun = Shapes(reading, asking.zone()).instance(sight.case_row(reading, asking.me(), body["case"]))
    return {"resultType": "ProcessDefinition", "execution": None, "processInstance": begun, "variables": None}
