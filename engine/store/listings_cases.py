"""The list of running cases with all that the API of process instances can ask of it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, false, not_, or_, select

from engine.store.held_values import parts
from engine.store.listings import CASES
from engine.store.lists import among
from engine.store.tables import definition, incident, process_instance, task
from engine.store.tables_work import external_task, job, subscription

__all__ = ["RUNNING_CASES"]

_pi, _d = process_instance.c, definition.c
_WAITS: Final = (subscription, external_task)
_child = process_instance.alias("child")


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _stands_at(name: str) -> ColumnElement[bool]:
    """A token of the case waits at one of these elements."""
    open_task = exists().where(task.c.case_id == _pi.id, task.c.status == "OPEN", among(task.c.element, name))
    waits = [exists().where(one.c.case_id == _pi.id, among(one.c.element, name)) for one in _WAITS]
    timer = exists().where(job.c.case_id == _pi.id, job.c.kind == "TIMER", among(job.c.element, name))
    return or_(open_task, *waits, timer)


RUNNING_CASES: Final = CASES.widened(
    {
        "cases": _pi.id.in_(bindparam("cases", expanding=True)),
        "business_key_like": _pi.business_key.like(_p("business_key_like"), escape="\\"),
        "not_keys": ~among(_d.key, "not_keys"),
        "deployment": _d.deployment_id == _p("deployment"),
        "super_case": _pi.parent_case == _p("super_case"),
        "sub_case": _pi.id == select(_child.c.parent_case).where(_child.c.id == _p("sub_case")).scalar_subquery(),
        "root": _pi.parent_case.is_(None),
        "leaf": not_(exists().where(_child.c.parent_case == _pi.id, _child.c.ended_at.is_(None))),
        "with_incident": exists().where(incident.c.case_id == _pi.id, incident.c.resolved_at.is_(None)),
        "elements": _stands_at("elements"),
        "nothing": false(),
    }
    | parts("case_value", _pi.id, 0),
    id=_pi.id,
)
"""Every filter of CASES and more."""
