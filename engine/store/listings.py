"""The lists that programs ask for: tasks, cases, definitions, deployments, each filter by its name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    bindparam,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from engine.store.lists import Listing, among, listed
from engine.store.parts import took_part
from engine.store.tables import definition, deployment, process_instance, task

__all__ = ["CASES", "DEFINITIONS", "DEPLOYMENTS", "TASKS", "Filters", "seen"]

Filters = dict[str, dict[str, Any]]
"""Filter name -> its parameters."""

_pi, _d, _t, _dep = process_instance.c, definition.c, task.c, deployment.c


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _number(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=BigInteger)


def seen(login: str, groups: Collection[str], offices: Collection[str] | None) -> Filters:
    """The filter that leaves what somebody may see: his own and that of the offices; everything for None."""
    if offices is None:
        return {}
    own = {"me": login, "groups": listed(groups)}
    return {"seen": own | {"offices": listed(offices)}} if offices else {"own": own}


_mine: Final = or_(among(_t.candidates, "groups"), _t.assignee == _p("me"))
_took_part: Final = or_(
    _pi.started_by == _p("me"),
    took_part(_pi.id),
)
_OF_CASE: Final[dict[str, ColumnElement[bool]]] = {
    "case": _pi.id == _p("case"),
    "business_key": _pi.business_key == _p("business_key"),
    "definition": _pi.definition_id == _p("definition"),
    "key": _d.key == _p("key"),
    "keys": among(_d.key, "keys"),
    "in_offices": among(_pi.office, "in_offices"),
    "active": _pi.status == "ACTIVE",
    "suspended": _pi.status == "SUSPENDED",
}

TASKS: Final = Listing(
    "Tasks with their cases and definitions.",
    select(
        task,
        _pi.definition_id,
        _pi.office,
        _pi.number,
        _pi.business_key,
        _pi.status.label("case_status"),
        _pi.ended_at,
        _d.key,
        _d.version,
    )
    .join(process_instance, _pi.id == _t.case_id)
    .join(definition, _d.id == _pi.definition_id),
    _OF_CASE
    | {
        "own": _mine,
        "seen": or_(_mine, among(_pi.office, "offices")),
        "open": _t.status == "OPEN",
        "closed": _t.status != "OPEN",
        "task": (_t.case_id == _p("task_case")) & (_t.n == _p("task_n")),
        "element": _t.element == _p("element"),
        "assignee": _t.assignee == _p("assignee"),
        "assigned": _t.assignee.is_not(None),
        "unassigned": _t.assignee.is_(None),
        "candidates": among(_t.candidates, "candidates"),
        "after": tuple_(_t.opened_at, _t.case_id, _t.n)
        > tuple_(*(_number(f"after_{part}") for part in ("at", "case", "n"))),
    },
).sorted_by(
    (_t.case_id, _t.n),
    opened=_t.opened_at,
    due=_t.due_at,
    assignee=_t.assignee,
    case=_t.case_id,
    ended=_t.closed_at,
    element=_t.element,
)

CASES: Final = Listing(
    "Cases with their definitions.",
    select(
        _pi.id,
        _pi.definition_id,
        _pi.office,
        _pi.number,
        _pi.business_key,
        _pi.status,
        _pi.outcome,
        _pi.started_at,
        _pi.started_by,
        _pi.ended_at,
        _d.key,
        _d.version,
        _d.name,
    ).join(definition, _d.id == _pi.definition_id),
    _OF_CASE
    | {
        "own": _took_part,
        "seen": or_(_took_part, among(_pi.office, "offices")),
        "running": _pi.ended_at.is_(None),
        "ended": _pi.ended_at.is_not(None),
        "completed": _pi.status == "COMPLETED",
        "cancelled": _pi.status == "CANCELLED",
        "started_by": _pi.started_by == _p("started_by"),
        "started_after": _pi.started_at >= _p("started_after"),
        "started_before": _pi.started_at <= _p("started_before"),
        "ended_after": _pi.ended_at >= _p("ended_after"),
        "ended_before": _pi.ended_at <= _p("ended_before"),
        "above": _pi.id > _p("above"),
        "below": _pi.id < _p("below"),
    },
).sorted_by(
    (_pi.id,),
    id=_pi.id,
    key=_d.key,
    definition=_pi.definition_id,
    business_key=_pi.business_key,
    started=_pi.started_at,
    ended=_pi.ended_at,
    office=_pi.office,
)


_newer = definition.alias("newer")
DEFINITIONS: Final = Listing(
    "Definitions that were not withdrawn.",
    select(*(column for column in definition.c if column.name not in ("sha256", "candidates")), _dep.deployed_at)
    .join(deployment, _dep.id == _d.deployment_id)
    .where(_d.withdrawn == 0),
    {
        "seen": among(_d.office, "offices"),
        "definition": _d.id == _p("definition"),
        "definitions": _d.id.in_(bindparam("definitions", expanding=True)),
        "startable_by": _d.id.in_(bindparam("startable_by", expanding=True)),
        "key": _d.key == _p("key"),
        "keys": among(_d.key, "keys"),
        "key_like": _d.key.like(_p("key_like"), escape="\\"),
        "name": _d.name == _p("name"),
        "name_like": func.lower(_d.name).like(func.lower(_p("name_like")), escape="\\"),
        "version": _d.version == _p("version"),
        "latest": not_(exists().where(_newer.c.key == _d.key, _newer.c.version > _d.version, _newer.c.withdrawn == 0)),
        "deployment": _d.deployment_id == _p("deployment"),
        "resource": _d.resource == _p("resource"),
        "resource_like": _d.resource.like(_p("resource_like"), escape="\\"),
        "deployed_after": _dep.deployed_at > _p("deployed_after"),
        "deployed_at": _dep.deployed_at == _p("deployed_at"),
        "version_tag": _d.version_tag == _p("version_tag"),
        "version_tag_like": _d.version_tag.like(_p("version_tag_like"), escape="\\"),
        "no_version_tag": _d.version_tag.is_(None),
        "startable": _d.startable == 1,
        "not_startable": _d.startable == 0,
        "active": _d.suspended == 0,
        "suspended": _d.suspended == 1,
        "in_offices": among(_d.office, "in_offices"),
        "no_office": false(),
        "troubled": _d.id.in_(bindparam("troubled", expanding=True)),
        "after": _d.key > _p("after"),
    },
).sorted_by(
    (_d.id,),
    id=_d.id,
    version_tag=_d.version_tag,
    key=_d.key,
    name=_d.name,
    version=_d.version,
    deployment=_d.deployment_id,
    deployed=_dep.deployed_at,
    office=_d.office,
)

DEPLOYMENTS: Final = Listing(
    "Deployments that were not withdrawn.",
    select(_dep.id, _dep.name, _dep.source, _dep.office, _dep.deployed_at).where(_dep.withdrawn_at.is_(None)),
    {
        "seen": among(_dep.office, "offices"),
        "deployment": _dep.id == _p("deployment"),
        "name": _dep.name == _p("name"),
        "name_like": func.lower(_dep.name).like(func.lower(_p("name_like")), escape="\\"),
        "source": _dep.source == _p("source"),
        "no_source": _dep.source.is_(None),
        "after": _dep.deployed_at > _p("after"),
        "before": _dep.deployed_at < _p("before"),
        "in_offices": among(_dep.office, "in_offices"),
        "no_office": false(),
    },
).sorted_by((_dep.id,), id=_dep.id, name=_dep.name, deployed=_dep.deployed_at, office=_dep.office)
