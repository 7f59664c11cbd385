"""Service tasks in the dialect: lists, one, its error, the topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.operation import Asked, operation
from engine.api.rest import filters_of, rest
from engine.api.rest_external_shapes import EXTERNAL_TASK, external_task
from engine.api.rest_ids import NOTHING, case_number, definition_number
from engine.api.rest_shapes import Shapes
from engine.api.rest_wanted import Wanted, listed_page, rows_of
from engine.api.schema import COUNT, TEXT, binary, many
from engine.commands.external_task_lock import no_external
from engine.commands.refusals import NotFound
from engine.events import instant
from engine.store import Reading
from engine.store.external_offers import EXTERNALS, TOPICS
from engine.store.listings import Filters
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__ = ["external_id", "found_tasks"]


def _task(value: str) -> tuple[int, int]:
    try:
        return external_id(value)
    except NotFound:
        return NOTHING, NOTHING


def _execution(value: str) -> tuple[int, int]:
    """Case and number of an execution; 0 is the case itself."""
    return (case_number(value), 0) if "-" not in value else _task(value)


_cases: Final = Reader(lambda value: [case_number(one) for one in asking.names(value)], many(TEXT), listed=True)
_task_id: Final = Reader(_task, TEXT)
_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "externalTaskIdIn": (asking.names, "tasks"),
    "activityId": (asking.text, "element"),
    "activityIdIn": (asking.names, "elements"),
    "lockExpirationBefore": (asking.instant_of, "until_before"),
    "lockExpirationAfter": (asking.instant_of, "until_after"),
    "topicName": (asking.text, "topic"),
    "processInstanceId": (case_number, "case"),
    "processInstanceIdIn": (_cases, "cases"),
    "processDefinitionId": (definition_number, "definition"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
    "withRetriesLeft": (asking.flag, "attempts"),
    "noRetriesLeft": (asking.flag, "no_attempts"),
    "workerId": (asking.text, "worker"),
    "tenantIdIn": (asking.names, "in_offices"),
    "priorityHigherThanOrEquals": (asking.number_text, "priority_from"),
    "priorityLowerThanOrEquals": (asking.number_text, "priority_to"),
}
WANTED: Final = Wanted(
    _FILTERS,
    {
        "id": "id",
        "lockExpirationTime": "until",
        "processInstanceId": "id",
        "processDefinitionId": "definition",
        "processDefinitionKey": "key",
        "tenantId": "office",
        "taskPriority": "priority",
        "createTime": "opened",
    },
    {
        "externalTaskId": _task_id,
        "executionId": Reader(_execution, TEXT),
        "locked": asking.flag,
        "notLocked": asking.flag,
    },
)
_TOPICS: Final = {"withLockedTasks": asking.flag, "withUnlockedTasks": asking.flag, "withRetriesLeft": asking.flag}


@rest.get("/external-task")
@operation("External Task", query=WANTED.query, answers={200: many(EXTERNAL_TASK)})
def list_external(asked: Asked) -> Response:
    """The service tasks of one's offices that wait."""
    return _listed(asked)


@rest.post("/external-task")
@operation("External Task", query=WANTED.paging, body=WANTED.body, answers={200: many(EXTERNAL_TASK)})
def query_external(asked: Asked) -> Response:
    """The same, asked by a body."""
    return _listed(asked)


@rest.get("/external-task/count")
@operation("External Task", query=WANTED.readers, answers={200: COUNT})
def count_external(asked: Asked) -> Response:
    """How many a list would hold."""
    return _counted(asked)


@rest.post("/external-task/count")
@operation("External Task", body=WANTED.body, answers={200: COUNT})
def query_external_count(asked: Asked) -> Response:
    """The same, asked by a body."""
    return _counted(asked)


@rest.get("/external-task/topic-names")
@operation("External Task", query=_TOPICS, answers={200: many(TEXT)})
def list_topics(asked: Asked) -> Response:
    """The topics of the service tasks of one's offices that wait."""
    found = asked.query
    filters = _seen()
    if found.get("withLockedTasks"):
        filters["locked"] = {"at_locked": instant(asking.now())}
    if found.get("withUnlockedTasks"):
        filters["free"] = {"at_free": instant(asking.now())}
    if found.get("withRetriesLeft"):
        filters["attempts"] = {}
    with asking.desk().store.reading() as reading:
        return answer([row["topic"] for row in TOPICS.rows(reading, Page(filters))])


@rest.get("/external-task/<id>")
@operation("External Task", answers={200: EXTERNAL_TASK})
def get_external(asked: Asked, id: str) -> Response:
    """One service task that waits."""
    with asking.desk().store.reading() as reading:
        return answer(external_task(Shapes(reading, asking.zone()), _row(reading, id)))


@rest.get("/external-task/<id>/errorDetails")
@operation("External Task", answers={200: binary("text/plain"), 204: None})
def get_external_error(asked: Asked, id: str) -> Response:
    """What its worker said of its last failure, as it is; 204 when he said nothing."""
    with asking.desk().store.reading() as reading:
        details = _row(reading, id)["details"]
    if not details:
        return nothing()
    return Response(details.encode(), content_type="text/plain")


def external_id(id: str) -> tuple[int, int]:
    """Case and number of a service task's id (`417-3`); NotFound for what cannot be one."""
    case, dash, n = id.partition("-")
    if not dash or not (case + n).isdigit() or not (case + n).isascii() or len(case) > 18 or len(n) > 9:
        words = f"Tugas layanan {id} tidak ada.", f"External task with id {id} does not exist"
        raise NotFound("no-external-task", *words)
    return int(case), int(n)


def found_tasks(reading: Reading, values: Mapping[str, Any]) -> list[Row]:
    """The tasks that a query names by the keys of a list."""
    return _rows(reading, Asked(body=dict(values)))


def _listed(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        return answer([external_task(shapes, row) for row in _rows(reading, asked)])


def _rows(reading: Reading, asked: Asked) -> list[Row]:
    given = WANTED.given(asked)
    page = listed_page(WANTED, given, _filters(given.values))
    return rows_of(reading, EXTERNALS, page, frozenset(WANTED.orders.values()))


def _counted(asked: Asked) -> Response:
    given = WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        return answer({"count": EXTERNALS.count(reading, Page(_filters(given.values)))})


def _filters(found: Mapping[str, Any]) -> Filters:
    filters = filters_of(found, _FILTERS) | _seen()
    for name, filter in (("externalTaskId", "task"), ("executionId", "execution")):
        if name in found:
            filters[filter] = dict(zip((f"{filter}_case", f"{filter}_n"), found[name], strict=True))
    if found.get("locked"):
        filters["locked"] = {"at_locked": instant(asking.now())}
    if found.get("notLocked"):
        filters["free"] = {"at_free": instant(asking.now())}
    return filters


def _seen() -> Filters:
    mine = sight.offices(asking.me(), "read-external")
    return {} if mine is None else {"offices": {"offices": listed(mine)}}


def _row(reading: Reading, id: str) -> Row:
    case, n = external_id(id)
    rows = EXTERNALS.rows(reading, Page(_seen() | {"task": {"task_case": case, "task_n": n}}))
    if not rows:
        raise no_external(case, n)
    return rows[0]
