"""Lists with filters and orders that are put together at will."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Integer, LargeBinary, Numeric
from sqlalchemy.sql import visitors

from engine.store import Store
from engine.store.listings import CASES, DEFINITIONS, DEPLOYMENTS, TASKS, seen
from engine.store.listings_cases import RUNNING_CASES
from engine.store.listings_tasks import GROUP_COUNTS, OPEN_TASKS
from engine.store.listings_variables import VARIABLES
from engine.store.listings_waits import SUBSCRIPTIONS
from engine.store.lists import Listing, Page, listed
from tests.api.office import Office

LISTS = {
    "tasks": TASKS,
    "open tasks": OPEN_TASKS,
    "groups": GROUP_COUNTS,
    "cases": CASES,
    "running cases": RUNNING_CASES,
    "variables": VARIABLES,
    "subscriptions": SUBSCRIPTIONS,
    "definitions": DEFINITIONS,
    "deployments": DEPLOYMENTS,
}
WORDS = {"titles": "{}", "descriptions": "{}"}


def _parameters(listing: Listing, name: str) -> dict[str, Any]:
    """A value of the right kind for each parameter of a filter."""
    found = [one for one in visitors.iterate(listing.parts[name]) if one.__visit_name__ == "bindparam"]
    return {one.key: _value(one) for one in found if one.value is None}  # type: ignore[attr-defined]


def _value(parameter: Any) -> Any:
    if parameter.expanding:
        return [1]
    if isinstance(parameter.type, LargeBinary):
        return b"true"
    return 1 if isinstance(parameter.type, Integer | Numeric) else "[]"


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_every_filter_and_order_is_sql_that_the_database_takes(store: Store, listing: Listing) -> None:
    with store.reading() as reading:
        for name in listing.parts:
            page = Page({name: _parameters(listing, name)}, most=5)
            assert listing.rows(reading, page) == []
            assert listing.count(reading, page) == 0
        for order in listing.orders:
            assert listing.rows(reading, Page(order=((order, True), (order, False)), given=WORDS)) == []


def test_who_sees_everything_needs_no_filter_and_who_has_no_office_needs_none_of_offices() -> None:
    assert seen("ani", ["a/b"], None) == {}
    assert set(seen("ani", ["a/b"], [])) == {"own"}
    assert seen("ani", ["b", "a"], ["x"])["seen"] == {"me": "ani", "groups": listed(["a", "b"]), "offices": '["x"]'}


@pytest.mark.parametrize(
    "query",
    [
        "process-definition?nameLike",
        "deployment?nameLike",
        "task?processInstanceBusinessKeyLike",
        "process-instance?businessKeyLike",
        "variable-instance?variableNameLike",
        "history/process-instance?processInstanceBusinessKeyLike",
        "history/task?taskAssigneeLike",
        "incident?incidentMessageLike",
    ],
)
def test_a_pattern_that_ends_in_a_sign_for_nothing_is_refused_on_each_database(office: Office, query: str) -> None:
    for pattern, status in (("x%5C", 400), ("x%5C%5C", 200), ("%25", 200)):
        assert office.call("pemilik", "GET", f"/engine-rest/{query}={pattern}").status_code == status, pattern
