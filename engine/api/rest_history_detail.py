"""The details of the history in the dialect: each write to a variable, and each field of a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from flask import Response

from engine.api import asking
from engine.api.answers import answer
from engine.api.likeness import like
from engine.api.operation import Asked, operation
from engine.api.released import ERASED, released
from engine.api.rest import rest
from engine.api.rest_history_operation import operation_id
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, Origins, of_case
from engine.api.rest_history_task import task_place
from engine.api.rest_history_values import VALUE, binary, coded, decoded, typed_value
from engine.api.rest_history_variable import variable_id
from engine.api.rest_ids import case_number
from engine.api.rest_told import Told, fitting, hang, the_case
from engine.api.rest_wanted import Given, bad
from engine.api.schema import ANY, BYTES, FLAG, INSTANT, TEXT, WHOLE, Schema, maybe, merged, one_of, record
from engine.api.typed import stamp
from engine.commands.refusals import NotFound
from engine.events import instant
from engine.queries.details import Detail, details
from engine.store import Reading
from engine.store.history import answers, stream
from engine.store.reading import Row

__all__: list[str] = []

_NONE: Final = ("caseDefinitionKey", "caseDefinitionId", "caseInstanceId", "caseExecutionId")
_COMMON: Final = (
    OF_CASE
    | dict.fromkeys((*_NONE, "taskId", "userOperationId"), TEXT_OR_NONE)
    | {"id": TEXT, "activityInstanceId": TEXT, "time": INSTANT}
)
_UPDATE: Final = record(
    "HistoricVariableUpdate",
    _COMMON
    | {name: schema for name, schema in VALUE.items() if name != "type"}
    | {
        "type": one_of("variableUpdate"),
        "variableName": TEXT,
        "variableInstanceId": TEXT,
        "variableType": VALUE["type"],
        "revision": WHOLE,
        "initial": FLAG,
    },
)
_FIELD: Final = record(
    "HistoricFormField", _COMMON | {"type": one_of("formField"), "fieldId": TEXT, "fieldValue": maybe(ANY)}
)
DETAIL: Final = Schema({"anyOf": [_UPDATE.words, _FIELD.words]}, merged([_UPDATE, _FIELD]))


class Found(NamedTuple):
    """A detail and its case."""

    row: Row
    detail: Detail

    @property
    def at(self) -> int:
        """When it was recorded (instant)."""
        return instant(self.detail.event.recorded_at)

    @property
    def n(self) -> int | None:
        """The number of the task in which it was written."""
        found: int | None = self.detail.event.data.get("task")
        return found

    @property
    def operation(self) -> str:
        """The id of the operation that wrote it."""
        return operation_id(self.row["id"], self.detail.event.number)


def _id(found: Found) -> str:
    one = found.detail
    return f"{found.row['id']}-{one.event.number}-{int(one.field)}-{coded(one.answer)}"


def _variable(found: Found) -> str:
    return variable_id(found.row["id"], found.detail.scope, found.detail.name)


_TESTS: Final = {
    "activityInstanceId": lambda found, value: str(found.row["id"]) == value,
    "variableInstanceId": lambda found, value: _variable(found) == value,
    "variableNameLike": lambda found, value: like(value)(found.detail.name),
    "taskId": lambda found, value: (found.row["id"], found.n) == value,
    "userOperationId": lambda found, value: found.operation == value,
    "formFields": lambda found, value: found.detail.field or not value,
    "variableUpdates": lambda found, value: not (found.detail.field and value),
    "excludeTaskDetails": lambda found, value: not value or found.n is None,
    "initial": lambda found, value: not value or found.detail.revision == 0,
    "occurredAfter": lambda found, value: found.at >= value,
    "occurredBefore": lambda found, value: found.at <= value,
}
_READERS: Final = {
    "processInstanceId": case_number,
    "executionId": case_number,
    "taskId": task_place,
    **dict.fromkeys(("activityInstanceId", "variableInstanceId", "variableNameLike", "userOperationId"), asking.text),
    **dict.fromkeys(("formFields", "variableUpdates", "excludeTaskDetails", "initial"), asking.flag),
    **dict.fromkeys(("occurredAfter", "occurredBefore"), asking.instant_of),
}
_KEYS: Final = {
    "processInstanceId": lambda found: found.row["id"],
    "variableName": lambda found: found.detail.name,
    "variableRevision": lambda found: found.detail.revision,
    "formPropertyId": lambda found: found.detail.name,
    "time": lambda found: found.at,
    "occurrence": lambda found: found.detail.event.number,
    "tenantId": lambda found: found.row["office"],
}


def _tell(reading: Reading, given: Given) -> Iterator[Found]:
    row = the_case(reading, given, "taskId", "activityInstanceId", "variableInstanceId", "userOperationId")
    if row is None:
        return iter(())
    definition = asking.desk().library.definition(reading, row["definition_id"])
    told = (Found(row, one) for one in details(definition, stream(reading, row["id"])))
    return fitting(told, _TESTS, given)


def _write(reading: Reading, page: list[Found]) -> list[dict[str, Any]]:
    kept = answers(reading, page[0].row["id"]) if page else {}
    origins = Origins(reading, [found.row for found in page])
    return [_one(found, _value(found, kept), origins.of(found.row["id"])) for found in page]


def _value(found: Found, kept: dict[tuple[int, str], Row]) -> object:
    row = kept.get((found.detail.event.number, found.detail.answer))
    return released(found.row["id"], None if row is None else row["value"])


def _one(found: Found, value: object, root: str) -> dict[str, Any]:
    case, detail = found.row["id"], found.detail
    common = of_case(found.row, case, root) | {
        **dict.fromkeys(_NONE),
        "id": _id(found),
        "activityInstanceId": str(case),
        "taskId": None if found.n is None else f"{case}-{found.n}",
        "userOperationId": None if detail.event.actor is None else found.operation,
        "time": stamp(detail.event.recorded_at, asking.zone()),
    }
    typed = typed_value(value, asking.zone())
    if detail.field:
        return common | {"type": "formField", "fieldId": detail.name, "fieldValue": typed["value"]}
    return (
        common
        | {name: typed[name] for name in ("value", "valueInfo", "errorMessage")}
        | {
            "type": "variableUpdate",
            "variableName": detail.name,
            "variableInstanceId": _variable(found),
            "variableType": typed["type"],
            "revision": detail.revision,
            "initial": detail.revision == 0,
        }
    )


def _the(reading: Reading, id: str) -> tuple[Found, object]:
    """One detail with its value; NotFound for what the actor may not read."""
    (case, *_), _ = decoded(id, 3)
    told = _tell(reading, Given({"processInstanceId": case}, (), 0, 1))
    found = next((one for one in told if _id(one) == id), None)
    if found is None:
        raise NotFound("no-detail", f"{id} tidak ada.", f"Historic detail with Id '{id}' does not exist.")
    return found, _value(found, answers(reading, case))


@rest.get("/history/detail/<id>")
@operation("Historic Detail", query={"deserializeValue": asking.flag}, answers={200: DETAIL})
def get_detail(asked: Asked, id: str) -> Response:
    """One detail."""
    with asking.desk().store.reading() as reading:
        found, value = _the(reading, id)
        return answer(_one(found, value, Origins(reading, [found.row]).of(found.row["id"])))


@rest.get("/history/detail/<id>/data")
@operation("Historic Detail", answers={200: BYTES})
def get_detail_data(asked: Asked, id: str) -> Response:
    """The bytes of a write whose value is a file."""
    with asking.desk().store.reading() as reading:
        found, value = _the(reading, id)
        if value is ERASED:
            raise bad("Nilai ini telah dihapus.", "The value was erased.")
        return binary(reading, found.row["id"], value)


hang(
    Told(
        path="detail",
        tag="Historic Detail",
        schema=DETAIL,
        readers=_READERS,
        tell=_tell,
        keys=_KEYS,
        write=_write,
        extra={"deserializeValues": asking.flag},
    )
)
