"""What a list of the dialect takes, asked by GET or by POST, and the page of it that is answered in bounded time."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from engine.api import asking, parts
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked
from engine.api.parts import Part
from engine.api.rest import filters_of, paging
from engine.api.rest_ids import case_number
from engine.store import Reading
from engine.store.listings import Filters
from engine.store.lists import EVERYTHING, Listing, Page
from engine.store.reading import Row

__all__ = ["MOST", "NARROW", "Given", "Wanted", "bad", "listed_page", "page_of", "rows_of"]

MOST: Final = 10_000
"""How many rows a list answers at once, and how many it sorts without an index."""
NARROW: Final = frozenset({"business_key", "case", "cases", "incident", "job", "task"})
"""Filters that leave little, however long the history is."""
_ORDER: Final = ("sortBy", "sortOrder")
_PAGE: Final = ("firstResult", "maxResults")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked: values by parameter, orders by the dialect's name with true for rising, and which part."""

    values: Mapping[str, Any]
    orders: tuple[tuple[str, bool], ...]
    first: int
    most: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list takes. `filters` go to a listing, `more` are read by the view; `orders` name those of the listing.

    `numbers` are lists of ids of process instances, with the filters that take them.
    """

    filters: Mapping[str, tuple[Reader, str]] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Reader] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def readers(self) -> dict[str, Reader]:
        """The query parameters of a count."""
        return {**{name: reader for name, (reader, _) in self.filters.items()}, **_listed(self.numbers), **self.more}

    @property
    def query(self) -> dict[str, Reader]:
        """The query parameters of a list."""
        return {**paging(self.orders), **self.readers}

    @property
    def paging(self) -> dict[str, Reader]:
        """The query parameters of a list that is asked by POST."""
        return paging(())

    @property
    def body(self) -> dict[str, Part]:
        """The keys of the body of such a list and of its count."""
        return {**parts.of_readers(self.readers), "sorting": parts.SORTING}

    def given(self, asked: Asked) -> Given:
        """What a request asks; BadInput for an order that is not known."""
        found = {name: value for name, value in {**asked.query, **asked.body}.items() if value is not None}
        sorting = found.pop("sorting", None) or []
        if ("sortBy" in found) != ("sortOrder" in found):
            raise bad(
                "sortBy dan sortOrder harus ada bersama.",
                "Only a single sorting parameter specified. sortBy and sortOrder required",
            )
        if "sortBy" in found:
            sorting = [{name: found[name] for name in _ORDER}]
        first, most = found.get("firstResult", 0), found.get("maxResults", EVERYTHING)
        values = {name: value for name, value in found.items() if name not in (*_ORDER, *_PAGE)}
        return Given(values, tuple(self._order(one) for one in sorting), first, most)

    def filters_in(self, given: Given) -> Filters:
        """The filters of the listing; BadInput when two of them mean the same."""
        found = filters_of(given.values, self.filters)
        for name, filter in self.numbers.items():
            if name in given.values:
                if filter in found:
                    raise bad(f"“{name}” ada dua kali.", f"'{name}' and another parameter say the same.")
                found[filter] = {filter: json.dumps([case_number(one) for one in given.values[name]])}
        return found

    def _order(self, one: Mapping[str, Any]) -> tuple[str, bool]:
        by, way = one["sortBy"], one["sortOrder"]
        if by not in self.orders:
            raise bad(f"Tidak dapat diurutkan menurut “{by}”.", f"Cannot set query parameter 'sortBy' to value '{by}'.")
        if way not in ("asc", "desc") or one.get("parameters"):
            raise bad("sortOrder: asc atau desc.", f"Cannot set query parameter 'sortOrder' to value '{way}'.")
        return by, bool(way == "asc")


def _listed(names: Iterable[str]) -> dict[str, Reader]:
    return dict.fromkeys(names, asking.names)


def rows_of(reading: Reading, listing: Listing, page: Page, cheap: Collection[str] = ()) -> list[Row]:
    """The rows of the page; BadInput where that would take longer the longer the history is.

    `cheap` are the orders that an index gives. Others sort at most MOST rows, and no answer holds more than MOST.
    """
    dear = [name for name, _ in page.order if name not in cheap]
    if (dear or len(page.order) > 1) and not NARROW & page.filters.keys() and listing.exceeds(reading, page, MOST):
        raise bad(
            f"Lebih dari {MOST} baris tidak diurutkan begitu. Persempit, misalnya dengan processInstanceId.",
            f"More than {MOST} results cannot be sorted by that. Narrow the query, such as by processInstanceId.",
        )
    most = min(page.most, MOST + 1)
    return within(listing.rows(reading, Page(page.filters, page.order, page.first, most, page.given)))


def within(found: list[T]) -> list[T]:
    """What is answered; BadInput for more than MOST."""
    if len(found) > MOST:
        raise bad(
            f"Jawaban lebih dari {MOST} baris. Sebutkan maxResults, paling besar {MOST}.",
            f"An unbound number of results is forbidden! Set maxResults, at most {MOST}.",
        )
    return found


def page_of(given: Given, found: Sequence[T], keys: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """The part that was asked for of what was told from events, in the order that was asked for."""
    ordered = list(found)
    for by, rising in reversed(given.orders):
        ordered.sort(key=keys[by], reverse=not rising)
    return within(ordered[given.first : given.first + given.most])


def listed_page(wanted: Wanted, given: Given, filters: Filters) -> Page:
    """The page of a listing that a request asks for."""
    order = tuple((wanted.orders[by], rising) for by, rising in given.orders)
    return Page(filters, order, given.first, given.most)


def bad(id: str, en: str) -> BadInput:
    """A request that cannot be answered."""
    return BadInput(id, en)
