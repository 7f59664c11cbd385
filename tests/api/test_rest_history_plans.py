"""Lists of the history stay quick: both databases read them from an index, in its order, and sort nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from engine.api.rest_history import CHEAP as CASE_ORDERS
from engine.api.rest_history_task import CHEAP as TASK_ORDERS
from engine.api.rest_incident import CHEAP as INCIDENT_ORDERS
from engine.store import Query, Reading, Store
from engine.store.history_lists import CALLED_CASES, HOLDERS, PAST_CASES, PAST_TASKS, PAST_VARIABLES
from engine.store.incidents import INCIDENTS
from engine.store.job_lists import JOBS
from engine.store.listings import seen
from engine.store.lists import Listing, Page
from tests.api.test_lists import test_every_filter_and_order_is_sql_that_the_database_takes as takes

LISTS = {
    "cases": PAST_CASES,
    "tasks": PAST_TASKS,
    "variables": PAST_VARIABLES,
    "incidents": INCIDENTS,
    "jobs": JOBS,
}
OFFICE = seen("pemilik", [], ["bh"])
STAFF = seen("staf", ["bh/staf"], [])
CASE: dict[str, Any] = {"case": {"case": 7}}
PLANS: list[tuple[str, Listing, dict[str, Any], tuple[tuple[str, bool], ...]]] = [
    ("all cases", PAST_CASES, OFFICE, ()),
    ("own cases", PAST_CASES, STAFF, ()),
    ("cases of a definition", PAST_CASES, OFFICE | {"definition": {"definition": 1}}, ()),
    ("cases by business key", PAST_CASES, OFFICE | {"business_key": {"business_key": "a"}}, ()),
    *[("cases by " + name, PAST_CASES, OFFICE, ((name, False),)) for name in sorted(CASE_ORDERS)],
    ("all tasks", PAST_TASKS, OFFICE, ()),
    ("tasks of a case", PAST_TASKS, OFFICE | CASE, ()),
    *[("tasks by " + name, PAST_TASKS, OFFICE, ((name, True),)) for name in sorted(TASK_ORDERS)],
    ("all variables", PAST_VARIABLES, OFFICE, ()),
    ("variables of a case", PAST_VARIABLES, OFFICE | CASE, ()),
    ("all incidents", INCIDENTS, OFFICE, ()),
    ("open incidents", INCIDENTS, OFFICE | {"open": {}}, (("id", False),)),
    ("incidents of a case", INCIDENTS, OFFICE | CASE, ()),
    *[("incidents by " + name, INCIDENTS, OFFICE, ((name, False),)) for name in sorted(INCIDENT_ORDERS)],
    ("all jobs", JOBS, OFFICE, ()),
    ("jobs by id", JOBS, OFFICE, (("id", False),)),
]
_QUIET = ("enable_seqscan", "enable_sort", "enable_incremental_sort", "enable_hashjoin", "enable_bitmapscan")


class Explained(Reading):
    """A reading that asks the database how it would answer."""

    def _execute(self, query: Query, values: dict[str, Any]) -> None:
        sql, params = query.prepared(self.dialect, values)
        word = "EXPLAIN QUERY PLAN" if self.dialect.name == "sqlite" else "EXPLAIN (FORMAT JSON)"
        self._cursor.execute(f"{word} {sql}", params)


def nodes(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """The kind of each node of a plan, and the table that it reads."""
    inner = [one for part in plan.get("Plans", ()) for one in nodes(part)]
    return [(plan["Node Type"], plan.get("Relation Name", "")), *inner]


def plan_of(store: Store, ask: Any) -> list[str]:
    """How the database would answer, line by line."""
    with store.reading() as reading:
        if reading.dialect.name == "postgresql":
            for name in _QUIET:  # a small table is read whole: only what no index can do is left to be seen
                reading.all(Query("A setting.", text(f"SELECT set_config('{name}', 'off', true)")))
        rows = ask(Explained(reading._cursor, reading.dialect))
    if store.backend == "sqlite":
        return [str(row["detail"]) for row in rows]
    told = rows[0]["QUERY PLAN"]
    found = nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])
    return [f"{kind} {table}" for kind, table in found]


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_every_filter_and_order_of_the_history_is_sql_that_the_database_takes(store: Store, listing: Listing) -> None:
    takes(store, listing)


@pytest.mark.parametrize("asked", PLANS, ids=[plan[0] for plan in PLANS])
def test_a_list_is_read_in_the_order_of_an_index(store: Store, asked: Any) -> None:
    name, listing, filters, order = asked
    plan = plan_of(store, lambda reading: listing.rows(reading, Page(filters, order, most=50)))
    assert [line for line in plan if "TEMP B-TREE" in line or "Sort" in line] == [], name
    assert [line for line in plan if line.startswith("Seq Scan") and "json" not in line] == [], plan


@pytest.mark.parametrize("query", [CALLED_CASES, HOLDERS], ids=["called", "holders"])
def test_what_belongs_to_a_case_is_found_by_an_index(store: Store, query: Query) -> None:
    plan = plan_of(store, lambda reading: reading.all(query, case=7))
    assert not [line for line in plan if line.startswith(("Seq Scan", "SCAN"))], plan


def test_an_order_without_an_index_is_seen(store: Store) -> None:
    by_office = Page(OFFICE, (("office", True),), most=50)
    plan = plan_of(store, lambda reading: PAST_CASES.rows(reading, by_office))
    assert [line for line in plan if "TEMP B-TREE" in line or "Sort" in line], plan
