"""The tasks of the history in the dialect."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_history import CASE_FILTERS
from engine.api.rest_history_shapes import Origins
from engine.api.rest_ids import NOTHING, case_number
from engine.api.rest_shapes import PAST_TASK, Shapes
from engine.api.rest_wanted import Given, Wanted, bad, listed_page, rows_of
from engine.api.schema import COUNT, many
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.history_lists import PAST_TASKS
from engine.store.listings import Filters
from engine.store.lists import Page
from engine.store.reading import Row

__all__ = ["CHEAP", "task_place"]


def _place(value: str) -> tuple[int, int]:
    try:
        return asking.task_id(value)
    except NotFound:
        return NOTHING, NOTHING


task_place: Final = Reader(_place)
"""Case and number of a task's id; those of nothing for what is no id."""
_WANTED: Final = Wanted(
    filters={
        **CASE_FILTERS,
        "taskDefinitionKey": (asking.text, "element"),
        "taskDefinitionKeyIn": (asking.names, "elements"),
        "taskAssignee": (asking.text, "assignee"),
        "taskAssigneeLike": (asking.pattern, "assignee_like"),
        "taskOwner": (asking.text, "owner"),
        "taskOwnerLike": (asking.pattern, "owner_like"),
        "taskPriority": (asking.number_text, "priority"),
        "taskHadCandidateGroup": (asking.text, "candidate_group"),
        "withCandidateGroups": (asking.flag, "with_candidates"),
        "withoutCandidateGroups": (asking.flag, "without_candidates"),
        "assigned": (asking.flag, "assigned"),
        "unassigned": (asking.flag, "unassigned"),
        "finished": (asking.flag, "closed"),
        "unfinished": (asking.flag, "open"),
        "processFinished": (asking.flag, "ended"),
        "processUnfinished": (asking.flag, "running"),
        "startedAfter": (asking.instant_of, "opened_after"),
        "startedBefore": (asking.instant_of, "opened_before"),
        "finishedAfter": (asking.instant_of, "closed_after"),
        "finishedBefore": (asking.instant_of, "closed_before"),
        "taskDueDate": (asking.instant_of, "due"),
        "taskDueDateAfter": (asking.instant_of, "due_after"),
        "taskDueDateBefore": (asking.instant_of, "due_before"),
        "withoutTaskDueDate": (asking.flag, "without_due"),
        "taskFollowUpDate": (asking.instant_of, "follow_up"),
        "taskFollowUpDateAfter": (asking.instant_of, "follow_up_after"),
        "taskFollowUpDateBefore": (asking.instant_of, "follow_up_before"),
    },
    orders={
        "taskId": "case",
        "processInstanceId": "case",
        "executionId": "case",
        "startTime": "opened",
        "endTime": "ended",
        "duration": "lasted",
        "dueDate": "due",
        "followUpDate": "follow_up",
        "assignee": "assignee",
        "owner": "owner",
        "priority": "priority",
        "taskDefinitionKey": "element",
        "processDefinitionId": "definition",
        "processDefinitionKey": "key",
        "tenantId": "office",
    },
    more={
        "taskId": task_place,
        "executionId": case_number,
        "taskDeleteReason": asking.one_of({"completed": "done", "deleted": "cancelled"}),
    },
)
PRIORITY: Final = 50  # of a task on which nobody set any
CHEAP: Final = frozenset({"case"})
_TAG: Final = "Historic Task Instance"


def _filters(reading: Reading, given: Given) -> Filters:
    values, found = given.values, _WANTED.filters_in(given)
    if "executionId" in values:
        if values.get("processInstanceId", values["executionId"]) != values["executionId"]:
            raise bad("executionId dan processInstanceId berbeda.", "'executionId' and 'processInstanceId' differ.")
        found["case"] = {"case": values["executionId"]}
    if "taskId" in values:
        found["task"] = dict(zip(("task_case", "task_n"), values["taskId"], strict=True))
    if "taskDeleteReason" in values:
        found[values["taskDeleteReason"]] = {}
    case = found["case"]["case"] if "case" in found else values["taskId"][0] if "taskId" in values else None
    return found | sight.tasks_of(reading, asking.me(), case)


def _list(asked: Asked) -> Response:
    given = _WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, PAST_TASKS, listed_page(_WANTED, given, _filters(reading, given)), CHEAP)
        return answer(_written(reading, rows))


def _count(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": PAST_TASKS.count(reading, Page(_filters(reading, _WANTED.given(asked))))})


@rest.get("/history/task")
@operation(_TAG, query=_WANTED.query, answers={200: many(PAST_TASK)})
def list_past_tasks(asked: Asked) -> Response:
    """The tasks that the actor may read, open or closed."""
    return _list(asked)


@rest.post("/history/task")
@operation(_TAG, query=_WANTED.paging, body=_WANTED.body, answers={200: many(PAST_TASK)})
def query_past_tasks(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _list(asked)


@rest.get("/history/task/count")
@operation(_TAG, query=_WANTED.readers, answers={200: COUNT})
def count_past_tasks(asked: Asked) -> Response:
    """How many tasks a list would hold."""
    return _count(asked)


@rest.post("/history/task/count")
@operation(_TAG, body=_WANTED.body, answers={200: COUNT})
def query_past_task_count(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _count(asked)


def _written(reading: Reading, rows: list[Row]) -> list[dict[str, Any]]:
    shapes, origins = Shapes(reading, asking.zone()), Origins(reading, rows, "case_id")
    return [
        shapes.past_task(row)
        | {
            "priority": PRIORITY if row["priority"] is None else row["priority"],
            "followUp": shapes.time(row["follow_up_at"]),
            "rootProcessInstanceId": origins.of(row["case_id"]),
        }
        for row in rows
    ]
