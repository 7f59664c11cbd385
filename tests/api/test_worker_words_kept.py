"""What workers say of failures stands where it can be erased, and is found by what is shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text

from engine.store import Query
from tests.api.machines import Machines, furnish
from tests.api.office import Office

SAID = "Warga Siti Ä%_\\ NIK 6109 ditolak"
DATA = Query("The data of all events.", text("SELECT data FROM event"))
TOLD = Query("What incidents say.", text("SELECT message FROM incident"))
ERASE = Query("Erases what workers said.", text("UPDATE answer SET value = NULL, salt = NULL WHERE name = '$galat'"))


@pytest.fixture
def machines(office: Office) -> Machines:
    furnish(office)
    return Machines(office)


def failed(machines: Machines, **more: Any) -> tuple[int, str]:
    """A case and its service task, which failed with SAID."""
    case = machines.start()
    (task,) = [one for one in machines.fetch() if one["processInstanceId"] == str(case)]
    said: dict[str, Any] = {"workerId": "w", "errorMessage": SAID, "errorDetails": SAID, "retryTimeout": 0}
    assert machines.post(task["id"], "failure", **said, **more)[0] == 204
    return case, task["id"]


def shown(machines: Machines, case: int, path: str = "incident") -> list[str]:
    """The messages of the incidents of a case."""
    return [
        one["incidentMessage"]
        for one in machines.office.get("pemilik", f"/engine-rest/{path}?processInstanceId={case}")
    ]


def test_no_text_of_a_worker_stands_in_the_data_of_events_or_incidents(machines: Machines) -> None:
    failed(machines, retries=0)
    _, stopped = failed(machines, retries=2)
    assert machines.post(stopped, "retries", "pemilik", retries=0)[0] == 204
    machines.start()
    (third,) = machines.fetch()
    assert machines.post(third["id"], "bpmnError", workerId="w", errorCode=SAID, errorMessage=SAID)[0] == 204
    with machines.office.desk.store.reading() as reading:
        stored = [bytes(row["data"]).decode() for row in reading.all(DATA)]
        stored += [row["message"] for row in reading.all(TOLD)]
    assert sum("IncidentRaised" in one or "service" in one for one in stored) > 0
    assert [one for one in stored if "Siti" in one or "6109" in one] == []


@pytest.mark.parametrize("path", ["incident", "history/incident"])
def test_attempts_that_a_person_stopped_tell_what_the_worker_said_last(machines: Machines, path: str) -> None:
    case, task = failed(machines, retries=2)
    variable = f"/engine-rest/process-instance/{case}/variables/sela"
    between = machines.office.call("pemilik", "PUT", variable, json={"value": 1})
    assert between.status_code == 204, "something else happens between the failure and the end of the attempts"
    assert machines.post(task, "retries", "pemilik", retries=0)[0] == 204
    assert shown(machines, case, path) == [SAID]


def test_attempts_stopped_before_a_worker_said_anything_do_not_borrow_the_words_of_another(machines: Machines) -> None:
    case = machines.start("layanan_banyak", daftar=["Ani", "Budi"])
    one, other = machines.fetch(topic="kirim-satu")
    said: dict[str, Any] = {"errorMessage": SAID, "retries": 2, "retryTimeout": 0}
    assert machines.post(one["id"], "failure", workerId="w", **said)[0] == 204
    assert machines.post(other["id"], "retries", "pemilik", retries=0)[0] == 204
    assert shown(machines, case) == ["Percobaan dihentikan / attempts were stopped"]


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("path", ["incident", "history/incident"])
def test_incidents_are_found_by_the_message_that_is_shown(machines: Machines, path: str, stopped: bool) -> None:
    case, task = failed(machines, retries=2 if stopped else 0)
    if stopped:
        assert machines.post(task, "retries", "pemilik", retries=0)[0] == 204
    own = "attempts were stopped" if stopped else "the service task failed"

    def found(query: str, value: str) -> int:
        place = f"/engine-rest/{path}/count?processInstanceId={case}&{query}={quote(value)}"
        count: int = machines.office.get("pemilik", place)["count"]
        return count

    assert found("incidentMessage", SAID) == found("incidentMessageLike", "%Siti Ä\\%\\_\\\\ NIK%") == 1
    assert found("incidentMessageLike", f"%{own}%") == found("incidentMessage", "Siti") == 0
    with machines.office.desk.store.transaction() as tx:
        assert tx.run(ERASE) > 0
    assert found("incidentMessageLike", f"%{own}%") == 1
    assert found("incidentMessageLike", "%Siti%") == 0
    assert own in shown(machines, case, path)[0]


def test_cases_are_found_by_the_words_of_the_worker(machines: Machines) -> None:
    case, _ = failed(machines, retries=0)
    path = "/engine-rest/history/process-instance?incidentMessageLike="
    assert [one["id"] for one in machines.office.get("pemilik", path + quote("%Siti%"))] == [str(case)]
    assert machines.office.get("pemilik", path + quote("%service task failed%")) == []
