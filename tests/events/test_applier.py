"""What each event does to the rows, said a second time and by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.events import KINDS, Event, Rows, changes, fold, instant, moment, upcast

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
I = instant(AT)  # noqa: E741
START = {"definition": 9, "office": "uji", "number": "UJ-1", "path": "+mulai"}
OPEN = {"owner": None, "status": "OPEN", "opened_at": I, "due_at": None, "closed_at": None, "closed_by": None}
CASE = {
    "definition_id": 9,
    "office": "uji",
    "number": "UJ-1",
    "status": "ACTIVE",
    "outcome": None,
    "started_at": I,
    "started_by": "staf",
    "ended_at": None,
}


def event(kind: str, number: int, data: dict[str, Any], actor: str = "staf") -> Event:
    """An event of case 7."""
    return Event(7, number, kind, "langkah", actor, None, AT, AT, data)


def begun(*more: Event) -> Rows:
    """The rows after a start that opened tasks 1 and 2, and these events."""
    first = START | {
        "opened": [[1, "langkah_1", "uji/staf", None], [2, "langkah_2", None, "budi"]],
        "answers": {"a": "x"},
    }
    return fold([event("CaseStarted", 1, first), *more])


def test_a_start_opens_the_case_its_tasks_and_its_variables() -> None:
    rows = begun()
    assert rows["process_instance"] == {(7,): CASE}
    assert rows["task"] == {
        (7, 1): {"element": "langkah_1", "candidates": "uji/staf", "assignee": None} | OPEN,
        (7, 2): {"element": "langkah_2", "candidates": None, "assignee": "budi"} | OPEN,
    }
    assert rows["variable"] == {(7, 0, "a"): {"event": 1}}


def test_a_completion_closes_its_task_opens_the_next_and_points_the_variables_at_itself() -> None:
    data = {"task": 1, "path": "", "opened": [[3, "langkah_3", "uji/kasi", None]], "closed": [2], "answers": {"a": "y"}}
    rows = begun(event("TaskCompleted", 2, data, "ani"))
    done = {"status": "DONE", "closed_at": I, "closed_by": "ani", "assignee": "ani"}
    assert rows["task"][(7, 1)] == {"element": "langkah_1", "candidates": "uji/staf"} | OPEN | done
    assert rows["task"][(7, 2)]["status"] == "CANCELLED"
    assert rows["task"][(7, 2)]["closed_by"] is None
    assert rows["task"][(7, 3)]["status"] == "OPEN"
    assert rows["variable"] == {(7, 0, "a"): {"event": 2}}


@pytest.mark.parametrize(
    ("kind", "data", "row"),
    [
        ("TaskClaimed", {"task": 1, "assignee": "ani"}, {"assignee": "ani", "owner": None}),
        ("TaskReleased", {"task": 1, "assignee": None}, {"assignee": None, "owner": None}),
        ("TaskAssigned", {"task": 1, "assignee": "tono"}, {"assignee": "tono", "owner": None}),
        ("TaskDelegated", {"task": 1, "assignee": "tono", "owner": "ani"}, {"assignee": "tono", "owner": "ani"}),
    ],
)
def test_who_holds_a_task(kind: str, data: dict[str, Any], row: dict[str, Any]) -> None:
    rows = begun(event(kind, 2, data))
    assert rows["task"][(7, 1)] == {"element": "langkah_1", "candidates": "uji/staf"} | OPEN | row
    assert rows["task"][(7, 2)] == begun()["task"][(7, 2)]


@pytest.mark.parametrize(
    ("kind", "data", "row"),
    [
        ("CaseSuspended", {}, {"status": "SUSPENDED"}),
        ("CaseResumed", {}, {"status": "ACTIVE"}),
        ("CaseCompleted", {"outcome": "Ditolak"}, {"status": "COMPLETED", "outcome": "Ditolak", "ended_at": I}),
        (
            "CaseCancelled",
            {"outcome": "Dibatalkan", "closed": [1, 2]},
            {"status": "CANCELLED", "outcome": "Dibatalkan"},
        ),
    ],
)
def test_how_a_case_stands(kind: str, data: dict[str, Any], row: dict[str, Any]) -> None:
    rows = begun(event(kind, 2, data))
    ended = {"ended_at": I} if kind == "CaseCancelled" else {}
    assert rows["process_instance"] == {(7,): CASE | row | ended}
    closed = kind == "CaseCancelled"
    assert {task["status"] for task in rows["task"].values()} == ({"CANCELLED"} if closed else {"OPEN"})


@pytest.mark.parametrize("kind", ["TimerFired", "MessageReceived", "ExternalTaskCompleted"])
def test_every_move_opens_closes_and_keeps_answers(kind: str) -> None:
    data = {"n": 5, "path": "", "opened": [[6, "langkah_6", "uji/kasi", None]], "closed": [1], "answers": {"b": "z"}}
    rows = begun(event(kind, 2, data))
    assert [rows["task"][(7, n)]["status"] for n in (1, 2, 6)] == ["CANCELLED", "OPEN", "OPEN"]
    assert rows["variable"] == {(7, 0, "a"): {"event": 1}, (7, 0, "b"): {"event": 2}}


def test_an_incident_is_raised_and_resolved() -> None:
    raised = event("IncidentRaised", 2, {"kind": "timer", "message": "macet", "n": 5})
    row = {"n": 5, "element": "langkah", "kind": "timer", "message": "macet", "raised_at": I}
    assert begun(raised)["incident"] == {(7, 2): row | {"resolved_at": None, "resolved_by": None}}
    resolved = event("IncidentResolved", 3, {"incident": 2}, "pemilik")
    assert begun(raised, resolved)["incident"] == {(7, 2): row | {"resolved_at": I, "resolved_by": "pemilik"}}


def test_the_other_kinds_change_no_folded_row() -> None:
    quiet = {"AccountChanged", "ClockConfirmed", "CommentAdded", "DefinitionDeployed", "DeploymentWithdrawn"}
    quiet |= {"ExternalTaskFailed"}
    assert all(changes(event(kind, 2, {"answers": {"$catatan": "x"}})) == [] for kind in quiet)
    assert quiet < KINDS.keys()


def test_an_unknown_kind_and_a_newer_schema_are_refused() -> None:
    with pytest.raises(KeyError):
        changes(event("Unheard", 2, {}))
    with pytest.raises(ValueError, match="schema 99"):
        upcast(Event(7, 1, "CaseResumed", None, None, None, AT, AT, {}, 99))


def test_instants_are_exact() -> None:
    for at in (AT, datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)):
        assert moment(instant(at)) == at
