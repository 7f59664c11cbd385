"""The OpenAPI documents say exactly what the routes are, take and answer."""

from __future__ import annotations

import ast
from typing import Any, Final

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from engine.api.answers import answer
from engine.api.openapi import told
from engine.api.operation import OPEN
from tests.api.office import Office
from tests.house.tree import ROOT

DOCUMENTS: Final = {"rest": "/engine-rest/openapi.json", "v1": "/api/v1/openapi.json"}
METHODS: Final = ("get", "post", "put", "patch", "delete", "trace")
READING: Final = frozenset({"args", "form", "files", "json", "get_json", "get_data", "values", "data", "stream"})
READERS: Final = {  # who may look into a request, and what for
    "asking.py": {"args"},
    "hooks.py": {"get_data"},  # a signature is over the very bytes, and a callback is no route of an API
    "operation.py": {"form", "files", "get_data"},
    "v1.py": {"get_data"},  # for the fingerprint of an idempotency key
}


@pytest.fixture(params=DOCUMENTS)
def api(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(shared: Office, api: str) -> Any:
    response = shared.call(None, "GET", DOCUMENTS[api])
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    return response.get_json()


def test_the_document_is_sound_openapi(document: Any) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_the_document_holds_every_route_with_its_names_and_no_other(shared: Office, api: str, document: Any) -> None:
    rules = [rule for rule in shared.app.url_map.iter_rules() if rule.endpoint.startswith(f"{api}.")]
    known = {
        (
            rule.rule.replace("<path:", "<").replace("<", "{").replace(">", "}"),
            method.lower(),
            frozenset(rule.arguments),
        )
        for rule in rules
        if rule.endpoint != f"{api}.nowhere"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    said = {
        (path, method, frozenset(one["name"] for one in item[method]["parameters"] if one["in"] == "path"))
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }
    assert len(known) > 15
    assert said == known


def test_every_operation_has_a_name_of_its_own(document: Any) -> None:
    names = [one["operationId"] for item in document["paths"].values() for one in item.values()]
    assert sorted(set(names)) == sorted(names)


def test_a_route_takes_each_parameter_that_the_document_names_and_no_other(shared: Office, document: Any) -> None:
    for path, item in document["paths"].items():
        for method, one in item.items():
            place = path.replace("{", "").replace("}", "")
            for name in [found["name"] for found in one["parameters"] if found["in"] == "query"]:
                given = shared.call("auditor", method.upper(), f"{place}?{name}=%00")
                assert f"Query parameter '{name}' is not supported here." not in given.text, (path, name)
            given = shared.call("auditor", method.upper(), f"{place}?tidakAda=1")
            assert given.status_code == 400, (method, path, given.text)
            assert "Query parameter 'tidakAda' is not supported here." in given.text


def test_a_list_sorts_by_each_order_that_the_document_names(shared: Office, document: Any) -> None:
    tried = 0
    for path, item in document["paths"].items():
        for one in item.get("get", {}).get("parameters", ()):
            for order in one["schema"].get("enum", ()) if one["name"] == "sortBy" else ():
                place = path.replace("{", "").replace("}", "")
                found = shared.call("pemilik", "GET", f"{place}?sortBy={order}&sortOrder=desc")
                assert found.status_code in (200, 400, 404), (path, order, found.text)
                assert "sortBy" not in found.text, (path, order, found.text)
                tried += 1
    assert tried > 40 or document["info"]["title"].endswith("v1")


def test_no_view_looks_into_a_request_by_itself() -> None:
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "engine" / "api").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "request":
                found.setdefault(path.name, set()).add(node.attr)
    looks = {name: attributes & READING for name, attributes in found.items() if attributes & READING}
    assert looks == READERS


def test_what_is_open_to_everybody_says_so_and_nothing_else_does(shared: Office, api: str, document: Any) -> None:
    open_ = {one.path for one in told(shared.app, api) if one.endpoint in OPEN}
    assert {path for path, item in document["paths"].items() for one in item.values() if "security" in one} == open_
    assert document["security"] == [{"basic": []}, {"bearer": []}]
    for path in document["paths"]:
        place = path.replace("{", "").replace("}", "")
        status = shared.call(None, "GET" if "get" in document["paths"][path] else "POST", place).status_code
        assert (status == 401) is (path not in open_), path


def test_every_object_that_an_answer_holds_is_told_with_all_its_keys(document: Any) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema["type"] == "object", name
        assert schema["additionalProperties"] is False, name
        assert schema["required"], name


@pytest.mark.parametrize("body", [{"version": "7.24.0", "neu": 1}, {}, {"version": 7}])
def test_no_test_passes_with_an_answer_that_leaves_the_document(
    office: Office, monkeypatch: pytest.MonkeyPatch, body: dict[str, Any]
) -> None:
    assert office.call("staf", "GET", "/engine-rest/version").status_code == 200
    monkeypatch.setitem(office.app.view_functions, "rest.version", lambda: answer(body))
    with pytest.raises(AssertionError, match="/engine-rest/version answers 200 with what its document"):
        office.call("staf", "GET", "/engine-rest/version")
    monkeypatch.setitem(office.app.view_functions, "rest.version", lambda: answer(body, 418))
    with pytest.raises(AssertionError, match="answers 418, which its document does not name"):
        office.call("staf", "GET", "/engine-rest/version")
