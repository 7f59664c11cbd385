"""What the API lets out of a case to who reads it by his role leaves one trace an hour."""

from __future__ import annotations

from typing import Any

import pytest

from engine.store.history import stream
from tests.api.office import Office


def reads(office: Office) -> list[tuple[str | None, Any, Any]]:
    """Who read which case, by what."""
    with office.store.reading() as reading:
        events = [event for event in stream(reading, 0) if event.kind == "PersonalDataRead"]
    return [(event.actor, event.data["case"], event.data["page"]) for event in events]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/cases/{case}",
        "/api/v1/cases/{case}/history",
        "/api/v1/tasks/{case}-3",
        "/engine-rest/process-instance/{case}/variables",
        "/engine-rest/task/{case}-3/variables",
        "/engine-rest/history/variable-instance?processInstanceId={case}",
        "/engine-rest/history/detail?processInstanceId={case}",
    ],
)
def test_values_that_leave_the_api_leave_one_trace(office: Office, path: str) -> None:
    case = office.case(done=2)
    for login in ("staf", "auditor", "auditor"):
        office.get(login, path.format(case=case))
    assert reads(office) == [("auditor", case, "api")]


def test_what_holds_no_values_and_what_is_refused_leaves_none(office: Office) -> None:
    case = office.case(done=2)
    office.get("auditor", f"/api/v1/cases/{case}/replay")
    office.get("auditor", f"/engine-rest/process-instance/{case}")
    assert office.call("auditor-lain", "GET", f"/api/v1/cases/{case}").status_code == 404
    assert reads(office) == []
