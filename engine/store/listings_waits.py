"""The list of what waits for messages and signals in running cases."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, or_, select

from engine.store.lists import Listing, among
from engine.store.parts import took_part
from engine.store.tables import definition, process_instance
from engine.store.tables_work import subscription

__all__ = ["SUBSCRIPTIONS"]

_pi, _s, _d = process_instance.c, subscription.c, definition.c


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


_took_part: Final = or_(
    _pi.started_by == _p("me"),
    took_part(_pi.id),
)

SUBSCRIPTIONS: Final = Listing(
    "What waits for a message or signal, with its case.",
    select(subscription, _pi.office, _pi.definition_id, _pi.status, _d.key, _d.version)
    .join(process_instance, _pi.id == _s.case_id)
    .join(definition, _d.id == _pi.definition_id)
    .where(_pi.ended_at.is_(None)),
    {
        "own": _took_part,
        "seen": or_(_took_part, among(_pi.office, "offices")),
        "case": _s.case_id == _p("case"),
        "definition": _d.id == _p("definition"),
        "key": _d.key == _p("key"),
        "n": _s.n == _p("n"),
        "kind": _s.kind == _p("kind"),
        "message": _s.message == _p("message"),
        "element": _s.element == _p("element"),
    },
).sorted_by((_s.case_id, _s.n))
"""The filters `own` and `seen` are those of cases."""
