"""Variable instances in the dialect: the present variables of running cases, wherever they stand."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.api.cakupan import PDF, REST, Cakupan
from tests.api.office import HOME, Office

PATH = "/variable-instance"


@pytest.fixture
def world(office: Office) -> Cakupan:
    """The diagram in force, on each kind of database."""
    return Cakupan(office)


def _found(world: Cakupan, query: str, login: str = "pemilik") -> set[tuple[str, str]]:
    found = {(one["executionId"], one["name"]) for one in world.get(f"{PATH}?{query}", login)}
    assert world.get(f"{PATH}/count?{query}", login) == {"count": len(found)}, query
    return found


def test_variables_are_found_by_name_place_and_value(world: Cakupan) -> None:
    case, other = world.spread("Ani", "Budi", kota="Sintang"), world.start(kota="Sanggau")
    ani, _ = world.tasks(case, "periksa")
    world.put("staf", f"/task/{ani}/localVariables/warna", {"value": "biru"})
    ours = {(str(case), "daftar"), (str(case), "kota"), (ani, "warna")}
    every = ours | {(str(other), "kota")}
    expected: dict[str, set[tuple[str, str]]] = {
        "": every,
        f"processInstanceIdIn={case}": ours,
        f"processInstanceIdIn={case},{other},x": every,
        "processInstanceIdIn=x": set(),
        "variableName=kota": {(str(case), "kota"), (str(other), "kota")},
        "variableNameLike=war%25": {(ani, "warna")},
        f"executionIdIn={other}": {(str(other), "kota")},
        f"executionIdIn={ani},{other}": {(ani, "warna"), (str(other), "kota")},
        f"variableScopeIdIn={ani}": {(ani, "warna")},
        f"taskIdIn={ani}": {(ani, "warna")},
        f"taskIdIn={case}": set(),
        "variableValues=kota_eq_Sintang": {(str(case), "kota")},
        "variableValues=kota_like_S%25": {(str(case), "kota"), (str(other), "kota")},
        f"tenantIdIn={HOME}": every,
    }
    for query, found in expected.items():
        assert _found(world, query) == found, query
    assert _found(world, "", "staf") == every
    assert _found(world, "", "camat") == set()
    body: dict[str, Any] = {
        "variableValues": [{"name": "kota", "operator": "neq", "value": "Sintang"}],
        "sorting": [{"sortBy": "variableName", "sortOrder": "desc"}],
    }
    status, found = world.post("pemilik", PATH, body)
    assert (status, [one["value"] for one in found]) == (200, ["Sanggau"])
    names = [one["name"] for one in world.get(f"{PATH}?sortBy=variableName&sortOrder=desc")]
    assert names == sorted(names, reverse=True)
    for wrong in ("variableName", "activityInstanceIdIn=x", f"executionIdIn={case}&variableScopeIdIn={case}"):
        assert world.send("pemilik", "GET", f"{PATH}?{wrong}=x" if wrong == "variableName" else f"{PATH}?{wrong}")


def test_a_variable_says_where_it_stands(world: Cakupan) -> None:
    case = world.spread("Ani")
    (ani,) = world.tasks(case, "periksa")
    world.put("staf", f"/task/{ani}/localVariables/warna tua", {"value": 7.0, "type": "Double"})
    (found,) = world.get(f"{PATH}?taskIdIn={ani}")
    name = base64.urlsafe_b64encode(b"warna tua").decode().rstrip("=")
    assert found == {
        "id": f"{ani}-{name}",
        "name": "warna tua",
        "type": "Double",
        "value": 7.0,
        "valueInfo": {},
        "processDefinitionId": world.get(f"/process-instance/{case}")["definitionId"],
        "processInstanceId": str(case),
        "executionId": ani,
        "caseInstanceId": None,
        "caseExecutionId": None,
        "taskId": ani,
        "batchId": None,
        "activityInstanceId": f"periksa:{ani}",
        "errorMessage": None,
        "tenantId": HOME,
    }
    assert world.get(f"{PATH}/{found['id']}", "staf") == found
    assert world.send("camat", "GET", f"{PATH}/{found['id']}")[0] == 404
    for id in ("x", "1-0-", f"{case}-0-bm9u", f"{case}-0-%00", "999999999999999999999-0-YQ"):
        assert world.send("pemilik", "GET", f"{PATH}/{id}")[0] == 404, id
    world.post("staf", f"/task/{ani}/complete")
    assert world.get(f"{PATH}?processInstanceIdIn={case}&variableName=warna tua") == [], "its scope has ended"
    world.send("pemilik", "DELETE", f"/process-instance/{case}")
    assert world.get(f"{PATH}?processInstanceIdIn={case}") == []


def test_the_bytes_of_a_file_are_handed_out(world: Cakupan) -> None:
    value = {"type": "File", "value": base64.b64encode(PDF).decode(), "valueInfo": {"filename": "a.pdf"}}
    case = world.start()
    world.put("staf", f"/task/{case}-1/variables/berkas", value)
    (found,) = world.get(f"{PATH}?processInstanceIdIn={case}")
    assert (found["type"], found["value"], found["valueInfo"]["mimeType"]) == ("File", None, "application/pdf")
    response = world.office.call("staf", "GET", f"{REST}{PATH}/{found['id']}/data")
    assert (response.data, response.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    world.put("staf", f"/task/{case}-1/variables/kota", {"value": "Sintang"})
    text = next(one for one in world.get(f"{PATH}?processInstanceIdIn={case}") if one["name"] == "kota")
    assert world.send("staf", "GET", f"{PATH}/{text['id']}/data")[0] == 400
