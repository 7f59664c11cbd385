"""Queries of deployments and definitions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, func, insert, literal, select, text, update

from engine.store.query import Query
from engine.store.tables import definition, deployment, process_instance, resource

__all__ = [
    "DEFINITION",
    "DEFINITIONS_OF",
    "DEPLOYMENT",
    "HAS_CASES",
    "INSERT_RESOURCE",
    "IS_LIVE",
    "LAST_VERSION",
    "LATEST",
    "NEW_DEFINITION",
    "NEW_DEPLOYMENT",
    "OF_DEPLOYMENT",
    "RESOURCES",
    "VERSIONS",
    "WITHDRAW_DEFINITIONS",
    "WITHDRAW_DEPLOYMENT",
]

_key = definition.c.key == bindparam("key")
_live = (definition.c.withdrawn == 0) & (definition.c.suspended == 0)

DEFINITION: Final = Query("A definition by its id.", select(definition).where(definition.c.id == bindparam("id")))
IS_LIVE: Final = Query(
    "One when a definition takes new cases.", select(literal(1)).where(definition.c.id == bindparam("id"), _live)
)
LATEST: Final = Query(
    "The version of a key that takes new cases.",
    select(definition).where(_key, _live).order_by(definition.c.version.desc()).limit(1),
)
VERSIONS: Final = Query(
    "The versions of a key that take new cases, the newest first.",
    select(definition).where(_key, _live).order_by(definition.c.version.desc()),
)
OF_DEPLOYMENT: Final = Query(
    "The version of a key that was in force with a deployment: an unchanged one came with an earlier.",
    select(definition)
    .where(_key, _live, definition.c.deployment_id <= bindparam("deployment"))
    .order_by(definition.c.version.desc())
    .limit(1),
)
DEFINITIONS_OF: Final = Query(
    "The definitions that came with a deployment.",
    select(definition).where(definition.c.deployment_id == bindparam("deployment")).order_by(definition.c.id),
)
LAST_VERSION: Final = Query(
    "The last version of a key, also when it was withdrawn.",
    select(definition).where(_key).order_by(definition.c.version.desc()).limit(1),
)
DEPLOYMENT: Final = Query("A deployment by its id.", select(deployment).where(deployment.c.id == bindparam("id")))
RESOURCES: Final = Query(
    "The files of a deployment.",
    select(resource.c.name, resource.c.body)
    .where(resource.c.deployment_id == bindparam("deployment"))
    .order_by(resource.c.name),
)
INSERT_RESOURCE: Final = Query("Keeps a file of a deployment.", insert(resource))
NEW_DEPLOYMENT: Final = Query(
    "Opens a deployment and gives its id.",
    text(
        "INSERT INTO deployment (name, source, office, deployed_at, deployed_by) "
        "VALUES (:name, :source, :office, :deployed_at, :deployed_by) RETURNING id"
    ),
)
NEW_DEFINITION: Final = Query(
    "Puts a version in force and gives its id.",
    text(
        "INSERT INTO definition (deployment_id, key, version, office, name, resource, sha256, candidates) VALUES "
        "(:deployment_id, :key, :version, :office, :name, :resource, :sha256, :candidates) RETURNING id"
    ),
)
HAS_CASES: Final = Query(
    "How many cases ran on the definitions of a deployment.",
    select(func.count())
    .select_from(process_instance.join(definition, definition.c.id == process_instance.c.definition_id))
    .where(definition.c.deployment_id == bindparam("deployment")),
)
WITHDRAW_DEPLOYMENT: Final = Query(
    "Marks a deployment as withdrawn.",
    update(deployment).where(deployment.c.id == bindparam("deployment")).values(withdrawn_at=bindparam("at")),
)
WITHDRAW_DEFINITIONS: Final = Query(
    "Takes the definitions of a deployment out of force; their bytes stay.",
    update(definition).where(definition.c.deployment_id == bindparam("deployment")).values(withdrawn=1),
)
