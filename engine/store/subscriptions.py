"""What waits for messages and signals: tokens of cases, and definitions that begin cases."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, false, null, or_, select, union_all

from engine.store.listings import CASES
from engine.store.lists import Listing, among
from engine.store.tables import definition, deployment, process_instance
from engine.store.tables_work import start_subscription, subscription

__all__ = ["SUBSCRIPTIONS"]

_pi, _s, _b = process_instance.c, subscription.c, start_subscription.c


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


_waits: Final = select(
    _s.case_id.label("case_id"),
    _s.n.label("n"),
    null().label("definition_id"),
    _s.element.label("element"),
    _s.kind.label("kind"),
    _s.message.label("name"),
    _s.opened_at.label("since"),
    _pi.office.label("office"),
).join(process_instance, _pi.id == _s.case_id)
_begins: Final = (
    select(
        null(),
        null(),
        _b.definition_id,
        _b.element,
        _b.kind,
        _b.name,
        deployment.c.deployed_at,
        definition.c.office,
    )
    .join(definition, definition.c.id == _b.definition_id)
    .join(deployment, deployment.c.id == definition.c.deployment_id)
)
_all = union_all(_waits, _begins).subquery("waiting")
_w = _all.c
_CASE: Final[ColumnElement[bool]] = exists().where(_pi.id == _w.case_id, CASES.parts["own"])

SUBSCRIPTIONS: Final = Listing(
    "What waits for messages and signals; conditions are named by their text.",
    select(_all),
    {
        # Those of cases as cases are seen, those of definitions as definitions are known.
        "seen": or_(_w.case_id.is_(None), among(_w.office, "offices"), _CASE),
        "own": or_(_w.case_id.is_(None), _CASE),
        "known": or_(_w.case_id.is_not(None), among(_w.office, "known")),
        "case": _w.case_id == _p("case"),
        "token": and_(_w.case_id == _p("token_case"), _w.n == _p("token_n")),
        "start": and_(_w.definition_id == _p("start_definition"), _w.element == _p("start_element")),
        "nothing": false(),
        "name": _w.name == _p("name"),
        "kind": _w.kind == _p("kind"),
        "element": _w.element == _p("element"),
        "in_offices": among(_w.office, "in_offices"),
    },
).sorted_by((_w.since, _w.case_id, _w.n, _w.definition_id, _w.element), since=_w.since, office=_w.office)
