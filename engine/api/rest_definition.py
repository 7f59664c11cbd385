"""Process definitions in the dialect: list, count, get, xml, start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import PAGING, filters_of, paged, rest
from engine.api.rest_answers import fitted, present_values
from engine.api.rest_ids import definition_number, deployment_number, parsed_definition
from engine.api.rest_shapes import DEFINITION, INSTANCE_KEYS, Shapes, definition_id
from engine.api.schema import COUNT, TEXT, VARIABLES, many, record
from engine.commands.case import StartCase
from engine.store import Reading
from engine.store.listings import DEFINITIONS, Filters
from engine.store.lists import Page
from engine.store.reading import Row

__all__: list[str] = []

FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "processDefinitionId": (definition_number, "definition"),
    "name": (asking.text, "name"),
    "nameLike": (asking.text, "name_like"),
    "deploymentId": (deployment_number, "deployment"),
    "key": (asking.text, "key"),
    "keysIn": (asking.names, "keys"),
    "keyLike": (asking.text, "key_like"),
    "version": (asking.whole, "version"),
    "latestVersion": (asking.flag, "latest"),
    "resourceName": (asking.text, "resource"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
    "tenantIdIn": (asking.names, "in_offices"),
}
ORDERS: Final = {
    "id": "id",
    "key": "key",
    "name": "name",
    "version": "version",
    "deploymentId": "deployment",
    "deployTime": "deployed",
    "tenantId": "office",
}
START: Final = {
    "variables": parts.VARIABLES,
    "businessKey": parts.WORDS,
    "caseInstanceId": parts.WORDS,
    "startInstructions": parts.each(parts.OBJECT),
    "skipCustomListeners": parts.FLAG,
    "skipIoMappings": parts.FLAG,
    "withVariablesInReturn": parts.FLAG,
}
STARTED: Final = record("StartedProcessInstance", {**INSTANCE_KEYS, "variables": VARIABLES}, optional={"variables"})
XML: Final = record("ProcessDefinitionDiagram", {"id": TEXT, "bpmn20Xml": TEXT})
_READERS: Final = {name: reader for name, (reader, _) in FILTERS.items()}
_TAG: Final = "Process Definition"


@rest.get("/process-definition")
@operation(_TAG, query=PAGING | _READERS, answers={200: many(DEFINITION)})
def list_definitions(asked: Asked) -> Response:
    """The definitions that the actor may read."""
    filters = filters_of(asked.query, FILTERS) | sight.definitions_of(asking.me())
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = DEFINITIONS.rows(reading, paged(asked.query, filters, ORDERS))
        return answer([shapes.definition(row) for row in rows])


@rest.get("/process-definition/count")
@operation(_TAG, query=_READERS, answers={200: COUNT})
def count_definitions(asked: Asked) -> Response:
    """How many definitions a list would hold."""
    filters: Filters = filters_of(asked.query, FILTERS) | sight.definitions_of(asking.me())
    with asking.desk().store.reading() as reading:
        return answer({"count": DEFINITIONS.count(reading, Page(filters))})


@rest.get("/process-definition/<id>")
@operation(_TAG, answers={200: DEFINITION})
def get_definition(asked: Asked, id: str) -> Response:
    """One definition."""
    with asking.desk().store.reading() as reading:
        return answer(Shapes(reading, asking.zone()).definition(_by_id(reading, id)))


@rest.get("/process-definition/key/<key>")
@operation(_TAG, answers={200: DEFINITION})
def get_latest_definition(asked: Asked, key: str) -> Response:
    """The latest version of a key."""
    with asking.desk().store.reading() as reading:
        return answer(Shapes(reading, asking.zone()).definition(_latest(reading, key)))


@rest.get("/process-definition/<id>/xml")
@operation(_TAG, answers={200: XML})
def get_xml(asked: Asked, id: str) -> Response:
    """The diagram as it was deployed."""
    with asking.desk().store.reading() as reading:
        return answer(_xml(reading, _by_id(reading, id)))


@rest.get("/process-definition/key/<key>/xml")
@operation(_TAG, answers={200: XML})
def get_latest_xml(asked: Asked, key: str) -> Response:
    """The diagram of the latest version."""
    with asking.desk().store.reading() as reading:
        return answer(_xml(reading, _latest(reading, key)))


@rest.post("/process-definition/<id>/start")
@operation(_TAG, body=START, answers={200: STARTED})
def start_by_id(asked: Asked, id: str) -> Response:
    """Starts a case on a definition."""
    with asking.desk().store.reading() as reading:
        row = _by_id(reading, id)
    return _start(asked.body, row)


@rest.post("/process-definition/key/<key>/start")
@operation(_TAG, body=START, answers={200: STARTED})
def start_by_key(asked: Asked, key: str) -> Response:
    """Starts a case on the latest version."""
    with asking.desk().store.reading() as reading:
        row = _latest(reading, key)
    return _start(asked.body, row)


def _by_id(reading: Reading, id: str) -> Row:
    key, version, number = parsed_definition(asking.known(id))
    filters: Filters = {"definition": {"definition": number}, "key": {"key": key}, "version": {"version": version}}
    return sight.definition_row(reading, asking.me(), filters)


def _latest(reading: Reading, key: str) -> Row:
    return sight.definition_row(reading, asking.me(), {"key": {"key": asking.known(key)}, "active": {}})


def _xml(reading: Reading, row: Row) -> dict[str, str]:
    xml = asking.desk().library.definition(reading, row["id"]).xml
    return {"id": definition_id(row, row["id"]), "bpmn20Xml": xml.decode("utf-8", "replace")}


def _start(asked: Mapping[str, Any], row: Row) -> Response:
    if asked.get("startInstructions") or asked.get("caseInstanceId"):
        raise BadInput(
            "startInstructions dan caseInstanceId tidak didukung.",
            "startInstructions and caseInstanceId are not supported.",
        )
    business_key, values = asked.get("businessKey"), asked.get("variables") or {}
    with asking.desk().store.reading() as reading:
        answers = fitted(asking.desk().library.definition(reading, row["id"]), None, values)
    command = StartCase(definition=row["id"], answers=answers, business_key=business_key)
    body: dict[str, Any] = asking.desk().run(asking.context(), command).body
    ended = body["status"] == "COMPLETED"
    case: Row = {"id": body["case"], "definition_id": row["id"], "business_key": business_key, "status": body["status"]}
    case |= {"key": row["key"], "version": row["version"], "office": row["office"], "ended_at": 0 if ended else None}
    with asking.desk().store.reading() as reading:
        shown = Shapes(reading, asking.zone()).instance(case)
        if asked.get("withVariablesInReturn"):
            shown["variables"] = present_values(reading, body["case"])
        return answer(shown)
