"""Jobs as they are listed: with their case, or with the definition on which one is to begin."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, or_, select

from engine.store.jobs import TIMED
from engine.store.lists import Listing, among, among_numbers
from engine.store.parts import took_part
from engine.store.tables import definition, process_instance
from engine.store.tables_work import job

__all__ = ["JOBS"]

_pi, _d, _j = process_instance.c, definition.c, job.c


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


_office: Final = func.coalesce(_pi.office, _d.office)
_took_part: Final = or_(
    _pi.started_by == _p("me"),
    took_part(_j.case_id),
)
_WITH_CASE, _HELD = 2, 3

JOBS: Final = Listing(
    "Jobs with the case that they move or the definition on which one is to begin.",
    select(
        job,
        _office.label("office"),
        _pi.status.label("case_status"),
        _d.id.label("definition"),
        _d.key,
        _d.version,
    )
    .join(process_instance, _pi.id == _j.case_id, isouter=True)
    .join(definition, _d.id == func.coalesce(_pi.definition_id, _j.definition_id), isouter=True),
    {
        "own": _took_part,
        "seen": or_(_took_part, among(_office, "offices")),
        "job": _j.id == _p("job"),
        "jobs": among_numbers(_j.id, "jobs"),
        "case": _j.case_id == _p("case"),
        "cases": among_numbers(_j.case_id, "cases"),
        "definition": _d.id == _p("definition"),
        "key": _d.key == _p("key"),
        "execution": _j.case_id == _p("execution"),
        "of_definition": (_d.id == _p("of_definition")) & (_j.element == _p("of_element")),
        "element": _j.element == _p("element"),
        "failed_element": (_j.element == _p("failed_element")) & _j.error.is_not(None),
        "left": _j.parked != 1,
        "used_up": _j.parked == 1,
        "executable": (_j.parked == 0) & (_j.run_at <= _p("executable")),
        "timers": _j.kind.in_(TIMED),
        "messages": _j.kind.not_in(TIMED),
        "failed": _j.error.is_not(None),
        "error": _j.error == _p("error"),
        "active": _j.parked.not_in((_WITH_CASE, _HELD)),
        "held": _j.parked.in_((_WITH_CASE, _HELD)),
        "due_after": _j.due_at > _p("due_after"),
        "due_before": _j.due_at < _p("due_before"),
        "in_offices": among(_office, "in_offices"),
        "none": _office.is_(None),
    },
).sorted_by((_j.id,), id=_j.id, case=_j.case_id, due=_j.due_at, definition=_d.id, key=_d.key, office=_office)
