"""Process instances and messages in the dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.rest import PAGING, filters_of, paged, rest
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import Shapes
from engine.api.typed import read_all
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
MESSAGE: Final = frozenset(
    {
        "messageName",
        "businessKey",
        "processInstanceId",
        "correlationKeys",
        "localCorrelationKeys",
        "processVariables",
        "processVariablesLocal",
        "tenantId",
        "withoutTenantId",
        "all",
        "resultEnabled",
        "variablesInResultEnabled",
    }
)
_UNSUPPORTED: Final = ("localCorrelationKeys", "processVariablesLocal", "tenantId", "withoutTenantId", "all")
_READERS: Final[dict[str, Reader]] = {name: reader for name, (reader, _) in FILTERS.items()}
_REASON: Final = "Dihapus lewat API / Deleted through the API"


@rest.get("/process-instance")
def list_instances() -> Response:
    """The running cases that the actor may read."""
    found = asking.parameters(PAGING | _READERS)
    filters = filters_of(found, FILTERS) | sight.cases_of(asking.me()) | {"running": {}}
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.instance(row) for row in CASES.rows(reading, paged(found, filters, ORDERS))])


@rest.get("/process-instance/count")
def count_instances() -> Response:
    """How many cases a list would hold."""
    filters = filters_of(asking.parameters(_READERS), FILTERS) | sight.cases_of(asking.me()) | {"running": {}}
    with asking.desk().store.reading() as reading:
        return answer({"count": CASES.count(reading, Page(filters))})


@rest.get("/process-instance/<id>")
def get_instance(id: str) -> Response:
    """One running case."""
    asking.parameters({})
    with asking.desk().store.reading() as reading:
        row = sight.case_row(reading, asking.me(), asking.number(id))
        if row["ended_at"] is not None:
            raise NotFound("ended", f"Kasus {id} sudah berakhir.", f"Process instance with id {id} does not exist.")
        return answer(Shapes(reading, asking.zone()).instance(row))


@rest.delete("/process-instance/<id>")
def delete_instance(id: str) -> Response:
    """Cancels the case; its history stays."""
    found = asking.parameters(DELETE)
    try:
        asking.desk().run(asking.context(), Cancel(asking.number(id), _REASON))
    except NotFound:
        if found.get("failIfNotExists") is not False:
            raise
    return nothing()


@rest.post("/message")
def correlate_message() -> Response:
    """Delivers a message to the one case that waits for it, or begins one by it."""
    asking.parameters({})
    asked = asking.body(MESSAGE)
    for key in _UNSUPPORTED:
        if asked.get(key):
            raise BadInput(f"“{key}” belum didukung.", f"'{key}' is not supported.")
    name = asking.words(asked, "messageName")
    if not name:
        raise BadInput("Sebutkan messageName.", "No message name supplied")
    keys = read_all(asked.get("correlationKeys"), asking.zone())
    if len(keys) > 1:
        raise BadInput("Paling banyak satu correlationKeys.", "At most one of correlationKeys is supported.")
    case = asking.words(asked, "processInstanceId")
    command = Correlate(
        message=name,
        case=None if case is None else case_number(case),
        business_key=asking.words(asked, "businessKey"),
        correlation=next((str(value) for value in keys.values()), None),
        answers=read_all(asked.get("processVariables"), asking.zone()),
    )
    body: dict[str, Any] = asking.desk().run(asking.context(), command).body
    return answer([_delivered(body)]) if asked.get("resultEnabled") is True else nothing()


def _delivered(body: Mapping[str, Any]) -> dict[str, Any]:
    ended = body["status"] == "COMPLETED"
    case = str(body["case"])
    execution = {"links": [], "id": case, "processInstanceId": case, "ended": ended, "tenantId": None}
    if "definition" not in body:
        return {"resultType": "Execution", "execution": execution, "processInstance": None, "variables": None}
    with asking.desk().store.reading() as reading:
        begun = Shapes(reading, asking.zone()).instance(sight.case_row(reading, asking.me(), body["case"]))
    return {"resultType": "ProcessDefinition", "execution": None, "processInstance": begun, "variables": None}
