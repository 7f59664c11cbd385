"""The files of deployments in the dialect: list, get, data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.files import MEDIA, file_answer, media_of
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.schema import TEXT, binary, many, record
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.definitions import RESOURCE, RESOURCE_NAMES

__all__ = ["resource_name"]

FILE: Final = record("DeploymentResource", {"id": TEXT, "name": TEXT, "deploymentId": TEXT})
_MEDIA: Final = sorted({media.partition(";")[0] for media in MEDIA.values()})


@rest.get("/deployment/<id>/resources")
@operation("Deployment", answers={200: many(FILE)})
def list_resources(asked: Asked, id: str) -> Response:
    """The files of a deployment."""
    with asking.desk().store.reading() as reading:
        deployment, names = _files(reading, id)
    return answer([_shown(deployment, names, name) for name in names])


@rest.get("/deployment/<id>/resources/<resource>")
@operation("Deployment", answers={200: FILE})
def get_resource(asked: Asked, id: str, resource: str) -> Response:
    """One file of a deployment."""
    with asking.desk().store.reading() as reading:
        deployment, names = _files(reading, id)
    return answer(_shown(deployment, names, _name(deployment, names, resource)))


@rest.get("/deployment/<id>/resources/<resource>/data")
@operation("Deployment", answers={200: binary("application/octet-stream", *_MEDIA)})
def get_resource_data(asked: Asked, id: str, resource: str) -> Response:
    """The bytes of a file as they were deployed."""
    with asking.desk().store.reading() as reading:
        deployment, names = _files(reading, id)
        name = _name(deployment, names, resource)
        row = reading.one(RESOURCE, deployment=deployment, name=name)
    assert row is not None
    return file_answer(bytes(row["body"]), media_of(name), name)


def resource_name(deployment: int, names: Iterable[str], id: str) -> str | None:
    """The name of the file with this id: the deployment's number and the file's place by name, from 1 on."""
    of, _, place = id.partition("-")
    known = sorted(names)
    if of != str(deployment) or not (place.isascii() and place.isdigit()) or not 1 <= int(place[:9]) <= len(known):
        return None
    return known[int(place[:9]) - 1]


def _files(reading: Reading, id: str) -> tuple[int, list[str]]:
    """The deployment and the names of its files in order; NotFound when the actor may not know of it."""
    row = sight.deployment_row(reading, asking.me(), asking.number(id, "deployment"))
    return row["id"], sorted(found["name"] for found in reading.all(RESOURCE_NAMES, deployment=row["id"]))


def _name(deployment: int, names: list[str], id: str) -> str:
    found = resource_name(deployment, names, asking.known(id))
    if found is None:
        raise NotFound(
            "no-resource",
            f"Berkas {id} tidak ada di pemasangan {deployment}.",
            f"Deployment resource with resource id '{id}' for deployment id '{deployment}' does not exist.",
        )
    return found


def _shown(deployment: int, names: list[str], name: str) -> dict[str, Any]:
    return {"id": f"{deployment}-{names.index(name) + 1}", "name": name, "deploymentId": str(deployment)}
