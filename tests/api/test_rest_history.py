"""The history in the dialect: told from events alone, exact in its words, strict in what it takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from engine.commands.case import Cancel, Resume, StartCase, Suspend
from engine.commands.modification import SetVariables
from engine.commands.task import Assign, Claim, Delegate, Unclaim
from engine.store import Query
from tests.api.office import ANSWERS, HOME, SKM, Office
from tests.api.test_rest_jobs import deploy, work

H: Final = "/engine-rest/history"


def ask(office: Office, path: str, who: str = "auditor") -> Any:
    """The JSON of a GET of the history."""
    return office.get(who, f"{H}/{path}")


def post(office: Office, path: str, body: Any, who: str = "auditor") -> Any:
    """The JSON of a POST of the history."""
    response = office.call(who, "POST", f"{H}/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.get_json()


def erase(office: Office, case: int, name: str) -> None:
    """Takes a value away as an erasure does."""
    sql = "UPDATE answer SET value = NULL, salt = NULL WHERE case_id = :case AND name = :name"
    with office.store.transaction() as tx:
        tx.run(Query("Erases a value.", text(sql)), case=case, name=name)


def test_instances_are_asked_in_a_body_and_in_several_orders(office: Office) -> None:
    first, second, third = office.case(), office.case(done=6, business_key="SKM-2"), office.case(business_key="SKM-3")
    office.run(Cancel(third, "salah"), "pemilik")
    body = {"sorting": [{"sortBy": "tenantId", "sortOrder": "asc"}, {"sortBy": "instanceId", "sortOrder": "desc"}]}
    assert [one["id"] for one in post(office, "process-instance", body)] == [str(third), str(second), str(first)]
    assert [one["id"] for one in post(office, "process-instance", {"finished": "true"})] == [str(second), str(third)]
    assert post(office, "process-instance/count", {"processInstanceIds": [str(first), "99"]}) == {"count": 1}
    like = ask(office, "process-instance?processInstanceBusinessKeyLike=SKM-%25&sortBy=endTime&sortOrder=desc")
    assert [one["businessKey"] for one in like] == ["SKM-3", "SKM-2"] or like[0]["endTime"] == like[1]["endTime"]
    gone = ask(office, f"process-instance/{third}")
    assert (gone["state"], gone["deleteReason"]) == ("EXTERNALLY_TERMINATED", "Dibatalkan")
    assert ask(office, "process-instance?withIncidents=true") == []
    incident = office.incident(first)
    assert incident
    assert [one["id"] for one in ask(office, "process-instance?incidentStatus=open")] == [str(first)]


def test_nobody_deletes_a_history(office: Office) -> None:
    case = office.case()
    refused = office.call("pemilik", "DELETE", f"{H}/process-instance/{case}")
    assert (refused.status_code, refused.get_json()["type"]) == (403, "AuthorizationException")
    assert ask(office, f"process-instance/{case}")["id"] == str(case)


def test_a_called_case_names_its_caller_and_its_root(office: Office) -> None:
    case = deploy(office, "panggil")
    office.run(Assign(case, 1, "staf"), "pemilik")
    body = {"variables": {"pemohon": {"value": "Sari"}, "jumlah": {"value": 1}, "nomor": {"value": "KK"}}}
    assert office.call("staf", "POST", f"/engine-rest/task/{case}-1/complete", json=body).status_code == 204
    work(office, seconds=1)
    (called,) = ask(office, f"process-instance?superProcessInstanceId={case}")
    assert (called["superProcessInstanceId"], called["rootProcessInstanceId"]) == (str(case), str(case))
    (call,) = ask(office, f"activity-instance?processInstanceId={case}&activityType=callActivity")
    assert call["calledProcessInstanceId"] == called["id"]
    assert ask(office, f"task?processInstanceId={called['id']}")[0]["rootProcessInstanceId"] == str(case)
    assert [one["id"] for one in ask(office, f"process-instance?subProcessInstanceId={called['id']}")] == [str(case)]
    roots = [one["id"] for one in ask(office, "process-instance?rootProcessInstances=true")]
    assert called["id"] not in roots
    assert str(case) in roots


def test_activities_are_told_case_by_case_and_for_a_definition(office: Office) -> None:
    first, second = office.case(done=2), office.case(done=6)
    told = ask(office, f"activity-instance?processInstanceId={first}")
    assert [one["activityId"] for one in told] == ["mulai", "langkah_1", "langkah_2", "langkah_3"]
    assert [one["taskId"] for one in told][1:] == [f"{first}-{n}" for n in (1, 2, 3)]
    assert [one["assignee"] for one in told] == [None, "staf", "staf", None]
    assert [one["endTime"] is None for one in told] == [False, False, False, True]
    assert ask(office, f"activity-instance/{told[1]['id']}") == told[1]
    definition = told[0]["processDefinitionId"]
    both = f"activity-instance?processDefinitionId={definition}&activityId=langkah_2"
    assert [one["processInstanceId"] for one in ask(office, both)] == [str(first), str(second)]
    assert [one["processInstanceId"] for one in ask(office, f"{both}&firstResult=1")] == [str(second)]
    assert ask(office, f"activity-instance/count?processDefinitionId={definition}&unfinished=true") == {"count": 1}
    ends = ask(office, f"activity-instance?processInstanceId={second}&activityType=noneEndEvent")
    assert [(one["activityName"], one["completeScope"]) for one in ends] == [("Selesai", True)]
    office.run(Cancel(first, "salah"), "pemilik")
    (open_,) = ask(office, f"activity-instance?processInstanceId={first}&canceled=true")
    assert (open_["activityId"], open_["canceled"], open_["endTime"] is not None) == ("langkah_3", True, True)
    nothing = office.call("auditor", "GET", f"{H}/activity-instance")
    assert nothing.status_code == 400
    assert ask(office, f"activity-instance?processInstanceId={second}", "pemilik-lain") == []


def test_variables_have_types_and_erased_ones_are_empty(office: Office) -> None:
    case = office.case(done=2)
    found = {one["name"]: one for one in ask(office, f"variable-instance?processInstanceId={case}")}
    assert found["nama_pemohon"]["value"] == "Ani Suryani"
    assert (found["berkas_dibawa"]["type"], found["tanggal_agenda"]["value"]) == ("Json", "2026-11-19")
    one = found["nik"]
    assert ask(office, f"variable-instance/{one['id']}?deserializeValue=false") == one
    assert office.call("auditor", "GET", f"{H}/variable-instance/{one['id']}/data").status_code == 400
    erase(office, case, "nik")
    gone = ask(office, f"variable-instance?processInstanceId={case}&variableName=nik")[0]
    assert (gone["value"], gone["type"], gone["state"]) == (None, "Null", "DELETED")
    assert "Erased" in gone["errorMessage"]
    assert ask(office, f"variable-instance/count?variableNameLike=n%25&processInstanceIdIn={case},77") == {"count": 3}
    ordered = ask(office, f"variable-instance?processInstanceId={case}&sortBy=variableName&sortOrder=desc&maxResults=1")
    assert ordered[0]["name"] == "telepon"
    assert ask(office, f"variable-instance?processInstanceId={case}", "admin") == []


def test_details_tell_each_write_and_each_field(office: Office) -> None:
    case = office.case(done=1)
    office.run(SetVariables(case, {"nik": "0", "catatan": "baru"}), "pemilik")
    updates = ask(office, f"detail?processInstanceId={case}&variableUpdates=true&sortBy=variableName&sortOrder=asc")
    niks = [one for one in updates if one["variableName"] == "nik"]
    assert [(one["value"], one["revision"], one["initial"]) for one in niks] == [
        ("6106010101900001", 0, True),
        ("0", 1, False),
    ]
    assert niks[0]["taskId"] == f"{case}-1"
    fields = ask(office, f"detail?taskId={case}-1&formFields=true")
    assert {one["fieldId"] for one in fields} == {*ANSWERS["langkah_1"], "telepon", "pindaian_berkas"}
    assert ask(office, f"detail/{niks[1]['id']}") == niks[1]
    assert ask(office, f"detail?variableInstanceId={niks[0]['variableInstanceId']}&variableUpdates=true") == niks
    by = ask(office, f"detail?userOperationId={niks[1]['userOperationId']}&excludeTaskDetails=true")
    assert {one["variableName"]: one["value"] for one in by} == {"nik": "0", "catatan": "baru"}
    assert post(office, "detail/count", {"processInstanceId": str(case), "initial": True}) == {"count": 13}
    erase(office, case, "nik")
    assert ask(office, f"detail/{niks[0]['id']}")["value"] is None
    for path in ("detail", "detail?variableTypeIn=string", "detail?processInstanceId=1&sortBy=variableType"):
        assert office.call("auditor", "GET", f"{H}/{path}").status_code == 400


def test_the_log_tells_operations_before_and_after(office: Office) -> None:
    case = office.case(done=2)
    office.run(Claim(case, 3), "kasi")
    office.run(Delegate(case, 3, "sekcam", "rapat"), "kasi")
    office.run(Assign(case, 3, "kasi"), "pemilik")
    office.run(Unclaim(case, 3), "kasi")
    office.run(Suspend(case, "periksa"), "pemilik")
    office.run(Resume(case), "pemilik")
    office.run(SetVariables(case, {"nik": "0"}), "pemilik")
    log = ask(office, f"user-operation?processInstanceId={case}")
    told = [(one["userId"], one["operationType"], one["property"], one["orgValue"], one["newValue"]) for one in log]
    assert told == [
        ("staf", "Create", None, None, None),
        ("staf", "Complete", "delete", "false", "true"),
        ("staf", "Complete", "delete", "false", "true"),
        ("kasi", "Claim", "assignee", None, "kasi"),
        ("kasi", "Delegate", "owner", None, "kasi"),
        ("kasi", "Delegate", "assignee", "kasi", "sekcam"),
        ("pemilik", "Assign", "assignee", "sekcam", "kasi"),
        ("kasi", "Assign", "assignee", "kasi", None),
        ("pemilik", "Suspend", "suspensionState", None, "suspended"),
        ("pemilik", "Activate", "suspensionState", None, "active"),
        ("pemilik", "SetVariable", None, None, None),
    ]
    delegated = [one for one in log if one["operationType"] == "Delegate"]
    assert {one["operationId"] for one in delegated} == {delegated[0]["operationId"]}
    assert [one["annotation"] for one in delegated] == ["rapat", "rapat"]
    assert delegated[0]["category"] == "TaskWorker"
    assert ask(office, f"user-operation?operationId={delegated[0]['operationId']}") == delegated
    assert ask(office, f"user-operation/count?taskId={case}-3&userId=kasi") == {"count": 4}
    newest = ask(office, f"user-operation?processInstanceId={case}&sortBy=timestamp&sortOrder=desc&maxResults=1")
    assert len(newest) == 1
    assert office.call("auditor", "GET", f"{H}/user-operation?userId=kasi").status_code == 400


def test_who_was_named_for_a_task_is_told(office: Office) -> None:
    case = office.case(done=2)
    office.run(Claim(case, 3), "kasi")
    office.run(Unclaim(case, 3), "kasi")
    told = ask(office, f"identity-link-log?taskId={case}-3")
    assert [(one["operationType"], one["type"], one["userId"], one["groupId"]) for one in told] == [
        ("add", "candidate", None, "bunut-hilir/kasi-kesra"),
        ("add", "assignee", "kasi", None),
        ("delete", "assignee", "kasi", None),
    ]
    assert ask(office, f"identity-link-log/count?taskId={case}-3&operationType=delete") == {"count": 1}
    assert office.call("auditor", "GET", f"{H}/identity-link-log?userId=kasi").status_code == 400


def test_timers_and_their_failures_stand_in_the_log_of_jobs(office: Office) -> None:
    case = deploy(office, "macet")
    for _ in range(6):
        work(office, hours=2)
    log = ask(office, f"job-log?processInstanceId={case}")
    assert [next(name for name in one if name.endswith("Log") and one[name]) for one in log] == [
        "creationLog",
        "failureLog",
    ]
    failed = log[1]
    assert (failed["jobRetries"], failed["failedActivityId"]) == (0, "satu_jam")
    assert failed["jobDefinitionType"] == "timer-transition"
    trace = office.call("auditor", "GET", f"{H}/job-log/{failed['id']}/stacktrace")
    assert trace.text == failed["jobExceptionMessage"]
    assert ask(office, f"job-log/{failed['id']}") == failed
    assert post(office, "job-log/count", {"processInstanceId": str(case), "creationLog": True}) == {"count": 1}


def test_tasks_are_filtered_by_holder_time_and_group(office: Office) -> None:
    case = office.case(done=2)
    office.now += timedelta(hours=1)
    assert [one["id"] for one in ask(office, f"task?processInstanceId={case}&finished=true")] == [
        f"{case}-1",
        f"{case}-2",
    ]
    assert ask(office, "task/count?taskAssignee=staf&taskDeleteReason=completed") == {"count": 2}
    assert ask(office, "task/count?taskHadCandidateGroup=bunut-hilir/kasi-kesra") == {"count": 1}
    assert ask(office, "task/count?taskHadCandidateGroup=bunut-hilir/kasi") == {"count": 0}
    body = {"taskDefinitionKeyIn": ["langkah_2", "langkah_3"], "unfinished": True}
    (open_,) = post(office, "task", body)
    assert (open_["taskDefinitionKey"], open_["taskState"], open_["duration"]) == ("langkah_3", "Created", None)
    assert post(office, "task/count", {"startedAfter": "2026-11-21T00:00:00.000+0700"}) == {"count": 0}
    office.run(Cancel(case, "salah"), "pemilik")
    assert [one["taskState"] for one in ask(office, "task?taskDeleteReason=deleted")] == ["Deleted"]


def test_a_list_without_end_is_refused_and_so_is_an_order_that_would_take_long(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.api.rest_wanted.MOST", 3)
    for _ in range(4):
        office.case()
    unbound = office.call("auditor", "GET", f"{H}/process-instance")
    assert unbound.status_code == 400
    assert "unbound number of results" in unbound.get_json()["message"]
    assert len(ask(office, "process-instance?maxResults=3")) == 3
    assert len(ask(office, "process-instance?maxResults=3&sortBy=startTime&sortOrder=desc")) == 3
    slow = office.call("auditor", "GET", f"{H}/process-instance?maxResults=1&sortBy=businessKey&sortOrder=asc")
    assert slow.status_code == 400
    assert "cannot be sorted" in slow.get_json()["message"]
    narrow = f"process-instance?processInstanceId={office.case()}&sortBy=businessKey&sortOrder=asc"
    assert len(ask(office, narrow)) == 1
    monkeypatch.setattr("engine.api.rest_history_activity.CASES", 2)
    definition = ask(office, "process-instance?maxResults=1")[0]["processDefinitionId"]
    wide = f"{H}/activity-instance?processDefinitionId={definition}&activityId=langkah_1&maxResults=3"
    assert office.call("auditor", "GET", wide).status_code == 400
    assert len(ask(office, wide.removeprefix(f"{H}/").replace("=3", "=2"))) == 2


@pytest.mark.parametrize(
    "path",
    [
        "process-instance?variables=a_eq_b",
        "process-instance?processInstanceIds=1&processInstanceIdIn=1",
        "process-instance?sortBy=startTime",
        "task?taskVariables=a_eq_b",
        "task?taskName=x",
        "variable-instance?variableValue=x",
        "job-log",
        "external-task-log?priorityHigherThanOrEquals=1",
    ],
)
def test_a_filter_that_would_be_ignored_is_refused(shared: Office, path: str) -> None:
    assert shared.call("auditor", "GET", f"{H}/{path}").status_code == 400


def test_the_tenant_of_another_office_shows_nothing(office: Office) -> None:
    office.run(StartCase(key=SKM), "staf")
    assert ask(office, f"process-instance?tenantIdIn={HOME}", "auditor-lain") == []
    assert ask(office, "process-instance/count?withoutTenantId=true") == {"count": 0}
