"""Process definitions in the dialect: found, drawn, started, held, withdrawn, counted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.commands.account import Grant
from engine.commands.case import Suspend
from engine.commands.definition import Deploy
from tests.api.office import HOME, KB, SKM, Office
from tests.api.test_deployment import deploy, diagram

HERE = "/engine-rest/process-definition"
FORM = {
    "schemaVersion": 16,
    "type": "default",
    "components": [
        {"type": "textfield", "key": "nama", "id": "a", "label": "Nama", "validate": {"required": True}},
        {"type": "number", "key": "lama", "id": "b", "label": "Lama", "defaultValue": 3},
    ],
}


def told(data: bytes, **facts: str) -> bytes:
    """The diagram with attributes of its process in the namespace of the dialect."""
    words = "".join(f' camunda:{name}="{value}"' for name, value in facts.items())
    data = data.replace(b'isExecutable="true"', f'isExecutable="true"{words}'.encode())
    return data.replace(b"targetNamespace", b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace', 1)


def keys(office: Office, query: str, login: str = "pemilik") -> list[str]:
    """The keys that a list holds; the count says the same."""
    found = [one["key"] for one in office.get(login, f"{HERE}?{query}&sortBy=key&sortOrder=asc")]
    assert office.get(login, f"{HERE}/count?{query}") == {"count": len(found)}
    return found


@pytest.fixture
def cuti(office: Office) -> str:
    """An SOP with one step and a start form; its id."""
    data = told(diagram(), versionTag="uji 1", historyTimeToLive="30")
    made = office.run(Deploy(HOME, "Cuti", {"cuti.bpmn": data, "mulai.form": json.dumps(FORM).encode()}))
    return f"cuti:1:{made['definitions'][0]['id']}"


def begin(office: Office, id: str, login: str = "staf", **body: Any) -> Any:
    """The answer to a start."""
    given = {"variables": {"nama": {"value": "Ani"}}} | body
    return office.call(login, "POST", f"{HERE}/{id}/start", json=given)


def test_a_definition_says_what_its_diagram_says(office: Office, cuti: str) -> None:
    shown = office.get("staf", f"{HERE}/{cuti}")
    assert (shown["versionTag"], shown["historyTimeToLive"], shown["startableInTasklist"]) == ("uji 1", 30, True)
    assert office.get("staf", f"{HERE}/key/cuti") == shown
    assert office.get("staf", f"{HERE}/key/cuti/tenant-id/{HOME}") == shown
    assert office.call("staf", "GET", f"{HERE}/key/cuti/tenant-id/kukar-kb").status_code == 404


def test_lists_leave_what_is_asked_for(office: Office, cuti: str) -> None:
    deploy(office, ("lain.bpmn", told(diagram("lain"), isStartableInTasklist="false")))
    assert keys(office, "versionTag=uji 1") == keys(office, "versionTagLike=uji%25") == ["cuti"]
    assert keys(office, "withoutVersionTag=true") == ["lain"]
    assert keys(office, "notStartableInTasklist=true") == ["lain"]
    assert keys(office, "startableInTasklist=true") == ["cuti", SKM]
    assert keys(office, f"processDefinitionIdIn={cuti},x:1:9") == ["cuti"]
    assert keys(office, "resourceNameLike=%25ut%25") == ["cuti"]
    assert keys(office, "deployedAfter=2026-11-19T00:00:00.000%2B0700") == ["cuti", "lain", SKM]
    assert keys(office, "deployedAfter=2026-11-20T08:00:00.000%2B0700") == []
    assert keys(office, "deployedAt=2026-11-20T08:00:00.000%2B0700") == ["cuti", "lain", SKM]
    assert keys(office, "withoutTenantId=true") == []
    assert keys(office, f"includeProcessDefinitionsWithoutTenantId=true&tenantIdIn={HOME}") == ["cuti", "lain", SKM]
    assert keys(office, "latest=true&active=true") == ["cuti", "lain", SKM]


def test_what_somebody_may_start_is_what_he_is_shown(office: Office, cuti: str) -> None:
    assert keys(office, "startablePermissionCheck=true", "staf") == ["cuti", SKM]
    assert keys(office, "startablePermissionCheck=true", "camat") == []
    assert keys(office, "startableBy=staf") == ["cuti", SKM]
    assert keys(office, "startableBy=tidak-ada") == []
    assert keys(office, "startableBy=jfu") == []


def test_incidents_lead_to_their_definition(office: Office, cuti: str) -> None:
    case = office.case()
    raised = office.incident(case)
    assert keys(office, f"incidentId={case}-{raised}") == [SKM]
    assert keys(office, f"incidentId={case}-99") == keys(office, "incidentId=lain") == []
    assert keys(office, "incidentMessage=uji") == keys(office, "incidentMessageLike=u%25") == [SKM]
    assert keys(office, "incidentMessage=lain") == keys(office, "incidentType=failedJob") == []


def test_a_filter_that_nobody_knows_is_refused(shared: Office) -> None:
    for query in ("category=x", "startableInTasklist=ya", "sortBy=category&sortOrder=asc"):
        assert shared.call("pemilik", "GET", f"{HERE}?{query}").status_code == 400, query


def test_the_drawing_is_a_file_that_runs_nowhere(shared: Office) -> None:
    response = shared.call("staf", "GET", f"{HERE}/key/{SKM}/diagram")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/svg+xml")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"<svg" in response.data
    assert b"<script" not in response.data


def test_the_start_form_is_found_and_its_answers_begin_a_case(office: Office, cuti: str) -> None:
    assert office.get("staf", f"{HERE}/{cuti}/startForm") == {
        "key": "camunda-forms:deployment:mulai.form",
        "camundaFormRef": None,
        "contextPath": None,
    }
    file = office.call("staf", "GET", f"{HERE}/key/cuti/deployed-start-form")
    assert (file.headers["Content-Type"], file.get_json()) == ("application/json", FORM)
    assert office.get("staf", f"{HERE}/{cuti}/form-variables") == {
        "lama": {"type": "Integer", "value": 3, "valueInfo": {}}
    }
    assert office.get("staf", f"{HERE}/{cuti}/form-variables?variableNames=nama") == {}
    assert office.call("staf", "POST", f"{HERE}/{cuti}/submit-form", json={}).status_code == 400
    values = {"nama": {"value": "Ani"}, "lama": {"value": 2}}
    begun = office.call("staf", "POST", f"{HERE}/{cuti}/submit-form", json={"variables": values, "businessKey": "C-1"})
    assert begun.status_code == 200, begun.text
    assert begun.get_json()["businessKey"] == "C-1"
    none = {"key": None, "camundaFormRef": None, "contextPath": None}
    assert office.get("staf", f"{HERE}/key/{SKM}/startForm") == none
    assert office.call("staf", "GET", f"{HERE}/key/{SKM}/rendered-form").status_code == 404


def test_a_process_owner_begins_a_case_further_on(office: Office) -> None:
    before = [{"type": "startBeforeActivity", "activityId": "langkah_3"}]
    body = {"variables": {}, "startInstructions": before}
    refused = begin(office, f"key/{SKM}", "staf", **body)
    assert refused.status_code == 403, "staff begin at the beginning"
    assert office.get("pemilik", "/engine-rest/process-instance/count") == {"count": 0}, "nothing was left behind"
    begun = begin(office, f"key/{SKM}", "mesin", **body)
    assert begun.status_code == 403
    office.run(Grant("staf", "pemilik", HOME))
    begun = begin(office, f"key/{SKM}", "staf", **body)
    assert begun.status_code == 200, begun.text
    tasks = office.get("kasi", f"/engine-rest/task?processInstanceId={begun.get_json()['id']}")
    assert [one["taskDefinitionKey"] for one in tasks] == ["langkah_3"]
    for wrong in (
        {"type": "startTransition", "transitionId": "f1"},
        {"type": "startBeforeActivity"},
        {"type": "startBeforeActivity", "activityId": "langkah_3", "variables": {"a": {"value": 1}}},
        {"type": "lain", "activityId": "langkah_3"},
    ):
        assert begin(office, f"key/{SKM}", "staf", variables={}, startInstructions=[wrong]).status_code == 400


def test_a_suspended_version_begins_nothing_until_it_goes_on(office: Office, cuti: str) -> None:
    case = begin(office, cuti).get_json()["id"]
    held = office.call("pemilik", "PUT", f"{HERE}/{cuti}/suspended", json={"suspended": True})
    assert (held.status_code, held.text) == (204, "")
    assert office.get("staf", f"{HERE}/key/cuti")["suspended"] is True
    assert keys(office, "suspended=true") == ["cuti"]
    for place in (cuti, "key/cuti"):
        refused = begin(office, place)
        assert (refused.status_code, refused.get_json()["type"]) == (500, "ProcessEngineException")
    assert office.get("staf", f"/engine-rest/process-instance/{case}")["suspended"] is False
    office.call("pemilik", "PUT", f"{HERE}/key/cuti/suspended", json={"suspended": False})
    assert begin(office, cuti).status_code == 200


def test_cases_are_suspended_with_their_definition_when_asked(office: Office, cuti: str) -> None:
    first, second = (begin(office, cuti).get_json()["id"] for _ in range(2))
    office.run(Suspend(int(second), "lain"))
    body = {"processDefinitionKey": "cuti", "suspended": True, "includeProcessInstances": True}
    assert office.call("pemilik", "PUT", f"{HERE}/suspended", json=body).status_code == 204
    suspended = [office.get("staf", f"/engine-rest/process-instance/{case}")["suspended"] for case in (first, second)]
    assert suspended == [True, True]
    office.call("pemilik", "PUT", f"{HERE}/suspended", json=body | {"suspended": False})
    suspended = [office.get("staf", f"/engine-rest/process-instance/{case}")["suspended"] for case in (first, second)]
    assert suspended == [False, False]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"suspended": True},
        {"suspended": True, "processDefinitionId": "a:1:1", "processDefinitionKey": "a"},
        {"suspended": True, "processDefinitionKey": SKM, "executionDate": "2026-11-21T00:00:00.000+0700"},
    ],
)
def test_a_suspension_that_is_not_clear_is_refused(shared: Office, body: dict[str, Any]) -> None:
    assert shared.call("pemilik", "PUT", f"{HERE}/suspended", json=body).status_code == 400


def test_a_version_is_withdrawn_unless_a_case_ran_on_it(office: Office, cuti: str) -> None:
    deploy(office, ("cuti.bpmn", diagram()))
    second = office.get("pemilik", f"{HERE}/key/cuti")["id"]
    assert second != cuti
    assert office.call("pemilik", "DELETE", f"{HERE}/{second}?cascade=true&skipIoMappings=true").status_code == 204
    assert office.get("pemilik", f"{HERE}/key/cuti")["id"] == cuti
    assert office.call("pemilik", "DELETE", f"{HERE}/{second}").status_code == 404
    begin(office, cuti)
    for place in (f"{cuti}?cascade=true", "key/cuti/delete"):
        refused = office.call("pemilik", "DELETE", f"{HERE}/{place}")
        assert (refused.status_code, refused.get_json()["type"]) == (500, "ProcessEngineException")
    deploy(office, ("lain.bpmn", diagram("lain")))
    deploy(office, ("lain.bpmn", diagram("lain", "Camat")))
    assert office.call("pemilik", "DELETE", f"{HERE}/key/lain/delete").status_code == 204
    assert keys(office, "key=lain") == []


def test_statistics_tell_where_cases_stand_and_what_went_wrong(office: Office, cuti: str) -> None:
    office.case(done=2)
    office.incident(office.case(done=1))
    begin(office, cuti)
    found = office.get("pemilik", f"{HERE}/statistics?incidents=true&failedJobs=true")
    counts = {one["definition"]["key"]: (one["instances"], one["failedJobs"], one["incidents"]) for one in found}
    assert counts == {SKM: (2, 0, [{"incidentType": "uji", "incidentCount": 1}]), "cuti": (1, 0, [])}
    assert found[0]["id"] == found[0]["definition"]["id"]
    elements = office.get("pemilik", f"{HERE}/key/{SKM}/statistics")
    assert {one["id"]: one["instances"] for one in elements} == {"langkah_2": 1, "langkah_3": 1}
    assert all(one["incidents"] == [] and one["failedJobs"] == 0 for one in elements)
    assert office.call("pemilik", "GET", f"{HERE}/statistics?incidents=true&rootIncidents=true").status_code == 400
    only = office.get("pemilik", f"{HERE}/statistics?incidentsForType=failedJob")
    assert all(one["incidents"] == [] for one in only)


def test_statistics_count_for_everybody_what_he_may_read(office: Office) -> None:
    office.case(done=2)
    counted = {
        login: [one["instances"] for one in office.get(login, f"{HERE}/statistics") if one["definition"]["key"] == SKM]
        for login in ("auditor", "staf", "camat", "admin", "jfu")
    }
    assert counted == {"auditor": [1], "staf": [1], "camat": [0], "admin": [0], "jfu": []}
    assert [one["key"] for one in office.get("jfu", HERE)] == [KB]


def test_called_definitions_are_told_with_who_calls_them(office: Office, cuti: str) -> None:
    caller = diagram("pemanggil", kind="callActivity").replace(
        b'<bpmn:callActivity id="periksa"', b'<bpmn:callActivity id="periksa" calledElement="cuti"'
    )
    made = deploy(office, ("pemanggil.bpmn", caller)).get_json()
    id = next(iter(made["deployedProcessDefinitions"]))
    (called,) = office.get("pemilik", f"{HERE}/{id}/static-called-process-definitions")
    assert (called["id"], called["calledFromActivityIds"], called["callingProcessDefinitionId"]) == (
        cuti,
        ["periksa"],
        id,
    )
    started = office.call("mesin", "POST", f"{HERE}/{id}/start", json={})
    assert started.status_code == 200, started.text
    assert [one["id"] for one in office.get("pemilik", f"{HERE}/{id}/statistics")] == ["periksa"]


@pytest.mark.parametrize("tail", ["restart", "restart-async"])
def test_what_is_not_done_here_says_so(shared: Office, tail: str) -> None:
    refused = shared.call("pemilik", "POST", f"{HERE}/{SKM}:1:1/{tail}", json={"processInstanceIds": ["1"]})
    assert (refused.status_code, refused.get_json()["type"]) == (400, "InvalidRequestException")
    kept = shared.call("pemilik", "PUT", f"{HERE}/key/{SKM}/history-time-to-live", json={"historyTimeToLive": 5})
    assert kept.status_code == 400
