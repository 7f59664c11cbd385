"""Migrations lead to the same schema as a fresh database, up and down, with open cases in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from engine.events import fold
from engine.proof.verify import verify_case
from engine.store import NewEvent, Query, Stamp, Store
from engine.store.cases import CASE, next_case
from engine.store.history import folded_rows, stream
from engine.store.jobs import INSERT_JOB, job_row
from engine.store.migrate import HEAD, downgrade, ready, upgrade
from engine.store.migrate import to as migrate_to

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def schema(store: Store) -> dict[str, Any]:
    """Tables, columns, keys, indexes with their conditions, and triggers, as the database itself tells them."""
    sqlite = {
        "columns": 'SELECT m.name AS t, c.cid, c.name AS c, c.type, c."notnull", c.dflt_value, c.pk, '
        "m.sql LIKE '%WITHOUT ROWID%' AS w FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' ORDER BY 1, 2",
        "indexes": "SELECT tbl_name, name, sql FROM sqlite_master "
        "WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1, 2",
        "unique": 'SELECT m.name AS t, i."unique", i.origin, i.partial, x.seqno, x.name AS x FROM sqlite_master m, '
        "pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table' ORDER BY 1, 2, 3, 4, 5, 6",
        "triggers": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
    }
    postgresql = {
        "columns": "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
        "constraints": "SELECT conrelid::regclass::text AS t, conname, pg_get_constraintdef(oid) AS d "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
        "triggers": "SELECT tgname, pg_get_triggerdef(oid) AS d FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
    }
    with store.reading() as reading:
        asked = sqlite if store.backend == "sqlite" else postgresql
        return {name: reading.all(Query(name, text(sql))) for name, sql in asked.items()}


def open_case(store: Store) -> int:
    """A case with an open task, written at the present schema."""
    with store.transaction() as tx:
        case = next_case(tx)
        tx.numbered(case, 0)
        data = {
            "definition": 1,
            "office": "bh",
            "number": "BH-1",
            "path": "",
            "opened": [[1, "langkah_1", "bh/staf", None]],
        }
        tx.append(NewEvent(case, "CaseStarted", data, answers={"nama": "Budi"}), Stamp("staf", NOW))
        tx.case(case, {"state": b"{}", "revision": 1})
    return case


def test_every_step_of_the_migrations_leads_to_the_schema_of_a_fresh_database(database_url: str, store: Store) -> None:
    fresh = schema(store)
    downgrade(store, "base")
    with store.reading() as reading:
        assert [row for row in _tables(reading, store) if row != "alembic_version"] == []
    assert HEAD is not None
    for number in range(1, int(HEAD) + 1):
        migrate_to(store, f"{number:04}")
    assert ready(store)
    assert schema(store) == fresh


def test_open_cases_survive_the_way_down_and_up_again(store: Store) -> None:
    case = open_case(store)
    with store.reading() as reading:
        before = reading.one(CASE, case=case)
    downgrade(store, "0002")
    assert not ready(store)
    upgrade(store)
    with store.reading() as reading:
        assert reading.one(CASE, case=case) == before
        assert folded_rows(reading, case) == fold(stream(reading, case))
        assert list(verify_case(reading, case)) == []


OLD_JOB = (
    "INSERT INTO job (case_id, n, kind, element, due_at, run_at, attempts, parked, error) "
    "VALUES (:case_id, :n, 'TIMER', :element, :due_at, :run_at, :attempts, :parked, :error)"
)
JOBS = Query("All jobs.", text("SELECT * FROM job ORDER BY id"))


def older_jobs(store: Store) -> list[dict[str, Any]]:
    """Jobs as the fourth version kept them, not in the order of their time."""
    rows = [
        {"case_id": 2, "n": 5, "element": "b", "due_at": 30, "run_at": 99, "attempts": 3, "parked": 0, "error": "x"},
        {"case_id": 1, "n": 4, "element": "a", "due_at": 20, "run_at": 20, "attempts": 0, "parked": 2, "error": None},
        {"case_id": 1, "n": 9, "element": "c", "due_at": 10, "run_at": 10, "attempts": 5, "parked": 1, "error": "y"},
    ]
    with store.transaction() as tx:
        tx.many(Query("An older job.", text(OLD_JOB)), rows)
    return rows


def test_timers_that_wait_are_carried_over_in_their_order_and_back(store: Store) -> None:
    downgrade(store, "0004")
    rows = older_jobs(store)
    upgrade(store)
    with store.reading() as reading:
        found = reading.all(JOBS)
    blank = {"kind": "TIMER", "definition_id": None, "payload": None}
    assert found == [
        row | blank | {"id": id} for id, row in enumerate(sorted(rows, key=lambda row: int(row["due_at"])), 1)
    ]
    with store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("TIMER", 7, 40, n=1, element="d")])
        assert tx.value(Query("The last.", text("SELECT max(id) FROM job"))) == 4
    downgrade(store, "0004")
    upgrade(store)
    with store.reading() as reading:
        assert [row["case_id"] for row in reading.all(JOBS)] == [1, 1, 2, 7]


def test_the_way_down_is_refused_while_something_waits_that_it_would_lose(store: Store) -> None:
    with store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("SIGNAL", 0, 1, payload=b"{}")])
    before = schema(store)
    with pytest.raises(RuntimeError, match="jobs between cases"):
        downgrade(store, "0004")
    assert schema(store) == before


def test_incidents_of_no_case_get_the_definition_that_their_events_name(store: Store) -> None:
    with store.transaction() as tx:
        for data in ({"definition": 7}, {}):
            told = {"kind": "start", "message": "macet"} | data
            tx.append(NewEvent(0, "IncidentRaised", told), Stamp(None, NOW))
    with store.reading() as reading:
        before = folded_rows(reading, 0)["incident"]
    assert [row["definition_id"] for row in before.values()] == [7, None]
    downgrade(store, "0009")
    upgrade(store)
    with store.reading() as reading:
        assert folded_rows(reading, 0)["incident"] == before


def test_noted_incidents_are_not_taken_down(store: Store) -> None:
    with store.transaction() as tx:
        raised = tx.append(NewEvent(0, "IncidentRaised", {"kind": "signal", "message": "macet"}), Stamp(None, NOW))
        told = NewEvent(0, "IncidentAnnotated", {"incident": raised.number}, answers={"$catatan": "uji"})
        tx.append(told, Stamp("pemilik", NOW))
    with pytest.raises(RuntimeError, match="bear notes"):
        downgrade(store, "0009")


def test_an_upgrade_twice_changes_nothing(store: Store) -> None:
    open_case(store)
    before = schema(store)
    upgrade(store)
    assert schema(store) == before


@pytest.mark.parametrize("column", ["actor", "data"])
def test_a_raw_change_of_an_event_is_found(store: Store, column: str) -> None:
    case = open_case(store)
    for statement in {
        "sqlite": ["DROP TRIGGER event_no_update"],
        "postgresql": ["DROP TRIGGER event_append_only ON event"],
    }[store.backend]:
        with store.transaction() as tx:
            tx.run(Query("Takes the guard away.", text(statement)))
    value = {"actor": "'camat'", "data": "CAST('{}' AS BLOB)" if store.backend == "sqlite" else "'{}'::bytea"}[column]
    with store.transaction() as tx:
        tx.run(Query("Alters an event.", text(f"UPDATE event SET {column} = {value}")))
    with store.reading() as reading:
        assert [fault.event for fault in verify_case(reading, case)] == [1]


def _tables(reading: Any, store: Store) -> list[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
        "postgresql": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    }[store.backend]
    return [row["name"] for row in reading.all(Query("The tables.", text(sql)))]
