"""Service tasks as the dialect writes them: in lists, and as they are lent to workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.api.rest_shapes import Shapes, definition_id
from engine.api.schema import FLAG, INSTANT, LONG, TEXT, VARIABLES, WHOLE, mapping, maybe, record
from engine.store.reading import Row

__all__ = ["EXTERNAL_TASK", "LOCKED_TASK", "external_task", "locked_task"]

_TEXT: Final = maybe(TEXT)
_KEYS: Final = {
    "activityId": TEXT,
    "activityInstanceId": TEXT,
    "errorMessage": _TEXT,
    "executionId": TEXT,
    "id": TEXT,
    "lockExpirationTime": maybe(INSTANT),
    "createTime": INSTANT,
    "processDefinitionId": TEXT,
    "processDefinitionKey": TEXT,
    "processDefinitionVersionTag": _TEXT,
    "processInstanceId": TEXT,
    "retries": maybe(WHOLE),
    "suspended": FLAG,
    "workerId": _TEXT,
    "topicName": TEXT,
    "tenantId": TEXT,
    "priority": LONG,
    "businessKey": _TEXT,
}
EXTERNAL_TASK: Final = record("ExternalTask", _KEYS)
LOCKED_TASK: Final = record(
    "LockedExternalTask",
    {**_KEYS, "errorDetails": _TEXT, "variables": VARIABLES, "extensionProperties": maybe(mapping(TEXT))},
)


def external_task(shapes: Shapes, row: Row) -> dict[str, Any]:
    """A service task in a list. Its execution is its case, or the task itself when variables stand there.

    Its activity instance is that of the tree of what is open in the case.
    """
    name = f"{row['case_id']}-{row['n']}"
    own = row["scope"] is not None or row["item"] is not None
    return {
        "activityId": row["element"],
        "activityInstanceId": f"{row['element']}:{name}",
        "errorMessage": row["error"],
        "executionId": name if own else str(row["case_id"]),
        "id": name,
        "lockExpirationTime": shapes.time(row["locked_until"] or None),
        "createTime": shapes.time(row["opened_at"]),
        "processDefinitionId": definition_id(row),
        "processDefinitionKey": row["key"],
        "processDefinitionVersionTag": row["version_tag"],
        "processInstanceId": str(row["case_id"]),
        "retries": row["retries"],
        "suspended": row["case_status"] == "SUSPENDED",
        "workerId": row["worker"],
        "topicName": row["topic"],
        "tenantId": row["office"],
        "priority": row["priority"],
        "businessKey": row["business_key"],
    }


def locked_task(shapes: Shapes, row: Row, variables: Mapping[str, Any], *, properties: bool) -> dict[str, Any]:
    """A service task as its worker gets it, with typed variables; with the properties of its element, if asked for."""
    element = shapes.library(row["definition_id"]).process.elements.get(row["element"])
    found = dict(element.properties) if properties and element is not None else None
    own = {"errorDetails": row["details"], "variables": dict(variables), "extensionProperties": found}
    return external_task(shapes, row) | own
