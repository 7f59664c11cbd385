"""The list of open tasks with all that the task API can ask of it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Text, bindparam, cast, false, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.store.held_values import parts
from engine.store.listings import TASKS
from engine.store.lists import Listing, among
from engine.store.query import Query
from engine.store.tables import definition, process_instance, task

__all__ = ["DEFINITION_IDS", "GROUP_COUNTS", "OPEN_TASKS", "PRIORITY"]

PRIORITY: Final = 50
"""Of a task of which nobody said any."""
DEFINITION_IDS: Final = Query("All definitions that were ever in force.", select(definition.c.id))
_pi, _d, _t = process_instance.c, definition.c, task.c


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _like(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column.like(_p(name), escape="\\")


class _Title(FunctionElement[str]):
    """The title of a step by a map in JSON from `definition:element`."""

    type = Text()
    inherit_cache = True


@compiles(_Title, "sqlite")
def _title_sqlite(element: _Title, compiler: SQLCompiler, **options: Any) -> str:
    known, step = (compiler.process(clause, **options) for clause in element.clauses)
    return f"json_extract({known}, '$.\"' || {step} || '\"')"


@compiles(_Title, "postgresql")
def _title_postgresql(element: _Title, compiler: SQLCompiler, **options: Any) -> str:
    known, step = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(CAST({known} AS jsonb) ->> ({step}))"


_step: Final[ColumnElement[str]] = cast(_pi.definition_id, Text) + ":" + _t.element
_id: Final[ColumnElement[str]] = cast(_t.case_id, Text) + "-" + cast(_t.n, Text)
_priority: Final = func.coalesce(_t.priority, PRIORITY)
_users: Final = or_(_t.candidates.like("@%"), _t.candidates.like("%+@%"))
# A post has a slash, a login has none.
_groups: Final = _t.candidates.like("%/%")
_TIMES: Final = {"opened": _t.opened_at, "due": _t.due_at, "follow_up": _t.follow_up_at}
_WHEN: Final[dict[str, ColumnElement[bool]]] = {
    f"{name}_{word}": found
    for name, column in _TIMES.items()
    for word, found in (
        ("after", column > _p(f"{name}_after")),
        ("before", column < _p(f"{name}_before")),
        ("on", column == _p(f"{name}_on")),
    )
}

OPEN_TASKS: Final = TASKS.widened(
    _WHEN
    | {
        "no_due": _t.due_at.is_(None),
        "follow_up_by": or_(_t.follow_up_at < _p("follow_up_by"), _t.follow_up_at.is_(None)),
        "assignee_like": _like(_t.assignee, "assignee_like"),
        "assignees": among(_t.assignee, "assignees"),
        "not_assignees": ~among(_t.assignee, "not_assignees"),
        "owner": _t.owner == _p("owner"),
        "delegation": _t.delegation == _p("delegation"),
        "priority": _priority == _p("priority"),
        "least_priority": _priority >= _p("least_priority"),
        "most_priority": _priority <= _p("most_priority"),
        "with_groups": _groups,
        "without_groups": or_(_t.candidates.is_(None), ~_groups),
        "with_users": _users,
        "without_users": or_(_t.candidates.is_(None), ~_users),
        "involved": or_(
            _t.assignee == _p("involved"), _t.owner == _p("involved"), among(_t.candidates, "involved_groups")
        ),
        "elements": among(_t.element, "elements"),
        "not_elements": ~among(_t.element, "not_elements"),
        "element_like": _like(_t.element, "element_like"),
        "steps": among(_step, "steps"),
        "ids": among(_id, "ids"),
        "cases": _t.case_id.in_(bindparam("cases", expanding=True)),
        "scope": or_(_t.scope == _p("scope"), _t.scope.like(_p("scope_first"))),
        "no_scope": _t.scope.is_(None),
        "business_keys": among(_pi.business_key, "business_keys"),
        "business_key_like": _like(_pi.business_key, "business_key_like"),
        "definition_name": _d.name == _p("definition_name"),
        "definition_name_like": _like(_d.name, "definition_name_like"),
        "nothing": false(),
    }
    | parts("case_value", _t.case_id, 0)
    | parts("task_value", _t.case_id, _t.n),
    follow_up=_t.follow_up_at,
    priority=_priority,
    title=_Title(_p("titles"), _step),
    folded_title=func.lower(_Title(_p("titles"), _step)),
    description=_Title(_p("descriptions"), _step),
)
"""Every filter of TASKS and more; the orders `title` and `description` take their words as `Page.given`."""

GROUP_COUNTS: Final = Listing(
    "How many tasks wait for each candidate group.",
    select(_t.candidates, func.count().label("count"))
    .join(process_instance, _pi.id == _t.case_id)
    .join(definition, _d.id == _pi.definition_id)
    .group_by(_t.candidates),
    {name: TASKS.parts[name] for name in ("own", "seen", "open")},
).sorted_by((_t.candidates,))
