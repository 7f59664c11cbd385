"""The objects of the dialect: every key is there, null where there is nothing. An office is a tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import request

from engine.api import asking
from engine.api.schema import FLAG, INSTANT, LINKS, LONG, TEXT, WHOLE, maybe, one_of, record
from engine.api.typed import stamp
from engine.library import Definition
from engine.store import Reading
from engine.store.listings_tasks import PRIORITY
from engine.store.reading import Row

__all__ = [
    "DEFINITION",
    "DEFINITION_KEYS",
    "DEPLOYMENT",
    "DEPLOYMENT_KEYS",
    "FORM_REF",
    "INSTANCE",
    "INSTANCE_KEYS",
    "PAST_INSTANCE",
    "PAST_TASK",
    "TASK",
    "Shapes",
    "definition_id",
    "execution_id",
    "lasted",
    "link",
]

_MICROSECONDS: Final = 1000
_STATES: Final = {
    "ACTIVE": "ACTIVE",
    "SUSPENDED": "SUSPENDED",
    "COMPLETED": "COMPLETED",
    "CANCELLED": "EXTERNALLY_TERMINATED",
}
_TASK_STATES: Final = {"OPEN": "Created", "DONE": "Completed", "CANCELLED": "Deleted"}
_REASONS: Final = {"OPEN": None, "DONE": "completed", "CANCELLED": "deleted"}
_TEXT: Final = maybe(TEXT)
_TIME: Final = maybe(INSTANT)

DEPLOYMENT_KEYS: Final = {
    "links": LINKS,
    "id": TEXT,
    "name": _TEXT,
    "source": _TEXT,
    "deploymentTime": INSTANT,
    "tenantId": TEXT,
}
DEPLOYMENT: Final = record("Deployment", DEPLOYMENT_KEYS)
DEFINITION_KEYS: Final = {
    "id": TEXT,
    "key": TEXT,
    "category": _TEXT,
    "description": _TEXT,
    "name": _TEXT,
    "version": WHOLE,
    "resource": TEXT,
    "deploymentId": TEXT,
    "diagram": _TEXT,
    "suspended": FLAG,
    "tenantId": TEXT,
    "versionTag": _TEXT,
    "historyTimeToLive": maybe(WHOLE),
    "startableInTasklist": FLAG,
}
DEFINITION: Final = record("ProcessDefinition", DEFINITION_KEYS)
INSTANCE_KEYS: Final = {
    "links": LINKS,
    "id": TEXT,
    "definitionId": TEXT,
    "definitionKey": TEXT,
    "businessKey": _TEXT,
    "caseInstanceId": _TEXT,
    "ended": FLAG,
    "suspended": FLAG,
    "tenantId": TEXT,
}
INSTANCE: Final = record("ProcessInstance", INSTANCE_KEYS)
FORM_REF: Final = record("FormRef", {"key": TEXT, "binding": TEXT, "version": maybe(WHOLE)})
TASK: Final = record(
    "Task",
    {
        "id": TEXT,
        "name": _TEXT,
        "assignee": _TEXT,
        "created": INSTANT,
        "due": _TIME,
        "followUp": _TIME,
        "lastUpdated": _TIME,
        "delegationState": maybe(one_of("PENDING", "RESOLVED")),
        "description": _TEXT,
        "executionId": TEXT,
        "owner": _TEXT,
        "parentTaskId": _TEXT,
        "priority": WHOLE,
        "processDefinitionId": TEXT,
        "processInstanceId": TEXT,
        "taskDefinitionKey": TEXT,
        "caseExecutionId": _TEXT,
        "caseInstanceId": _TEXT,
        "caseDefinitionId": _TEXT,
        "suspended": FLAG,
        "formKey": _TEXT,
        "camundaFormRef": maybe(FORM_REF),
        "tenantId": TEXT,
        "taskState": one_of(*_TASK_STATES.values()),
    },
)
PAST_INSTANCE: Final = record(
    "HistoricProcessInstance",
    {
        "id": TEXT,
        "businessKey": _TEXT,
        "processDefinitionId": TEXT,
        "processDefinitionKey": TEXT,
        "processDefinitionName": _TEXT,
        "processDefinitionVersion": WHOLE,
        "startTime": INSTANT,
        "endTime": _TIME,
        "removalTime": _TIME,
        "durationInMillis": maybe(LONG),
        "startUserId": _TEXT,
        "startActivityId": _TEXT,
        "deleteReason": _TEXT,
        "rootProcessInstanceId": TEXT,
        "superProcessInstanceId": _TEXT,
        "superCaseInstanceId": _TEXT,
        "caseInstanceId": _TEXT,
        "tenantId": TEXT,
        "state": one_of(*_STATES.values()),
        "restartedProcessInstanceId": _TEXT,
    },
)
PAST_TASK: Final = record(
    "HistoricTaskInstance",
    {
        "id": TEXT,
        "processDefinitionKey": TEXT,
        "processDefinitionId": TEXT,
        "processInstanceId": TEXT,
        "executionId": TEXT,
        "caseDefinitionKey": _TEXT,
        "caseDefinitionId": _TEXT,
        "caseInstanceId": _TEXT,
        "caseExecutionId": _TEXT,
        "activityInstanceId": _TEXT,
        "name": _TEXT,
        "description": _TEXT,
        "deleteReason": _TEXT,
        "owner": _TEXT,
        "assignee": _TEXT,
        "startTime": INSTANT,
        "endTime": _TIME,
        "duration": maybe(LONG),
        "taskDefinitionKey": TEXT,
        "priority": WHOLE,
        "due": _TIME,
        "parentTaskId": _TEXT,
        "followUp": _TIME,
        "tenantId": TEXT,
        "removalTime": _TIME,
        "rootProcessInstanceId": TEXT,
        "taskState": one_of(*_TASK_STATES.values()),
    },
)


def definition_id(row: Mapping[str, Any], id: int | None = None) -> str:
    """`key:version:id` of a row that holds a definition's key and version."""
    return f"{row['key']}:{row['version']}:{row['definition_id'] if id is None else id}"


def execution_id(row: Mapping[str, Any]) -> str:
    """The execution of a task: the nearest scope around it that holds variables (`417-12`), or the case (`417`)."""
    nearest = (row["scope"] or "").partition(",")[0]
    return f"{row['case_id']}-{nearest}" if nearest else str(row["case_id"])


def link(path: str) -> dict[str, str]:
    """A link to a thing of this API."""
    return {"method": "GET", "href": f"{request.host_url}engine-rest/{path}", "rel": "self"}


@dataclass(frozen=True, slots=True)
class Shapes:
    """Writes rows of one reading as objects of the dialect."""

    reading: Reading
    zone: ZoneInfo

    def library(self, id: int) -> Definition:
        """The definition behind a row."""
        return asking.desk().library.definition(self.reading, id)

    def time(self, at: int | None) -> str | None:
        """An instant as the dialect writes it."""
        return None if at is None else stamp(at, self.zone)

    def deployment(self, row: Row) -> dict[str, Any]:
        """A deployment in a list."""
        return {
            "links": [link(f"deployment/{row['id']}")],
            "id": str(row["id"]),
            "name": row["name"],
            "source": row["source"],
            "deploymentTime": self.time(row["deployed_at"]),
            "tenantId": row["office"],
        }

    def definition(self, row: Row) -> dict[str, Any]:
        """A process definition."""
        return {
            "id": definition_id(row, row["id"]),
            "key": row["key"],
            "category": None,
            "description": row["description"],
            "name": row["name"],
            "version": row["version"],
            "resource": row["resource"],
            "deploymentId": str(row["deployment_id"]),
            "diagram": None,
            "suspended": bool(row["suspended"]),
            "tenantId": row["office"],
            "versionTag": row["version_tag"],
            "historyTimeToLive": row["ttl"],
            "startableInTasklist": bool(row["startable"]),
        }

    def instance(self, row: Row) -> dict[str, Any]:
        """A process instance."""
        return {
            "links": [link(f"process-instance/{row['id']}")],
            "id": str(row["id"]),
            "definitionId": definition_id(row),
            "definitionKey": row["key"],
            "businessKey": row["business_key"],
            "caseInstanceId": None,
            "ended": row["ended_at"] is not None,
            "suspended": row["status"] == "SUSPENDED",
            "tenantId": row["office"],
        }

    def task(self, row: Row) -> dict[str, Any]:
        """An open task."""
        definition = self.library(row["definition_id"])
        element = definition.process.elements.get(row["element"])
        form_ref = element.form_ref if element else None
        camunda_form = {"key": form_ref, "binding": "deployment", "version": None} if form_ref else None
        return {
            "id": f"{row['case_id']}-{row['n']}",
            "name": definition.title(row["element"]),
            "assignee": row["assignee"],
            "created": self.time(row["opened_at"]),
            "due": self.time(row["due_at"]),
            "followUp": self.time(row["follow_up_at"]),
            "lastUpdated": None,
            "delegationState": row["delegation"],
            "description": (element.documentation if element else None) or None,
            "executionId": execution_id(row),
            "owner": row["owner"],
            "parentTaskId": None,
            "priority": PRIORITY if row["priority"] is None else row["priority"],
            "processDefinitionId": definition_id(row),
            "processInstanceId": str(row["case_id"]),
            "taskDefinitionKey": row["element"],
            "caseExecutionId": None,
            "caseInstanceId": None,
            "caseDefinitionId": None,
            "suspended": row["case_status"] == "SUSPENDED",
            "formKey": element.form_key if element else None,
            "camundaFormRef": camunda_form,
            "tenantId": row["office"],
            "taskState": _TASK_STATES[row["status"]],
        }

    def past_instance(self, row: Row) -> dict[str, Any]:
        """A process instance of the history."""
        cancelled = row["status"] == "CANCELLED"
        start = next((found.id for found in self.library(row["definition_id"]).process.starts), None)
        return {
            "id": str(row["id"]),
            "businessKey": row["business_key"],
            "processDefinitionId": definition_id(row),
            "processDefinitionKey": row["key"],
            "processDefinitionName": row["name"],
            "processDefinitionVersion": row["version"],
            "startTime": self.time(row["started_at"]),
            "endTime": self.time(row["ended_at"]),
            "removalTime": None,
            "durationInMillis": lasted(row["started_at"], row["ended_at"]),
            "startUserId": row["started_by"],
            "startActivityId": start,
            "deleteReason": row["outcome"] if cancelled else None,
            "rootProcessInstanceId": str(row["id"]),
            "superProcessInstanceId": None,
            "superCaseInstanceId": None,
            "caseInstanceId": None,
            "tenantId": row["office"],
            "state": _STATES[row["status"]],
            "restartedProcessInstanceId": None,
        }

    def past_task(self, row: Row) -> dict[str, Any]:
        """A task of the history, open or closed."""
        definition = self.library(row["definition_id"])
        element = definition.process.elements.get(row["element"])
        return {
            "id": f"{row['case_id']}-{row['n']}",
            "processDefinitionKey": row["key"],
            "processDefinitionId": definition_id(row),
            "processInstanceId": str(row["case_id"]),
            "executionId": str(row["case_id"]),
            "caseDefinitionKey": None,
            "caseDefinitionId": None,
            "caseInstanceId": None,
            "caseExecutionId": None,
            "activityInstanceId": None,
            "name": definition.title(row["element"]),
            "description": (element.documentation if element else None) or None,
            "deleteReason": _REASONS[row["status"]],
            "owner": row["owner"],
            "assignee": row["assignee"],
            "startTime": self.time(row["opened_at"]),
            "endTime": self.time(row["closed_at"]),
            "duration": lasted(row["opened_at"], row["closed_at"]),
            "taskDefinitionKey": row["element"],
            "priority": PRIORITY if row["priority"] is None else row["priority"],
            "due": self.time(row["due_at"]),
            "parentTaskId": None,
            "followUp": self.time(row["follow_up_at"]),
            "tenantId": row["office"],
            "removalTime": None,
            "rootProcessInstanceId": str(row["case_id"]),
            "taskState": _TASK_STATES[row["status"]],
        }


def lasted(since: int, until: int | None) -> int | None:
    """Milliseconds between two instants, None while there is no end."""
    return None if until is None else max(0, (until - since) // _MICROSECONDS)
