"""Queries of the filters that people keep."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, text, update

from engine.store.lists import Listing, among
from engine.store.query import Query
from engine.store.tables_filters import filter

__all__ = ["COUNT_FILTERS", "DROP_FILTER", "FILTERS", "LOCK_FILTER", "NEW_FILTER", "SET_FILTER"]

_f = filter.c
_id: Final[BindParameter[Any]] = bindparam("id")


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


FILTERS: Final = Listing(
    "Filters that people keep.",
    select(filter),
    {
        "seen": or_(_f.owner == _p("me"), _f.office == "*", among(_f.office, "offices")),
        "own_or_shared": or_(_f.owner == _p("me"), _f.owner.is_(None)),
        "id": _f.id == _p("id"),
        "name": _f.name == _p("name"),
        "name_like": _f.name.like(_p("name_like"), escape="\\"),
        "owner": _f.owner == _p("owner"),
        "resource": _f.resource == _p("resource"),
    },
).sorted_by((_f.id,), id=_f.id, name=_f.name, owner=_f.owner, resource=_f.resource)
"""`seen` are one's own and what is shared with these offices; `own_or_shared` for who is in charge everywhere."""
COUNT_FILTERS: Final = Query(
    "How many filters somebody keeps.", select(func.count()).select_from(filter).where(_f.owner == _p("owner"))
)
LOCK_FILTER: Final = Query("A filter, held.", select(filter).where(_f.id == _id).with_for_update())
NEW_FILTER: Final = Query(
    "Keeps a filter and gives its id.",
    text(
        "INSERT INTO filter (name, resource, owner, office, query, properties) "
        "VALUES (:name, :resource, :owner, :office, :question, :properties) RETURNING id"
    ),
)
SET_FILTER: Final = Query(
    "Changes a filter.",
    update(filter)
    .where(_f.id == bindparam("filter"))
    .values(name=_p("name"), owner=_p("owner"), office=_p("office"), query=_p("question"), properties=_p("properties")),
)
DROP_FILTER: Final = Query("Forgets a filter.", delete(filter).where(_f.id == _id))
