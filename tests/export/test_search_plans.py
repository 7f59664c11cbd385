"""The search stays flat: both databases walk along one index for a bounded stretch, and sort no table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.canonical import dumps
from engine.queries.look import MOST_ID
from engine.store import Store
from engine.store.acts import ACTS_OF_CASE, ACTS_SEALED, ACTS_WAITING, LAST_PLACE, NEXT_RECORDED
from engine.store.migrate import upgrade
from engine.store.personal import ACCOUNTS_SAID, CASES_OF_VALUES, VALUES_OF_CASE
from engine.store.search import ALONG, CASES_WITH_WORDS, NUMBERED, VERSIONS
from engine.store.words import spans
from tests.api.test_rest_history_plans import plan_of

FITS: dict[str, Any] = {
    "statuses": ["ACTIVE"],
    "outcome": "Selesai",
    "late": 1,
    "again": 1,
    "step": "langkah_1",
    "post": "uji/kasi",
    "person": "budi",
    "now": 1,
    "since": 0,
    "until": MOST_ID,
}
PLACE: dict[str, Any] = {"at": MOST_ID, "before": MOST_ID, "scan": 1000, "limit": 21}
PLACES: dict[str, Any] = {"everything": None, "office": "uji", "version": 1, "person": None}
INDEXES = {
    "everything": "ix_process_instance_started",
    "office": "ix_process_instance_of_office",
    "version": "ix_process_instance_of_version",
    "person": "ix_task_closed_case",
}


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An SQLite store: its plans do not change with how much is there."""
    opened = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ALONG)
def test_each_way_of_the_search_is_sql_that_the_database_takes(store: Store, name: str) -> None:
    with store.reading() as reading:
        for query in (ALONG[name].found, ALONG[name].seen):
            assert reading.all(query, **FITS, **PLACE, place=PLACES[name]) == []
        assert reading.all(NUMBERED, first="A", last="B", limit=5, **FITS) == []
        assert reading.all(CASES_WITH_WORDS, limit=5, **spans(["siti"]), **FITS) == []
        assert reading.all(VERSIONS) == []
        assert reading.all(ACTS_SEALED, before=9, scan=9) == []
        assert reading.all(ACTS_WAITING, before=9, scan=9) == []
        assert reading.all(ACTS_OF_CASE, case=1, before=9, scan=9) == []
        assert reading.all(NEXT_RECORDED, place=1) == []
        assert reading.value(LAST_PLACE) is None
        assert reading.all(ACCOUNTS_SAID, said="siti", limit=3) == []
        assert reading.all(VALUES_OF_CASE, case=1, limit=3) == []


@pytest.mark.parametrize("name", ALONG)
def test_a_stretch_is_read_from_its_index_and_no_whole_table_is(sqlite_store: Store, name: str) -> None:
    plan = plan_of(sqlite_store, lambda reading: reading.all(ALONG[name].seen, **FITS, **PLACE, place=PLACES[name]))
    assert [line for line in plan if INDEXES[name] in line], plan
    tables = [line for line in plan if line.startswith(("SCAN task", "SCAN process_instance"))]
    assert [line for line in tables if "INDEX" not in line] == [], plan


def test_a_value_is_found_by_the_index_of_short_values(sqlite_store: Store) -> None:
    values = [dumps("Siti Aminah"), dumps("SITI AMINAH")]
    plan = plan_of(sqlite_store, lambda reading: reading.all(CASES_OF_VALUES, values=values, limit=9))
    assert [line for line in plan if "ix_answer_value" in line], plan
