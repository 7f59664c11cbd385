"""Queries of the versions of an SOP: what was said of each, how many cases run on it, who could sign on a day."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, or_, select

from engine.store.query import Query
from engine.store.tables import definition, deployment, process_instance
from engine.store.tables_people import account, acting, membership

__all__ = ["ACTED_ON", "HELD_ON", "RUNNING_IN", "VERSIONS_OF"]

_post: Final[BindParameter[Any]] = bindparam("post")
_day: Final[BindParameter[Any]] = bindparam("day")

VERSIONS_OF: Final = Query(
    "Every version of a key with who deployed it and when, the newest first.",
    select(definition, deployment.c.deployed_at, deployment.c.deployed_by, deployment.c.source)
    .join(deployment, deployment.c.id == definition.c.deployment_id)
    .where(definition.c.key == bindparam("key"))
    .order_by(definition.c.version.desc()),
)
RUNNING_IN: Final = Query(
    "How many cases run on each version of the SOPs of some offices.",
    select(process_instance.c.definition_id, definition.c.key, func.count().label("count"))
    .join(definition, definition.c.id == process_instance.c.definition_id)
    .where(
        process_instance.c.office.in_(bindparam("offices", expanding=True)),
        process_instance.c.status.in_(("ACTIVE", "SUSPENDED")),
    )
    .group_by(process_instance.c.definition_id, definition.c.key),
)
HELD_ON: Final = Query(
    "Who held a post on a day, with his number; whoever held it longest comes first.",
    select(account.c.login, account.c.name, account.c.nip)
    .join(membership, membership.c.login == account.c.login)
    .where(
        membership.c.post == _post,
        membership.c.since <= _day,
        or_(membership.c.until.is_(None), membership.c.until >= _day),
    )
    .order_by(membership.c.since, account.c.login),
)
ACTED_ON: Final = Query(
    "Who acted for a post on a day, and as what.",
    select(account.c.login, account.c.name, account.c.nip, acting.c.kind)
    .join(acting, acting.c.login == account.c.login)
    .where(acting.c.post == _post, acting.c.since <= _day, or_(acting.c.until.is_(None), acting.c.until >= _day))
    .order_by(acting.c.since, account.c.login),
)
