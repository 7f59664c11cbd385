"""The variables of a task in the dialect: all that it sees, and those that are its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from engine.api import asking
from engine.api.rest_task_found import definition_of, open_task
from engine.api.rest_task_hands import task_answers
from engine.api.rest_values import Place, hang
from engine.commands.task_values import SetTaskVariables
from engine.queries.own_values import own_values, seen_values
from engine.store import Reading

__all__: list[str] = []


def _seen(reading: Reading, id: str) -> tuple[int, dict[str, Any]]:
    row = open_task(reading, id)
    return row["case_id"], seen_values(reading, definition_of(reading, row), row)


def _own(reading: Reading, id: str) -> tuple[int, dict[str, Any]]:
    row = open_task(reading, id)
    return row["case_id"], own_values(reading, definition_of(reading, row), row)


def _set(id: str, values: Mapping[str, Any], gone: Collection[str]) -> None:
    case, n = asking.task_id(id)
    asking.desk().run(asking.context(), SetTaskVariables(case, n, task_answers(id, values), gone))


def _set_own(id: str, values: Mapping[str, Any], gone: Collection[str]) -> None:
    case, n = asking.task_id(id)
    asking.desk().run(asking.context(), SetTaskVariables(case, n, task_answers(id, values), gone, local=True))


hang(Place("Task Variable", "/task/<id>/variables", "task_variable", "task", _seen, _set))
hang(Place("Task Local Variable", "/task/<id>/localVariables", "task_local_variable", "task", _own, _set_own))
