"""The OpenAPI documents of both APIs, written from their routes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from flask import Flask, Response, current_app

from engine.api.answers import answer
from engine.api.openapi_answers import DIALECT, V1, Errors
from engine.api.operation import OPEN, Asked, Operation, operation
from engine.api.parts import object_of
from engine.api.rest import VERSION, rest
from engine.api.schema import ANY, Multipart, Schema, mapping, merged
from engine.api.v1 import v1

__all__ = ["APIS", "Api", "Told", "document", "told"]

_NAME: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_SILENT: Final = frozenset({"HEAD", "OPTIONS"})
_KEY: Final = {"type": "string", "pattern": "^[!-~]{1,200}$"}
_LICENSE: Final = {"name": "Apache License 2.0", "identifier": "Apache-2.0"}
_REPEATED: Final = {
    "description": "Of an answer that was given before.",
    "schema": {"type": "string", "enum": ["true"]},
}
_FILE: Final = {"type": "string", "format": "binary"}
_EXAMPLES: Final = {
    "task": "417-3",
    "tasks": "417-3",
    "process-definition": "pengesahan_surat_keterangan_miskin:1:1",
    "sops": "pengesahan_surat_keterangan_miskin",
    "key": "pengesahan_surat_keterangan_miskin",
    "variables": "nama_pemohon",
    "user": "staf.bunut-hilir",
    "group": "bunut-hilir/staf",
    "tenant": "bunut-hilir",
}
"""An id by the part of the path before it; what is not named here is a number."""


@dataclass(frozen=True, slots=True)
class Told:
    """One method of one route: its path as OpenAPI writes it, the name of its view, its first sentence."""

    method: str
    path: str
    names: tuple[str, ...]
    endpoint: str
    says: str
    operation: Operation
    name: str


@dataclass(frozen=True, slots=True)
class Api:
    """What one document says of its API; `keyed`: its POSTs take an idempotency key."""

    blueprint: str
    title: str
    version: str
    errors: Errors
    keyed: bool


_REST: Final = Api("rest", "Lajur /engine-rest", VERSION, DIALECT, keyed=False)
_V1: Final = Api("v1", "Lajur /api/v1", "1", V1, keyed=True)
APIS: Final = {api.blueprint: api for api in (_REST, _V1)}


@rest.get("/openapi.json")
@operation("OpenAPI", answers={200: mapping(ANY)})
def openapi(asked: Asked) -> Response:
    """This document."""
    return _written(_REST)


@v1.get("/openapi.json")
@operation("OpenAPI", answers={200: mapping(ANY)})
def openapi_v1(asked: Asked) -> Response:
    """This document."""
    return _written(_V1)


def _written(api: Api) -> Response:
    kept: dict[str, Any] = current_app.extensions.setdefault("lajur.openapi", {})
    if api.blueprint not in kept:
        kept[api.blueprint] = document(current_app, api)
    return answer(kept[api.blueprint])


def told(app: Flask, blueprint: str) -> Iterator[Told]:
    """Every method of every route of a blueprint, but for the one that answers what is not there."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{blueprint}.")]
    found = [rule for rule in rules if rule.endpoint != f"{blueprint}.nowhere"]
    views = Counter(rule.endpoint for rule in found)
    ways = Counter((rule.endpoint, *_NAME.findall(rule.rule)) for rule in found)
    for rule in found:
        view, names = app.view_functions[rule.endpoint], tuple(_NAME.findall(rule.rule))
        says = (view.__doc__ or "").strip().splitlines()[0]
        path = _NAME.sub(r"{\1}", rule.rule)
        methods = sorted((rule.methods or set()) - _SILENT)
        # A view of several routes is called after the names in each path, or after the path; of methods likewise.
        name = rule.endpoint.partition(".")[2]
        name += "".join(f"_by_{one}" for one in names) if views[rule.endpoint] > 1 else ""
        name += "_" + re.sub("[^a-z]+", "_", path.rpartition("/")[2]) if ways[rule.endpoint, *names] > 1 else ""
        for method in methods:
            way = f"_{method.lower()}" if len(methods) > 1 else ""
            yield Told(method, path, names, rule.endpoint, says, cast(Any, view).operation, name + way)


def document(app: Flask, api: Api) -> dict[str, Any]:
    """The OpenAPI 3.1 document of one API."""
    routes = sorted(told(app, api.blueprint), key=lambda one: (one.path, one.method))
    paths: dict[str, dict[str, Any]] = {}
    for one in routes:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, api)
    schemas = [schema for one in routes for schema in _schemas(one.operation)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": api.title,
            "version": api.version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"basic": []}, {"bearer": []}],
        "tags": [{"name": tag} for tag in sorted({one.operation.tag for one in routes})],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "responses": api.errors.components(),
            "schemas": dict(sorted(merged([*schemas, *api.errors.schemas.values()]).items())),
        },
    }


def _schemas(told: Operation) -> Iterator[Schema]:
    """All schemas that an operation names."""
    yield from (schema for schema in told.answers.values() if schema is not None)
    yield from (reader.schema for reader in told.query.values())
    if not isinstance(told.body, Multipart):
        yield object_of(told.body)


def _operation(one: Told, api: Api) -> dict[str, Any]:
    good = {str(status): _answer(one, api, schema) for status, schema in one.operation.answers.items()}
    refused = {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in api.errors.of(one.method, one.operation)
    }
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.says,
        "tags": [one.operation.tag],
        "parameters": _parameters(one, api),
        "responses": good | refused,
    }
    if body := _body(one.operation):
        found["requestBody"] = body
    if one.endpoint in OPEN:
        found["security"] = []
        del found["responses"]["401"]
    return found


def _parameters(one: Told, api: Api) -> list[dict[str, Any]]:
    found = [_in_path(one.path, name) for name in one.names]
    for name, reader in one.operation.query.items():
        listed = {"style": "form", "explode": False} if reader.listed else {}
        found.append({"name": name, "in": "query", "required": False, "schema": reader.schema.words, **listed})
    if api.keyed and one.method == "POST":
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": _KEY})
    return found


def _in_path(path: str, name: str) -> dict[str, Any]:
    before = path.split(f"/{{{name}}}", maxsplit=1)[0].rpartition("/")[2]
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": _EXAMPLES.get(before, "417")}


def _answer(one: Told, api: Api, schema: Schema | None) -> dict[str, Any]:
    found: dict[str, Any] = {"description": one.says}
    if schema is not None:
        found["content"] = {media: {"schema": schema.words} if schema.words else {} for media in schema.media}
    if api.keyed and one.method == "POST":
        found["headers"] = {"Idempotency-Replayed": _REPEATED}
    return found


def _body(told: Operation) -> dict[str, Any] | None:
    if isinstance(told.body, Multipart):
        return {"required": True, "content": {"multipart/form-data": {"schema": _form(told.body)}}}
    if not told.body:
        return None
    needed = any(part.needed for part in told.body.values())
    return {"required": needed, "content": {"application/json": {"schema": object_of(told.body).words}}}


def _form(body: Multipart) -> dict[str, Any]:
    words = {name: _FILE if isinstance(part, Schema) else part.schema.words for name, part in body.fields.items()}
    others: Mapping[str, Any] | bool = words.pop("*", False)
    return {"type": "object", "properties": words, "additionalProperties": others}
