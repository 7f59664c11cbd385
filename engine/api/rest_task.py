"""Tasks in the dialect: list, count, one, what is said of it, how many wait for each group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_shapes import TASK, Shapes
from engine.api.rest_task_found import open_task
from engine.api.rest_task_wanted import BODY, WANTED, count_page, list_page
from engine.api.rest_wanted import rows_of
from engine.api.schema import COUNT, LONG, TEXT, many, maybe, record
from engine.commands.task_facts import ChangeTask
from engine.events import moment
from engine.people import posts_of_group
from engine.store.listings_tasks import GROUP_COUNTS, OPEN_TASKS, PRIORITY
from engine.store.lists import Page

__all__: list[str] = []

_TAG: Final = "Task"
_CHEAP: Final = frozenset({"case", "opened"})
_NUMBER_OF: Final = record("TaskCountByCandidateGroup", {"groupName": maybe(TEXT), "taskCount": LONG})
_MILLISECOND: Final = 1_000
_STATES: Final = {"PENDING": "PENDING", "RESOLVED": "RESOLVED"}
_AS_READ: Final = (
    "id",
    "created",
    "lastUpdated",
    "executionId",
    "processDefinitionId",
    "processInstanceId",
    "taskDefinitionKey",
    "taskState",
    "caseExecutionId",
    "caseDefinitionId",
    "suspended",
    "formKey",
    "camundaFormRef",
)
"""What front ends send back as they read it: it is not looked at."""
CHANGED: Final = {
    "name": parts.WORDS,
    "description": parts.WORDS,
    "assignee": parts.WORDS,
    "owner": parts.WORDS,
    "delegationState": parts.one_of(_STATES),
    "due": parts.INSTANT,
    "followUp": parts.INSTANT,
    "priority": parts.WHOLE,
    "parentTaskId": parts.WORDS,
    "caseInstanceId": parts.WORDS,
    "tenantId": parts.WORDS,
    **dict.fromkeys(_AS_READ, parts.JSON),
}
"""What a person may say of a task, and what the diagram says: that has to be as it is."""
_FIXED: Final = ("name", "description", "parentTaskId", "caseInstanceId", "tenantId")


@rest.get("/task")
@operation(_TAG, query=WANTED.query, answers={200: many(TASK)})
def list_tasks(asked: Asked) -> Response:
    """The open tasks that the actor may read."""
    return _list(asked)


@rest.post("/task")
@operation(_TAG, query=WANTED.paging, body=BODY, answers={200: many(TASK)})
def query_tasks(asked: Asked) -> Response:
    """The open tasks that the actor may read, asked for in the body."""
    return _list(asked)


@rest.get("/task/count")
@operation(_TAG, query=WANTED.readers, answers={200: COUNT})
def count_tasks(asked: Asked) -> Response:
    """How many tasks a list would hold."""
    return _count(asked)


@rest.post("/task/count")
@operation(_TAG, body=BODY, answers={200: COUNT})
def query_tasks_count(asked: Asked) -> Response:
    """How many tasks a list would hold, asked for in the body."""
    return _count(asked)


@rest.get("/task/report/candidate-group-count")
@operation(_TAG, answers={200: many(_NUMBER_OF)})
def report_tasks(asked: Asked) -> Response:
    """How many open tasks that the actor may read wait for each group; null for those of no group."""
    with asking.desk().store.reading() as reading:
        rows = GROUP_COUNTS.rows(reading, Page(sight.tasks_of(reading, asking.me()) | {"open": {}}))
    counts: dict[str | None, int] = {}
    for row in rows:
        posts: list[str | None] = [post for post in posts_of_group(row["candidates"]) if not post.startswith("@")]
        for group in posts or [None]:
            counts[group] = counts.get(group, 0) + row["count"]
    found = sorted(counts.items(), key=lambda one: (one[0] is None, one[0] or ""))
    return answer([{"groupName": group, "taskCount": count} for group, count in found])


@rest.get("/task/<id>")
@operation(_TAG, answers={200: TASK})
def get_task(asked: Asked, id: str) -> Response:
    """One open task."""
    with asking.desk().store.reading() as reading:
        return answer(Shapes(reading, asking.zone()).task(open_task(reading, id)))


@rest.put("/task/<id>")
@operation(_TAG, body=CHANGED, answers={204: None})
def update_task(asked: Asked, id: str) -> Response:
    """Changes what is said of a task; what is missing is taken away, but for the priority."""
    given = asked.body
    with asking.desk().store.reading() as reading:
        row = open_task(reading, id)
        _demand_fixed(given, Shapes(reading, asking.zone()).task(row))
    facts = {
        "assignee": given.get("assignee"),
        "owner": given.get("owner"),
        "delegation": given.get("delegationState"),
        "due": _time(given.get("due"), row["due_at"]),
        "follow_up": _time(given.get("followUp"), row["follow_up_at"]),
    }
    if given.get("priority") is not None:
        same = given["priority"] == (PRIORITY if row["priority"] is None else row["priority"])
        facts |= {} if same else {"priority": given["priority"]}
    asking.desk().run(asking.context(), ChangeTask(row["case_id"], row["n"], facts))
    return nothing()


def _list(asked: Asked) -> Response:
    given = WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = rows_of(reading, OPEN_TASKS, list_page(reading, given), _CHEAP)
        return answer([shapes.task(row) for row in rows])


def _count(asked: Asked) -> Response:
    given = WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        return answer({"count": OPEN_TASKS.count(reading, count_page(reading, given))})


def _demand_fixed(given: Mapping[str, Any], present: Mapping[str, Any]) -> None:
    """BadInput for another name and the like than the task has: those are the diagram's."""
    for name in _FIXED:
        if given.get(name) is not None and given[name] != present[name]:
            raise BadInput(
                f"“{name}” datang dari diagram dan tidak dapat diubah.",
                f"'{name}' comes from the diagram and cannot be changed.",
            )


def _time(given: int | None, present: int | None) -> datetime | None:
    """The time that was given; the present one where they differ by less than the dialect writes."""
    if given is not None and present is not None and given // _MILLISECOND == present // _MILLISECOND:
        given = present
    return None if given is None else moment(given)
