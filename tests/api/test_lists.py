"""Lists with filters and orders that are put together at will."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Integer
from sqlalchemy.sql import visitors

from engine.store import Store
from engine.store.listings import CASES, DEFINITIONS, DEPLOYMENTS, TASKS, seen
from engine.store.lists import Listing, Page, listed

LISTS = {"tasks": TASKS, "cases": CASES, "definitions": DEFINITIONS, "deployments": DEPLOYMENTS}


def _parameters(listing: Listing, name: str) -> dict[str, Any]:
    """A value of the right kind for each parameter of a filter."""
    found = [one for one in visitors.iterate(listing.parts[name]) if one.__visit_name__ == "bindparam"]
    needed = [one for one in found if one.value is None]  # type: ignore[attr-defined]
    return {one.key: 1 if isinstance(one.type, Integer) else "[]" for one in needed}  # type: ignore[attr-defined]


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_every_filter_and_order_is_sql_that_the_database_takes(store: Store, listing: Listing) -> None:
    with store.reading() as reading:
        for name in listing.parts:
            page = Page({name: _parameters(listing, name)}, most=5)
            assert listing.rows(reading, page) == []
            assert listing.count(reading, page) == 0
        for order in listing.orders:
            assert listing.rows(reading, Page(order=((order, True), (order, False)))) == []


def test_who_sees_everything_needs_no_filter_and_who_has_no_office_needs_none_of_offices() -> None:
    assert seen("ani", ["a/b"], None) == {}
    assert set(seen("ani", ["a/b"], [])) == {"own"}
    assert seen("ani", ["b", "a"], ["x"])["seen"] == {"me": "ani", "groups": listed(["a", "b"]), "offices": '["x"]'}
