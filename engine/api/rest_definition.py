"""Process definitions in the dialect: list, count, get, xml, diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from bpmn import document
from bpmn.picture import draw
from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.files import file_answer
from engine.api.incidents import kinds_of
from engine.api.operation import Asked, operation
from engine.api.rest import filters_of, paged, paging, rest
from engine.api.rest_definition_found import TAG, address, definition_of, definition_row
from engine.api.rest_ids import definition_number, deployment_number
from engine.api.rest_incident import incident_place
from engine.api.rest_shapes import DEFINITION, Shapes, definition_id
from engine.api.schema import COUNT, TEXT, binary, many, record
from engine.queries.catalogue import may_start
from engine.store import Reading
from engine.store.incidents import INCIDENTS
from engine.store.listings import DEFINITIONS, Filters
from engine.store.lists import Page, listed
from engine.store.people import actor

__all__: list[str] = []

FILTERS: Final[dict[str, tuple[Reader, str]]] = {
    "processDefinitionId": (definition_number, "definition"),
    "name": (asking.text, "name"),
    "nameLike": (asking.pattern, "name_like"),
    "deploymentId": (deployment_number, "deployment"),
    "deployedAfter": (asking.instant_of, "deployed_after"),
    "deployedAt": (asking.instant_of, "deployed_at"),
    "key": (asking.text, "key"),
    "keysIn": (asking.names, "keys"),
    "keyLike": (asking.pattern, "key_like"),
    "version": (asking.whole, "version"),
    "latestVersion": (asking.flag, "latest"),
    "latest": (asking.flag, "latest"),  # what Operaton's front end says for it
    "resourceName": (asking.text, "resource"),
    "resourceNameLike": (asking.pattern, "resource_like"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
    "tenantIdIn": (asking.names, "in_offices"),
    "withoutTenantId": (asking.flag, "no_office"),
    "versionTag": (asking.text, "version_tag"),
    "versionTagLike": (asking.pattern, "version_tag_like"),
    "withoutVersionTag": (asking.flag, "no_version_tag"),
    "startableInTasklist": (asking.flag, "startable"),
    "notStartableInTasklist": (asking.flag, "not_startable"),
}
INCIDENT_FILTERS: Final[dict[str, tuple[Reader, str]]] = {
    "incidentMessage": (asking.text, "message"),
    "incidentMessageLike": (asking.pattern, "message_like"),
}
ORDERS: Final = {
    "id": "id",
    "key": "key",
    "name": "name",
    "version": "version",
    "versionTag": "version_tag",
    "deploymentId": "deployment",
    "deployTime": "deployed",
    "tenantId": "office",
}
XML: Final = record("ProcessDefinitionDiagram", {"id": TEXT, "bpmn20Xml": TEXT})
_SVG: Final = "image/svg+xml"
_READERS: Final[dict[str, Reader]] = {
    **{name: reader for name, (reader, _) in (FILTERS | INCIDENT_FILTERS).items()},
    "processDefinitionIdIn": asking.names,
    "incidentId": incident_place,
    "incidentType": asking.text,
    "startableBy": asking.text,
    "startablePermissionCheck": asking.flag,
    "includeProcessDefinitionsWithoutTenantId": asking.flag,  # every definition has one
}
_TROUBLES: Final = frozenset({"incidentId", "incidentType", *INCIDENT_FILTERS})


@rest.get("/process-definition")
@operation(TAG, query=paging(ORDERS) | _READERS, answers={200: many(DEFINITION)})
def list_definitions(asked: Asked) -> Response:
    """The definitions that the actor may read."""
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = DEFINITIONS.rows(reading, paged(asked.query, _filters(reading, asked.query), ORDERS))
        return answer([shapes.definition(row) for row in rows])


@rest.get("/process-definition/count")
@operation(TAG, query=_READERS, answers={200: COUNT})
def count_definitions(asked: Asked) -> Response:
    """How many definitions a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": DEFINITIONS.count(reading, Page(_filters(reading, asked.query)))})


@address("GET")
@operation(TAG, answers={200: DEFINITION})
def get_definition(asked: Asked, **place: str) -> Response:
    """One definition; by key the newest version."""
    with asking.desk().store.reading() as reading:
        return answer(Shapes(reading, asking.zone()).definition(definition_row(reading, **place)))


@address("GET", "/xml")
@operation(TAG, answers={200: XML})
def get_xml(asked: Asked, **place: str) -> Response:
    """The diagram as it was deployed."""
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, **place)
        xml = definition_of(reading, row).xml
    return answer({"id": definition_id(row, row["id"]), "bpmn20Xml": xml.decode("utf-8", "replace")})


@address("GET", "/diagram")
@operation(TAG, answers={200: binary(_SVG)})
def get_diagram(asked: Asked, **place: str) -> Response:
    """The drawing of the diagram."""
    with asking.desk().store.reading() as reading:
        definition = definition_of(reading, definition_row(reading, **place))
    drawn = draw(document.read(definition.xml), definition.key)
    return file_answer(drawn.encode(), _SVG, f"{definition.key}.svg")


def _filters(reading: Reading, found: Mapping[str, Any]) -> Filters:
    """The filters that the parameters ask for, with those of what the actor may know."""
    filters = filters_of(found, FILTERS) | sight.definitions_of(asking.me())
    if "processDefinitionIdIn" in found:
        filters["definitions"] = {"definitions": [definition_number(id) for id in found["processDefinitionIdIn"]]}
    if found.keys() & _TROUBLES:
        filters["troubled"] = {"troubled": _troubled(reading, found)}
    starters = [found["startableBy"]] if "startableBy" in found else []
    starters += [asking.me().login] if found.get("startablePermissionCheck") else []
    if starters:
        filters["startable_by"] = {"startable_by": _startable(reading, filters, starters)}
    return filters


def _troubled(reading: Reading, found: Mapping[str, Any]) -> list[int]:
    """The definitions with such an open incident that the actor may read: no other one is told by a filter."""
    wanted = sight.cases_of(asking.me()) | filters_of(found, INCIDENT_FILTERS)
    if "incidentId" in found:
        wanted["incident"] = dict(zip(("incident_case", "incident_event"), found["incidentId"], strict=True))
    if "incidentType" in found:
        wanted["kinds"] = {"kinds": listed(kinds_of(found["incidentType"]))}
    return sorted({row["definition"] for row in INCIDENTS.rows(reading, Page(wanted | {"open": {}}))})


def _startable(reading: Reading, filters: Filters, logins: list[str]) -> list[int]:
    """Those of the definitions on which each of these people may start a case."""
    people = [asking.me() if login == asking.me().login else actor(reading, login, asking.now()) for login in logins]
    rows = DEFINITIONS.rows(reading, Page(filters | {"active": {}}))
    known = [definition_of(reading, row) for row in rows] if None not in people else []
    return [one.id for one in known if all(who is not None and may_start(who, one) for who in people)]
