"""The lists of the history: cases, tasks and variables, running or ended, each filter by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Text, and_, bindparam, exists, func, not_, or_, select

from engine.store.incident_words import said
from engine.store.lists import Listing, among, among_numbers
from engine.store.parts import took_part
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables import answer, definition, event, incident, process_instance, task, variable

__all__ = ["CALLED_CASES", "HOLDERS", "PAST_CASES", "PAST_TASKS", "PAST_VARIABLES", "roots"]

_pi, _d, _t, _v, _a = process_instance.c, definition.c, task.c, variable.c, answer.c
_trouble, _sub = incident.alias("trouble"), process_instance.alias("sub")
_ESCAPE: Final = "\\"


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text)


def _like(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column.like(_p(name), escape=_ESCAPE)


def _between(column: ColumnElement[Any], name: str) -> dict[str, ColumnElement[bool]]:
    """`<name>_after` and `<name>_before`, both included."""
    return {f"{name}_after": column >= _p(f"{name}_after"), f"{name}_before": column <= _p(f"{name}_before")}


def _troubled(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_trouble.c.case_id == _pi.id, *more)


_took_part: Final = or_(
    _pi.started_by == _p("me"),
    took_part(_pi.id),
)
_mine: Final = or_(among(_t.candidates, "groups"), _t.assignee == _p("me"))
_framed: Final = "+" + _t.candidates + "+"
_OF_CASE: Final[dict[str, ColumnElement[bool]]] = {
    "case": _pi.id == _p("case"),
    "cases": among_numbers(_pi.id, "cases"),
    "business_key": _pi.business_key == _p("business_key"),
    "business_keys": among(_pi.business_key, "business_keys"),
    "business_key_like": _like(_pi.business_key, "business_key_like"),
    "definition": _pi.definition_id == _p("definition"),
    "definitions": among_numbers(_pi.definition_id, "definitions"),
    "key": _d.key == _p("key"),
    "keys": among(_d.key, "keys"),
    "not_keys": not_(among(_d.key, "not_keys")),
    "name": _d.name == _p("name"),
    "name_like": _like(_d.name, "name_like"),
    "in_offices": among(_pi.office, "in_offices"),
    "running": _pi.ended_at.is_(None),
    "ended": _pi.ended_at.is_not(None),
}

PAST_CASES: Final = Listing(
    "Cases with their definitions, running or ended.",
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
        _pi.parent_case,
        _d.key,
        _d.version,
        _d.name,
    ).join(definition, _d.id == _pi.definition_id),
    _OF_CASE
    | _between(_pi.started_at, "started")
    | _between(_pi.ended_at, "ended")
    | {
        "own": _took_part,
        "seen": or_(_took_part, among(_pi.office, "offices")),
        "active": _pi.status == "ACTIVE",
        "suspended": _pi.status == "SUSPENDED",
        "completed": _pi.status == "COMPLETED",
        "cancelled": _pi.status == "CANCELLED",
        "started_by": _pi.started_by == _p("started_by"),
        "still_after": or_(_pi.ended_at.is_(None), _pi.ended_at >= _p("still_after")),
        "roots": _pi.parent_case.is_(None),
        "super": _pi.parent_case == _p("super"),
        "sub": exists().where(_sub.c.id == _p("sub"), _sub.c.parent_case == _pi.id),
        "troubled": _troubled(),
        "trouble_open": _troubled(_trouble.c.resolved_at.is_(None)),
        "trouble_resolved": _troubled(_trouble.c.resolved_at.is_not(None)),
        "trouble_kinds": _troubled(among(_trouble.c.kind, "trouble_kinds")),
        "trouble_message": _troubled(said(_trouble) == _p("trouble_message")),
        "trouble_like": _troubled(_like(said(_trouble), "trouble_like")),
        "none": _pi.office.is_(None),
    },
).sorted_by(
    (_pi.id,),
    id=_pi.id,
    key=_d.key,
    name=_d.name,
    version=_d.version,
    definition=_pi.definition_id,
    business_key=_pi.business_key,
    started=_pi.started_at,
    ended=_pi.ended_at,
    lasted=_pi.ended_at - _pi.started_at,
    office=_pi.office,
)

PAST_TASKS: Final = Listing(
    "Tasks with their cases and definitions, open or closed.",
    select(
        task,
        _pi.definition_id,
        _pi.office,
        _pi.number,
        _pi.business_key,
        _pi.status.label("case_status"),
        _pi.parent_case,
        _d.key,
        _d.version,
    )
    .join(process_instance, _pi.id == _t.case_id)
    .join(definition, _d.id == _pi.definition_id),
    _OF_CASE
    | _between(_t.opened_at, "opened")
    | _between(_t.closed_at, "closed")
    | _between(_t.due_at, "due")
    | _between(_t.follow_up_at, "follow_up")
    | {
        "own": _mine,
        "seen": or_(_mine, among(_pi.office, "offices")),
        "open": _t.status == "OPEN",
        "closed": _t.status != "OPEN",
        "done": _t.status == "DONE",
        "cancelled": _t.status == "CANCELLED",
        "task": and_(_t.case_id == _p("task_case"), _t.n == _p("task_n")),
        "element": _t.element == _p("element"),
        "elements": among(_t.element, "elements"),
        "assignee": _t.assignee == _p("assignee"),
        "assignee_like": _like(_t.assignee, "assignee_like"),
        "owner": _t.owner == _p("owner"),
        "owner_like": _like(_t.owner, "owner_like"),
        "priority": func.coalesce(_t.priority, 50) == _p("priority"),
        "assigned": _t.assignee.is_not(None),
        "unassigned": _t.assignee.is_(None),
        "candidate_group": or_(
            _t.candidates == _p("candidate_group"),
            func.replace(_framed, "+" + _text("candidate_group") + "+", "") != _framed,
        ),
        "with_candidates": _t.candidates.is_not(None),
        "without_candidates": _t.candidates.is_(None),
        "due": _t.due_at == _p("due"),
        "without_due": _t.due_at.is_(None),
        "follow_up": _t.follow_up_at == _p("follow_up"),
        "none": _pi.office.is_(None),
    },
).sorted_by(
    (_t.case_id, _t.n),
    case=_t.case_id,
    n=_t.n,
    opened=_t.opened_at,
    due=_t.due_at,
    follow_up=_t.follow_up_at,
    assignee=_t.assignee,
    owner=_t.owner,
    priority=func.coalesce(_t.priority, 50),
    ended=_t.closed_at,
    lasted=_t.closed_at - _t.opened_at,
    element=_t.element,
    key=_d.key,
    definition=_pi.definition_id,
    office=_pi.office,
)

PAST_VARIABLES: Final = Listing(
    "The variables of cases as they stand now or stood at the end; the value is null when it was erased.",
    select(
        variable,
        _a.value,
        event.c.recorded_at,
        _pi.definition_id,
        _pi.office,
        _pi.parent_case,
        _d.key.label("definition_key"),
        _d.version,
    )
    .join(process_instance, _pi.id == _v.case_id)
    .join(definition, _d.id == _pi.definition_id)
    .join(event, and_(event.c.case_id == _v.case_id, event.c.number == _v.event))
    .join(
        answer,
        and_(_a.case_id == _v.case_id, _a.event == _v.event, _a.name == func.coalesce(_v.key, _v.name)),
        isouter=True,
    )
    .where(not_(_v.name.startswith("$", autoescape=True))),
    _OF_CASE
    | {
        "own": _took_part,
        "seen": or_(_took_part, among(_pi.office, "offices")),
        "variable": and_(_v.scope == _p("scope"), _v.name == _p("variable")),
        "called": _v.name == _p("called"),
        "called_in": among(_v.name, "called_in"),
        "called_like": _like(_v.name, "called_like"),
        "scope_of": among_numbers(_v.scope, "scope_of"),
        "none": _pi.office.is_(None),
    },
).sorted_by(
    (_v.case_id, _v.scope, _v.name), case=_v.case_id, called=_v.name, created=event.c.recorded_at, office=_pi.office
)

CALLED_CASES: Final = Query(
    "The cases that a case called, by the token that waits or waited.",
    select(_pi.parent_n, _pi.id).where(_pi.parent_case == _p("case")).order_by(_pi.id),
)
HOLDERS: Final = Query(
    "Who holds or held the tasks of a case.", select(_t.n, _t.assignee).where(_t.case_id == _p("case"))
)
_PARENTS: Final = Query(
    "The cases that called some cases.",
    select(_pi.id, _pi.parent_case).where(_pi.id.in_(bindparam("cases", expanding=True)), _pi.parent_case.is_not(None)),
)


def roots(reading: Reading, parents: Mapping[int, int | None]) -> dict[int, int]:
    """Of cases and who called them: the case at the root of each, itself where nobody called it."""
    ahead = {parent for parent in parents.values() if parent is not None}
    known: dict[int, int] = {}
    while ahead:
        known |= dict.fromkeys(ahead, 0)
        known |= {row["id"]: row["parent_case"] for row in reading.all(_PARENTS, cases=sorted(ahead))}
        ahead = {known[case] for case in ahead} - known.keys() - {0}
    return {case: _top(case if parent is None else parent, known) for case, parent in parents.items()}


def _top(case: int, known: Mapping[int, int]) -> int:
    while known.get(case):
        case = known[case]
    return case
