"""The history in the dialect: process instances, tasks, activity instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.activities import Activity, activities, activity_type
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.rest import PAGING, filters_of, paged, rest, reversed_order
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import Shapes, definition_id, lasted
from engine.api.rest_task import TASK_FILTERS, TASK_READERS, task_filters
from engine.store import Reading
from engine.store.history import stream
from engine.store.listings import CASES, TASKS
from engine.store.lists import EVERYTHING, Page
from engine.store.reading import Row

__all__: list[str] = []

CASE_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "processInstanceId": (case_number, "case"),
    "processInstanceBusinessKey": (asking.text, "business_key"),
    "processDefinitionId": (definition_number, "definition"),
    "processDefinitionKey": (asking.text, "key"),
    "processDefinitionKeyIn": (asking.names, "keys"),
    "finished": (asking.flag, "ended"),
    "unfinished": (asking.flag, "running"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
    "completed": (asking.flag, "completed"),
    "externallyTerminated": (asking.flag, "cancelled"),
    "startedBy": (asking.text, "started_by"),
    "startedAfter": (asking.instant_of, "started_after"),
    "startedBefore": (asking.instant_of, "started_before"),
    "finishedAfter": (asking.instant_of, "ended_after"),
    "finishedBefore": (asking.instant_of, "ended_before"),
    "tenantIdIn": (asking.names, "in_offices"),
}
CASE_ORDERS: Final = {
    "instanceId": "id",
    "definitionId": "definition",
    "definitionKey": "key",
    "businessKey": "business_key",
    "startTime": "started",
    "endTime": "ended",
    "tenantId": "office",
}
PAST_TASK_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    **TASK_FILTERS,
    "taskAssignee": (asking.text, "assignee"),
    "finished": (asking.flag, "closed"),
    "unfinished": (asking.flag, "open"),
}
TASK_ORDERS: Final = {
    "taskId": "case",
    "processInstanceId": "case",
    "startTime": "opened",
    "endTime": "ended",
    "dueDate": "due",
    "assignee": "assignee",
    "taskDefinitionKey": "element",
}
ACTIVITY_READERS: Final[dict[str, Reader]] = {
    "processInstanceId": case_number,
    "activityId": asking.text,
    "activityType": asking.text,
    "finished": asking.flag,
    "unfinished": asking.flag,
    "canceled": asking.flag,
}
_CASE_READERS: Final[dict[str, Reader]] = {name: reader for name, (reader, _) in CASE_FILTERS.items()}
_TASK_READERS: Final[dict[str, Reader]] = {
    **TASK_READERS,
    **{name: reader for name, (reader, _) in PAST_TASK_FILTERS.items()},
}
_ACTIVITY_ORDERS: Final = {
    "activityId": lambda one: (one.element, one.index),
    "occurrence": lambda one: one.index,
    "startTime": lambda one: (one.since, one.index),
    "endTime": lambda one: (one.until or EVERYTHING**3, one.index),
}


@rest.get("/history/process-instance")
def list_past_instances() -> Response:
    """The cases that the actor may read, running or ended."""
    found = asking.parameters(PAGING | _CASE_READERS)
    filters = filters_of(found, CASE_FILTERS) | sight.cases_of(asking.me())
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.past_instance(row) for row in CASES.rows(reading, paged(found, filters, CASE_ORDERS))])


@rest.get("/history/process-instance/count")
def count_past_instances() -> Response:
    """How many cases a list would hold."""
    filters = filters_of(asking.parameters(_CASE_READERS), CASE_FILTERS) | sight.cases_of(asking.me())
    with asking.desk().store.reading() as reading:
        return answer({"count": CASES.count(reading, Page(filters))})


@rest.get("/history/process-instance/<id>")
def get_past_instance(id: str) -> Response:
    """One case, running or ended."""
    asking.parameters({})
    with asking.desk().store.reading() as reading:
        row = sight.case_row(reading, asking.me(), asking.number(id))
        return answer(Shapes(reading, asking.zone()).past_instance(row))


@rest.get("/history/task")
def list_past_tasks() -> Response:
    """The tasks that the actor may read, open or closed."""
    found = asking.parameters(PAGING | _TASK_READERS)
    with asking.desk().store.reading() as reading:
        filters = filters_of(found, PAST_TASK_FILTERS) | task_filters(reading, found)
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.past_task(row) for row in TASKS.rows(reading, paged(found, filters, TASK_ORDERS))])


@rest.get("/history/task/count")
def count_past_tasks() -> Response:
    """How many tasks a list would hold."""
    found = asking.parameters(_TASK_READERS)
    with asking.desk().store.reading() as reading:
        filters = filters_of(found, PAST_TASK_FILTERS) | task_filters(reading, found)
        return answer({"count": TASKS.count(reading, Page(filters))})


@rest.get("/history/activity-instance")
def list_activities() -> Response:
    """What a case went through, in order; `processInstanceId` is required."""
    found = asking.parameters(PAGING | ACTIVITY_READERS)
    by, falling = found.get("sortBy", "occurrence"), reversed_order(found)
    if by not in _ACTIVITY_ORDERS:
        raise BadInput(
            f"Tidak dapat diurutkan menurut “{by}”.", f"Cannot set query parameter 'sortBy' to value '{by}'."
        )
    with asking.desk().store.reading() as reading:
        row, passages = _passages(reading, found)
        passages.sort(key=_ACTIVITY_ORDERS[by], reverse=falling)
        first = found.get("firstResult", 0)
        return answer(_written(reading, row, passages[first : first + found.get("maxResults", EVERYTHING)]))


@rest.get("/history/activity-instance/count")
def count_activities() -> Response:
    """How many passages a list would hold."""
    found = asking.parameters(ACTIVITY_READERS)
    with asking.desk().store.reading() as reading:
        return answer({"count": len(_passages(reading, found)[1])})


def _passages(reading: Reading, found: Mapping[str, Any]) -> tuple[Row, list[Activity]]:
    """The case and those of its passages that fit."""
    if "processInstanceId" not in found:
        raise BadInput("Sebutkan processInstanceId.", "Query parameter 'processInstanceId' is required here.")
    row = sight.case_row(reading, asking.me(), found["processInstanceId"])
    elements = asking.desk().library.definition(reading, row["definition_id"]).process.elements
    return row, [
        one
        for one in activities(stream(reading, row["id"]))
        if found.get("activityId") in (None, one.element)
        and found.get("activityType") in (None, activity_type(elements.get(one.element)))
        and not (found.get("finished") and one.until is None)
        and not (found.get("unfinished") and one.until is not None)
        and not (found.get("canceled") and not one.cancelled)
    ]


def _written(reading: Reading, row: Row, passages: list[Activity]) -> list[dict[str, Any]]:
    shapes = Shapes(reading, asking.zone())
    definition = shapes.library(row["definition_id"])
    tasks = {task["n"]: task for task in TASKS.rows(reading, Page({"case": {"case": row["id"]}}))}
    case = str(row["id"])
    return [
        {
            "id": f"{one.element}:{case}-{one.index}",
            "parentActivityInstanceId": case,
            "activityId": one.element,
            "activityName": definition.title(one.element),
            "activityType": activity_type(definition.process.elements.get(one.element)),
            "processDefinitionKey": row["key"],
            "processDefinitionId": definition_id(row),
            "processInstanceId": case,
            "executionId": case,
            "taskId": f"{case}-{one.n}" if one.n in tasks else None,
            "calledProcessInstanceId": None,
            "calledCaseInstanceId": None,
            "assignee": tasks[one.n]["assignee"] if one.n in tasks else None,
            "startTime": shapes.time(one.since),
            "endTime": shapes.time(one.until),
            "durationInMillis": lasted(one.since, one.until),
            "canceled": one.cancelled,
            "completeScope": False,
            "tenantId": row["office"],
            "removalTime": None,
            "rootProcessInstanceId": case,
        }
        for one in passages
    ]
