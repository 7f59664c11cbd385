"""Everything that the generated client can read: lists, counts, queries in a body and single things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import generic_camunda_client as generated

from tests.clients.work import AUDITOR, MACHINE, OFFICE, OWNER, SERVICE, SKM, STAFF

__all__ = ["ONES", "reads"]

Read = tuple[str, str, tuple[Any, ...], dict[str, Any]]

# Lists and counts: who, the API, the list, its count, a filter.
LISTS: Final[tuple[tuple[str, str, tuple[str, str], dict[str, Any]], ...]] = (
    (OWNER, "Deployment", ("get_deployments", "get_deployments_count"), {"name_like": "%a%"}),
    (
        OWNER,
        "ProcessDefinition",
        ("get_process_definitions", "get_process_definitions_count"),
        {"latest_version": True},
    ),
    (OWNER, "ProcessInstance", ("get_process_instances", "get_process_instances_count"), {"active": True}),
    (OWNER, "Task", ("get_tasks", "get_tasks_count"), {"process_definition_key": SERVICE}),
    (OWNER, "ExternalTask", ("get_external_tasks", "get_external_tasks_count"), {"no_retries_left": True}),
    (OWNER, "Incident", ("get_incidents", "get_incidents_count"), {"process_definition_key_in": SERVICE}),
    (OWNER, "Job", ("get_jobs", "get_jobs_count"), {}),
    (OWNER, "JobDefinition", ("get_job_definitions", "get_job_definitions_count"), {"process_definition_key": SKM}),
    (OWNER, "VariableInstance", ("get_variable_instances", "get_variable_instances_count"), {"variable_name": "nik"}),
    (OWNER, "EventSubscription", ("get_event_subscriptions", "get_event_subscriptions_count"), {}),
    (STAFF, "Filter", ("get_filter_list", "get_filter_count"), {"resource_type": "Task"}),
    (STAFF, "User", ("get_users", "get_user_count"), {}),
    (STAFF, "Group", ("get_query_groups", "get_group_count"), {}),
    (STAFF, "Tenant", ("query_tenants", "get_tenant_count"), {}),
    (AUDITOR, "Authorization", ("query_authorizations", "get_authorization_count"), {}),
    (
        AUDITOR,
        "HistoricProcessInstance",
        ("get_historic_process_instances", "get_historic_process_instances_count"),
        {"unfinished": True},
    ),
)
# What the history tells of one case: the API, its list, its count.
HISTORY: Final = (
    ("HistoricActivityInstance", "get_historic_activity_instances", "get_historic_activity_instances_count"),
    ("HistoricTaskInstance", "get_historic_task_instances", "get_historic_task_instances_count"),
    ("HistoricVariableInstance", "get_historic_variable_instances", "get_historic_variable_instances_count"),
    ("HistoricDetail", "get_historic_details", "get_historic_details_count"),
    ("HistoricUserOperationLog", "query_user_operation_entries", "query_user_operation_count"),
    ("HistoricIncident", "get_historic_incidents", "get_historic_incidents_count"),
    ("HistoricExternalTaskLog", "get_historic_external_task_logs", "get_historic_external_task_logs_count"),
    ("HistoricJobLog", "get_historic_job_logs", "get_historic_job_logs_count"),
)
# Lists that are asked for in a body: who, the API, the list, its class.
QUERIES: Final = (
    (OWNER, "Task", "query_tasks", "TaskQueryDto"),
    (OWNER, "ProcessInstance", "query_process_instances", "ProcessInstanceQueryDto"),
    (OWNER, "ExternalTask", "query_external_tasks", "ExternalTaskQueryDto"),
    (OWNER, "VariableInstance", "query_variable_instances", "VariableInstanceQueryDto"),
    (OWNER, "Job", "query_jobs", "JobQueryDto"),
    (AUDITOR, "HistoricProcessInstance", "query_historic_process_instances", "HistoricProcessInstanceQueryDto"),
)
OF_ENDED: Final = {"process_instance_id": "ended"}
OF_STUCK: Final = {"process_instance_id": "stuck"}
# Single things, found through their list: who, the API, the list with its filter (cases by what they are called in
# `facts`), the one.
ONES: Final[tuple[tuple[str, str, tuple[str, dict[str, Any]], str], ...]] = (
    (OWNER, "ExternalTask", ("get_external_tasks", {"no_retries_left": True}), "get_external_task"),
    (OWNER, "ExternalTask", ("get_external_tasks", {"no_retries_left": True}), "get_external_task_error_details"),
    (OWNER, "Incident", ("get_incidents", {}), "get_incident"),
    (OWNER, "VariableInstance", ("get_variable_instances", {"variable_name": "nik"}), "get_variable_instance"),
    (STAFF, "Group", ("get_query_groups", {}), "get_group"),
    (STAFF, "Tenant", ("query_tenants", {}), "get_tenant"),
    (AUDITOR, "Authorization", ("query_authorizations", {}), "get_authorization"),
    (
        AUDITOR,
        "HistoricActivityInstance",
        ("get_historic_activity_instances", OF_ENDED),
        "get_historic_activity_instance",
    ),
    (
        AUDITOR,
        "HistoricVariableInstance",
        ("get_historic_variable_instances", OF_ENDED),
        "get_historic_variable_instance",
    ),
    (AUDITOR, "HistoricDetail", ("get_historic_details", OF_ENDED), "historic_detail"),
    (
        AUDITOR,
        "HistoricExternalTaskLog",
        ("get_historic_external_task_logs", OF_STUCK),
        "get_historic_external_task_log",
    ),
)
# The same of one case: the API, the list, its class.
OF_CASE: Final = (
    ("HistoricActivityInstance", "query_historic_activity_instances", "HistoricActivityInstanceQueryDto"),
    ("HistoricTaskInstance", "query_historic_task_instances", "HistoricTaskInstanceQueryDto"),
    ("HistoricVariableInstance", "query_historic_variable_instances", "HistoricVariableInstanceQueryDto"),
)
TASK: Final = (
    "Task.get_task",
    "Task.get_form",
    "Task.get_form_variables",
    "TaskVariable.get_task_variables",
    "TaskLocalVariable.get_task_local_variables",
    "TaskIdentityLink.get_identity_links",
    "TaskComment.get_comments",
    "TaskAttachment.get_attachments",
)
DEFINITION: Final = (
    "get_process_definition",
    "get_process_definition_bpmn20_xml",
    "get_start_form",
    "get_start_form_variables",
)


def reads(facts: dict[str, str]) -> Iterator[Read]:
    """Each as (who, `Api.method`, arguments, filters); `facts` names what there is to be read."""
    yield STAFF, "Version.get_rest_api_version", (), {}
    yield STAFF, "Engine.get_process_engine_names", (), {}
    for who, api, both, given in LISTS:
        for method in both:
            yield who, f"{api}.{method}", (), given
    for who, api, method, kind in QUERIES:
        yield from _query(who, f"{api}.{method}", kind, {})
    for api, method, kind in OF_CASE:
        yield from _query(AUDITOR, f"{api}.{method}", kind, {"process_instance_id": facts["case"]})
    for call in TASK:
        yield STAFF, call, (facts["task"],), {}
    yield STAFF, "TaskVariable.get_task_variable", (facts["task"], "nik"), {}
    yield from _of_definition(facts)
    yield from _of_cases(facts)
    yield STAFF, "Identity.get_group_info", (STAFF,), {}
    yield STAFF, "User.get_user_profile", (STAFF,), {}
    yield MACHINE, "ExternalTask.get_topic_names", (), {}


def _query(who: str, call: str, kind: str, given: dict[str, str]) -> Iterator[Read]:
    """A list in a body and its count; the parameter is called after the class."""
    words = "".join(f"_{one.lower()}" if one.isupper() else one for one in kind).lstrip("_")
    body = {words: getattr(generated, kind)(**given)}
    yield who, call, (), body | {"max_results": 50}
    yield who, f"{call}_count", (), body


def _of_definition(facts: dict[str, str]) -> Iterator[Read]:
    for method in DEFINITION:
        yield OWNER, f"ProcessDefinition.{method}", (facts["definition"],), {}
        yield OWNER, f"ProcessDefinition.{method}_by_key", (SKM,), {}
        if method != "get_process_definition":
            yield OWNER, f"ProcessDefinition.{method}_by_key_and_tenant_id", (SKM, OFFICE), {}
    yield OWNER, "ProcessDefinition.get_latest_process_definition_by_tenant_id", (SKM, OFFICE), {}
    yield OWNER, "ProcessDefinition.get_static_called_process_definitions", (facts["definition"],), {}
    yield OWNER, "ProcessDefinition.get_activity_statistics", (facts["definition"],), {"incidents": True}
    yield OWNER, "ProcessDefinition.get_process_definition_statistics", (), {"failed_jobs": True}
    yield OWNER, "Deployment.get_deployment", (facts["deployment"],), {}
    yield OWNER, "Deployment.get_deployment_resources", (facts["deployment"],), {}
    yield OWNER, "Deployment.get_registered_deployments", (), {}


def _of_cases(facts: dict[str, str]) -> Iterator[Read]:
    case = facts["case"]
    yield STAFF, "ProcessInstance.get_process_instance", (case,), {}
    yield STAFF, "ProcessInstance.get_process_instance_variables", (case,), {}
    yield STAFF, "ProcessInstance.get_process_instance_variable", (case, "nik"), {}
    yield STAFF, "ProcessInstance.get_activity_instance_tree", (case,), {}
    yield OWNER, "ProcessInstance.get_process_instance_comments", (case,), {}
    yield OWNER, "Execution.get_execution", (case,), {}
    yield OWNER, "Execution.get_local_execution_variables", (case,), {}
    for method in ("get_executions", "get_executions_count"):
        yield OWNER, f"Execution.{method}", (), {"process_instance_id": case}
    for one in (case, facts["stuck"], facts["ended"]):
        yield AUDITOR, "HistoricProcessInstance.get_historic_process_instance", (one,), {}
        for api, *both in HISTORY:
            for method in both:
                yield AUDITOR, f"{api}.{method}", (), {"process_instance_id": one}
