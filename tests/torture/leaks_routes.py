"""All routes of the application, with what the documents of the APIs say about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask

from tests.torture.leaks_requests import Route

__all__ = ["lists_of", "routes_of", "schemas_of"]

DOCUMENTS: Final = ("/engine-rest/openapi.json", "/api/v1/openapi.json")
CONVERTER: Final = re.compile(r"<(?:[^<>]*?:)?([^:<>]+)>")
SILENT: Final = frozenset({"HEAD", "OPTIONS"})
ASKING: Final = frozenset({"/identity/verify", "/identity/password-policy"})


def _documents(app: Flask) -> list[Mapping[str, Any]]:
    return [app.test_client().get(path).get_json() for path in DOCUMENTS]


def schemas_of(app: Flask) -> dict[str, Any]:
    """The named schemas of both documents."""
    return {name: one for document in _documents(app) for name, one in document["components"]["schemas"].items()}


def routes_of(app: Flask) -> list[Route]:
    """Every method of every rule, the files of the pages apart."""
    told = {path: item for document in _documents(app) for path, item in document["paths"].items()}
    found: dict[tuple[str, str], Route] = {}
    gets = {path for path, item in told.items() if "get" in item}
    for rule in app.url_map.iter_rules():
        path = CONVERTER.sub(r"{\1}", rule.rule)
        for method in sorted(set(rule.methods or ()) - SILENT):
            operation = told.get(path, {}).get(method.lower())
            page = operation is None and not path.startswith(("/engine-rest", "/api/v1"))
            reads = method == "GET" or (method == "POST" and (path in gets or path.endswith(tuple(ASKING))))
            reads = reads and not path.endswith(
                ("/variables", "/localVariables", "/create", "/identity-links", "/data", "/configuration")
            )
            reads = (reads or method == "GET") and path != "/bahasa/{language}"
            reads = reads and not (method == "POST" and path.startswith("/api/v1"))
            found[method, path] = _route((method, path), operation or {}, reads=reads, page=page)
    return [found[key] for key in sorted(found)]


def _route(key: tuple[str, str], operation: Mapping[str, Any], *, reads: bool, page: bool) -> Route:
    query = {one["name"]: one["schema"] for one in operation.get("parameters", ()) if one["in"] == "query"}
    content = operation.get("requestBody", {}).get("content", {})
    body = next((one["schema"] for one in content.values()), None)
    return Route(*key, query, body, "multipart/form-data" in content, reads, page)


def lists_of(routes: list[Route]) -> list[str]:
    """The paths of the APIs that list things without being told of any."""
    return [route.path for route in routes if route.method == "GET" and "{" not in route.path and not route.page]
