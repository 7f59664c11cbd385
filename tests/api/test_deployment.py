"""Deploying through the dialect, as modelers do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.commands.account import Grant
from tests.api.office import HOME, SKM, Office

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="https://lajur.invalid">
  <bpmn:process id="{key}" name="Cuti" isExecutable="true">
    <bpmn:laneSet id="lajur"><bpmn:lane id="a" name="{lane}">
      <bpmn:flowNodeRef>mulai</bpmn:flowNodeRef><bpmn:flowNodeRef>periksa</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>selesai</bpmn:flowNodeRef>
    </bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="mulai"/>
    <bpmn:{kind} id="periksa" name="Memeriksa berkas"/>
    <bpmn:endEvent id="selesai" name="Selesai"/>
    <bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="periksa"/>
    <bpmn:sequenceFlow id="f2" sourceRef="periksa" targetRef="selesai"/>
  </bpmn:process>
</bpmn:definitions>
"""


def diagram(key: str = "cuti", lane: str = "Staf", kind: str = "userTask") -> bytes:
    """A diagram with one step."""
    return DIAGRAM.format(key=key, lane=lane, kind=kind).encode()


def deploy(office: Office, *files: tuple[str, bytes], login: str = "pemilik", **fields: str) -> TestResponse:
    """The answer to a deployment; each part is named after its file, as modelers do."""
    data: dict[str, Any] = {name.replace("_", "-"): value for name, value in fields.items()}
    data |= {name: (BytesIO(body), name) for name, body in files}
    return office.call(login, "POST", "/engine-rest/deployment/create", data=data)


def test_a_deployment_tells_its_definitions_by_id(office: Office) -> None:
    response = deploy(office, ("cuti.bpmn", diagram()), deployment_name="Cuti", deployment_source="uji")
    assert response.status_code == 200, response.text
    body = response.get_json()
    made = body.pop("deployedProcessDefinitions")
    assert body == {
        "links": [{"method": "GET", "href": f"http://localhost/engine-rest/deployment/{body['id']}", "rel": "self"}],
        "id": body["id"],
        "name": "Cuti",
        "source": "uji",
        "deploymentTime": "2026-11-20T08:00:00.000+0700",
        "tenantId": HOME,
        "deployedCaseDefinitions": None,
        "deployedDecisionDefinitions": None,
        "deployedDecisionRequirementsDefinitions": None,
    }
    ((id, definition),) = made.items()
    assert (definition["id"], definition["key"], definition["version"]) == (id, "cuti", 1)
    assert office.get("staf", f"/engine-rest/process-definition/{id}") == definition
    assert office.get("staf", f"/engine-rest/deployment/{body['id']}")["name"] == "Cuti"
    started = office.call("staf", "POST", f"/engine-rest/process-definition/{id}/start", json={})
    assert started.status_code == 200, started.text


def test_an_unchanged_deployment_makes_nothing_when_asked_to_filter(office: Office) -> None:
    first = deploy(office, ("cuti.bpmn", diagram())).get_json()
    again = deploy(office, ("cuti.bpmn", diagram()), enable_duplicate_filtering="true").get_json()
    assert (again["id"], again["deployedProcessDefinitions"]) == (first["id"], None)
    forced = deploy(office, ("cuti.bpmn", diagram())).get_json()
    assert [one["version"] for one in forced["deployedProcessDefinitions"].values()] == [2]
    changed = deploy(office, ("cuti.bpmn", diagram(lane="Camat")), enable_duplicate_filtering="true").get_json()
    assert [one["version"] for one in changed["deployedProcessDefinitions"].values()] == [3]


def test_a_broken_diagram_says_where_and_what_to_do(shared: Office) -> None:
    response = deploy(shared, ("skrip.bpmn", diagram(kind="scriptTask")))
    assert response.status_code == 400
    body = response.get_json()
    assert (body["type"], body["code"]) == ("ParseException", 0)
    assert body["message"].startswith("ENGINE-09005 Could not parse BPMN process. Errors:\n* ")
    assert "resource skrip.bpmn | line 9 | element periksa" in body["message"]
    problem = body["details"]["skrip.bpmn"]["errors"][0]
    assert (problem["mainElementId"], problem["line"], problem["elementIds"]) == ("periksa", 9, ["periksa"])


@pytest.mark.parametrize("data", [b"", b"bukan xml", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_diagram_is_a_parse_error(shared: Office, data: bytes) -> None:
    response = deploy(shared, ("rusak.bpmn", data))
    assert response.status_code == 400, response.text
    assert response.get_json()["type"] == "ParseException"


def test_a_lane_without_a_post_is_a_mistake_of_the_sender(shared: Office) -> None:
    response = deploy(shared, ("cuti.bpmn", diagram(lane="Bendahara")))
    assert response.status_code == 400
    assert "Bendahara" in response.get_json()["message"]


def test_a_deployment_needs_files_that_can_be_named(shared: Office) -> None:
    assert deploy(shared).status_code == 400
    assert deploy(shared, ("x" * 300 + ".bpmn", diagram())).status_code == 400
    assert deploy(shared, ("cuti.bpmn", diagram()), lain="x").status_code == 400
    assert deploy(shared, ("catatan.txt", b"x")).status_code == 400
    twice = [("a", (BytesIO(diagram()), "cuti.bpmn")), ("b", (BytesIO(diagram()), "cuti.bpmn"))]
    response = shared.call("pemilik", "POST", "/engine-rest/deployment/create", data=dict(twice))
    assert response.status_code == 400


def test_an_owner_of_several_offices_names_the_one_meant(office: Office) -> None:
    office.run(Grant("pemilik", "pemilik", "kukar-kb"))
    assert deploy(office, ("cuti.bpmn", diagram())).status_code == 400
    named = deploy(office, ("cuti.bpmn", diagram()), tenant_id=HOME)
    assert named.get_json()["tenantId"] == HOME
    again = deploy(office, ("cuti.bpmn", diagram(lane="Camat")))
    assert again.get_json()["tenantId"] == HOME, "the office of the earlier versions"
    foreign = deploy(office, ("cuti.bpmn", diagram(lane="JFU")), tenant_id="kukar-kb")
    assert foreign.status_code == 400, "the key belongs to the other office"


def test_only_the_owner_of_an_office_deploys_for_it(shared: Office) -> None:
    for login in ("staf", "auditor", "admin", "mesin", "pemilik-lain"):
        response = deploy(shared, ("cuti.bpmn", diagram()), login=login, tenant_id=HOME)
        assert response.status_code == 403, login
        assert response.get_json()["type"] == "AuthorizationException"


def test_deployments_are_listed_as_modelers_ask(shared: Office) -> None:
    assert shared.get("pemilik", "/engine-rest/deployment?maxResults=0") == []
    listed = shared.get("pemilik", "/engine-rest/deployment?nameLike=%25MISKIN%25&sortBy=name&sortOrder=asc")
    assert [one["name"] for one in listed] == ["pengesahan-surat-keterangan-miskin"]
    assert shared.get("admin", "/engine-rest/deployment/count?source=lajur load") == {"count": 2}
    assert shared.get("admin", "/engine-rest/deployment/count?withoutSource=true") == {"count": 0}
    definitions = shared.get("admin", "/engine-rest/process-definition?deploymentId=1")
    assert [one["key"] for one in definitions] == [SKM]


@pytest.mark.parametrize("fields", [{}, {"tenant_id": HOME}])
def test_a_diagram_of_somebody_who_may_not_deploy_is_not_even_read(office: Office, fields: dict[str, str]) -> None:
    response = deploy(office, ("rusak.bpmn", b"<"), login="staf", **fields)
    assert response.status_code == 403, response.text


def test_several_diagrams_come_in_one_deployment(office: Office) -> None:
    both = [("cuti.bpmn", diagram()), ("lembur.bpmn", diagram("lembur"))]
    made = deploy(office, *both, enable_duplicate_filtering="True").get_json()["deployedProcessDefinitions"]
    assert sorted(one["key"] for one in made.values()) == ["cuti", "lembur"]
    changed = [both[0], ("lembur.bpmn", diagram("lembur", "Camat"))]
    each = deploy(office, *changed, deploy_changed_only="true").get_json()["deployedProcessDefinitions"]
    assert [(one["key"], one["version"]) for one in each.values()] == [("lembur", 2)]
    every = deploy(office, *both, enable_duplicate_filtering="true").get_json()["deployedProcessDefinitions"]
    assert sorted((one["key"], one["version"]) for one in every.values()) == [("cuti", 2), ("lembur", 3)]


def test_every_broken_diagram_is_told_and_none_is_deployed(office: Office) -> None:
    before = office.get("admin", "/engine-rest/deployment/count")
    files = [("a.bpmn", diagram("a")), ("b.bpmn", b"<"), ("c.bpmn", diagram("c", kind="scriptTask"))]
    body = deploy(office, *files).get_json()
    assert {name: len(found["errors"]) for name, found in body["details"].items()} == {
        "a.bpmn": 0,
        "b.bpmn": 1,
        "c.bpmn": 1,
    }
    assert "resource b.bpmn" in body["message"]
    assert "resource c.bpmn | line 9 | element periksa" in body["message"]
    problem = body["details"]["c.bpmn"]["errors"][0]
    assert problem.keys() == {"message", "line", "column", "mainElementId", "elementIds"}
    assert " / " in problem["message"], "Indonesian first, English second"
    assert office.get("admin", "/engine-rest/deployment/count") == before


def test_what_cannot_be_done_with_a_deployment_is_refused(shared: Office) -> None:
    for fields in (
        {"deployment_activation_time": "2026-11-30T00:00:00.000+0700"},
        {"enable_duplicate_filtering": "mungkin"},
    ):
        assert deploy(shared, ("cuti.bpmn", diagram()), **fields).status_code == 400
    table = deploy(shared, ("cuti.bpmn", diagram()), ("tabel.dmn", b"<definitions/>"))
    assert table.status_code == 400
    assert "tabel.dmn" in table.get_json()["message"]


def test_the_files_of_a_deployment_are_handed_out_and_never_run(office: Office) -> None:
    files = [("cuti.bpmn", diagram()), ("catatan.html", b"<script>1</script>"), ("isi.form", b'{"components": []}')]
    id = deploy(office, *files).get_json()["id"]
    listed = office.get("staf", f"/engine-rest/deployment/{id}/resources")
    assert [one["name"] for one in listed] == ["catatan.html", "cuti.bpmn", "isi.form"]
    types = {}
    for one in listed:
        assert office.get("staf", f"/engine-rest/deployment/{id}/resources/{one['id']}") == one
        response = office.call("staf", "GET", f"/engine-rest/deployment/{id}/resources/{one['id']}/data")
        assert response.data == dict(files)[one["name"]]
        assert response.headers["Content-Disposition"].startswith('attachment; filename="')
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        types[one["name"]] = response.headers["Content-Type"]
    octets = "application/octet-stream"
    assert types == {"catatan.html": octets, "cuti.bpmn": "application/xml", "isi.form": "application/json"}
    for wrong in (f"{id}-0", f"{id}-4", "1-1", f"{id}-x", "cuti.bpmn", f"{id}-99999999999999999999"):
        assert office.call("staf", "GET", f"/engine-rest/deployment/{id}/resources/{wrong}").status_code == 404


def test_a_deployment_is_withdrawn_unless_a_case_ran_on_it(office: Office) -> None:
    first = deploy(office, ("cuti.bpmn", diagram())).get_json()["id"]
    second = deploy(office, ("cuti.bpmn", diagram(lane="Camat"))).get_json()["id"]
    gone = office.call("pemilik", "DELETE", f"/engine-rest/deployment/{second}?cascade=true&skipCustomListeners=true")
    assert (gone.status_code, gone.data) == (204, b"")
    assert office.call("pemilik", "GET", f"/engine-rest/deployment/{second}").status_code == 404
    assert office.call("pemilik", "DELETE", f"/engine-rest/deployment/{second}").status_code == 404
    assert office.call("staf", "POST", "/engine-rest/process-definition/key/cuti/start", json={}).status_code == 200
    for query in ("", "?cascade=true", "?cascade=false"):
        refused = office.call("pemilik", "DELETE", f"/engine-rest/deployment/{first}{query}")
        assert (refused.status_code, refused.get_json()["type"]) == (500, "ProcessEngineException")
    assert office.get("staf", f"/engine-rest/deployment/{first}")["name"] == "cuti.bpmn"


def test_files_are_put_in_force_once_more(office: Office) -> None:
    id = deploy(office, ("cuti.bpmn", diagram()), ("lembur.bpmn", diagram("lembur"))).get_json()["id"]
    again = office.call("pemilik", "POST", f"/engine-rest/deployment/{id}/redeploy", json={}).get_json()
    assert sorted(one["version"] for one in again["deployedProcessDefinitions"].values()) == [2, 2]
    one = office.call("pemilik", "POST", f"/engine-rest/deployment/{id}/redeploy", json={"resourceIds": [f"{id}-2"]})
    assert [made["key"] for made in one.get_json()["deployedProcessDefinitions"].values()] == ["lembur"]
    for wrong in ({"resourceIds": [f"{id}-7"]}, {"resourceNames": ["lain.bpmn"]}):
        refused = office.call("pemilik", "POST", f"/engine-rest/deployment/{id}/redeploy", json=wrong)
        assert refused.status_code == 404
