"""Variable instances in the dialect: the present variables of running cases, wherever they stand."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_conditions import CONDITIONS, condition_filters, conditions_text
from engine.api.rest_history_values import decoded
from engine.api.rest_history_variable import variable_id
from engine.api.rest_ids import NOTHING
from engine.api.rest_shapes import definition_id
from engine.api.rest_task_wanted import case_numbers
from engine.api.rest_values import bytes_answer
from engine.api.rest_wanted import Given, Wanted, bad, listed_page, rows_of
from engine.api.schema import ANY, COUNT, TEXT, binary, many, mapping, maybe, record
from engine.api.typed import write_value
from engine.canonical import loads
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.listings import Filters
from engine.store.listings_variables import VARIABLES
from engine.store.lists import Page
from engine.store.reading import Row

__all__: list[str] = []

_TAG: Final = "Variable Instance"
_TEXT: Final = maybe(TEXT)
INSTANCE: Final = record(
    "VariableInstance",
    {
        "id": TEXT,
        "name": TEXT,
        "type": TEXT,
        "value": ANY,
        "valueInfo": mapping(ANY),
        "processDefinitionId": TEXT,
        "processInstanceId": TEXT,
        "executionId": TEXT,
        "caseInstanceId": _TEXT,
        "caseExecutionId": _TEXT,
        "taskId": _TEXT,
        "batchId": _TEXT,
        "activityInstanceId": _TEXT,
        "errorMessage": _TEXT,
        "tenantId": TEXT,
    },
)
WANTED: Final = Wanted(
    filters={
        "variableName": (asking.text, "name"),
        "variableNameLike": (asking.pattern, "name_like"),
        "processInstanceIdIn": (case_numbers, "cases"),
        "executionIdIn": (asking.names, "executions"),
        "taskIdIn": (asking.names, "tasks"),
        "variableScopeIdIn": (asking.names, "executions"),
        "tenantIdIn": (asking.names, "in_offices"),
    },
    orders={"variableName": "name", "tenantId": "office"},
    more={"variableValues": conditions_text},
)
BODY: Final = {**WANTED.body, "variableValues": CONDITIONS}
_DESERIALIZE: Final = {"deserializeValues": asking.flag}
_ONE: Final = {"deserializeValue": asking.flag}


@rest.get("/variable-instance")
@operation(_TAG, query={**WANTED.query, **_DESERIALIZE}, answers={200: many(INSTANCE)})
def list_variables(asked: Asked) -> Response:
    """The present variables of the running cases that the actor may read."""
    return _list(asked)


@rest.post("/variable-instance")
@operation(_TAG, query={**WANTED.paging, **_DESERIALIZE}, body=BODY, answers={200: many(INSTANCE)})
def query_variables(asked: Asked) -> Response:
    """The present variables of the running cases that the actor may read, asked for in the body."""
    return _list(asked)


@rest.get("/variable-instance/count")
@operation(_TAG, query=WANTED.readers, answers={200: COUNT})
def count_variables(asked: Asked) -> Response:
    """How many variables a list would hold."""
    return _count(asked)


@rest.post("/variable-instance/count")
@operation(_TAG, body=BODY, answers={200: COUNT})
def query_variables_count(asked: Asked) -> Response:
    """How many variables a list would hold, asked for in the body."""
    return _count(asked)


@rest.get("/variable-instance/<id>")
@operation(_TAG, query=_ONE, answers={200: INSTANCE})
def get_variable(asked: Asked, id: str) -> Response:
    """One variable."""
    with asking.desk().store.reading() as reading:
        return answer(_written(_row(reading, id)))


@rest.get("/variable-instance/<id>/data")
@operation(_TAG, answers={200: binary("*/*")})
def get_variable_data(asked: Asked, id: str) -> Response:
    """The bytes of a variable of the type File or Bytes."""
    with asking.desk().store.reading() as reading:
        row = _row(reading, id)
        return bytes_answer(reading, row["case_id"], row["name"], loads(bytes(row["value"])))


def _list(asked: Asked) -> Response:
    given = WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, VARIABLES, listed_page(WANTED, given, _filters(given)))
        return answer([_written(row) for row in rows])


def _count(asked: Asked) -> Response:
    filters = _filters(WANTED.given(asked))
    with asking.desk().store.reading() as reading:
        return answer({"count": VARIABLES.count(reading, Page(filters))})


def _filters(given: Given) -> Filters:
    if {"executionIdIn", "variableScopeIdIn"} <= given.values.keys():
        raise bad("executionIdIn dan variableScopeIdIn berarti sama.", "Use executionIdIn or variableScopeIdIn.")
    found = WANTED.filters_in(given) | sight.cases_of(asking.me())
    if "cases" in found:
        found["cases"] = {"cases": given.values["processInstanceIdIn"] or [NOTHING]}
    return found | condition_filters("this_value", given.values.get("variableValues") or ())


def _row(reading: Reading, id: str) -> Row:
    (case, scope), name = decoded(id, 2)
    filters: Filters = {"one": {"one_case": case, "one_scope": scope, "one_name": name}}
    rows = VARIABLES.rows(reading, Page(filters | sight.cases_of(asking.me())))
    if not rows:
        raise NotFound("no-variable", f"Variabel {id} tidak ada.", f"Variable instance with Id '{id}' does not exist.")
    return rows[0]


def _written(row: Row) -> dict[str, Any]:
    case, scope = row["case_id"], row["scope"]
    execution = f"{case}-{scope}" if scope else str(case)
    task = execution if row["element"] is not None else None
    place = str(case) if not scope else f"{row['element']}:{execution}" if task else None
    return {
        "id": variable_id(case, scope, row["name"]),
        "name": row["name"],
        **write_value(loads(bytes(row["value"])), asking.zone()),
        "processDefinitionId": definition_id(row),
        "processInstanceId": str(case),
        "executionId": execution,
        "caseInstanceId": None,
        "caseExecutionId": None,
        "taskId": task,
        "batchId": None,
        "activityInstanceId": place,
        "errorMessage": None,
        "tenantId": row["office"],
    }
