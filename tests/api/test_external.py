"""Service tasks over the dialect: fetched, completed, failed, thrown, by their worker alone."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.case import Resume, StartCase, Suspend
from engine.events import fold
from engine.store.history import stream
from tests.api.machines import REST, Machines, furnish
from tests.api.office import HOME, Office


@pytest.fixture
def machines(office: Office) -> Machines:
    furnish(office)
    return Machines(office)


def _incidents(machines: Machines, case: int) -> list[tuple[str, bool]]:
    with machines.office.store.reading() as reading:
        rows = fold(stream(reading, case))["incident"].values()
    return [(row["message"], row["resolved_at"] is not None) for row in rows]


def _kinds(machines: Machines, case: int) -> list[str]:
    with machines.office.store.reading() as reading:
        return [event.kind for event in stream(reading, case)]


def test_a_worker_is_lent_a_task_with_everything_that_the_dialect_says(machines: Machines) -> None:
    case = machines.start(business_key="S-1", nama="Ani", jumlah=3)
    (task,) = machines.fetch(includeExtensionProperties=True)
    assert task == {
        "activityId": "kirim",
        "activityInstanceId": f"kirim:{case}-1",
        "businessKey": "S-1",
        "createTime": "2026-11-20T08:00:01.000+0700",
        "errorDetails": None,
        "errorMessage": None,
        "executionId": str(case),
        "extensionProperties": {"alamat": "dukcapil"},
        "id": f"{case}-1",
        "lockExpirationTime": "2026-11-20T08:01:01.000+0700",
        "priority": 0,
        "processDefinitionId": task["processDefinitionId"],
        "processDefinitionKey": "layanan",
        "processDefinitionVersionTag": "rilis-1",
        "processInstanceId": str(case),
        "retries": None,
        "suspended": False,
        "tenantId": HOME,
        "topicName": "kirim",
        "variables": {
            "jumlah": {"type": "Integer", "value": 3, "valueInfo": {}},
            "nama": {"type": "String", "value": "Ani", "valueInfo": {}},
        },
        "workerId": "w",
    }
    assert machines.get(f"/{case}-1")["workerId"] == "w"
    tree = machines.office.get("mesin", f"/engine-rest/process-instance/{case}/activity-instances")
    assert [one["id"] for one in tree["childActivityInstances"]] == [task["activityInstanceId"]]
    assert machines.post(task["id"], "complete", workerId="w", variables={"nomor": {"value": "7", "type": "Long"}}) == (
        204,
        "",
    )
    assert machines.office.call("mesin", "GET", f"{REST}/{case}-1").status_code == 404
    assert _kinds(machines, case)[-2:] == ["ExternalTaskCompleted", "CaseCompleted"]


def test_only_the_variables_that_are_asked_for_are_sent(machines: Machines) -> None:
    machines.start(nama="Ani", rahasia="x" * 1000)
    (task,) = machines.fetch(variables=["nama", "tidak_ada"])
    assert set(task["variables"]) == {"nama"}
    assert task["extensionProperties"] is None


def test_each_item_of_a_loop_is_a_task_with_its_own_variables(machines: Machines) -> None:
    machines.start("layanan_banyak", daftar=["Ani", "Budi"], kota="Putussibau")
    tasks = machines.fetch(topic="kirim-satu")
    assert [task["variables"]["orang"]["value"] for task in tasks] == ["Ani", "Budi"]
    assert {task["variables"]["kota"]["value"] for task in tasks} == {"Putussibau"}
    machines.later(minutes=2)
    local = machines.fetch(topic="kirim-satu", localVariables=True)
    assert [(task["variables"]["orang"]["value"], "kota" in task["variables"]) for task in local] == [
        ("Ani", False),
        ("Budi", False),
    ]


def test_local_variables_feed_output_mappings_and_are_lost_else(machines: Machines) -> None:
    case = machines.start("layanan_banyak", daftar=["Ani"])
    given: dict[str, Any] = {"catatan": {"value": "beres"}}
    (one,) = machines.fetch(topic="kirim-satu")
    assert machines.post(one["id"], "complete", workerId="w", localVariables=given)[0] == 204
    (two,) = machines.fetch(topic="catat")
    assert "catatan" not in two["variables"]
    assert machines.post(two["id"], "complete", workerId="w", localVariables=given)[0] == 204
    shown = machines.office.get("staf", f"/engine-rest/task/{case}-{int(two['id'].split('-')[1]) + 1}/form-variables")
    assert shown["ringkasan"]["value"] == "beres"


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("complete", {}),
        ("failure", {"errorMessage": "x", "retries": 1}),
        ("bpmnError", {"errorCode": "E-1"}),
        ("extendLock", {"newDuration": 1000}),
        ("lock", {"lockDuration": 1000}),
    ],
)
def test_a_task_is_its_worker_s_alone(machines: Machines, what: str, body: dict[str, Any]) -> None:
    case = machines.start()
    assert machines.fetch("pertama")
    before = machines.get(f"/{case}-1")
    status, message = machines.post(f"{case}-1", what, workerId="kedua", **body)
    assert (status, "It is locked by worker 'pertama'" in message) == (400, True)
    assert machines.get(f"/{case}-1") == before
    assert machines.post(f"{case}-1", what, "mesin-lain", workerId="pertama", **body)[0] == 404


def test_another_office_sees_and_gets_nothing(machines: Machines) -> None:
    case = machines.start()
    assert machines.fetch("w", login="mesin-lain") == []
    assert machines.fetch("w", login="mesin-lain", tenantIdIn=[HOME]) == []
    assert machines.get("", "mesin-lain") == []
    assert machines.get("/topic-names", "mesin-lain") == []
    assert machines.office.call("mesin-lain", "GET", f"{REST}/{case}-1").status_code == 404
    for what, body in (("retries", {"retries": 1}), ("priority", {"priority": 1}), ("unlock", {})):
        assert machines.post(f"{case}-1", what, "mesin-lain", **body)[0] == 404


def test_who_is_no_worker_is_told_so(machines: Machines) -> None:
    body = {"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "kirim", "lockDuration": 1}]}
    assert machines.office.call("pemilik", "POST", f"{REST}/fetchAndLock", json=body).status_code == 403


def test_what_is_locked_is_not_lent_again_until_the_lock_is_over(machines: Machines) -> None:
    case = machines.start()
    assert machines.fetch("pertama")
    assert machines.fetch("kedua") == []
    machines.later(seconds=59)
    assert machines.post(f"{case}-1", "extendLock", workerId="pertama", newDuration=60_000)[0] == 204
    machines.later(seconds=59)
    assert machines.fetch("kedua") == []
    machines.later(seconds=2)
    assert machines.post(f"{case}-1", "extendLock", workerId="pertama", newDuration=60_000) == (
        400,
        "Kunci yang sudah berakhir tidak dapat diperpanjang. / Cannot extend a lock that expired.",
    )
    assert [task["id"] for task in machines.fetch("kedua")] == [f"{case}-1"]
    assert machines.post(f"{case}-1", "complete", workerId="pertama")[0] == 400


def test_whose_lock_is_over_may_still_complete_while_nobody_else_has_it(machines: Machines) -> None:
    case = machines.start()
    assert machines.fetch("pertama")
    machines.later(hours=1)
    assert machines.post(f"{case}-1", "complete", workerId="pertama")[0] == 204


def test_a_task_can_be_locked_by_itself_and_unlocked(machines: Machines) -> None:
    case = machines.start()
    task = f"{case}-1"
    assert machines.post(task, "lock", workerId="w", lockDuration=60_000)[0] == 204
    assert machines.fetch("x") == []
    assert machines.post(task, "unlock")[0] == 204
    assert machines.get(f"/{task}")["workerId"] is None
    assert machines.post(task, "complete", workerId="w")[0] == 400
    assert machines.fetch("x")
    machines.later(minutes=2)
    assert machines.post(task, "lock", workerId="w", lockDuration=60_000)[0] == 204
    assert machines.post(task, "lock", workerId="w", lockDuration=0)[0] == 400


def test_a_failure_says_when_it_is_tried_again_and_the_last_one_is_an_incident(machines: Machines) -> None:
    case = machines.start()
    task = machines.fetch()[0]["id"]
    said: dict[str, Any] = {"workerId": "w", "errorMessage": "kertas habis", "errorDetails": "baris 1\nbaris 2 – é"}
    assert machines.post(task, "failure", **said, retries=1, retryTimeout=30_000)[0] == 204
    assert machines.fetch() == []
    machines.later(seconds=31)
    (again,) = machines.fetch()
    assert (again["retries"], again["errorMessage"], again["errorDetails"]) == (1, "kertas habis", said["errorDetails"])
    details = machines.office.call("mesin", "GET", f"{REST}/{task}/errorDetails")
    assert (details.status_code, details.content_type, details.text) == (200, "text/plain", said["errorDetails"])
    assert machines.post(task, "failure", **said, retries=0)[0] == 204
    machines.later(hours=1)
    assert machines.fetch() == []
    assert [resolved for _, resolved in _incidents(machines, case)] == [False]
    assert machines.post(task, "retries", "pemilik", retries=2)[0] == 204
    assert [resolved for _, resolved in _incidents(machines, case)] == [True]
    assert machines.fetch()[0]["retries"] == 2
    assert machines.post(task, "retries", retries=0)[0] == 204
    assert machines.post(task, "retries", retries=-1)[0] == 400
    assert [resolved for _, resolved in _incidents(machines, case)] == [True, False]


def test_a_failure_without_retries_counts_as_the_diagram_does(machines: Machines) -> None:
    machines.start()
    task = machines.fetch()[0]["id"]
    assert machines.post(task, "failure", workerId="w", variables={"kode": {"value": 4}})[0] == 204
    assert machines.get(f"/{task}")["retries"] == 2
    assert machines.fetch("x")[0]["variables"]["kode"]["value"] == 4
    assert machines.office.call("mesin", "GET", f"{REST}/{task}/errorDetails").status_code == 204


def test_a_bpmn_error_goes_where_the_diagram_says(machines: Machines) -> None:
    case = machines.start()
    task = machines.fetch()[0]["id"]
    assert machines.post(task, "bpmnError", workerId="w", errorCode="E-1", errorMessage="ditolak pusat")[0] == 204
    past = machines.office.get("pemilik", f"/engine-rest/history/process-instance/{case}")
    assert past["endTime"] is not None
    assert "ErrorReceived" in _kinds(machines, case)


def test_many_tasks_get_retries_at_once(machines: Machines) -> None:
    cases = [machines.start() for _ in range(3)]
    for task in machines.fetch():
        machines.post(task["id"], "failure", workerId="w", retries=0)
    body = {
        "retries": 5,
        "externalTaskIds": [f"{cases[0]}-1"],
        "externalTaskQuery": {"processInstanceId": str(cases[2])},
    }
    assert machines.office.call("pemilik", "PUT", f"{REST}/retries", json=body).status_code == 204
    assert [machines.get(f"/{case}-1")["retries"] for case in cases] == [5, 0, 5]
    assert machines.office.call("pemilik", "PUT", f"{REST}/retries", json={"retries": 1}).status_code == 400


def test_a_suspended_case_lends_nothing_and_refuses_to_go_on(machines: Machines) -> None:
    case = machines.start()
    assert machines.fetch()
    machines.office.run(Suspend(case, "audit"), "pemilik")
    assert machines.post(f"{case}-1", "complete", workerId="w")[0] == 500
    machines.later(hours=1)
    assert machines.fetch() == []
    assert machines.get("?suspended=true")[0]["suspended"] is True
    machines.office.run(Resume(case), "pemilik")
    assert machines.fetch()


def test_an_empty_poll_writes_nothing(machines: Machines) -> None:
    machines.start()
    assert machines.fetch()
    said: list[str] = []
    machines.office.store.watch = said.append
    assert machines.fetch("kedua") == []
    machines.office.store.watch = None
    assert said
    assert [sql for sql in said if not sql.lstrip().startswith(("SELECT", "WITH"))] == []
    assert [sql for sql in said if any(word in sql for word in ("UPDATE", "INSERT", "DELETE"))] == []


def test_a_file_goes_to_a_worker_and_comes_back_from_him(machines: Machines) -> None:
    case: int = machines.office.run(StartCase("layanan"))["case"]
    file = {"type": "File", "value": "JVBERi0xLjcgaGFsbw==", "valueInfo": {"filename": "surat.pdf"}}
    task = machines.fetch()[0]["id"]
    assert machines.post(task, "failure", workerId="w", retries=1, variables={"surat": file})[0] == 204
    (again,) = machines.fetch()
    lent = again["variables"]["surat"]
    assert (lent["type"], lent["value"], lent["valueInfo"]["filename"]) == ("File", None, "surat.pdf")
    paths = [f"process-instance/{case}/variables", f"execution/{again['executionId']}/localVariables"]
    for path in paths:
        data = machines.office.call("mesin", "GET", f"/engine-rest/{path}/surat/data")
        assert (data.status_code, data.data) == (200, b"%PDF-1.7 halo")
        assert machines.office.call("mesin-lain", "GET", f"/engine-rest/{path}/surat/data").status_code == 404
    assert machines.post(task, "bpmnError", workerId="w", errorCode="E-1", variables={"balasan": file})[0] == 204
    assert machines.office.call("mesin", "GET", f"/engine-rest/history/process-instance/{case}").status_code == 404


def test_a_worker_gives_no_paper_that_he_does_not_have(machines: Machines) -> None:
    machines.start()
    task = machines.fetch()[0]["id"]
    paper = [{"name": "x.pdf", "sha256": "0" * 64, "size": 3, "type": "application/pdf"}]
    stolen = {"surat": {"type": "Json", "value": paper}}
    for what, more in (("complete", {}), ("failure", {"retries": 1}), ("bpmnError", {"errorCode": "E-1"})):
        assert machines.post(task, what, workerId="w", variables=stolen, **more)[0] == 400, what
