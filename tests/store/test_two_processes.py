"""What the server commits stays, also when another process opened and closed the SQLite database meanwhile."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from engine.store import Query, Store
from engine.store.migrate import upgrade
from engine.store.notes import SET_NOTE

LOOK = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute('SELECT count(*) FROM note').fetchone()[0])"
)
NOTES = Query("How many notes there are.", text("SELECT count(*) FROM note"))


def seen_elsewhere(file: Path) -> int:
    """How many notes another process finds, which then closes the database."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(file)], capture_output=True, text=True, check=True, timeout=60
    )
    return int(done.stdout)


def test_another_process_that_closes_the_database_takes_no_commit_away(tmp_path: Path) -> None:
    file = tmp_path / "lajur.sqlite"
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    for number in range(4):
        with store.transaction() as tx:
            tx.run(SET_NOTE, name=f"n{number}", value=b"1")
        with ExitStack() as stack:  # the pool opens further connections to the same file
            readings = [stack.enter_context(store.reading()) for _ in range(3)]
            assert [reading.value(NOTES) for reading in readings] == [number + 1] * 3
        assert seen_elsewhere(file) == number + 1
    store.close()
    assert seen_elsewhere(file) == 4
