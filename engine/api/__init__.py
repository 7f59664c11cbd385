"""What programs speak: `/engine-rest` in the dialect of Camunda 7, and `/api/v1`."""

from __future__ import annotations

from flask import Flask

from engine.api import (
    hooks,
    openapi,
    rest_authorization,
    rest_definition,
    rest_definition_force,
    rest_definition_start,
    rest_definition_statistics,
    rest_deployment,
    rest_deployment_files,
    rest_execution,
    rest_external,
    rest_external_fetch,
    rest_external_work,
    rest_filter,
    rest_history,
    rest_history_activity,
    rest_history_detail,
    rest_history_link,
    rest_history_log,
    rest_history_operation,
    rest_history_report,
    rest_history_task,
    rest_history_variable,
    rest_identity,
    rest_incident,
    rest_instance,
    rest_instance_remarks,
    rest_instance_tokens,
    rest_instance_values,
    rest_job,
    rest_job_definition,
    rest_message,
    rest_people,
    rest_read_only,
    rest_signal,
    rest_subscription,
    rest_task,
    rest_task_form,
    rest_task_hands,
    rest_task_remarks,
    rest_task_variables,
    rest_variable,
    rest_welcome,
    v1_cases,
    v1_charge,
    v1_incidents,
    v1_people,
    v1_proof,
    v1_replay,
    v1_sops,
    v1_standing,
    v1_tasks,
    v1_tokens,
)
from engine.api.methods import widen
from engine.api.rest import rest
from engine.api.v1 import v1

__all__ = ["VIEWS", "register"]

VIEWS = (
    openapi,
    rest_authorization,
    rest_definition,
    rest_definition_force,
    rest_definition_start,
    rest_definition_statistics,
    rest_deployment,
    rest_deployment_files,
    rest_execution,
    rest_external,
    rest_external_fetch,
    rest_external_work,
    rest_filter,
    rest_history,
    rest_history_activity,
    rest_history_detail,
    rest_history_link,
    rest_history_log,
    rest_history_operation,
    rest_history_report,
    rest_history_task,
    rest_history_variable,
    rest_identity,
    rest_incident,
    rest_instance,
    rest_instance_remarks,
    rest_instance_tokens,
    rest_instance_values,
    rest_job,
    rest_job_definition,
    rest_message,
    rest_people,
    rest_read_only,
    rest_signal,
    rest_subscription,
    rest_task,
    rest_task_form,
    rest_task_hands,
    rest_task_remarks,
    rest_task_variables,
    rest_variable,
    rest_welcome,
    v1_cases,
    v1_charge,
    v1_incidents,
    v1_people,
    v1_proof,
    v1_replay,
    v1_sops,
    v1_standing,
    v1_tasks,
    v1_tokens,
)
"""The modules that hang their views on the two blueprints when they are imported."""


def register(app: Flask) -> None:
    """Adds both APIs to an application whose extensions hold the desk and the settings."""
    widen(app.url_map)
    app.register_blueprint(rest_welcome.welcome)
    app.register_blueprint(rest)
    app.register_blueprint(v1)
    hooks.register(app)
