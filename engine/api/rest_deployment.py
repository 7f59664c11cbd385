"""Deployments in the dialect: create, list, count, get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from bpmn import document
from bpmn.document import DocumentRefused
from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.rest import PAGING, filters_of, paged, rest
from engine.api.rest_ids import deployment_number
from engine.api.rest_shapes import Shapes, definition_id
from engine.commands.definition import DIAGRAM, Deploy
from engine.commands.refusals import NotAllowed
from engine.policy import Facts, may
from engine.store import Reading
from engine.store.definitions import DEPLOYMENT, LAST_VERSION
from engine.store.listings import DEFINITIONS, DEPLOYMENTS, Filters
from engine.store.lists import Page
from engine.store.people import OFFICES

__all__: list[str] = []

FIELDS: Final = frozenset(
    {"deployment-name", "deployment-source", "enable-duplicate-filtering", "deploy-changed-only", "tenant-id"}
)
FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "id": (deployment_number, "deployment"),
    "name": (asking.text, "name"),
    "nameLike": (asking.text, "name_like"),
    "source": (asking.text, "source"),
    "withoutSource": (asking.flag, "no_source"),
    "after": (asking.instant_of, "after"),
    "before": (asking.instant_of, "before"),
    "tenantIdIn": (asking.names, "in_offices"),
}
ORDERS: Final = {"id": "id", "name": "name", "deploymentTime": "deployed", "tenantId": "office"}
_READERS: Final = {name: reader for name, (reader, _) in FILTERS.items()}
_MOST: Final = 255


@rest.post("/deployment/create")
def create_deployment() -> Response:
    """Puts the diagrams of a multipart request in force, with the forms that came along."""
    asking.parameters({})
    given, resources = _parts()
    only_changed = given.get("enable-duplicate-filtering") == "true" or given.get("deploy-changed-only") == "true"
    with asking.desk().store.reading() as reading:
        office = _office(reading, given.get("tenant-id", "").strip(), resources)
    if not may(asking.me(), "deploy", Facts(office)):  # before the work of reading a diagram, which takes seconds
        raise NotAllowed("not-allowed", "Anda tidak berwenang memasang SOP di kantor ini.", "You may not deploy here.")
    name = given.get("deployment-name") or next(iter(resources), "")
    command = Deploy(office, name, resources, given.get("deployment-source"), only_changed)
    body: dict[str, Any] = asking.desk().run(asking.context(), command).body
    with asking.desk().store.reading() as reading:
        return answer(_deployed(Shapes(reading, asking.zone()), body))


@rest.get("/deployment")
def list_deployments() -> Response:
    """The deployments that the actor may read."""
    found = asking.parameters(PAGING | _READERS)
    filters = filters_of(found, FILTERS) | sight.definitions_of(asking.me())
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.deployment(row) for row in DEPLOYMENTS.rows(reading, paged(found, filters, ORDERS))])


@rest.get("/deployment/count")
def count_deployments() -> Response:
    """How many deployments a list would hold."""
    filters: Filters = filters_of(asking.parameters(_READERS), FILTERS) | sight.definitions_of(asking.me())
    with asking.desk().store.reading() as reading:
        return answer({"count": DEPLOYMENTS.count(reading, Page(filters))})


@rest.get("/deployment/<id>")
def get_deployment(id: str) -> Response:
    """One deployment."""
    asking.parameters({})
    with asking.desk().store.reading() as reading:
        row = sight.deployment_row(reading, asking.me(), asking.number(id, "deployment"))
        return answer(Shapes(reading, asking.zone()).deployment(row))


def _parts() -> tuple[dict[str, str], dict[str, bytes]]:
    """The fields and the files of the request; raises BadInput."""
    given: dict[str, str] = {}
    for name, value in request.form.items(multi=True):
        if name not in FIELDS or name in given:
            raise BadInput(f"Bagian “{name}” tidak dikenal.", f"Unknown part '{name}'.")
        given[name] = asking.line(value)
    resources: dict[str, bytes] = {}
    for part, file in request.files.items(multi=True):
        name = asking.line(file.filename or part)
        if not name or len(name) > _MOST or name in resources:
            raise BadInput(f"Nama berkas “{name}” tidak dapat dipakai.", f"The file name '{name}' cannot be used.")
        resources[name] = file.read()
    if not resources:
        raise BadInput(
            "Sertakan paling sedikit satu berkas .bpmn.", "No deployment resources contained in the form upload."
        )
    return given, resources


def _office(reading: Reading, given: str, resources: Mapping[str, bytes]) -> str:
    """The office to deploy for: the one named, the only one there can be, or that of earlier versions.

    Empty for who may deploy nowhere: nothing of his is read.
    """
    if given:
        return given
    mine = sight.offices(asking.me(), "deploy")
    if mine == frozenset():
        return ""
    known = {row["id"] for row in reading.all(OFFICES)} if mine is None else set(mine)
    if len(known) == 1:
        return known.pop()
    keys = {
        process.id for name, data in resources.items() if name.lower().endswith(DIAGRAM) for process in _processes(data)
    }
    last = [reading.one(LAST_VERSION, key=key) for key in sorted(keys)]
    earlier = {row["office"] for row in last if row is not None}
    if len(earlier) == 1:
        return str(earlier.pop())
    raise BadInput(
        "Sebutkan kantornya pada tenant-id, misalnya bunut-hilir.",
        "Name the office in 'tenant-id', such as bunut-hilir.",
    )


def _processes(data: bytes) -> tuple[document.Process, ...]:
    """The processes of a diagram; none of one that cannot be read, which the command will say."""
    try:
        return document.read(data).processes
    except DocumentRefused:
        return ()


def _deployed(shapes: Shapes, body: dict[str, Any]) -> dict[str, Any]:
    """The answer: what was made by definition id, or null when nothing changed."""
    row = shapes.reading.one(DEPLOYMENT, id=body["deployment"])
    assert row is not None
    made: dict[str, Any] | None = None
    if not body["unchanged"]:
        rows = DEFINITIONS.rows(shapes.reading, Page({"deployment": {"deployment": row["id"]}}))
        made = {definition_id(found, found["id"]): shapes.definition(found) for found in rows}
    return shapes.deployment(row) | {
        "deployedProcessDefinitions": made,
        "deployedCaseDefinitions": None,
        "deployedDecisionDefinitions": None,
        "deployedDecisionRequirementsDefinitions": None,
    }
