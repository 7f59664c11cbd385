"""Queries of cases that called others, and of the cases that they called."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, or_, select

from engine.canonical import loads
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables import event, process_instance

__all__ = ["CALLER", "ORIGINS", "RELATIVES", "RUNNING_CALLED", "calling_element"]

_pi = process_instance
_case: Final[BindParameter[Any]] = bindparam("case")
_running: Final = _pi.c.status.in_(("ACTIVE", "SUSPENDED"))

RUNNING_CALLED: Final = Query(
    "The cases that a case called and that have not ended, with the token that waits for each.",
    select(_pi.c.id, _pi.c.parent_n).where(_pi.c.parent_case == _case, _running).order_by(_pi.c.id),
)
CALLER: Final = Query("The case that called this one.", select(_pi.c.parent_case).where(_pi.c.id == _case))
_FIRST: Final = Query(
    "What the first event of a case says.", select(event.c.data).where(event.c.case_id == _case, event.c.number == 1)
)
ORIGINS: Final = Query(
    "What the events of a case say that a message or signal brought, oldest first.",
    select(event.c.data)
    .where(event.c.case_id == _case, event.c.kind.in_(("CaseStarted", "MessageReceived", "SignalReceived")))
    .order_by(event.c.number)
    .limit(bindparam("limit")),
)
RELATIVES: Final = Query(
    "The case that called this one, and those that it called, oldest first.",
    select(
        _pi.c.id,
        _pi.c.number,
        _pi.c.status,
        _pi.c.outcome,
        _pi.c.office,
        _pi.c.definition_id,
        _pi.c.parent_case,
        _pi.c.parent_n,
        _pi.c.started_at,
    )
    .where(or_(_pi.c.parent_case == _case, _pi.c.id == bindparam("parent")))
    .order_by(_pi.c.id)
    .limit(bindparam("limit")),
)


def calling_element(reading: Reading, called: int) -> str | None:
    """The call activity that started a case; None for a case that nobody called."""
    first = reading.value(_FIRST, case=called)
    data: Any = {} if first is None else loads(bytes(first))
    caller = data.get("caller")
    return None if caller is None else str(caller[2])
