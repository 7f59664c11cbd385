"""Whether somebody had a part in a case: one condition for the lists of cases and of what belongs to them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, literal_column, or_, select

from engine.store.lists import among
from engine.store.tables import task

__all__ = ["took_part"]

_part: Final = task.alias("part")
_me: Final[BindParameter[Any]] = bindparam("me")


def took_part(case: ColumnElement[Any]) -> ColumnElement[bool]:
    """True when a task of the case is or was for one of the `groups` or of the person `me`.

    The offset keeps PostgreSQL from reading all tasks into a hash first: it looks into the cases one by one.
    """
    mine = or_(among(_part.c.candidates, "groups"), _part.c.assignee == _me)
    found = select(_part.c.n).where(_part.c.case_id == case, mine).correlate_except(_part)
    return found.offset(literal_column("0")).exists()
