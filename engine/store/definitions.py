"""Queries of deployments and definitions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, exists, func, insert, literal, not_, select, text, update

from engine.store.query import Query
from engine.store.tables import definition, deployment, process_instance, resource

__all__ = [
    "DEFINITION",
    "DEFINITIONS_OF",
    "DEPLOYMENT",
    "HAS_CASES",
    "HOLD_DEFINITIONS",
    "HOLD_LIVE",
    "INSERT_RESOURCE",
    "IS_LIVE",
    "LAST_VERSION",
    "LATEST",
    "LOCK_DEFINITIONS",
    "LOCK_DEPLOYMENT",
    "NEW_DEFINITION",
    "NEW_DEPLOYMENT",
    "OF_DEPLOYMENT",
    "RESOURCE",
    "RESOURCES",
    "RESOURCE_NAMES",
    "RUNNING_ON",
    "VERSIONS",
    "WITHDRAW_DEFINITIONS",
    "WITHDRAW_DEPLOYMENT",
]

_key = definition.c.key == bindparam("key")
_live = (definition.c.withdrawn == 0) & (definition.c.suspended == 0)
_newer = definition.alias("newer")
_newest = not_(
    exists().where(_newer.c.key == definition.c.key, _newer.c.version > definition.c.version, _newer.c.withdrawn == 0)
)
_some = definition.c.id.in_(bindparam("definitions", expanding=True))

DEFINITION: Final = Query("A definition by its id.", select(definition).where(definition.c.id == bindparam("id")))
IS_LIVE: Final = Query(
    "One when a definition takes new cases.", select(literal(1)).where(definition.c.id == bindparam("id"), _live)
)
LATEST: Final = Query(
    "The version of a key that takes new cases; none while the newest is held.",
    select(definition).where(_key, _live, _newest).limit(1),
)
HOLD_LIVE: Final = Query(
    "One when a definition takes new cases; nobody takes it out of force before this case is there.",
    select(literal(1)).where(definition.c.id == bindparam("id"), _live).with_for_update(read=True),
)
LOCK_DEFINITIONS: Final = Query(
    "Some definitions that were not withdrawn, held.",
    select(definition).where(_some, definition.c.withdrawn == 0).order_by(definition.c.id).with_for_update(),
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
RESOURCE_NAMES: Final = Query(
    "The names of the files of a deployment.",
    select(resource.c.name).where(resource.c.deployment_id == bindparam("deployment")),
)
RESOURCE: Final = Query(
    "A file of a deployment.",
    select(resource.c.name, resource.c.body).where(
        resource.c.deployment_id == bindparam("deployment"), resource.c.name == bindparam("name")
    ),
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
        "INSERT INTO definition (deployment_id, key, version, office, name, resource, sha256, candidates, description, "
        "version_tag, ttl, startable, label, reason, approver, effective_at) VALUES (:deployment_id, :key, :version, "
        ":office, :name, :resource, :sha256, :candidates, :description, :version_tag, :ttl, :startable, :label, "
        ":reason, :approver, :effective_at) RETURNING id"
    ),
)
HAS_CASES: Final = Query(
    "One when a case ran on one of some definitions.",
    select(literal(1)).where(process_instance.c.definition_id.in_(bindparam("definitions", expanding=True))).limit(1),
)
RUNNING_ON: Final = Query(
    "How many cases run on each version of a key, the newest first.",
    select(definition.c.version, func.count().label("count"))
    .join(process_instance, process_instance.c.definition_id == definition.c.id)
    .where(_key, process_instance.c.ended_at.is_(None))
    .group_by(definition.c.version)
    .order_by(definition.c.version.desc()),
)
WITHDRAW_DEPLOYMENT: Final = Query(
    "Marks a deployment as withdrawn.",
    update(deployment).where(deployment.c.id == bindparam("deployment")).values(withdrawn_at=bindparam("at")),
)
LOCK_DEPLOYMENT: Final = Query(
    "A deployment by its id, held.",
    select(deployment).where(deployment.c.id == bindparam("id")).with_for_update(),
)
WITHDRAW_DEFINITIONS: Final = Query(
    "Takes some definitions out of force for good; their bytes stay.",
    update(definition).where(_some).values(withdrawn=1),
)
HOLD_DEFINITIONS: Final = Query(
    "Lets some definitions take no new cases (1), or lets them take some again (0).",
    update(definition).where(_some).values(suspended=bindparam("held")),
)
