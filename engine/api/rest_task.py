"""Tasks in the dialect: list, count, get, claim, unclaim, assignee, complete, variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import PAGING, filters_of, paged, rest
from engine.api.rest_answers import fitted, present_values
from engine.api.rest_ids import NOTHING, case_number, definition_number
from engine.api.rest_shapes import TASK, Shapes
from engine.api.schema import COUNT, VARIABLES, many
from engine.commands.refusals import NotFound
from engine.commands.task import Assign, Claim, Complete, Unclaim
from engine.store import Reading
from engine.store.listings import TASKS, Filters
from engine.store.lists import Page, listed
from engine.store.people import GROUPS_OF_POSTS, actor

__all__ = ["TASK_FILTERS", "TASK_READERS", "task_filters"]

TASK_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "processInstanceId": (case_number, "case"),
    "processInstanceBusinessKey": (asking.text, "business_key"),
    "processDefinitionId": (definition_number, "definition"),
    "processDefinitionKey": (asking.text, "key"),
    "processDefinitionKeyIn": (asking.names, "keys"),
    "taskDefinitionKey": (asking.text, "element"),
    "assigned": (asking.flag, "assigned"),
    "unassigned": (asking.flag, "unassigned"),
    "tenantIdIn": (asking.names, "in_offices"),
}
FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    **TASK_FILTERS,
    "assignee": (asking.text, "assignee"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
}
TASK_READERS: Final[dict[str, Reader]] = {"taskId": asking.text}
ORDERS: Final = {
    "id": "case",
    "instanceId": "case",
    "executionId": "case",
    "created": "opened",
    "dueDate": "due",
    "assignee": "assignee",
}
_READERS: Final[dict[str, Reader]] = {
    **TASK_READERS,
    **{name: reader for name, (reader, _) in FILTERS.items()},
    "candidateGroup": asking.text,
    "candidateGroups": asking.names,
    "candidateUser": asking.text,
    "includeAssignedTasks": asking.flag,
}
COMPLETE: Final = {"variables": parts.VARIABLES, "withVariablesInReturn": parts.FLAG}
FORM_VARIABLES: Final = {"variableNames": asking.names, "deserializeValues": asking.flag}


@rest.get("/task")
@operation("Task", query=PAGING | _READERS, answers={200: many(TASK)})
def list_tasks(asked: Asked) -> Response:
    """The open tasks that the actor may read."""
    with asking.desk().store.reading() as reading:
        page = paged(asked.query, _filters(reading, asked.query), ORDERS)
        shapes = Shapes(reading, asking.zone())
        return answer([shapes.task(row) for row in TASKS.rows(reading, page)])


@rest.get("/task/count")
@operation("Task", query=_READERS, answers={200: COUNT})
def count_tasks(asked: Asked) -> Response:
    """How many tasks a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": TASKS.count(reading, Page(_filters(reading, asked.query)))})


@rest.get("/task/<id>")
@operation("Task", answers={200: TASK})
def get_task(asked: Asked, id: str) -> Response:
    """One open task."""
    with asking.desk().store.reading() as reading:
        row = sight.task_row(reading, asking.me(), *asking.task_id(id))
        if row["status"] != "OPEN":
            raise NotFound("no-task", f"Tugas {id} sudah ditutup.", f"No matching task with id {id}")
        return answer(Shapes(reading, asking.zone()).task(row))


@rest.post("/task/<id>/claim")
@operation("Task", body={"userId": parts.WORDS}, answers={204: None})
def claim_task(asked: Asked, id: str) -> Response:
    """Takes the task; for somebody else only a process owner may."""
    case, n = asking.task_id(id)
    user = asked.body.get("userId")
    command = Claim(case, n) if user == asking.me().login else Assign(case, n, user)
    asking.desk().run(asking.context(), command)
    return nothing()


@rest.post("/task/<id>/unclaim")
@operation("Task", answers={204: None})
def unclaim_task(asked: Asked, id: str) -> Response:
    """Gives the task back."""
    asking.desk().run(asking.context(), Unclaim(*asking.task_id(id)))
    return nothing()


@rest.post("/task/<id>/assignee")
@operation("Task", body={"userId": parts.WORDS}, answers={204: None})
def assign_task(asked: Asked, id: str) -> Response:
    """Gives the task to somebody."""
    asking.desk().run(asking.context(), Assign(*asking.task_id(id), asked.body.get("userId")))
    return nothing()


@rest.post("/task/<id>/complete")
@operation("Task", body=COMPLETE, answers={200: VARIABLES, 204: None})
def complete_task(asked: Asked, id: str) -> Response:
    """Answers the task with typed variables."""
    case, n = asking.task_id(id)
    values = asked.body.get("variables") or {}
    with asking.desk().store.reading() as reading:
        row = sight.task_row(reading, asking.me(), case, n)
        answers = fitted(asking.desk().library.definition(reading, row["definition_id"]), row["element"], values)
    asking.desk().run(asking.context(), Complete(case, n, answers))
    if not asked.body.get("withVariablesInReturn"):
        return nothing()
    with asking.desk().store.reading() as reading:
        return answer(present_values(reading, case))


@rest.get("/task/<id>/form-variables")
@operation("Task", query=FORM_VARIABLES, answers={200: VARIABLES})
def get_form_variables(asked: Asked, id: str) -> Response:
    """The variables that the task's form may show: the present answers of its case."""
    with asking.desk().store.reading() as reading:
        row = sight.task_row(reading, asking.me(), *asking.task_id(id))
        values = present_values(reading, row["case_id"])
    wanted = asked.query.get("variableNames")
    return answer({name: value for name, value in values.items() if wanted is None or name in wanted})


def task_filters(reading: Reading, found: Mapping[str, Any]) -> Filters:
    """What the actor may read of the tasks, and the one that `taskId` names."""
    filters = sight.tasks_of(reading, asking.me(), found.get("processInstanceId"))
    if "taskId" in found:
        filters |= {"task": dict(zip(("task_case", "task_n"), _task(found["taskId"]), strict=True))}
    return filters


def _task(id: str) -> tuple[int, int]:
    try:
        return asking.task_id(id)
    except NotFound:
        return NOTHING, NOTHING


def _filters(reading: Reading, found: Mapping[str, Any]) -> Filters:
    filters = filters_of(found, FILTERS) | task_filters(reading, found) | {"open": {}}
    groups = _groups(reading, found)
    if groups is not None:
        filters |= {"candidates": {"candidates": listed(groups)}}
        if not found.get("includeAssignedTasks"):
            filters |= {"unassigned": {}}
    elif "includeAssignedTasks" in found:
        raise BadInput(
            "includeAssignedTasks hanya bersama candidateUser, candidateGroup atau candidateGroups.",
            "includeAssignedTasks is only allowed with candidateUser, candidateGroup or candidateGroups.",
        )
    return filters


def _groups(reading: Reading, found: Mapping[str, Any]) -> set[str] | None:
    """The candidate groups that the candidate parameters leave: a group's id, or a post in it; None without any."""
    wanted: list[set[str]] = []
    for names in ([found["candidateGroup"]] if "candidateGroup" in found else None, found.get("candidateGroups")):
        if names is not None:
            rows = reading.all(GROUPS_OF_POSTS, posts=listed(names))
            wanted.append({*names, *(row["candidates"] for row in rows)})
    if "candidateUser" in found:
        user = actor(reading, found["candidateUser"], asking.now())
        wanted.append(set(user.groups) if user else set())
    return set.intersection(*wanted) if wanted else None
