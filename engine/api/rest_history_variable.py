"""The variables of the history in the dialect: of each case what it knows, or knew at its end."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.released import ERASED, released
from engine.api.rest import rest
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, TIME, Origins, of_case
from engine.api.rest_history_values import VALUE, binary, coded, decoded, typed_value
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_wanted import Given, Wanted, bad, listed_page, rows_of
from engine.api.schema import BYTES, COUNT, TEXT, many, one_of, record
from engine.api.typed import stamp
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.history_lists import PAST_VARIABLES
from engine.store.listings import Filters
from engine.store.lists import Page
from engine.store.reading import Row

__all__ = ["variable_id"]

PAST_VARIABLE: Final = record(
    "HistoricVariableInstance",
    OF_CASE
    | VALUE
    | {
        "id": TEXT,
        "name": TEXT,
        "activityInstanceId": TEXT,
        "taskId": TEXT_OR_NONE,
        "caseDefinitionKey": TEXT_OR_NONE,
        "caseDefinitionId": TEXT_OR_NONE,
        "caseInstanceId": TEXT_OR_NONE,
        "caseExecutionId": TEXT_OR_NONE,
        "state": one_of("CREATED", "DELETED"),
        "createTime": TIME,
    },
)
_WANTED: Final = Wanted(
    filters={
        "processInstanceId": (case_number, "case"),
        "processDefinitionId": (definition_number, "definition"),
        "processDefinitionKey": (asking.text, "key"),
        "variableName": (asking.text, "called"),
        "variableNameIn": (asking.names, "called_in"),
        "variableNameLike": (asking.pattern, "called_like"),
        "tenantIdIn": (asking.names, "in_offices"),
        "withoutTenantId": (asking.flag, "none"),
    },
    orders={"instanceId": "case", "variableName": "called", "tenantId": "office", "createTime": "created"},
    more={"includeDeleted": asking.flag},
    numbers=dict.fromkeys(("processInstanceIdIn", "executionIdIn", "activityInstanceIdIn"), "cases"),
)
_DESERIALIZE: Final = {"deserializeValues": asking.flag}
_ONE: Final = {"deserializeValue": asking.flag}
_CHEAP: Final = frozenset({"case"})
_TAG: Final = "Historic Variable Instance"


def _filters(given: Given) -> Filters:
    return _WANTED.filters_in(given) | sight.cases_of(asking.me())


def _list(asked: Asked) -> Response:
    given = _WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, PAST_VARIABLES, listed_page(_WANTED, given, _filters(given)), _CHEAP)
        return answer(_written(reading, rows))


def _count(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": PAST_VARIABLES.count(reading, Page(_filters(_WANTED.given(asked))))})


@rest.get("/history/variable-instance")
@operation(_TAG, query=_WANTED.query | _DESERIALIZE, answers={200: many(PAST_VARIABLE)})
def list_past_variables(asked: Asked) -> Response:
    """The variables of the cases that the actor may read."""
    return _list(asked)


@rest.post("/history/variable-instance")
@operation(_TAG, query=_WANTED.paging | _DESERIALIZE, body=_WANTED.body, answers={200: many(PAST_VARIABLE)})
def query_past_variables(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _list(asked)


@rest.get("/history/variable-instance/count")
@operation(_TAG, query=_WANTED.readers, answers={200: COUNT})
def count_past_variables(asked: Asked) -> Response:
    """How many variables a list would hold."""
    return _count(asked)


@rest.post("/history/variable-instance/count")
@operation(_TAG, body=_WANTED.body, answers={200: COUNT})
def query_past_variable_count(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _count(asked)


@rest.get("/history/variable-instance/<id>")
@operation(_TAG, query=_ONE, answers={200: PAST_VARIABLE})
def get_past_variable(asked: Asked, id: str) -> Response:
    """One variable."""
    with asking.desk().store.reading() as reading:
        return answer(_written(reading, [_row(reading, id)])[0])


@rest.get("/history/variable-instance/<id>/data")
@operation(_TAG, answers={200: BYTES})
def get_past_variable_data(asked: Asked, id: str) -> Response:
    """The bytes of a variable that is a file."""
    with asking.desk().store.reading() as reading:
        row = _row(reading, id)
        value = released(row["case_id"], row["value"])
        if value is ERASED:
            raise bad("Nilai ini telah dihapus.", "The value was erased.")
        return binary(reading, row["case_id"], value)


def variable_id(case: int, scope: int, name: str) -> str:
    """The id of a variable."""
    return f"{case}-{scope}-{coded(name)}"


def _row(reading: Reading, id: str) -> Row:
    (case, scope), name = decoded(id, 2)
    sight.case_row(reading, asking.me(), case)
    filters: Filters = {"case": {"case": case}, "variable": {"scope": scope, "variable": name}}
    rows = PAST_VARIABLES.rows(reading, Page(filters))
    if not rows:
        raise NotFound("no-variable", f"{id} tidak ada.", f"Variable instance with Id '{id}' does not exist.")
    return rows[0]


def _written(reading: Reading, rows: list[Row]) -> list[dict[str, Any]]:
    origins, zone = Origins(reading, rows, "case_id"), asking.zone()
    return [_one(row, origins, released(row["case_id"], row["value"])) | _when(row, zone) for row in rows]


def _when(row: Row, zone: Any) -> dict[str, Any]:
    return {"createTime": stamp(row["recorded_at"], zone)}


def _one(row: Row, origins: Origins, value: object) -> dict[str, Any]:
    case = row["case_id"]
    of = of_case(row | {"key": row["definition_key"]}, case, origins.of(case))
    return (
        of
        | typed_value(value, asking.zone())
        | {
            "id": variable_id(case, row["scope"], row["name"]),
            "name": row["name"],
            "activityInstanceId": str(case),
            "taskId": None,
            "caseDefinitionKey": None,
            "caseDefinitionId": None,
            "caseInstanceId": None,
            "caseExecutionId": None,
            "state": "DELETED" if value is ERASED else "CREATED",
        }
    )
