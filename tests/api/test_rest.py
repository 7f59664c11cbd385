"""The dialect's objects and lists: every key, the right filters, the right order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.office import ANSWERS, HOME, KB, SKM, Office, typed

TASK = """id name assignee created due followUp lastUpdated delegationState description executionId owner parentTaskId
priority processDefinitionId processInstanceId taskDefinitionKey caseExecutionId caseInstanceId caseDefinitionId
suspended formKey camundaFormRef tenantId taskState"""
DEFINITION = """id key category description name version resource deploymentId diagram suspended tenantId versionTag
historyTimeToLive startableInTasklist"""
INSTANCE = "links id definitionId definitionKey businessKey caseInstanceId ended suspended tenantId"
DEPLOYMENT = "links id name source deploymentTime tenantId"
PAST_INSTANCE = """id businessKey processDefinitionId processDefinitionKey processDefinitionName
processDefinitionVersion startTime endTime removalTime durationInMillis startUserId startActivityId deleteReason
rootProcessInstanceId superProcessInstanceId superCaseInstanceId caseInstanceId tenantId state
restartedProcessInstanceId"""
PAST_TASK = """id processDefinitionKey processDefinitionId processInstanceId executionId caseDefinitionKey
caseDefinitionId caseInstanceId caseExecutionId activityInstanceId name description deleteReason owner assignee
startTime endTime duration taskDefinitionKey priority due parentTaskId followUp tenantId removalTime
rootProcessInstanceId taskState"""
ACTIVITY = """id parentActivityInstanceId activityId activityName activityType processDefinitionKey
processDefinitionId processInstanceId executionId taskId calledProcessInstanceId calledCaseInstanceId assignee
startTime endTime durationInMillis canceled completeScope tenantId removalTime rootProcessInstanceId"""


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/task", TASK),
        ("/process-definition", DEFINITION),
        ("/process-instance", INSTANCE),
        ("/deployment", DEPLOYMENT),
        ("/history/process-instance", PAST_INSTANCE),
        ("/history/task", PAST_TASK),
        ("/history/activity-instance?processInstanceId={case}", ACTIVITY),
    ],
)
def test_every_key_is_there(shared: Office, path: str, keys: str) -> None:
    case = shared.case()
    found = shared.get("pemilik", "/engine-rest" + path.format(case=case))
    assert found
    assert all(set(one) == set(keys.split()) for one in found)


def test_a_task_says_what_it_is_in_the_dialects_words(shared: Office) -> None:
    case = shared.case(done=1)
    task = shared.get("staf", f"/engine-rest/task/{case}-2")
    assert task == dict.fromkeys(TASK.split()) | {
        "id": f"{case}-2",
        "name": "Meregistrasi berkas masuk",
        "created": "2026-11-20T08:00:00.000+0700",
        "due": "2026-11-20T08:05:00.000+0700",
        "description": "Registrasi berkas masuk",
        "executionId": str(case),
        "priority": 50,
        "processDefinitionId": f"{SKM}:1:1",
        "processInstanceId": str(case),
        "taskDefinitionKey": "langkah_2",
        "suspended": False,
        "camundaFormRef": {"key": "langkah_2", "binding": "deployment", "version": None},
        "tenantId": HOME,
        "taskState": "Created",
    }


def test_the_xml_is_the_deployed_diagram(shared: Office) -> None:
    by_key = shared.get("staf", f"/engine-rest/process-definition/key/{SKM}/xml")
    assert by_key == shared.get("staf", f"/engine-rest/process-definition/{SKM}:1:1/xml")
    assert by_key["id"] == f"{SKM}:1:1"
    assert by_key["bpmn20Xml"].startswith("<?xml")


def _ids(office: Office, login: str, query: str) -> set[str]:
    return {task["id"] for task in office.get(login, f"/engine-rest/task?{query}")}


def test_tasks_are_found_by_case_step_holder_and_candidates(office: Office) -> None:
    first, second = office.case(), office.case(done=2)
    office.call("kasi", "POST", f"/engine-rest/task/{second}-3/claim", json={"userId": "kasi"})
    counter, desk = f"{first}-1", f"{second}-3"
    expected = {
        "": {counter, desk},
        f"processInstanceId={first}": {counter},
        "processInstanceId=lain": set(),
        f"processDefinitionKey={SKM}": {counter, desk},
        f"processDefinitionKeyIn={SKM},{KB}": {counter, desk},
        f"processDefinitionKey={KB}": set(),
        f"processDefinitionId={SKM}:1:1": {counter, desk},
        "processDefinitionId=x": set(),
        "taskDefinitionKey=langkah_3": {desk},
        f"taskId={desk}": {desk},
        "taskId=lain": set(),
        "assignee=kasi": {desk},
        "assigned=true": {desk},
        "unassigned=true": {counter},
        "unassigned=false": {counter, desk},
        f"candidateGroup={HOME}/pemohon": {counter},
        f"candidateGroups={HOME}/pemohon,{HOME}/kasi-kesra": {counter},
        f"candidateGroups={HOME}/pemohon,{HOME}/kasi-kesra&includeAssignedTasks=true": {counter, desk},
        "candidateUser=staf": {counter},
        "candidateUser=kasi&includeAssignedTasks=true": {desk},
        "candidateUser=tidak-ada": set(),
        "active=true": {counter, desk},
        "suspended=true": set(),
        f"tenantIdIn={HOME}": {counter, desk},
        "tenantIdIn=kukar-kb": set(),
        "processInstanceBusinessKey=X": set(),
    }
    for query, ids in expected.items():
        assert _ids(office, "pemilik", query) == ids, query
        count = office.get("pemilik", f"/engine-rest/task/count?{query}")
        assert count == {"count": len(ids)}, query


def test_tasks_are_sorted_and_paged(office: Office) -> None:
    cases = []
    for _ in range(3):
        cases.append(office.case())
        office.now += timedelta(hours=1)
    newest = [
        task["processInstanceId"] for task in office.get("staf", "/engine-rest/task?sortBy=created&sortOrder=desc")
    ]
    assert newest == [str(case) for case in reversed(cases)]
    middle = office.get("staf", "/engine-rest/task?sortBy=created&sortOrder=asc&firstResult=1&maxResults=1")
    assert [task["processInstanceId"] for task in middle] == [str(cases[1])]
    assert office.get("staf", "/engine-rest/task?maxResults=0") == []


def test_definitions_are_found_by_key_name_and_version(shared: Office) -> None:
    def keys(query: str) -> list[str]:
        return [one["key"] for one in shared.get("admin", f"/engine-rest/process-definition?{query}")]

    assert sorted(keys("latestVersion=true")) == sorted([SKM, KB])
    assert keys(f"key={SKM}&version=1") == [SKM]
    assert keys(f"key={SKM}&version=2") == []
    assert keys(f"keysIn={SKM},x") == [SKM]
    assert keys("keyLike=peng%25miskin") == [SKM]
    assert keys("nameLike=%25MISKIN%25") == [SKM]
    assert keys(f"processDefinitionId={SKM}:1:1") == [SKM]
    assert keys("resourceName=pengesahan-surat-keterangan-miskin.bpmn") == [SKM]
    assert keys("sortBy=key&sortOrder=desc") == [KB, SKM]
    assert shared.get("admin", f"/engine-rest/process-definition/count?key={SKM}") == {"count": 1}


def test_a_case_is_started_answered_and_read_with_typed_variables(office: Office) -> None:
    started = office.call(
        "staf", "POST", f"/engine-rest/process-definition/key/{SKM}/start", json={"businessKey": "SKM-7"}
    )
    assert started.status_code == 200
    body = started.get_json()
    case = body["id"]
    assert body == {
        "links": [{"method": "GET", "href": f"http://localhost/engine-rest/process-instance/{case}", "rel": "self"}],
        "id": case,
        "definitionId": f"{SKM}:1:1",
        "definitionKey": SKM,
        "businessKey": "SKM-7",
        "caseInstanceId": None,
        "ended": False,
        "suspended": False,
        "tenantId": HOME,
    }
    assert office.get("staf", "/engine-rest/process-instance?businessKey=SKM-7") == [body]
    done = office.call(
        "staf",
        "POST",
        f"/engine-rest/task/{case}-1/complete",
        json={"variables": typed(ANSWERS["langkah_1"]), "withVariablesInReturn": True},
    )
    assert done.status_code == 200
    assert done.get_json()["nama_pemohon"] == {"type": "String", "value": "Ani Suryani", "valueInfo": {}}
    day = {"tanggal_agenda": {"value": "2026-11-19T00:00:00.000+0700", "type": "Date"}, "nomor_agenda": {"value": "7"}}
    assert (
        office.call("staf", "POST", f"/engine-rest/task/{case}-2/complete", json={"variables": day}).status_code == 204
    )
    found = office.get("kasi", f"/engine-rest/task/{case}-3/form-variables?variableNames=tanggal_agenda,nik")
    assert found == {
        "nik": {"type": "String", "value": "6106010101900001", "valueInfo": {}},
        "tanggal_agenda": {"type": "String", "value": "2026-11-19", "valueInfo": {}},
    }


def test_answers_that_the_form_refuses_are_named_and_nothing_happens(office: Office) -> None:
    case = office.case()
    path = f"/engine-rest/task/{case}-1/complete"
    refused = office.call("staf", "POST", path, json={"variables": {"nik": {"value": "12"}}})
    assert refused.status_code == 400
    assert "* nik: " in refused.get_json()["message"]
    assert (
        office.call("staf", "POST", path, json={"variables": {"nik": {"value": 1, "type": "Object"}}}).status_code
        == 400
    )
    assert len(office.get("staf", f"/engine-rest/history/activity-instance?processInstanceId={case}")) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"startInstructions": [{"type": "startBeforeActivity"}]},
        {"caseInstanceId": "7"},
        {"businessKey": 7},
        {"variables": []},
        {"variables": {"$x": {"value": 1}}},
        {"lain": 1},
    ],
)
def test_a_start_that_cannot_be_is_refused(shared: Office, body: dict[str, Any]) -> None:
    response = shared.call("staf", "POST", f"/engine-rest/process-definition/key/{SKM}/start", json=body)
    assert response.status_code == 400, response.text


def test_of_two_who_complete_a_task_the_second_is_told_so(office: Office) -> None:
    case = office.case()
    path, body = f"/engine-rest/task/{case}-1/complete", {"variables": typed(ANSWERS["langkah_1"])}
    assert office.call("staf", "POST", path, json=body).status_code == 204
    second = office.call("staf", "POST", path, json=body)
    assert second.status_code == 500
    assert second.get_json() == {
        "type": "ProcessEngineException",
        "message": "Tugas ini sudah diselesaikan oleh staf. / This task was already completed by staf.",
        "code": 0,
    }
    assert office.call("staf", "GET", f"/engine-rest/task/{case}-1").status_code == 404


def test_tasks_are_claimed_given_and_given_back(office: Office) -> None:
    case = office.case()
    task = f"/engine-rest/task/{case}-1"
    assert office.call("staf", "POST", f"{task}/claim", json={"userId": "staf"}).status_code == 204
    assert office.get("staf", task)["assignee"] == "staf"
    assert office.call("staf", "POST", f"{task}/unclaim").status_code == 204
    assert office.get("staf", task)["assignee"] is None
    assert office.call("staf", "POST", f"{task}/claim", json={"userId": "kasi"}).status_code == 403
    assert office.call("pemilik", "POST", f"{task}/assignee", json={"userId": "kasi"}).status_code == 204
    assert office.get("kasi", task)["assignee"] == "kasi"
    assert office.call("staf", "POST", f"{task}/claim", json={"userId": "staf"}).status_code == 500
    assert office.call("pemilik", "POST", f"{task}/assignee", json={"userId": "tidak-ada"}).status_code == 400
    assert office.call("pemilik", "POST", f"{task}/assignee", json={"userId": None}).status_code == 204


def test_deleting_a_case_cancels_it_and_keeps_its_history(office: Office) -> None:
    case = office.case(done=1)
    path = f"/engine-rest/process-instance/{case}"
    assert office.call("pemilik", "DELETE", f"{path}?skipCustomListeners=true").status_code == 204
    assert office.call("pemilik", "GET", path).status_code == 404
    past = office.get("pemilik", f"/engine-rest/history/process-instance/{case}")
    assert (past["state"], past["deleteReason"]) == ("EXTERNALLY_TERMINATED", "Dibatalkan")
    assert past["startActivityId"] == "mulai"
    activities = office.get("pemilik", f"/engine-rest/history/activity-instance?processInstanceId={case}")
    assert [(one["activityId"], one["canceled"]) for one in activities] == [
        ("mulai", False),
        ("langkah_1", False),
        ("langkah_2", True),
    ]
    assert office.call("pemilik", "DELETE", path).status_code == 500
    assert office.call("pemilik", "DELETE", "/engine-rest/process-instance/999").status_code == 404
    gone = office.call("pemilik", "DELETE", "/engine-rest/process-instance/999?failIfNotExists=false")
    assert gone.status_code == 204


def test_the_history_is_told_step_by_step(office: Office) -> None:
    case = office.case()
    for n, login in enumerate(("staf", "staf", "kasi", "sekcam", "camat", "staf"), 1):
        office.now += timedelta(minutes=n)
        body = {"variables": typed(ANSWERS[f"langkah_{n}"])}
        assert office.call(login, "POST", f"/engine-rest/task/{case}-{n}/complete", json=body).status_code == 204
    past = office.get("camat", f"/engine-rest/history/process-instance/{case}")
    assert (past["state"], past["durationInMillis"], past["deleteReason"]) == ("COMPLETED", 21 * 60_000, None)
    tasks = office.get("camat", f"/engine-rest/history/task?processInstanceId={case}&sortBy=startTime&sortOrder=asc")
    assert [one["duration"] for one in tasks] == [n * 60_000 for n in range(1, 7)]
    assert [one["deleteReason"] for one in tasks] == ["completed"] * 6
    path = f"/engine-rest/history/activity-instance?processInstanceId={case}"
    assert [one["activityId"] for one in office.get("camat", path)] == [
        *("mulai", "langkah_1", "langkah_2", "langkah_3", "putusan_3", "langkah_4", "langkah_5", "langkah_6", "selesai")
    ]
    gateway = office.get("camat", f"{path}&activityType=exclusiveGateway")
    assert [(one["activityId"], one["taskId"]) for one in gateway] == [("putusan_3", None)]
    last = office.get("camat", f"{path}&sortBy=startTime&sortOrder=desc&maxResults=2")
    assert [one["activityId"] for one in last] == ["selesai", "langkah_6"]
    assert office.get("camat", f"/engine-rest/history/activity-instance/count?processInstanceId={case}") == {"count": 9}
    assert office.get("camat", "/engine-rest/history/task/count?finished=true") == {"count": 1}, "his own"
    assert office.get("camat", f"/engine-rest/history/task/count?processInstanceId={case}") == {"count": 6}
    for query in ("finished=true", "completed=true", f"processDefinitionKey={SKM}", "startedBy=staf"):
        assert office.get("camat", f"/engine-rest/history/process-instance/count?{query}") == {"count": 1}, query
    for query in ("unfinished=true", "startedAfter=2026-11-20T09:00:00.000%2B0700", "finishedBefore=2026-11-20"):
        assert office.get("camat", f"/engine-rest/history/process-instance/count?{query}") == {"count": 0}, query


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"messageName": "surat-masuk"}, 400),
        ({"messageName": ""}, 400),
        ({}, 400),
        ({"messageName": "x", "all": True}, 204),
        ({"messageName": "x", "lain": 1}, 400),
    ],
)
def test_a_message_that_nobody_waits_for_is_refused_unless_it_is_for_all(
    shared: Office, body: dict[str, Any], status: int
) -> None:
    response = shared.call("pemilik", "POST", "/engine-rest/message", json=body)
    assert response.status_code == status, response.text
