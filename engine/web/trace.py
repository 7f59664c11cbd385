"""Whoever reads a case by his role alone leaves a trace before the page is answered."""

from __future__ import annotations

from typing import Final

from flask import request
from flask_login import current_user

from engine.commands.desk import Context
from engine.commands.finding import case_facts
from engine.commands.reading import RecordRead, unrecorded
from engine.policy import may
from engine.store.cases import CASE, CASE_BY_NUMBER
from engine.web.desk import desk, looking, now

__all__ = ["READ_BY", "leave_trace"]

READ_BY: Final = {
    "web.case.diagram": "case",
    "web.case.show": "case",
    "web.papers.page": "paper",
    "web.hand_over.show": "case",
    "web.papers.show": "paper",
    "web.prints.case": "story",
    "web.prints.show_receipt": "case",
    "web.prints.slip": "case",
    "web.replay.moments": "replay",
    "web.replay.show": "replay",
    "web.replay.story": "story",
    "web.task.show": "case",
    "web.wait.show": "case",
}
"""Pages that show what was answered in a case, and as what a read by them is written down."""
_DIGITS: Final = 18  # more than any id has


def leave_trace() -> None:
    """Writes the read down, in a transaction of its own; one cheap question where it was written down already.

    Raises StoreError when it cannot: then nothing is shown.
    """
    page = READ_BY.get(request.endpoint or "")
    if page is None or not current_user.is_authenticated or not current_user.actor.grants:
        return
    case = _unrecorded(request.view_args or {})
    if case is not None:
        desk().run(Context(current_user.actor, now()), RecordRead((case,), page))


def _unrecorded(asked: dict[str, object]) -> int | None:
    """The case of this request, where the person may read it by his role and no read of his stands in this hour."""
    named = str(asked.get("number", asked.get("case", ""))).strip().upper()
    by_id = named.isascii() and named.isdigit() and len(named) < _DIGITS
    with looking() as look:
        row = look.reading.one(CASE, case=int(named)) if by_id else look.reading.one(CASE_BY_NUMBER, number=named)
        if row is None:
            return None
        for case, _ in unrecorded(look.reading, look.actor, (row["id"],), look.now):
            facts = case_facts(look.reading, look.actor, row)
            return case if may(look.actor, "record-read", facts) else None
    return None
