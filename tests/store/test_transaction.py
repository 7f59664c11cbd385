"""One transaction, one commit: what is noted is written together or not at all."""

from __future__ import annotations

import os
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.events import fold, instant
from engine.store import NewEvent, Query, Stamp, Store, StoreError
from engine.store.cases import CASE, next_case
from engine.store.fair import FairLock
from engine.store.history import answers, folded_rows, stream

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
STAMP = Stamp("staf.bunut-hilir", NOW)
COUNT = Query("Rows of the event table.", text("SELECT count(*) FROM event"))


def begin(store: Store, *opened: list[object]) -> int:
    """A case with these open tasks."""
    with store.transaction() as tx:
        case = next_case(tx)
        tx.numbered(case, 0)
        data = {"definition": 1, "office": "bh", "number": f"BH-{case}", "path": "", "opened": list(opened)}
        tx.append(NewEvent(case, "CaseStarted", data, answers={"nama": "Budi"}), STAMP)
        tx.case(case, {"state": b"{}", "revision": 1})
    return case


def test_rows_are_what_the_history_folds_to(store: Store) -> None:
    case = begin(store, [1, "langkah_1", "bh/staf", None])
    with store.transaction() as tx:
        row = tx.one(CASE, case=case)
        assert row is not None
        tx.numbered(case, row["events"], row["last_at"])
        move = {"task": 1, "path": "", "opened": [[2, "langkah_2", "bh/kasi", None], [3, "langkah_3", None, "budi"]]}
        tx.append(NewEvent(case, "TaskCompleted", move, "langkah_1", answers={"nama": "Ani", "umur": 7}), STAMP)
        tx.append(NewEvent(case, "TaskClaimed", {"task": 2, "assignee": "ani"}, "langkah_2"), STAMP)
        tx.append(NewEvent(case, "CaseCompleted", {"outcome": "Selesai", "closed": [2, 3]}), STAMP)
    with store.reading() as reading:
        events = stream(reading, case)
        assert [event.number for event in events] == [1, 2, 3, 4]
        assert folded_rows(reading, case) == fold(events)
        assert fold(events)["task"][(case, 2)]["assignee"] == "ani"
        assert {name for _, name in answers(reading, case)} == {"nama", "umur"}


def test_an_exception_leaves_nothing(store: Store) -> None:
    case = begin(store)

    def fail() -> None:
        with store.transaction() as tx:
            tx.numbered(case, 1)
            tx.append(NewEvent(case, "CaseResumed", {}), STAMP)
            tx.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as reading:
        assert reading.value(COUNT) == 1


def test_a_history_refuses_to_be_rewritten(store: Store) -> None:
    begin(store)
    for sql in ("UPDATE event SET actor = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="append-only"), store.transaction() as tx:
            tx.run(Query("Tries to rewrite the history.", text(sql)))


def test_the_same_number_twice_is_a_conflict(store: Store) -> None:
    case = begin(store)

    def again() -> None:
        with store.transaction() as tx:
            tx.numbered(case, 0)
            tx.append(NewEvent(case, "CaseResumed", {}), STAMP)

    with pytest.raises(StoreError):
        again()


def test_a_clock_that_was_set_back_never_turns_a_history_back(store: Store) -> None:
    case = begin(store)
    with store.transaction() as tx:
        row = tx.one(CASE, case=case)
        assert row is not None
        tx.numbered(case, row["events"], row["last_at"])
        tx.append(NewEvent(case, "CaseResumed", {}), Stamp("x", NOW - timedelta(hours=1)))
    with store.reading() as reading:
        assert [event.recorded_at for event in stream(reading, case)] == [NOW, NOW]
        row = reading.one(CASE, case=case)
    assert row is not None
    assert row["last_at"] == instant(NOW)


def test_the_stream_of_the_installation_is_numbered_without_gaps(store: Store) -> None:
    for _ in range(3):
        with store.transaction() as tx:
            tx.append(NewEvent(0, "ClockConfirmed", {}), STAMP)
            tx.append(NewEvent(0, "ClockConfirmed", {}), STAMP)
    with store.reading() as reading:
        assert [event.number for event in stream(reading, 0)] == [1, 2, 3, 4, 5, 6]


def test_several_threads_write_one_after_the_other(store: Store) -> None:
    cases: list[int] = []

    def work() -> None:
        for _ in range(10):
            cases.append(begin(store, [1, "langkah_1", "bh/staf", None]))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(cases)) == 40
    with store.reading() as reading:
        assert reading.value(COUNT) == 40


def test_a_reading_sees_one_snapshot(store: Store) -> None:
    begin(store)
    with store.reading() as reading:
        assert reading.value(COUNT) == 1
        begin(store)
        assert reading.value(COUNT) == 1


def test_a_fair_lock_serves_in_the_order_of_coming() -> None:
    lock, served, arrived = FairLock(), [], threading.Semaphore(0)

    def wait(name: int) -> None:
        arrived.release()
        with lock:
            served.append(name)

    with lock:
        threads = []
        for name in range(8):
            threads.append(threading.Thread(target=wait, args=(name,)))
            threads[-1].start()
            arrived.acquire()
            while len(lock._waiting) <= name:
                pass
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_nobody_else_on_the_machine_reads_the_sqlite_file(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        made = Store(f"sqlite:///{tmp_path / 'baru.sqlite'}")
        with made.reading() as reading:
            assert reading.value(Query("One.", text("SELECT 1"))) == 1
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        made.close()
    finally:
        os.umask(before)
    assert modes["baru.sqlite"] == 0o600
    assert set(modes.values()) == {0o600}
