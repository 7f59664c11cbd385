"""The catalogue of SOPs in `/api/v1`."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, sight, v1_records, v1_shapes
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.v1 import cursor, look, read_cursor, v1
from engine.commands.refusals import NotFound
from engine.queries.catalogue import sop
from engine.store.listings import DEFINITIONS, Filters
from engine.store.lists import Page

__all__: list[str] = []

PAGE: Final = 50


def _key(text: str) -> str:
    found = read_cursor(text)
    if not isinstance(found, str):
        raise ValueError(text)
    return asking.storable(found)


@v1.get("/sops")
@operation(
    "Catalogue",
    query={"cursor": asking.Reader(_key)},
    answers={200: v1_records.page("Sops", v1_records.SOP_LINE)},
)
def list_sops(asked: Asked) -> Response:
    """The SOPs in force in which the actor has a part, by key."""
    after = asked.query.get("cursor", "")
    filters: Filters = {"latest": {}, "active": {}, "after": {"after": after}} | sight.definitions_of(asking.me())
    items: list[dict[str, Any]] = []
    with look() as here:
        rows = DEFINITIONS.rows(here.reading, Page(filters, (("key", True),), most=PAGE + 1))
        for row in rows[:PAGE]:
            try:
                items.append(v1_shapes.sop_line(sop(here, row["key"])))
            except NotFound:
                continue  # of the office, but without a part for the actor
    return answer({"items": items, "next": cursor(rows[PAGE - 1]["key"]) if len(rows) > PAGE else None})


@v1.get("/sops/<key>")
@operation("Catalogue", answers={200: v1_records.SOP})
def get_sop(asked: Asked, key: str) -> Response:
    """One SOP in force with its header, steps and norms."""
    with look() as here:
        return answer(v1_shapes.sop(sop(here, asking.known(key))))
