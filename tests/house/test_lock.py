"""One process serves an SQLite database; a killed one leaves nothing to clean up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.lock import Locked, lock_database

HOLDER = "import sys, time; from pathlib import Path; from engine.lock import lock_database; "
HOLD = HOLDER + "lock_database(Path(sys.argv[1])); print('held', flush=True); time.sleep(600)"


@contextmanager
def _holder(database: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has taken the lock, until the block ends."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            yield holder
        finally:
            holder.kill()


def test_a_second_process_is_refused_and_told_which_one_has_it(tmp_path: Path) -> None:
    database = tmp_path / "lajur.sqlite"
    with _holder(database) as holder:
        with pytest.raises(Locked) as refused:
            lock_database(database)
        assert f"PID {holder.pid}" in refused.value.id
        assert f"PID {holder.pid}" in refused.value.en


def test_after_a_kill_the_next_process_gets_it_at_once(tmp_path: Path) -> None:
    database = tmp_path / "lajur.sqlite"
    with _holder(database) as holder:
        os.kill(holder.pid, signal.SIGKILL)
    lock_database(database)
    assert (tmp_path / "lajur.sqlite.lock").read_text() == f"{os.getpid()}\n"


def test_a_database_by_another_name_is_the_same_database(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "lain.sqlite").symlink_to(tmp_path / "var" / "a.sqlite")
    with _holder(tmp_path / "var" / "a.sqlite"), pytest.raises(Locked):
        lock_database(tmp_path / "lain.sqlite")


def test_taking_it_twice_in_one_process_is_one_taking(tmp_path: Path) -> None:
    lock_database(tmp_path / "a.sqlite")
    lock_database(tmp_path / "a.sqlite")
    assert os.path.exists(tmp_path / "a.sqlite.lock")
