"""Deployments in the dialect: create, list, count, get, delete, once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from bpmn import document
from bpmn.document import DocumentRefused
from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import filters_of, paged, paging, rest
from engine.api.rest_deployment_files import resource_name
from engine.api.rest_ids import deployment_number
from engine.api.rest_shapes import DEFINITION, DEPLOYMENT_KEYS, Shapes, definition_id
from engine.api.rest_shapes import DEPLOYMENT as SHOWN
from engine.api.schema import ANY, BYTES, COUNT, MULTIPART, TEXT, many, mapping, maybe, record
from engine.commands.definition import DIAGRAM, Deploy
from engine.commands.definition_force import Withdraw
from engine.commands.refusals import NotAllowed, NotFound
from engine.policy import Facts, may
from engine.store import Reading
from engine.store.definitions import DEPLOYMENT, LAST_VERSION, RESOURCES
from engine.store.listings import DEFINITIONS, DEPLOYMENTS, Filters
from engine.store.lists import Page
from engine.store.people import OFFICES

__all__: list[str] = []

_TRUTH: Final = Reader(lambda value: asking.flag(value.strip().lower()), asking.flag.schema)  # clients write True too
FIELDS: Final = MULTIPART(
    {
        "deployment-name": asking.text,
        "deployment-source": asking.text,
        "enable-duplicate-filtering": _TRUTH,
        "deploy-changed-only": _TRUTH,
        "deployment-activation-time": asking.text,
        "tenant-id": asking.text,
        "*": BYTES,
    }
)
REDEPLOY: Final = {"resourceIds": parts.NAMES, "resourceNames": parts.NAMES, "source": parts.WORDS}
DELETE: Final[dict[str, Reader]] = {
    "cascade": asking.flag,  # histories stay: a deployment with cases is refused, with it or without
    "skipCustomListeners": asking.flag,
    "skipIoMappings": asking.flag,
}
FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "id": (deployment_number, "deployment"),
    "name": (asking.text, "name"),
    "nameLike": (asking.pattern, "name_like"),
    "source": (asking.text, "source"),
    "withoutSource": (asking.flag, "no_source"),
    "after": (asking.instant_of, "after"),
    "before": (asking.instant_of, "before"),
    "tenantIdIn": (asking.names, "in_offices"),
    "withoutTenantId": (asking.flag, "no_office"),
}
ORDERS: Final = {"id": "id", "name": "name", "deploymentTime": "deployed", "tenantId": "office"}
_READERS: Final[dict[str, Reader]] = {
    **{name: reader for name, (reader, _) in FILTERS.items()},
    "includeDeploymentsWithoutTenantId": asking.flag,  # every deployment has one
}
_NOTHING: Final = maybe(mapping(ANY))
DEPLOYED: Final = record(
    "DeploymentWithDefinitions",
    {
        **DEPLOYMENT_KEYS,
        "deployedProcessDefinitions": maybe(mapping(DEFINITION)),
        "deployedCaseDefinitions": _NOTHING,
        "deployedDecisionDefinitions": _NOTHING,
        "deployedDecisionRequirementsDefinitions": _NOTHING,
    },
)


@rest.post("/deployment/create")
@operation("Deployment", body=FIELDS, answers={200: DEPLOYED})
def create_deployment(asked: Asked) -> Response:
    """Puts the diagrams of a multipart request in force, with the forms that came along."""
    given, resources = asked.body, _resources(asked)
    if given.get("deployment-activation-time"):
        raise BadInput(
            "deployment-activation-time tidak didukung: SOP berlaku seketika.",
            "deployment-activation-time is not supported: what is deployed is in force at once.",
        )
    each = given.get("deploy-changed-only", False)
    with asking.desk().store.reading() as reading:
        office = _office(reading, given.get("tenant-id", "").strip(), resources)
    command = Deploy(
        office=office,
        name=given.get("deployment-name") or next(iter(resources), ""),
        resources=resources,
        source=given.get("deployment-source"),
        only_changed=each or given.get("enable-duplicate-filtering", False),
        together=not each,
    )
    return _deploy(command)


@rest.post("/deployment/<id>/redeploy")
@operation("Deployment", body=REDEPLOY, answers={200: DEPLOYED})
def redeploy(asked: Asked, id: str) -> Response:
    """Puts the files of a deployment in force once more, or some of them."""
    with asking.desk().store.reading() as reading:
        row = sight.deployment_row(reading, asking.me(), asking.number(id, "deployment"))
        files = {found["name"]: bytes(found["body"]) for found in reading.all(RESOURCES, deployment=row["id"])}
    wanted = set(asked.body.get("resourceNames") or ())
    wanted |= {resource_name(row["id"], files, one) or one for one in asked.body.get("resourceIds") or ()}
    lacking = next(iter(wanted - files.keys()), None)
    if lacking is not None:
        raise NotFound("no-resource", f"Berkas {lacking} tidak ada di pemasangan ini.", f"No resource '{lacking}'.")
    chosen = {name: data for name, data in files.items() if not wanted or name in wanted}
    source = asked.body.get("source") or row["source"]
    return _deploy(Deploy(row["office"], row["name"], chosen, source, only_changed=False))


@rest.get("/deployment")
@operation("Deployment", query=paging(ORDERS) | _READERS, answers={200: many(SHOWN)})
def list_deployments(asked: Asked) -> Response:
    """The deployments that the actor may read."""
    filters = filters_of(asked.query, FILTERS) | sight.definitions_of(asking.me())
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = DEPLOYMENTS.rows(reading, paged(asked.query, filters, ORDERS))
        return answer([shapes.deployment(row) for row in rows])


@rest.get("/deployment/count")
@operation("Deployment", query=_READERS, answers={200: COUNT})
def count_deployments(asked: Asked) -> Response:
    """How many deployments a list would hold."""
    filters: Filters = filters_of(asked.query, FILTERS) | sight.definitions_of(asking.me())
    with asking.desk().store.reading() as reading:
        return answer({"count": DEPLOYMENTS.count(reading, Page(filters))})


@rest.get("/deployment/registered")
@operation("Deployment", answers={200: many(TEXT)})
def list_registered(asked: Asked) -> Response:
    """The ids of the deployments whose jobs are run here: of all that the actor may know."""
    with asking.desk().store.reading() as reading:
        rows = DEPLOYMENTS.rows(reading, Page(sight.definitions_of(asking.me())))
        return answer([str(row["id"]) for row in rows])


@rest.delete("/deployment/<id>")
@operation("Deployment", query=DELETE, answers={204: None})
def delete_deployment(asked: Asked, id: str) -> Response:
    """Takes the deployment out of force for good; its bytes stay."""
    with asking.desk().store.reading() as reading:
        row = sight.deployment_row(reading, asking.me(), asking.number(id, "deployment"))
    asking.desk().run(asking.context(), Withdraw(row["id"]))
    return nothing()


@rest.get("/deployment/<id>")
@operation("Deployment", answers={200: SHOWN})
def get_deployment(asked: Asked, id: str) -> Response:
    """One deployment."""
    with asking.desk().store.reading() as reading:
        row = sight.deployment_row(reading, asking.me(), asking.number(id, "deployment"))
        return answer(Shapes(reading, asking.zone()).deployment(row))


def _deploy(command: Deploy) -> Response:
    if not may(asking.me(), "deploy", Facts(command.office)):  # before a diagram is read, which takes its time
        raise NotAllowed("not-allowed", "Anda tidak berwenang memasang SOP di kantor ini.", "You may not deploy here.")
    body: dict[str, Any] = asking.desk().run(asking.context(), command).body
    with asking.desk().store.reading() as reading:
        return answer(_deployed(Shapes(reading, asking.zone()), body))


def _resources(asked: Asked) -> dict[str, bytes]:
    """The files of the request by name; raises BadInput."""
    resources: dict[str, bytes] = {}
    for file in asked.files:
        if file.name in resources:
            raise BadInput(f"Berkas “{file.name}” ada lebih dari sekali.", f"The file '{file.name}' stands twice.")
        resources[file.name] = file.data
    if not resources:
        raise BadInput(
            "Sertakan paling sedikit satu berkas .bpmn.", "No deployment resources contained in the form upload."
        )
    return resources


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
