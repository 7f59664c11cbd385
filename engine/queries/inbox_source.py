"""Where the rows of a box come from, in the order that is wanted: pages of indexes, merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.events import instant
from engine.queries.due import Group
from engine.queries.inbox_counts import Box
from engine.queries.look import MOST_ID, MOST_NUMBER, Look
from engine.store.reading import Row
from engine.store.views import DONE_BY
from engine.store.views_inbox import OF_GROUP, OF_HOLDER

__all__ = ["FREE", "Key", "Order", "Place", "Source", "key_of", "place_of"]

Order = Literal["due", "old", "new", "number"]
"""Least time left first (no limit last), longest waiting first, newest first, by case."""
Key = tuple[int, int, int]
FREE: Final = 2**62 - 1
"""The place in the order by time left of tasks that have no limit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends and the next goes on: instant, case and task number."""

    at: int
    case: int
    n: int

    @property
    def row(self) -> Row:
        """A row that would stand at this place, whatever the order."""
        due = None if self.at == FREE else self.at
        return {"case_id": self.case, "n": self.n, "due_at": due, "opened_at": self.at, "closed_at": self.at}


def place_of(box: Box, order: Order, row: Row) -> Place:
    """The place of a row."""
    if box == "done":
        at = row["closed_at"]
    elif order == "due":
        at = FREE if row["due_at"] is None else row["due_at"]
    else:
        at = 0 if order == "number" else row["opened_at"]
    return Place(at, row["case_id"], row["n"])


def key_of(box: Box, order: Order, row: Row) -> Key:
    """What rows are sorted by: a smaller one comes first."""
    place = place_of(box, order, row)
    backwards = -1 if box == "done" or order == "new" else 1
    return backwards * place.at, backwards * place.case, backwards * place.n


class Source:
    """The rows of a box from a place on. `exact`: all of them have the time left that was asked for."""

    def __init__(self, look: Look, box: Box, order: Order, due: Group | None) -> None:
        self._look, self._box, self._order, self._due = look, box, order, due
        self._now = instant(look.now)
        self.exact = box != "done" and order == "due" and due in ("late", "free")
        self._groups = sorted(look.actor.groups)

    @property
    def first(self) -> Place:
        """Before everything."""
        if self._box == "done" or self._order == "new":
            return Place(MOST_ID, MOST_ID, MOST_NUMBER)
        return Place(0, 0, 0)

    def place(self, row: Row) -> Place:
        """Where a page that ends with this row goes on."""
        return place_of(self._box, self._order, row)

    def rows(self, place: Place, limit: int) -> list[Row]:
        """The next rows behind the place."""
        login = self._look.actor.reads_as
        if self._box == "done":
            return self._look.reading.all(DONE_BY, login=login, limit=limit, **_keys(place))
        if self._order != "due":
            return self._of(self._order, limit, _keys(place))
        found: list[Row] = []
        if place.at < FREE and self._due != "free":
            found = self._of("due", limit, self._span(place))
        if len(found) < limit and self._due in (None, "free"):
            behind = place if place.at == FREE else Place(FREE, 0, 0)
            found += self._of("free", limit - len(found), {"case": behind.case, "n": behind.n})
        return found

    def _span(self, place: Place) -> dict[str, int]:
        """Late ones end now; those that are not late begin there."""
        until = self._now if self._due == "late" else FREE
        if self._due in ("soon", "enough") and place.at < self._now:
            place = Place(self._now, 0, 0)
        return _keys(place) | {"until": until}

    def _of(self, order: str, limit: int, keys: dict[str, Any]) -> list[Row]:
        """Each group is read by its own index; the pages are merged."""
        reading = self._look.reading
        if self._box == "mine":
            return reading.all(OF_HOLDER[order], login=self._look.actor.reads_as, limit=limit, **keys)
        query = OF_GROUP[order]
        found = [row for group in self._groups for row in reading.all(query, group=group, limit=limit, **keys)]
        if len(self._groups) > 1:
            found.sort(key=lambda row: key_of(self._box, self._order, row))
        return found[:limit]


def _keys(place: Place) -> dict[str, int]:
    return {"at": place.at, "case": place.case, "n": place.n}
