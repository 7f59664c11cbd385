"""Jobs and incidents in the dialect: what failed is seen, tried again, put off, held, noted on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from engine.canonical import dumps
from engine.commands.case import StartCase, Suspend
from engine.commands.definition import Deploy
from engine.store.jobs import INSERT_JOB, job_row
from engine.worker import Worker
from tests.api.office import AWAY, HOME, Office

DIAGRAMS: Final = Path(__file__).parents[1] / "commands"
JOB: Final = {
    "batchId": None,
    "createTime": None,
    "exceptionMessage": None,
    "failedActivityId": None,
    "priority": 0,
    "retries": 5,
    "suspended": False,
    "tenantId": HOME,
}


def deploy(office: Office, name: str) -> int:
    """Puts a diagram of the commands' tests in force at home; a case of it."""
    data = (DIAGRAMS / f"{name}.bpmn").read_bytes().replace(b'"kasi"', b'"kasi-kesra"')
    office.run(Deploy(HOME, name, {f"{name}.bpmn": data}))
    return int(office.run(StartCase(key=name), "staf")["case"])


def work(office: Office, **later: int) -> None:
    """The worker's round, after a while."""
    office.now += timedelta(**later)
    Worker(office.desk, clock=lambda: office.now).round()


def stuck(office: Office) -> tuple[int, dict[str, Any]]:
    """A case whose timer cannot fire, and its job."""
    case = deploy(office, "macet")
    for _ in range(6):
        work(office, hours=2)
    (job,) = office.get("pemilik", f"/engine-rest/job?processInstanceId={case}")
    return case, job


def test_a_timer_is_a_job_with_all_its_keys(office: Office) -> None:
    case = deploy(office, "pewaktu")
    first, second, third = office.get("auditor", "/engine-rest/job?sortBy=jobDueDate&sortOrder=asc")
    assert first | JOB == first
    assert first["processInstanceId"] == first["executionId"] == str(case)
    assert first["processDefinitionKey"] == "pewaktu"
    assert first["jobDefinitionId"].endswith(":satu_jam")
    assert first["dueDate"] == "2026-11-20T09:00:00.000+0700"
    assert third["dueDate"] == "2026-11-20T11:00:00.000+0700"
    bound = "gt_2026-11-20T09:30:00.000%2B0700,lt_2026-11-20T10:30:00.000%2B0700"
    assert office.get("auditor", f"/engine-rest/job?dueDates={bound}") == [second]
    body = {"dueDates": [{"operator": "gt", "value": "2026-11-20T10:30:00.000+0700"}], "sorting": []}
    assert office.call("auditor", "POST", "/engine-rest/job", json=body).get_json() == [third]
    assert office.get("auditor", "/engine-rest/job/count?executable=true") == {"count": 0}
    office.now += timedelta(hours=1, minutes=30)
    assert office.get("auditor", "/engine-rest/job/count?executable=true&timers=true") == {"count": 1}
    assert office.get("auditor", f"/engine-rest/job?jobDefinitionId={second['jobDefinitionId']}") == [second]


def test_what_failed_shows_why_and_is_tried_again_by_its_retries(office: Office) -> None:
    case, job = stuck(office)
    assert (job["retries"], job["failedActivityId"]) == (0, "satu_jam")
    assert "no-flow" in job["exceptionMessage"]
    trace = office.call("auditor", "GET", f"/engine-rest/job/{job['id']}/stacktrace")
    assert (trace.content_type, trace.text) == ("text/plain", job["exceptionMessage"])
    (incident,) = office.get("auditor", "/engine-rest/incident?incidentType=failedJob")
    assert (incident["processInstanceId"], incident["configuration"]) == (str(case), job["id"])
    assert incident["jobDefinitionId"] == job["jobDefinitionId"]
    changed = office.call("pemilik", "PUT", f"/engine-rest/job/{job['id']}/retries", json={"retries": "3"})
    assert changed.status_code == 204
    assert office.get("auditor", f"/engine-rest/job/{job['id']}")["retries"] == 3
    assert office.get("auditor", "/engine-rest/incident/count") == {"count": 0}
    (past,) = office.get("auditor", f"/engine-rest/history/incident?processInstanceId={case}")
    assert (past["id"], past["resolved"], past["open"]) == (incident["id"], True, False)
    assert past["endTime"] is not None


def test_executing_a_job_runs_it_now_or_says_what_hinders_it(office: Office) -> None:
    _, job = stuck(office)
    failed = office.call("pemilik", "POST", f"/engine-rest/job/{job['id']}/execute")
    assert (failed.status_code, failed.get_json()["type"]) == (500, "ProcessEngineException")
    assert "no-flow" in failed.get_json()["message"]
    assert office.get("auditor", f"/engine-rest/job/{job['id']}")["retries"] == 0
    assert office.get("auditor", "/engine-rest/incident/count") == {"count": 1}
    case = deploy(office, "pewaktu")
    timers = office.get("pemilik", f"/engine-rest/job?processInstanceId={case}&activityId=tiga_jam")
    assert office.call("pemilik", "POST", f"/engine-rest/job/{timers[0]['id']}/execute").status_code == 204
    gone = office.call("pemilik", "GET", f"/engine-rest/job/{timers[0]['id']}")
    assert (gone.status_code, gone.get_json()["type"]) == (404, "RestException")


def test_jobs_are_put_off_and_held(office: Office) -> None:
    case = deploy(office, "pewaktu")
    job = office.get("pemilik", f"/engine-rest/job?processInstanceId={case}&activityId=satu_jam")[0]["id"]
    body = {"duedate": "2026-12-01T08:00:00.000+0700"}
    assert office.call("pemilik", "PUT", f"/engine-rest/job/{job}/duedate", json=body).status_code == 204
    assert office.get("pemilik", f"/engine-rest/job/{job}")["dueDate"] == body["duedate"]
    wrong = office.call("pemilik", "PUT", f"/engine-rest/job/{job}/duedate", json=body | {"cascade": True})
    assert wrong.status_code == 400
    for held in (True, False):
        asked = office.call("pemilik", "PUT", f"/engine-rest/job/{job}/suspended", json={"suspended": held})
        assert asked.status_code == 204
        assert office.get("pemilik", f"/engine-rest/job/{job}")["suspended"] is held
        assert office.get("pemilik", "/engine-rest/job/count?suspended=true")["count"] == int(held)
    office.run(Suspend(case, "uji"), "pemilik")
    assert office.get("pemilik", f"/engine-rest/job?processInstanceId={case}&active=true") == []


def test_many_jobs_get_their_retries_at_once(office: Office) -> None:
    deploy(office, "pewaktu")
    jobs = [job["id"] for job in office.get("pemilik", "/engine-rest/job")]
    body = {"jobIds": jobs, "retries": 2, "dueDate": "2026-12-01T08:00:00.000+0700"}
    batch = office.call("pemilik", "POST", "/engine-rest/job/retries", json=body).get_json()
    assert (batch["type"], batch["totalJobs"]) == ("set-job-retries", 3)
    found = office.get("pemilik", "/engine-rest/job")
    assert [(job["retries"], job["dueDate"]) for job in found] == [(2, body["dueDate"])] * 3
    for wrong in ({"jobIds": [], "retries": 1}, {"jobIds": jobs}, {"retries": 1}):
        assert office.call("pemilik", "POST", "/engine-rest/job/retries", json=wrong).status_code == 400
    negative = office.call("pemilik", "PUT", f"/engine-rest/job/{jobs[0]}/retries", json={"retries": -1})
    assert negative.status_code == 400


def test_job_definitions_are_told_from_the_diagram(office: Office) -> None:
    case, _ = stuck(office)
    definition = office.get("auditor", f"/engine-rest/process-instance/{case}")["definitionId"]
    (found,) = office.get("auditor", f"/engine-rest/job-definition?processDefinitionId={definition}")
    assert (found["activityId"], found["jobType"]) == ("satu_jam", "timer-transition")
    assert found["jobConfiguration"] == "DURATION: PT1H"
    assert office.get("auditor", f"/engine-rest/job-definition/{found['id']}") == found
    assert office.get("auditor", "/engine-rest/job-definition/count?processDefinitionKey=macet") == {"count": 1}
    every = office.get("auditor", "/engine-rest/job-definition")
    assert found in every
    assert office.get("auditor", "/engine-rest/job-definition/count") == {"count": len(every)}
    assert {one["tenantId"] for one in office.get("staf", "/engine-rest/job-definition")} == {HOME}
    path = f"/engine-rest/job-definition/{found['id']}/retries"
    assert office.call("pemilik", "PUT", path, json={"retries": 1}).status_code == 204
    assert office.get("auditor", "/engine-rest/incident") == []


def test_incidents_of_a_case_that_could_not_begin_are_shown_to_their_owner_alone(office: Office) -> None:
    deploy(office, "macet")
    definition = int(office.get("pemilik", "/engine-rest/process-definition/key/macet")["id"].rpartition(":")[2])
    told = {"kind": "message", "name": "x", "values": {"n": 1}, "business_key": None, "correlation": None}
    row = job_row("START", 0, 1, definition_id=definition, element="tidak-ada", payload=dumps(told))
    with office.store.transaction() as tx:
        tx.many(INSERT_JOB, [row])
    for _ in range(6):
        work(office, hours=2)
    found = [one for one in office.get("pemilik", "/engine-rest/incident") if one["processInstanceId"] is None]
    assert [(one["activityId"], one["tenantId"]) for one in found] == [("tidak-ada", HOME)]
    id = found[0]["id"]
    assert id.startswith("0-")
    assert office.get("pemilik-lain", "/engine-rest/incident") == []
    assert office.call("pemilik-lain", "DELETE", f"/engine-rest/incident/{id}").status_code == 404
    assert office.call("auditor", "DELETE", f"/engine-rest/incident/{id}").status_code == 403
    assert office.call("pemilik", "DELETE", f"/engine-rest/incident/{id}").status_code == 204
    again = office.call("pemilik", "DELETE", f"/engine-rest/incident/{id}")
    assert (again.status_code, again.get_json()["type"]) == (500, "ProcessEngineException")
    assert office.get("pemilik", f"/engine-rest/history/incident?incidentId={id}")[0]["resolved"] is True


def test_a_note_on_an_incident_is_read_and_taken_away(office: Office) -> None:
    stuck(office)
    (incident,) = office.get("auditor", "/engine-rest/incident")
    path = f"/engine-rest/incident/{incident['id']}"
    noted = office.call("pemilik", "PUT", f"{path}/annotation", json={"annotation": "Menunggu Kasi"})
    assert noted.status_code == 204
    assert office.get("auditor", path) == incident | {"annotation": "Menunggu Kasi"}
    assert office.call("pemilik", "DELETE", f"{path}/annotation").status_code == 204
    assert office.get("auditor", path) == incident


@pytest.mark.parametrize(
    "path", ["/incident?foo=1", "/job?jobRetries=2", "/job?dueDates=eq_2026-01-01", "/job?sortBy=x"]
)
def test_what_is_not_known_is_refused(shared: Office, path: str) -> None:
    assert shared.call("pemilik", "GET", f"/engine-rest{path}").status_code == 400
    assert shared.get("pemilik", f"/engine-rest/incident?tenantIdIn={AWAY}") == []
