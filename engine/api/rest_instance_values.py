"""The variables of process instances and executions in the dialect."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from engine.api import asking
from engine.api.rest_execution_found import execution_of
from engine.api.rest_instance_found import running_case
from engine.api.rest_values import Place, hang
from engine.commands.modification import SetVariables
from engine.queries.own_values import scope_values
from engine.store import Reading

__all__: list[str] = []


def _of_case(reading: Reading, id: str) -> tuple[int, dict[str, Any]]:
    case = running_case(reading, id)["id"]
    return case, scope_values(reading, case, 0)


def _set_of_case(id: str, values: Mapping[str, Any], gone: Collection[str]) -> None:
    asking.desk().run(asking.context(), SetVariables(asking.number(id), values, 0, gone))


def _of_execution(reading: Reading, id: str) -> tuple[int, dict[str, Any]]:
    found = execution_of(reading, id)
    return found.case, found.values(reading)


def _set_of_execution(id: str, values: Mapping[str, Any], gone: Collection[str]) -> None:
    case, dash, n = id.partition("-")
    scope = asking.number(n, "execution") if dash else 0
    asking.desk().run(asking.context(), SetVariables(asking.number(case), values, scope, gone))


hang(
    Place(
        "Process Instance",
        "/process-instance/<id>/variables",
        "process_instance_variable",
        "process instance",
        _of_case,
        _set_of_case,
    )
)
hang(
    Place(
        "Execution",
        "/execution/<id>/localVariables",
        "local_execution_variable",
        "execution",
        _of_execution,
        _set_of_execution,
    )
)
