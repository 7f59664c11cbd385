"""A process definition by its three addresses: its id, its key, its key in one office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from engine.api import asking, sight
from engine.api.rest import rest
from engine.api.rest_ids import parsed_definition
from engine.library import Definition
from engine.store import Reading
from engine.store.listings import Filters
from engine.store.lists import listed
from engine.store.reading import Row

__all__ = ["TAG", "address", "definition_of", "definition_row"]

TAG: Final = "Process Definition"
_PLACES: Final = ("<id>", "key/<key>", "key/<key>/tenant-id/<tenant>")
V = TypeVar("V", bound=Callable[..., Any])


def address(method: str, tail: str = "") -> Callable[[V], V]:
    """Hangs a view on the addresses of a definition; it gets what its path named as keywords."""

    def hang(view: V) -> V:
        for place in _PLACES:
            rest.add_url_rule(f"/process-definition/{place}{tail}", view_func=view, methods=[method])
        return view

    return hang


def definition_row(reading: Reading, id: str | None = None, key: str | None = None, tenant: str | None = None) -> Row:
    """The definition, by key the newest; NotFound when there is none that the actor may know."""
    filters: Filters = {}
    if id is not None:
        key, version, number = parsed_definition(asking.known(id))
        filters = {"definition": {"definition": number}, "version": {"version": version}}
    filters["key"] = {"key": asking.known(key or "")}
    if tenant is not None:
        filters["in_offices"] = {"in_offices": listed([asking.known(tenant)])}
    return sight.definition_row(reading, asking.me(), filters)


def definition_of(reading: Reading, row: Row) -> Definition:
    """The definition behind a row, ready to run."""
    return asking.desk().library.definition(reading, row["id"])
