"""Holds every answer that a test gets against the OpenAPI document of its API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import jsonschema_rs
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from engine.api.openapi import APIS, document
from tests.house.documented import CONVERTER

__all__ = ["demand_documented"]

_ONE_ENGINE: Final = "/engine-rest/engine/default/"
_PLACES: Final = {"/engine-rest/": "rest", "/api/v1/": "v1"}
_SILENT: Final = frozenset({"HEAD", "OPTIONS"})


def demand_documented(app: Flask, response: TestResponse) -> None:
    """Raises AssertionError for an answer that leaves what the document says of its operation."""
    method, path = response.request.method, response.request.path.replace(_ONE_ENGINE, "/engine-rest/", 1)
    name = next((name for place, name in _PLACES.items() if path.startswith(place)), None)
    if name is None or method in _SILENT or response.status_code == 405:
        return
    try:
        rule, _ = app.url_map.bind("localhost").match(path, method=method, return_rule=True)
    except HTTPException:
        return
    if rule.endpoint != f"{name}.nowhere":
        _held(app, name).demand(method, CONVERTER.sub(r"{\1}", rule.rule), response)


def _held(app: Flask, name: str) -> _Held:
    kept: dict[str, _Held] = app.extensions.setdefault("lajur.held-documents", {})
    if name not in kept:
        kept[name] = _Held(document(app, APIS[name]))
    return kept[name]


@dataclass
class _Held:
    """A document, and what holds answers against it, by method, path and status."""

    document: dict[str, Any]
    validators: dict[tuple[str, str, int], Any] = field(default_factory=dict)

    def demand(self, method: str, path: str, response: TestResponse) -> None:
        place = f"{method} {path} answers {response.status_code}"
        answer = self.document["paths"][path][method.lower()]["responses"].get(str(response.status_code))
        assert answer is not None, f"{place}, which its document does not name: {response.text}"
        if "$ref" in answer:
            answer = self.document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        content = answer.get("content")
        if content is None:
            assert response.data == b"", f"{place} without a body: {response.text}"
            return
        found = content.get(response.mimetype, content.get("*/*"))
        assert found is not None, f"{place} as {response.mimetype}; its document says {sorted(content)}"
        if response.mimetype != "application/json" or "schema" not in found:
            return
        validator = self._validator((method, path, response.status_code), found["schema"])
        wrong = [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(response.get_json())]
        assert not wrong, f"{place} with what its document does not say: {wrong}"

    def _validator(self, place: tuple[str, str, int], schema: dict[str, Any]) -> Any:
        if place not in self.validators:
            whole = {**schema, "components": self.document["components"]}
            self.validators[place] = jsonschema_rs.Draft202012Validator(whole)
        return self.validators[place]
