"""Everything that the generated client can read: lists, counts and single things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.clients.work import AUDITOR, MACHINE, OWNER, SERVICE, SKM, STAFF

__all__ = ["reads"]

Read = tuple[str, str, tuple[Any, ...], dict[str, Any]]

# Lists and counts: who, the API, the methods, a filter.
LISTS: Final[tuple[tuple[str, str, tuple[str, ...], dict[str, Any]], ...]] = (
    (OWNER, "Deployment", ("get_deployments", "get_deployments_count"), {"name_like": "%a%"}),
    (
        OWNER,
        "ProcessDefinition",
        ("get_process_definitions", "get_process_definitions_count"),
        {"latest_version": True},
    ),
    (OWNER, "ProcessInstance", ("get_process_instances", "get_process_instances_count"), {"active": True}),
    (OWNER, "Task", ("get_tasks", "get_tasks_count"), {"process_definition_key": SERVICE}),
    (MACHINE, "ExternalTask", ("get_external_tasks", "get_external_tasks_count"), {}),
    (OWNER, "Incident", ("get_incidents", "get_incidents_count"), {}),
    (OWNER, "Job", ("get_jobs", "get_jobs_count"), {}),
    (STAFF, "Filter", ("get_filter_list", "get_filter_count"), {"resource_type": "Task"}),
    (STAFF, "User", ("get_users", "get_user_count"), {}),
    (STAFF, "Group", ("get_query_groups", "get_group_count"), {}),
    (AUDITOR, "Authorization", ("query_authorizations", "get_authorization_count"), {}),
    (
        AUDITOR,
        "HistoricProcessInstance",
        ("get_historic_process_instances", "get_historic_process_instances_count"),
        {},
    ),
)
# What the history tells of one case: the API, its methods.
HISTORY: Final = (
    ("HistoricActivityInstance", "get_historic_activity_instances", "get_historic_activity_instances_count"),
    ("HistoricTaskInstance", "get_historic_task_instances", "get_historic_task_instances_count"),
    ("HistoricVariableInstance", "get_historic_variable_instances", "get_historic_variable_instances_count"),
    ("HistoricDetail", "get_historic_details", "get_historic_details_count"),
    ("HistoricUserOperationLog", "query_user_operation_entries", "query_user_operation_count"),
    ("HistoricIncident", "get_historic_incidents", "get_historic_incidents_count"),
)
TASK: Final = (
    "Task.get_task",
    "Task.get_form",
    "Task.get_form_variables",
    "TaskVariable.get_task_variables",
    "TaskIdentityLink.get_identity_links",
    "TaskComment.get_comments",
    "TaskAttachment.get_attachments",
)
DEFINITION: Final = ("get_process_definition", "get_process_definition_bpmn20_xml", "get_start_form")


def reads(facts: dict[str, str]) -> Iterator[Read]:
    """Each as (who, `Api.method`, arguments, filters); `facts` names what there is to be read."""
    yield STAFF, "Version.get_rest_api_version", (), {}
    yield STAFF, "Engine.get_process_engine_names", (), {}
    for who, api, methods, given in LISTS:
        for method in methods:
            yield who, f"{api}.{method}", (), given
    for call in TASK:
        yield STAFF, call, (facts["task"],), {}
    yield from _of_definition(facts)
    yield from _of_case(facts)
    for api, *both in HISTORY:
        for method in both:
            for case in (facts["case"], facts["ended"]):
                yield AUDITOR, f"{api}.{method}", (), {"process_instance_id": case}
    yield STAFF, "Identity.get_group_info", (STAFF,), {}
    yield STAFF, "User.get_user_profile", (STAFF,), {}
    yield MACHINE, "ExternalTask.get_topic_names", (), {}


def _of_definition(facts: dict[str, str]) -> Iterator[Read]:
    for method in DEFINITION:
        yield OWNER, f"ProcessDefinition.{method}", (facts["definition"],), {}
        yield OWNER, f"ProcessDefinition.{method}_by_key", (SKM,), {}
    yield OWNER, "ProcessDefinition.get_activity_statistics", (facts["definition"],), {"incidents": True}
    yield OWNER, "ProcessDefinition.get_process_definition_statistics", (), {"failed_jobs": True}
    yield OWNER, "Deployment.get_deployment", (facts["deployment"],), {}
    yield OWNER, "Deployment.get_deployment_resources", (facts["deployment"],), {}


def _of_case(facts: dict[str, str]) -> Iterator[Read]:
    case = facts["case"]
    yield STAFF, "ProcessInstance.get_process_instance", (case,), {}
    yield STAFF, "ProcessInstance.get_process_instance_variables", (case,), {}
    yield STAFF, "ProcessInstance.get_process_instance_variable", (case, "nik"), {}
    yield STAFF, "ProcessInstance.get_activity_instance_tree", (case,), {}
    yield AUDITOR, "HistoricProcessInstance.get_historic_process_instance", (case,), {}
