"""Reports over the history: how many, how long, how often each element was passed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.case import Cancel
from tests.api.office import SKM, Office
from tests.api.test_rest_history import ask
from tests.api.test_rest_jobs import stuck


def statistics(office: Office, query: str = "") -> dict[str, Any]:
    """The statistics of the SKM procedure by element."""
    id = office.get("auditor", f"/engine-rest/process-definition/key/{SKM}")["id"]
    return {one["id"]: one for one in ask(office, f"process-definition/{id}/statistics{query}")}


def test_elements_are_counted_as_open_finished_and_cancelled(office: Office) -> None:
    office.case(done=6)
    waiting, gone = office.case(done=2), office.case(done=2)
    office.run(Cancel(gone, "salah"), "pemilik")
    assert {id: one["instances"] for id, one in statistics(office).items()} == {"langkah_3": 1}
    counted = statistics(office, "?finished=true&canceled=true&completeScope=true&sortBy=activityId&sortOrder=asc")
    assert list(counted) == sorted(counted)
    third = counted["langkah_3"]
    assert (third["instances"], third["finished"], third["canceled"]) == (1, 2, 1)
    assert [(one["finished"], one["completeScope"]) for one in counted.values() if one["completeScope"]] == [(1, 1)]
    office.incident(waiting)
    one = statistics(office, f"?finished=true&processInstanceIdIn={waiting}")
    assert set(one) == {"mulai", "langkah_1", "langkah_2", "langkah_3"}
    assert statistics(office, "?startedAfter=2026-12-01T00:00:00.000%2B0700") == {}


def test_incidents_are_counted_at_their_elements(office: Office) -> None:
    stuck(office)
    id = office.get("auditor", "/engine-rest/process-definition/key/macet")["id"]
    found = {one["id"]: one for one in ask(office, f"process-definition/{id}/statistics?incidents=true")}
    assert (found["satu_jam"]["openIncidents"], found["langkah_1"]["instances"]) == (1, 1)


def test_tasks_are_counted_by_name_and_by_definition(office: Office) -> None:
    office.case(done=2)
    office.case(done=1)
    by_name = {one["taskName"]: one["count"] for one in ask(office, "task/report?reportType=count&groupBy=taskName")}
    assert sorted(by_name.values()) == [1, 2]
    (whole,) = ask(office, "task/report?reportType=count&groupBy=processDefinition")
    assert (whole["count"], whole["taskName"], whole["processDefinitionKey"]) == (3, None, SKM)
    assert ask(office, "task/report?reportType=count&groupBy=taskName", "auditor-lain") == []


def test_durations_are_told_by_month_and_quarter(office: Office) -> None:
    case = office.case(done=5)
    office.now += timedelta(hours=2)
    body = {"variables": {"nama_penerima": {"value": "Ani"}, "tanggal_penyerahan": {"value": "2026-11-20"}}}
    done = office.call("staf", "POST", f"/engine-rest/task/{case}-6/complete", json=body)
    assert done.status_code == 204, done.text
    (month,) = ask(office, "process-instance/report?reportType=duration&periodUnit=month")
    hours = 2 * 60 * 60 * 1000
    assert (month["period"], month["periodUnit"], month["maximum"]) == (11, "MONTH", hours)
    (quarter,) = ask(office, "task/report?reportType=duration&periodUnit=quarter")
    assert (quarter["period"], quarter["minimum"], quarter["maximum"], quarter["average"]) == (4, 0, hours, hours // 6)
    assert ask(office, "process-instance/report?reportType=duration&periodUnit=month&processDefinitionKeyIn=x") == []


@pytest.mark.parametrize(
    "path",
    [
        "task/report",
        "task/report?reportType=count",
        "task/report?reportType=duration",
        "process-instance/report?reportType=count&periodUnit=month",
        "process-instance/report?reportType=duration&periodUnit=year",
    ],
)
def test_a_report_that_is_not_told_is_refused(shared: Office, path: str) -> None:
    assert shared.call("auditor", "GET", f"/engine-rest/history/{path}").status_code == 400
