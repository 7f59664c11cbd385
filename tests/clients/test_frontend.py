"""The calls that Operaton's web front end makes at its start, on a task and on a definition, as a conversation.

Its source is public; it speaks to `/engine-rest` alone, with Basic. It has to be built with its own tools, so that it
is not run here: what its pages ask and send back is written down instead, each with what they read of the answer.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.clients.browser import Browser
from tests.clients.hands import Hands
from tests.clients.house import House
from tests.clients.work import DIAGRAM, MACHINE, OFFICE, SERVICE, SKM, STAFF

OWNER: Final = "pemilik"
LETTER_ANSWERS: Final = {
    "nama_pemohon": {"value": "Ani Suryani", "type": "String"},
    "nik": {"value": "6106010101900001", "type": "String"},
    "desa": {"value": "Bunut Tengah", "type": "String"},
    "berkas_dibawa": {"value": ["SKM", "Foto Copy KTP", "Foto Copy KK"], "type": "Json"},
}


@pytest.fixture
def staff(house: House) -> Browser:
    return Browser(f"{house.url}/engine-rest", STAFF)


@pytest.fixture
def owner(house: House) -> Browser:
    return Browser(f"{house.url}/engine-rest", OWNER)


def _keys(found: Any, *keys: str) -> None:
    """What a page reads of each row is there."""
    rows = found if isinstance(found, list) else [found]
    assert rows
    assert not [(key, row) for row in rows for key in keys if key not in row]


def test_signing_in_shows_the_dashboard(staff: Browser) -> None:
    _keys(staff.get("/user"), "id", "firstName", "lastName", "email")
    assert isinstance(staff.get("/authorization"), list)
    _keys(staff.get(f"/user/{STAFF}/profile"), "id", "firstName", "lastName", "email")
    assert isinstance(staff.get("/task?sortBy=name&sortOrder=asc&firstResult=0&maxResults=3"), list)
    _keys(staff.get("/process-definition/statistics"), "id", "instances", "incidents", "definition")
    assert isinstance(staff.get("/deployment?sortBy=deploymentTime&sortOrder=desc"), list)
    assert staff.wrong == []


def test_wrong_credentials_are_told_apart_from_a_server_that_fails(house: House) -> None:
    stranger = Browser(f"{house.url}/engine-rest", "siapa.saja")
    stranger.get("/user")
    assert "-> 401" in stranger.wrong[0]


def test_the_start_page_lists_what_one_may_start_and_starts_it(staff: Browser) -> None:
    asked = "latest=true&active=true&startableInTasklist=true&startablePermissionCheck=true"
    found = staff.get(f"/process-definition?{asked}&firstResult=0&maxResults=15")
    _keys(found, "id", "name", "key", "version")
    (skm,) = [one for one in found if one["key"] == SKM]
    assert staff.get(f"/process-definition/key/{SKM}/startForm") is not None
    started = staff.post(f"/process-definition/{skm['id']}/submit-form", {"variables": {}, "businessKey": "depan"})
    _keys(started, "id", "definitionId", "businessKey")
    assert staff.wrong == []


def test_a_task_is_found_claimed_changed_remarked_and_submitted_with_its_form(house: House, staff: Browser) -> None:
    case = Hands(house.url, house.tokens).ask(STAFF, "POST", f"/process-definition/key/{SKM}/start", {})["id"]
    (task,) = staff.get(f"/task?processInstanceId={case}")
    path = f"/task/{task['id']}"
    _keys(
        staff.get(path), "name", "assignee", "created", "due", "followUp", "priority", "description", "camundaFormRef"
    )
    assert staff.post(f"{path}/claim", {"userId": STAFF}) is None
    _keys(staff.get(f"{path}/identity-links"), "userId", "groupId", "type")
    assert staff.post(f"{path}/comment/create", {"message": "Berkas lengkap"})["message"] == "Berkas lengkap"
    assert [one["message"] for one in staff.get(f"{path}/comment")] == ["Berkas lengkap"]
    schema = staff.get(f"{path}/deployed-form")
    assert "nik" in [one.get("key") for one in schema["components"]]
    assert staff.get(f"{path}/form-variables") is not None
    assert staff.post(f"{path}/unclaim", {"userId": STAFF}) is None
    assert staff.post(f"{path}/claim", {"userId": STAFF}) is None
    body = {"variables": LETTER_ANSWERS, "withVariablesInReturn": True}
    assert staff.post(f"{path}/submit-form", body)["nik"]["value"] == "6106010101900001"
    assert staff.wrong == []


def test_the_owner_sends_back_a_whole_task_with_a_change(house: House, owner: Browser) -> None:
    case = Hands(house.url, house.tokens).ask(STAFF, "POST", f"/process-definition/key/{SKM}/start", {})["id"]
    (task,) = owner.get(f"/task?processInstanceId={case}")
    path = f"/task/{task['id']}"
    assert owner.put(path, {**owner.get(path), "due": "2026-12-24T10:00:00.000+0700", "priority": 70}) is None
    changed = owner.get(path)
    assert (changed["due"], changed["priority"]) == ("2026-12-24T10:00:00.000+0700", 70)
    assert owner.post(f"{path}/assignee", {"userId": STAFF}) is None
    assert owner.get(path)["assignee"] == STAFF
    assert owner.wrong == []


def test_filters_are_kept_run_and_dropped(owner: Browser) -> None:
    assert isinstance(owner.get("/filter?resourceType=Task"), list)
    body = {"resourceType": "Task", "name": "Punya saya", "query": {"assignee": STAFF}, "properties": {"color": "#555"}}
    made = owner.post("/filter/create", body)
    assert owner.get(f"/filter/{made['id']}")["query"]["assignee"] == STAFF
    sorting = {"sorting": [{"sortBy": "created", "sortOrder": "desc"}]}
    found = owner.post(f"/filter/{made['id']}/list?firstResult=0&maxResults=15", sorting)
    assert {one["assignee"] for one in found} <= {STAFF}
    owner.put(f"/filter/{made['id']}", {**body, "name": "Tugas saya"})
    assert owner.get(f"/filter/{made['id']}")["name"] == "Tugas saya"
    owner.delete(f"/filter/{made['id']}")
    assert made["id"] not in [one["id"] for one in owner.get("/filter?resourceType=Task")]
    assert owner.wrong == []


def test_the_page_of_a_definition_shows_its_diagram_its_cases_and_their_history(house: House, owner: Browser) -> None:
    hands = Hands(house.url, house.tokens)
    hands.deploy("Layanan", (DIAGRAM,))
    body = {"variables": {"nik": {"value": "000"}}, "businessKey": "depan"}
    case = hands.ask(MACHINE, "POST", f"/process-definition/key/{SERVICE}/start", body)["id"]
    found = owner.get("/process-definition/statistics")
    (mine,) = [one for one in found if one["definition"]["key"] == SERVICE]
    definition, deployment = mine["id"], mine["definition"]["deploymentId"]
    _keys(owner.get(f"/process-definition/{definition}"), "id", "key", "name", "version", "tenantId", "deploymentId")
    assert "bpmn:serviceTask" in owner.get(f"/process-definition/{definition}/xml")["bpmn20Xml"]
    _keys(owner.get(f"/process-definition/{definition}/statistics?incidents=true"), "id", "instances", "incidents")
    assert owner.get(f"/process-definition/{definition}/static-called-process-definitions") == []
    assert owner.get(f"/process-definition?deploymentId={deployment}&resourceName=layanan.bpmn")
    assert isinstance(owner.get(f"/job-definition?processDefinitionId={definition}"), list)
    assert case in [one["id"] for one in owner.get(f"/process-instance?processDefinitionId={definition}")]
    on_step = {"activityIdIn": ["cek_nik"], "processDefinitionId": definition}
    assert case in [one["id"] for one in owner.post("/process-instance", on_step)]
    assert owner.post("/process-instance/count", {"deploymentId": deployment})["count"] >= 1
    newest = (
        f"sortBy=startTime&sortOrder=asc&unfinished=true&processDefinitionId={definition}&firstResult=0&maxResults=20"
    )
    _keys(owner.get(f"/history/process-instance?{newest}"), "id", "startTime", "state", "businessKey")
    for path in (f"/history/incident?processDefinitionId={definition}", f"/incident?processDefinitionId={definition}"):
        assert isinstance(owner.get(path), list)
    _case(owner, case)
    assert owner.wrong == []


def _case(owner: Browser, case: str) -> None:
    """What the page of a case asks."""
    _keys(owner.get(f"/process-instance/{case}"), "id", "definitionId", "businessKey", "suspended")
    assert owner.get(f"/process-instance/{case}/variables")["nik"]["value"] == "000"
    assert owner.get(f"/process-instance?superProcessInstance={case}") == []
    assert owner.get(f"/history/process-instance?superProcessInstanceId={case}") == []
    _keys(owner.get(f"/history/process-instance/{case}"), "state", "startTime", "endTime", "durationInMillis")
    _keys(owner.get(f"/history/variable-instance?processInstanceId={case}"), "name", "type", "value", "createTime")
    assert owner.get(f"/history/task?processInstanceId={case}") == []
    passed = owner.get(f"/history/activity-instance?processInstanceId={case}&sortBy=startTime&sortOrder=asc")
    assert [one["activityId"] for one in passed] == ["mulai", "cek_nik"]
    log = owner.get(f"/history/user-operation?processInstanceId={case}&sortBy=timestamp&sortOrder=desc")
    _keys(log, "userId", "timestamp", "operationType", "entityType", "operationId")
    assert owner.get(f"/history/incident?processInstanceId={case}") == []
    assert owner.get(f"/incident?processInstanceId={case}") == []
    _keys(owner.get(f"/external-task?processInstanceId={case}"), "id", "topicName", "retries", "workerId")
    assert isinstance(owner.get(f"/job?processInstanceId={case}"), list)


def test_the_page_of_deployments_shows_their_files(house: House, owner: Browser) -> None:
    Hands(house.url, house.tokens).deploy("Layanan", (DIAGRAM,))
    found = owner.get("/deployment?sortBy=deploymentTime&sortOrder=desc&firstResult=0&maxResults=20")
    mine = next(one for one in found if one["name"] == "Layanan")
    assert mine["tenantId"] == OFFICE
    (file,) = owner.get(f"/deployment/{mine['id']}/resources")
    text = owner.text(f"/deployment/{mine['id']}/resources/{file['id']}/data")
    assert text == DIAGRAM.read_text(encoding="utf-8")
    assert owner.wrong == []


def test_the_owner_notes_what_he_knows_of_an_incident(house: House, owner: Browser) -> None:
    hands = Hands(house.url, house.tokens)
    hands.deploy("Layanan", (DIAGRAM,))
    case = hands.ask(MACHINE, "POST", f"/process-definition/key/{SERVICE}/start", {})["id"]
    topics = [{"topicName": "cek-nik", "lockDuration": 10_000}]
    tasks = hands.ask(
        MACHINE, "POST", "/external-task/fetchAndLock", {"workerId": "d", "maxTasks": 99, "topics": topics}
    )
    (mine,) = [one["id"] for one in tasks if one["processInstanceId"] == case]
    failure = {"workerId": "d", "errorMessage": "Layanan sibuk", "retries": 0, "retryTimeout": 0}
    hands.ask(MACHINE, "POST", f"/external-task/{mine}/failure", failure)
    (incident,) = owner.get(f"/incident?processInstanceId={case}")
    assert incident["incidentType"] == "failedExternalTask"
    owner.put(f"/incident/{incident['id']}/annotation", {"annotation": "Sudah ditelepon"})
    assert owner.get(f"/incident?processInstanceId={case}")[0]["annotation"] == "Sudah ditelepon"
    owner.delete(f"/incident/{incident['id']}/annotation")
    assert owner.get(f"/incident?processInstanceId={case}")[0]["annotation"] is None
    assert owner.wrong == []
