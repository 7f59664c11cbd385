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
from engine.api.operation import Asked, operation
from engine.api.rest import PAGING, filters_of, paged, rest, reversed_order
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import PAST_INSTANCE, PAST_TASK, Shapes, definition_id, lasted
from engine.api.rest_task import TASK_FILTERS, TASK_READERS, task_filters
from engine.api.schema import COUNT, FLAG, INSTANT, LONG, TEXT, many, maybe, record
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
PAST_ACTIVITY: Final = record(
    "HistoricActivityInstance",
    {
        "id": TEXT,
        "parentActivityInstanceId": TEXT,
        "activityId": TEXT,
        "activityName": maybe(TEXT),
        "activityType": TEXT,
        "processDefinitionKey": TEXT,
        "processDefinitionId": TEXT,
        "processInstanceId": TEXT,
        "executionId": TEXT,
        "taskId": maybe(TEXT),
        "calledProcessInstanceId": maybe(TEXT),
        "calledCaseInstanceId": maybe(TEXT),
        "assignee": maybe(TEXT),
        "startTime": INSTANT,
        "endTime": maybe(INSTANT),
        "durationInMillis": maybe(LONG),
        "canceled": FLAG,
        "completeScope": FLAG,
        "tenantId": TEXT,
        "removalTime": maybe(INSTANT),
        "rootProcessInstanceId": TEXT,
    },
)
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
@operation("Historic Process Instance", query=PAGING | _CASE_READERS, answers={200: many(PAST_INSTANCE)})
def list_past_instances(asked: Asked) -> Response:
    """The cases that the actor may read, running or ended."""
    filters = filters_of(asked.query, CASE_FILTERS) | sight.cases_of(asking.me())
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = CASES.rows(reading, paged(asked.query, filters, CASE_ORDERS))
        return answer([shapes.past_instance(row) for row in rows])


@rest.get("/history/process-instance/count")
@operation("Historic Process Instance", query=_CASE_READERS, answers={200: COUNT})
def count_past_instances(asked: Asked) -> Response:
    """How many cases a list would hold."""
    filters = filters_of(asked.query, CASE_FILTERS) | sight.cases_of(asking.me())
    with asking.desk().store.reading() as reading:
        return answer({"count": CASES.count(reading, Page(filters))})


@rest.get("/history/process-instance/<id>")
@operation("Historic Process Instance", answers={200: PAST_INSTANCE})
def get_past_instance(asked: Asked, id: str) -> Response:
    """One case, running or ended."""
    with asking.desk().store.reading() as reading:
        row = sight.case_row(reading, asking.me(), asking.number(id))
        return answer(Shapes(reading, asking.zone()).past_instance(row))


@rest.get("/history/task")
@operation("Historic Task Instance", query=PAGING | _TASK_READERS, answers={200: many(PAST_TASK)})
def list_past_tasks(asked: Asked) -> Response:
    """The tasks that the actor may read, open or closed."""
    found = asked.query
    with asking.desk().store.reading() as reading:
        filters = filters_of(found, PAST_TASK_FILTERS) | task_filters(reading, found)
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.past_task(row) for row in TASKS.rows(reading, paged(found, filters, TASK_ORDERS))])


@rest.get("/history/task/count")
@operation("Historic Task Instance", query=_TASK_READERS, answers={200: COUNT})
def count_past_tasks(asked: Asked) -> Response:
    """How many tasks a list would hold."""
    found = asked.query
    with asking.desk().store.reading() as reading:
        filters = filters_of(found, PAST_TASK_FILTERS) | task_filters(reading, found)
        return answer({"count": TASKS.count(reading, Page(filters))})


@rest.get("/history/activity-instance")
@operation("Historic Activity Instance", query=PAGING | ACTIVITY_READERS, answers={200: many(PAST_ACTIVITY)})
def list_activities(asked: Asked) -> Response:
    """What a case went through, in order; `processInstanceId` is required."""
    found = asked.query
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
@operation("Historic Activity Instance", query=ACTIVITY_READERS, answers={200: COUNT})
def count_activities(asked: Asked) -> Response:
    """How many passages a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": len(_passages(reading, asked.query)[1])})


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
