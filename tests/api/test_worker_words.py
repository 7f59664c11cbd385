"""What workers say of a failure, and how generated clients write what they ask."""

from __future__ import annotations

import base64

import pytest

from tests.api.machines import Machines, furnish
from tests.api.office import SKM, Office


@pytest.fixture
def machines(office: Office) -> Machines:
    furnish(office)
    return Machines(office)


@pytest.mark.parametrize("path", ["incident", "history/incident"])
def test_an_incident_tells_what_the_worker_reported(machines: Machines, path: str) -> None:
    case = machines.start()
    (task,) = machines.fetch()
    words = "Layanan “kependudukan” sibuk"
    assert machines.post(task["id"], "failure", workerId="w", errorMessage=words, retries=0, retryTimeout=0)[0] == 204
    (incident,) = machines.office.get("pemilik", f"/engine-rest/{path}?processInstanceId={case}")
    assert incident["incidentMessage"] == words


def test_an_incident_without_words_of_a_worker_says_what_the_engine_knows(machines: Machines) -> None:
    case = machines.start()
    (task,) = machines.fetch()
    assert machines.post(task["id"], "failure", workerId="w", retries=0)[0] == 204
    (incident,) = machines.office.get("pemilik", f"/engine-rest/incident?processInstanceId={case}")
    assert "the service task failed" in incident["incidentMessage"]


@pytest.mark.parametrize(("asked", "found"), [("True", 0), ("TRUE", 0), ("False", 1), ("false", 1)])
def test_a_flag_is_read_in_any_letter_case(machines: Machines, asked: str, found: int) -> None:
    case = machines.start()
    path = f"/engine-rest/process-instance?processInstanceIds={case}&suspended={asked}"
    assert len(machines.office.get("pemilik", path)) == found


def test_a_flag_that_is_no_flag_is_refused(machines: Machines) -> None:
    answer = machines.office.call("pemilik", "GET", "/engine-rest/process-instance?suspended=ya")
    assert answer.status_code == 400


FLAGS = (
    "withoutTenantId includeAssignedTasks assigned unassigned withoutDueDate withCandidateGroups "
    "withoutCandidateGroups withCandidateUsers withoutCandidateUsers active suspended variableNamesIgnoreCase "
    "variableValuesIgnoreCase"
)


def test_a_question_of_a_generated_client_with_every_flag_false_leaves_all(machines: Machines) -> None:
    office = machines.office
    assert office.call("staf", "POST", f"/engine-rest/process-definition/key/{SKM}/start", json={}).status_code == 200
    every = len(office.get("pemilik", "/engine-rest/task"))
    asked = office.call("pemilik", "POST", "/engine-rest/task", json=dict.fromkeys(FLAGS.split(), False))
    assert every > 0
    assert (asked.status_code, len(asked.get_json())) == (200, every)
    refused = office.call("pemilik", "POST", "/engine-rest/task", json={"variableNamesIgnoreCase": True})
    assert refused.status_code == 400


def test_a_file_is_named_for_clients_that_know_plain_names_alone_and_for_those_that_know_all(
    machines: Machines,
) -> None:
    case = machines.start()
    path = f"/engine-rest/process-instance/{case}/variables/surat"
    value = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()
    body = {"value": value, "type": "File", "valueInfo": {"filename": "Surat “baru” 1.pdf"}}
    assert machines.office.call("pemilik", "PUT", path, json=body).status_code == 204
    told = machines.office.call("pemilik", "GET", f"{path}/data").headers["Content-Disposition"]
    plain, full = told.removeprefix("attachment; ").split("; ")
    assert plain == 'filename="Surat__baru__1.pdf"'
    assert full == "filename*=UTF-8''Surat%20%E2%80%9Cbaru%E2%80%9D%201.pdf"
