"""What each event does to the rows, said a second time and by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.events import KINDS, MOVES, Event, Rows, changes, fold, instant, moment, upcast

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
I = instant(AT)  # noqa: E741
START = {"definition": 9, "office": "uji", "number": "UJ-1", "path": "+mulai"}
OPEN = {
    "owner": None,
    "status": "OPEN",
    "opened_at": I,
    "due_at": None,
    "warn_at": None,
    "closed_at": None,
    "closed_by": None,
}
OPEN |= {"scope": None, "item": None, "delegation": None, "priority": None, "follow_up_at": None}
CASE = {
    "definition_id": 9,
    "office": "uji",
    "number": "UJ-1",
    "status": "ACTIVE",
    "outcome": None,
    "started_at": I,
    "started_by": "staf",
    "ended_at": None,
    "parent_case": None,
    "parent_n": None,
    "hold": None,
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
    assert rows["variable"] == {(7, 0, "a"): {"event": 1, "key": None}}


def test_a_completion_closes_its_task_opens_the_next_and_points_the_variables_at_itself() -> None:
    data = {"task": 1, "path": "", "opened": [[3, "langkah_3", "uji/kasi", None]], "closed": [2], "answers": {"a": "y"}}
    rows = begun(event("TaskCompleted", 2, data, "ani"))
    done = {"status": "DONE", "closed_at": I, "closed_by": "ani", "assignee": "ani"}
    assert rows["task"][(7, 1)] == {"element": "langkah_1", "candidates": "uji/staf"} | OPEN | done
    assert rows["task"][(7, 2)]["status"] == "CANCELLED"
    assert rows["task"][(7, 2)]["closed_by"] is None
    assert rows["task"][(7, 3)]["status"] == "OPEN"
    assert rows["variable"] == {(7, 0, "a"): {"event": 2, "key": None}}


@pytest.mark.parametrize(
    ("kind", "data", "row"),
    [
        ("TaskClaimed", {"task": 1, "assignee": "ani"}, {"assignee": "ani", "owner": None}),
        (
            "TaskDelegated",
            {"task": 1, "assignee": "tono", "owner": "ani", "delegation": "PENDING"},
            {"assignee": "tono", "owner": "ani", "delegation": "PENDING"},
        ),
        (
            "TaskResolved",
            {"task": 1, "assignee": "ani", "owner": "ani", "delegation": "RESOLVED"},
            {"assignee": "ani", "owner": "ani", "delegation": "RESOLVED"},
        ),
        ("TaskChanged", {"task": 1, "due": AT, "priority": 7}, {"assignee": None, "due_at": I, "priority": 7}),
        (
            "TaskChanged",
            {"task": 1, "follow_up": AT, "owner": "x"},
            {"assignee": None, "follow_up_at": I, "owner": "x"},
        ),
        ("TaskCandidatesChanged", {"task": 1, "candidates": "uji/a"}, {"assignee": None, "candidates": "uji/a"}),
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


@pytest.mark.parametrize("kind", sorted(MOVES - {"CaseStarted", "TaskCompleted"}))
def test_every_move_opens_closes_and_keeps_answers(kind: str) -> None:
    data = {"n": 5, "path": "", "opened": [[6, "langkah_6", "uji/kasi", None]], "closed": [1], "answers": {"b": "z"}}
    rows = begun(event(kind, 2, data))
    assert [rows["task"][(7, n)]["status"] for n in (1, 2, 6)] == ["CANCELLED", "OPEN", "OPEN"]
    assert rows["variable"] == {(7, 0, "a"): {"event": 1, "key": None}, (7, 0, "b"): {"event": 2, "key": None}}


def test_a_called_case_names_its_caller() -> None:
    rows = fold([event("CaseStarted", 1, START | {"caller": [3, 12]})])
    assert rows["process_instance"][(7,)] == CASE | {"parent_case": 3, "parent_n": 12}


def test_a_task_in_a_scope_knows_the_scopes_around_it_and_its_item() -> None:
    opened = [[9, "langkah_9", None, None, [8, 4], None], [10, "langkah_9", None, "ani", [10, 4], 2]]
    rows = begun(event("TimerFired", 2, {"n": 5, "path": "", "opened": opened}))
    assert (rows["task"][(7, 9)]["scope"], rows["task"][(7, 9)]["item"]) == ("8,4", None)
    assert (rows["task"][(7, 10)]["scope"], rows["task"][(7, 10)]["item"]) == ("10,4", 2)


def test_the_tasks_of_a_parallel_loop_open_and_close_in_runs() -> None:
    run = [20, "periksa", "uji/staf", None, 3, [19, 4], 5]
    rows = begun(event("TimerFired", 2, {"n": 5, "path": "", "items": [run]}))
    row = {"element": "periksa", "candidates": "uji/staf", "assignee": None} | OPEN
    assert {n: found for (_, n), found in rows["task"].items() if n > 2} == {
        n: row | {"scope": f"{n},19,4", "item": n - 15} for n in (20, 21, 22)
    }
    closing = event("TimerFired", 3, {"n": 6, "path": "", "closed": [2, [20, 21]]})
    rows = begun(event("TimerFired", 2, {"n": 5, "path": "", "items": [run]}), closing)
    assert [n for (_, n), found in sorted(rows["task"].items()) if found["status"] == "CANCELLED"] == [2, 20, 21]


def test_a_value_belongs_to_its_home_and_what_the_move_wrote_has_an_answer_of_its_own() -> None:
    data = {"n": 5, "path": "", "answers": {"a": "x", "b": "y", "$8:a": "z", "$0:a": "w"}}
    data |= {"homes": {"b": 8}, "written": [[8, "a"], [0, "a"]]}
    assert begun(event("MessageReceived", 2, data))["variable"] == {
        (7, 0, "a"): {"event": 2, "key": "$0:a"},
        (7, 8, "b"): {"event": 2, "key": None},
        (7, 8, "a"): {"event": 2, "key": "$8:a"},
    }


def test_a_time_that_is_taken_back_leaves_none() -> None:
    said = event("TaskChanged", 2, {"task": 1, "due": AT, "follow_up": AT})
    rows = begun(said, event("TaskChanged", 3, {"task": 1, "due": None}))
    assert (rows["task"][(7, 1)]["due_at"], rows["task"][(7, 1)]["follow_up_at"]) == (None, I)


def test_a_move_says_when_the_tasks_that_it_opens_are_due() -> None:
    run = [20, "periksa", "uji/staf", None, 3, [19, 4], 5]
    data = {"n": 5, "path": "", "opened": [[9, "langkah_9", None, None]], "items": [run], "dues": [[21, 22, AT]]}
    rows = begun(event("TimerFired", 2, data))
    assert {n: row["due_at"] for (_, n), row in rows["task"].items() if n > 2} == {9: None, 20: None, 21: I, 22: I}


def test_a_variable_that_is_taken_away_is_no_more_until_it_is_set_again() -> None:
    gone = event("VariablesChanged", 2, {"scope": 0, "path": "", "removed": [[0, "a"], [0, "tidak-ada"]]})
    assert begun(gone)["variable"] == {}
    again = event("VariablesChanged", 3, {"scope": 0, "path": "", "answers": {"a": "y"}})
    assert begun(gone, again)["variable"] == {(7, 0, "a"): {"event": 3, "key": None}}


def test_an_incident_is_raised_annotated_and_resolved() -> None:
    raised = event("IncidentRaised", 2, {"kind": "timer", "message": "macet", "n": 5, "job": 3})
    row = {"n": 5, "element": "langkah", "kind": "timer", "message": "macet", "raised_at": I, "job": 3}
    row |= {"definition_id": None, "note": None, "resolved_at": None, "resolved_by": None}
    assert begun(raised)["incident"] == {(7, 2): row}
    noted = event("IncidentAnnotated", 3, {"incident": 2, "answers": {"$catatan": "x"}})
    assert begun(raised, noted)["incident"] == {(7, 2): row | {"note": 3}}
    bare = event("IncidentAnnotated", 4, {"incident": 2})
    resolved = event("IncidentResolved", 5, {"incident": 2}, "pemilik")
    over = {"resolved_at": I, "resolved_by": "pemilik"}
    assert begun(raised, noted, bare, resolved)["incident"] == {(7, 2): row | over}


def test_an_incident_of_no_case_names_what_was_to_begin() -> None:
    raised = event("IncidentRaised", 2, {"kind": "start", "message": "macet", "definition": 9})
    assert begun(raised)["incident"][7, 2]["definition_id"] == 9


def test_the_other_kinds_change_no_folded_row() -> None:
    quiet = {"AccountChanged", "ClockConfirmed", "CommentAdded", "DefinitionDeployed", "DeploymentWithdrawn"}
    quiet |= {"ExternalTaskFailed", "MessageKept", "MessageExpired", "DocumentAttached", "DocumentDetached"}
    quiet |= {"JobDueSet", "JobHastened", "JobHeld", "JobReleased", "JobRetriesSet"}
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
