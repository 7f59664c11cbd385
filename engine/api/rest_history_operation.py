"""The log of what people did, in the dialect: each change with its value before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from engine.api import asking
from engine.api.released import ERASED, released
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, Origins, of_case
from engine.api.rest_history_task import task_place
from engine.api.rest_ids import case_number
from engine.api.rest_told import Told, fitting, hang, the_case
from engine.api.rest_wanted import Given
from engine.api.schema import INSTANT, TEXT, record
from engine.api.typed import stamp
from engine.events import instant
from engine.queries.operations import Change, Operation, operations
from engine.store import Reading
from engine.store.history import answers, stream
from engine.store.reading import Row

__all__ = ["operation_id"]

_NONE: Final = ("caseDefinitionId", "caseInstanceId", "caseExecutionId", "deploymentId", "batchId", "jobDefinitionId")
OPERATION: Final = record(
    "UserOperationLogEntry",
    {name: schema for name, schema in OF_CASE.items() if name != "tenantId"}
    | dict.fromkeys((*_NONE, "taskId", "jobId", "externalTaskId", "userId"), TEXT_OR_NONE)
    | dict.fromkeys(("property", "orgValue", "newValue", "annotation"), TEXT_OR_NONE)
    | dict.fromkeys(("id", "operationId", "operationType", "entityType", "category"), TEXT)
    | {"timestamp": INSTANT},
)


class Found(NamedTuple):
    """One change of an operation; `place` counts them from 0."""

    row: Row
    operation: Operation
    change: Change
    place: int

    @property
    def at(self) -> int:
        """When it was recorded (instant)."""
        return instant(self.operation.event.recorded_at)

    @property
    def n(self) -> int | None:
        """The number of the task that it is about."""
        found: int | None = self.operation.event.data.get("task")
        return found


def operation_id(case: int, event: int) -> str:
    """The id of an operation."""
    return f"{case}-{event}"


def _id(found: Found) -> str:
    return operation_id(found.row["id"], found.operation.event.number)


_TESTS: Final = {
    "taskId": lambda found, value: (found.row["id"], found.n) == value,
    "operationId": lambda found, value: _id(found) == value,
    "userId": lambda found, value: found.operation.event.actor == value,
    "operationType": lambda found, value: found.operation.type == value,
    "entityType": lambda found, value: found.operation.entity == value,
    "entityTypeIn": lambda found, value: found.operation.entity in value,
    "category": lambda found, value: found.operation.category == value,
    "categoryIn": lambda found, value: found.operation.category in value,
    "property": lambda found, value: found.change.property == value,
    "jobId": lambda found, value: str(found.operation.event.data.get("job")) == value,
    "processDefinitionKey": lambda found, value: found.row["key"] == value,
    "afterTimestamp": lambda found, value: found.at > value,
    "beforeTimestamp": lambda found, value: found.at < value,
}
_READERS: Final = {
    "processInstanceId": case_number,
    "executionId": case_number,
    "taskId": task_place,
    **dict.fromkeys(("operationId", "userId", "operationType", "entityType", "category", "property"), asking.text),
    **dict.fromkeys(("jobId", "processDefinitionKey"), asking.text),
    **dict.fromkeys(("entityTypeIn", "categoryIn"), asking.names),
    **dict.fromkeys(("afterTimestamp", "beforeTimestamp"), asking.instant_of),
}


def _tell(reading: Reading, given: Given) -> Iterator[Found]:
    row = the_case(reading, given, "taskId", "operationId")
    if row is None:
        return iter(())
    told = (
        Found(row, one, change, place)
        for one in operations(stream(reading, row["id"]))
        for place, change in enumerate(one.changes)
    )
    return fitting(told, _TESTS, given)


def _write(reading: Reading, page: list[Found]) -> list[dict[str, Any]]:
    reasons = answers(reading, page[0].row["id"]) if any(found.operation.reason for found in page) else {}
    origins = Origins(reading, [found.row for found in page])
    return [_one(found, reasons) | {"rootProcessInstanceId": origins.of(found.row["id"])} for found in page]


def _one(found: Found, reasons: dict[tuple[int, str], Row]) -> dict[str, Any]:
    case, event, one = found.row["id"], found.operation.event, found.operation
    kept = reasons.get((event.number, one.reason)) if one.reason is not None else None
    reason = None if kept is None else released(case, kept["value"])
    of = of_case(found.row, case, str(case))
    del of["tenantId"]
    job = event.data.get("job")
    return of | {
        **dict.fromkeys(_NONE),
        "id": f"{_id(found)}-{found.place}",
        "operationId": _id(found),
        "taskId": None if found.n is None else f"{case}-{found.n}",
        "jobId": None if job is None else str(job),
        "externalTaskId": None,
        "userId": event.actor,
        "timestamp": stamp(event.recorded_at, asking.zone()),
        "operationType": one.type,
        "entityType": one.entity,
        "category": one.category,
        "property": found.change.property,
        "orgValue": found.change.before,
        "newValue": found.change.after,
        "annotation": None if reason is ERASED else reason,
    }


hang(
    Told(
        path="user-operation",
        tag="Historic User Operation Log",
        schema=OPERATION,
        readers=_READERS,
        tell=_tell,
        keys={"timestamp": lambda found: found.at},
        write=_write,
        posted=False,
    )
)
