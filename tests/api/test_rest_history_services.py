"""The log of service tasks: created, failed, done, thrown, taken away, each told from an event."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.case import Cancel
from tests.api.machines import Machines, furnish
from tests.api.office import Office
from tests.api.test_rest_history import ask, post


@pytest.fixture
def machines(office: Office) -> Machines:
    """An office with service tasks."""
    furnish(office)
    return Machines(office)


def stages(entries: list[dict[str, Any]]) -> list[str]:
    """What each entry says."""
    names = ("creation", "failure", "success", "deletion")
    return [name for one in entries for name in names if one[f"{name}Log"]]


def test_a_service_task_is_told_from_its_making_to_its_end(machines: Machines) -> None:
    case, office = machines.start(), machines.office
    (task,) = machines.fetch()
    body: dict[str, Any] = {
        "workerId": "w",
        "errorMessage": "putus",
        "errorDetails": "di mana",
        "retries": 2,
        "retryTimeout": 0,
    }
    assert machines.post(task["id"], "failure", **body)[0] == 204
    machines.later(seconds=1)
    (task,) = machines.fetch()
    assert machines.post(task["id"], "complete", workerId="w")[0] == 204
    log = ask(office, f"external-task-log?processInstanceId={case}")
    assert stages(log) == ["creation", "failure", "success"]
    assert {one["externalTaskId"] for one in log} == {task["id"]}
    assert {one["topicName"] for one in log} == {"kirim"}
    failed = log[1]
    assert (failed["workerId"], failed["retries"], failed["errorMessage"]) == ("w", 2, "putus")
    assert ask(office, f"external-task-log/{failed['id']}") == failed
    details = office.call("auditor", "GET", f"/engine-rest/history/external-task-log/{failed['id']}/error-details")
    assert details.content_type == "text/plain"
    assert details.text
    assert ask(office, f"external-task-log?externalTaskId={task['id']}&failureLog=true") == [failed]
    wanted = {"processInstanceId": str(case), "successLog": True, "workerId": "w"}
    assert post(office, "external-task-log/count", wanted) == {"count": 1}
    ordered = ask(office, f"external-task-log?processInstanceId={case}&sortBy=retries&sortOrder=desc")
    assert ordered[0] == failed


def test_a_thrown_error_ends_it_well_and_a_cancelled_case_takes_it_away(machines: Machines) -> None:
    case = machines.start()
    (task,) = machines.fetch()
    assert machines.post(task["id"], "bpmnError", workerId="w", errorCode="E-1", errorMessage="tidak ada")[0] == 204
    assert stages(ask(machines.office, f"external-task-log?processInstanceId={case}")) == ["creation", "success"]
    gone = machines.start()
    machines.office.run(Cancel(gone, "salah"), "pemilik")
    assert stages(ask(machines.office, f"external-task-log?processInstanceId={gone}")) == ["creation", "deletion"]
    (activity,) = ask(machines.office, f"activity-instance?processInstanceId={gone}&canceled=true")
    assert activity["activityId"] == "kirim"
    caught = ask(machines.office, f"activity-instance?processInstanceId={case}&activityType=boundaryError")
    assert [(one["activityId"], one["canceled"]) for one in caught] == [("gagal", False)]
    (left,) = ask(machines.office, f"activity-instance?processInstanceId={case}&activityId=kirim")
    assert left["canceled"] is True
