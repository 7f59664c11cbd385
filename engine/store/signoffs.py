"""Queries of sign-offs: what the events say of them, and what stands in the case that they cover."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, func, select

from engine.events import SIGN_OFF_KINDS, SignOff, sign_offs
from engine.store.history import event_of
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables import answer, event, task, variable

__all__ = ["DONE_AT", "STANDING", "signed"]

_case: Final[BindParameter[Any]] = bindparam("case")
_EVENTS: Final = Query(
    "What the events of a case say of sign-offs, oldest first.",
    select(event).where(event.c.case_id == _case, event.c.kind.in_(SIGN_OFF_KINDS)).order_by(event.c.number),
)
STANDING: Final = Query(
    "The present values of a case in all its scopes, with the event that set each.",
    select(variable.c.scope, variable.c.name, variable.c.event, answer.c.value)
    .join(
        answer,
        and_(
            answer.c.case_id == variable.c.case_id,
            answer.c.event == variable.c.event,
            answer.c.name == func.coalesce(variable.c.key, variable.c.name),
        ),
    )
    .where(variable.c.case_id == _case)
    .order_by(variable.c.event, variable.c.name),
)
DONE_AT: Final = Query(
    "Who completed tasks of some elements of a case, the last first.",
    select(task.c.element, task.c.closed_by, task.c.n)
    .where(task.c.case_id == _case, task.c.status == "DONE", task.c.element.in_(bindparam("elements", expanding=True)))
    .order_by(task.c.n.desc()),
)


def signed(reading: Reading, case: int) -> list[SignOff]:
    """All sign-offs of a case, in the order in which they were given."""
    return sign_offs(event_of(row) for row in reading.all(_EVENTS, case=case))
