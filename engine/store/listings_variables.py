"""The list of the present variables of running cases."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, Text, and_, bindparam, cast, exists, false, func, or_, select

from engine.store.held_values import own_parts
from engine.store.lists import Listing, among
from engine.store.parts import took_part
from engine.store.tables import answer, definition, process_instance, task, variable
from engine.store.tables_work import external_task

__all__ = ["VARIABLES"]

_pi, _d, _v, _x = process_instance.c, definition.c, variable.c, external_task.c
_here, _inside = task.alias("here"), task.alias("inside")


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


_took_part: Final = or_(
    _pi.started_by == _p("me"),
    took_part(_pi.id),
)
# Where the value stands: under the variable's own name unless the row says another.
_holds: Final = and_(
    answer.c.case_id == _v.case_id, answer.c.event == _v.event, answer.c.name == func.coalesce(_v.key, _v.name)
)
_around: Final = "%," + cast(_v.scope, Text) + ",%"
# Of a scope that has ended the rows stay; a scope is open while a task or service task is, or is in it.
_open: Final = or_(
    _v.scope == 0,
    _here.c.n.is_not(None),
    exists().where(_x.case_id == _v.case_id, _x.n == _v.scope),
    exists().where(
        _inside.c.case_id == _v.case_id, _inside.c.status == "OPEN", ("," + _inside.c.scope + ",").like(_around)
    ),
)
_execution: Final = cast(_v.case_id, Text) + "-" + cast(_v.scope, Text)

VARIABLES: Final = Listing(
    "Present variables with their values and cases; erased values and those of ended scopes are left out.",
    select(
        _v.case_id,
        _v.scope,
        _v.name,
        answer.c.value,
        _here.c.element,
        _pi.definition_id,
        _pi.office,
        _d.key,
        _d.version,
    )
    .join(answer, _holds)
    .join(process_instance, _pi.id == _v.case_id)
    .join(definition, _d.id == _pi.definition_id)
    .join(
        _here,
        and_(_here.c.case_id == _v.case_id, _here.c.n == _v.scope, _here.c.status == "OPEN"),
        isouter=True,
    )
    .where(answer.c.value.is_not(None), _pi.ended_at.is_(None), _v.name.not_like("$%"), _open),
    {
        "own": _took_part,
        "seen": or_(_took_part, among(_pi.office, "offices")),
        "one": and_(_v.case_id == _p("one_case"), _v.scope == _p("one_scope"), _v.name == _p("one_name")),
        "name": _v.name == _p("name"),
        "name_like": _v.name.like(_p("name_like"), escape="\\"),
        "cases": _v.case_id.in_(bindparam("cases", expanding=True)),
        "executions": or_(
            among(_execution, "executions"), and_(_v.scope == 0, among(cast(_v.case_id, Text), "executions"))
        ),
        "tasks": and_(_here.c.n.is_not(None), among(_execution, "tasks")),
        "in_offices": among(_pi.office, "in_offices"),
        "nothing": false(),
    }
    | own_parts("this_value", _v.name, answer.c.value),
).sorted_by((_v.case_id, _v.scope, _v.name), name=_v.name, office=_pi.office)
"""The filters `own` and `seen` are those of cases."""
