"""Messages over the APIs, and how the history tells what they did."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.commands.definition import Deploy
from tests.api.office import HOME, Office

SURAT = Path(__file__).with_name("surat.bpmn")


@pytest.fixture
def desk(office: Office) -> Office:
    """The offices, with an SOP in force that waits for messages."""
    office.run(Deploy(HOME, "Surat", {SURAT.name: SURAT.read_bytes()}))
    return office


def _start(office: Office, key: str | None = None, login: str = "staf") -> str:
    path = "/engine-rest/process-definition/key/surat/start"
    response = office.call(login, "POST", path, json={"businessKey": key})
    assert response.status_code == 200, response.text
    return str(response.get_json()["id"])


def _send(office: Office, login: str = "staf", **body: Any) -> Any:
    return office.call(login, "POST", "/engine-rest/message", json=body)


def _told(office: Office, case: str) -> list[tuple[str, str, str | None, bool]]:
    path = f"/engine-rest/history/activity-instance?processInstanceId={case}"
    told = office.get("pemilik", path)
    return [(one["activityId"], one["activityType"], one["taskId"], one["canceled"]) for one in told]


def test_a_message_reaches_the_case_that_waits(desk: Office) -> None:
    case = _start(desk, "S-1")
    assert desk.call("staf", "POST", f"/engine-rest/task/{case}-1/complete", json={}).status_code == 204
    values = {"nomor": {"value": "12", "type": "Long"}}
    sent = _send(desk, messageName="balasan", businessKey="S-1", processVariables=values, resultEnabled=True)
    assert sent.status_code == 200
    execution = {"links": [], "id": case, "processInstanceId": case, "ended": True, "tenantId": HOME}
    assert sent.get_json() == [{"resultType": "Execution", "execution": execution, "processInstance": None}]
    assert _told(desk, case) == [
        ("mulai", "startEvent", None, False),
        ("tulis", "userTask", f"{case}-1", False),
        ("tunggu", "receiveTask", None, False),
        ("selesai", "noneEndEvent", None, False),
    ]


def test_a_message_at_the_edge_of_a_task_takes_it_away(desk: Office) -> None:
    case = _start(desk)
    assert _send(desk, "pemilik", messageName="penarikan", processInstanceId=case).status_code == 204
    assert _told(desk, case) == [
        ("mulai", "startEvent", None, False),
        ("tulis", "userTask", f"{case}-1", True),
        ("ditarik", "boundaryMessage", None, False),
        ("batal", "noneEndEvent", None, False),
    ]
    assert desk.get("pemilik", f"/engine-rest/history/task?taskId={case}-1")[0]["deleteReason"] == "deleted"


def test_a_message_that_several_cases_wait_for_has_to_name_one(desk: Office) -> None:
    first, second = _start(desk, "S-1"), _start(desk, "S-2")
    for body in ({}, {"businessKey": "S-3"}, {"processInstanceId": "lain"}):
        assert _send(desk, "pemilik", messageName="penarikan", **body).status_code == 400
    assert _send(desk, "pemilik", messageName="penarikan", businessKey="S-2").status_code == 204
    assert [one["id"] for one in desk.get("staf", "/engine-rest/process-instance")] == [first]
    assert desk.get("staf", f"/engine-rest/history/process-instance/{second}")["state"] == "COMPLETED"


def test_who_has_no_part_in_a_step_cannot_send_it_a_message(desk: Office) -> None:
    case = _start(desk)
    for login in ("camat", "jfu", "auditor", "admin", "pemilik-lain"):
        assert _send(desk, login, messageName="penarikan", processInstanceId=case).status_code == 400
    assert _send(desk, "mesin", messageName="penarikan", processInstanceId=case).status_code == 204


def test_a_machine_account_starts_and_v1_delivers(desk: Office) -> None:
    case = int(_start(desk, login="mesin"))
    for wrong in ("7", True, [case]):
        refused = desk.call("pemilik", "POST", "/api/v1/messages", json={"message": "penarikan", "case": wrong})
        assert refused.status_code == 400
    sent = desk.call("pemilik", "POST", "/api/v1/messages", json={"message": "penarikan", "case": case})
    assert (sent.status_code, sent.get_json()["outcome"]) == (200, "Ditarik")


def test_a_message_that_begins_a_case_says_so(office: Office) -> None:
    diagram = SURAT.read_bytes()
    begins = (
        b'<bpmn:startEvent id="mulai"><bpmn:messageEventDefinition id="d" messageRef="pesan_baru"/></bpmn:startEvent>'
    )
    begun = re.sub(rb'<bpmn:startEvent id="mulai"[^>]*/>', begins, diagram)
    begun = begun.replace(b"<bpmn:process", b'<bpmn:message id="pesan_baru" name="permohonan"/><bpmn:process', 1)
    assert begun.count(b"pesan_baru") == 2
    office.run(Deploy(HOME, "Surat", {SURAT.name: begun}))
    sent = _send(office, messageName="permohonan", businessKey="S-9", resultEnabled=True)
    assert sent.status_code == 200, sent.text
    (result,) = sent.get_json()
    assert (result["resultType"], result["execution"]) == ("ProcessDefinition", None)
    assert result["processInstance"]["businessKey"] == "S-9"


def test_a_case_names_the_waits_that_one_may_answer(desk: Office) -> None:
    case = _start(desk, "S-2")
    assert desk.get("staf", f"/api/v1/cases/{case}")["waits"] == []
    assert desk.call("staf", "POST", f"/engine-rest/task/{case}-1/complete", json={}).status_code == 204
    (wait,) = desk.get("staf", f"/api/v1/cases/{case}")["waits"]
    assert (wait["title"], wait["answerable"]) == (desk.get("staf", f"/api/v1/cases/{case}")["waiting"][0], True)
    link = {"n": wait["n"], "for_whom": "Ani Suryani"}
    assert desk.call("staf", "POST", f"/api/v1/cases/{case}/links", json=link).status_code in (201, 409)
    assert desk.get("auditor", f"/api/v1/cases/{case}")["waits"][0]["answerable"] is False
