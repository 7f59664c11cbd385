"""Incidents as they are listed: with their case, or of a case that could not begin with what was to begin."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, BindParameter, bindparam, func, or_, select, tuple_

from engine.store.incident_words import reported, said
from engine.store.lists import Listing, among
from engine.store.parts import took_part
from engine.store.query import Query
from engine.store.tables import answer, definition, incident, process_instance

__all__ = ["INCIDENTS", "OFFICE_OF_DEFINITION"]

_pi, _d, _i, _note = process_instance.c, definition.c, incident.c, answer.c
NOTE: Final = "$catatan"
_said: Final = said(incident)


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _number(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=BigInteger)


_office: Final = func.coalesce(_pi.office, _d.office)
_took_part: Final = or_(
    _pi.started_by == _p("me"),
    took_part(_i.case_id),
)

OFFICE_OF_DEFINITION: Final = Query("The office of a definition.", select(_d.office).where(_d.id == _p("id")))
INCIDENTS: Final = Listing(
    "Incidents with the case or the definition that they are about.",
    select(
        incident,
        _note.value.label("annotation"),
        reported(incident).label("error"),
        _office.label("office"),
        _pi.number,
        _pi.business_key,
        _pi.status.label("case_status"),
        _pi.parent_case,
        _d.id.label("definition"),
        _d.key,
        _d.version,
        _d.name,
    )
    .join(process_instance, _pi.id == _i.case_id, isouter=True)
    .join(definition, _d.id == func.coalesce(_pi.definition_id, _i.definition_id), isouter=True)
    .join(answer, (_note.case_id == _i.case_id) & (_note.event == _i.note) & (_note.name == NOTE), isouter=True),
    {
        "own": _took_part,
        "seen": or_(_took_part, among(_office, "offices")),
        "open": _i.resolved_at.is_(None),
        "resolved": _i.resolved_at.is_not(None),
        "incident": (_i.case_id == _p("incident_case")) & (_i.event == _p("incident_event")),
        "case": _i.case_id == _p("case"),
        "definition": _d.id == _p("definition"),
        "key": _d.key == _p("key"),
        "keys": among(_d.key, "keys"),
        "element": _i.element == _p("element"),
        "kinds": among(_i.kind, "kinds"),
        "execution": _i.case_id == _p("execution"),
        "failed_element": _i.element == _p("failed_element"),
        "nothing": _i.event < 0,
        "caseless": _i.case_id == 0,
        "of_case": _i.case_id > 0,
        "message": _said == _p("message"),
        "message_like": _said.like(_p("message_like"), escape="\\"),
        "raised_after": _i.raised_at >= _p("raised_after"),
        "raised_before": _i.raised_at <= _p("raised_before"),
        "resolved_after": _i.resolved_at >= _p("resolved_after"),
        "resolved_before": _i.resolved_at <= _p("resolved_before"),
        "in_offices": among(_office, "in_offices"),
        "without_office": _office.is_(None),
        "job": _i.job == _p("job"),
        "token": (_i.case_id == _p("token_case")) & (_i.n == _p("token")),
        "below": tuple_(_i.case_id, _i.event) < tuple_(_number("below_case"), _number("below_event")),
    },
).sorted_by(
    (_i.case_id, _i.event),
    id=_i.case_id,
    raised=_i.raised_at,
    resolved=_i.resolved_at,
    message=_said,
    kind=_i.kind,
    element=_i.element,
    case=_i.case_id,
    definition=_d.id,
    key=_d.key,
    office=_office,
)
