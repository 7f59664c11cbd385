"""A backup is whole, private and never half there."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from engine.store import Store
from engine.store.backup import BackupRefused, backup, restore
from engine.store.migrate import ready, upgrade


@pytest.fixture
def opened(sqlite_url: str) -> Store:
    store = Store(sqlite_url)
    upgrade(store)
    return store


def test_a_copy_made_in_the_middle_of_a_transaction_has_nothing_of_it(opened: Store, tmp_path: Path) -> None:
    target = tmp_path / "salinan.sqlite"
    with sqlite3.connect(str(opened.engine.url.database)) as writer:
        writer.execute("INSERT INTO series (name, last) VALUES ('uji', 1)")
        writer.execute("COMMIT")
        writer.execute("BEGIN")
        writer.execute("UPDATE series SET last = 2 WHERE name = 'uji'")
        assert backup(opened, target) == target.stat().st_size
        writer.execute("ROLLBACK")
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT last FROM series WHERE name = 'uji'").fetchone() == (1,)
    opened.close()


def test_a_copy_is_one_file_that_only_its_owner_reads(opened: Store, tmp_path: Path) -> None:
    folder = tmp_path / "salinan"
    folder.mkdir()
    backup(opened, folder / "a.sqlite")
    opened.close()
    assert [path.name for path in folder.iterdir()] == ["a.sqlite"]
    assert stat.S_IMODE((folder / "a.sqlite").stat().st_mode) == 0o600
    write_version, read_version = (folder / "a.sqlite").read_bytes()[
        18:20
    ]  # of SQLite's file format: 2 asks for a -wal
    assert (write_version, read_version) == (1, 1)


def test_a_restored_database_is_ready(opened: Store, tmp_path: Path) -> None:
    backup(opened, tmp_path / "a.sqlite")
    opened.close()
    restore(tmp_path / "a.sqlite", tmp_path / "baru" / "b.sqlite")
    again = Store(f"sqlite:///{tmp_path / 'baru' / 'b.sqlite'}")
    assert ready(again)
    again.close()


@pytest.mark.parametrize("kind", ["absent", "empty", "text", "foreign", "cut", "rotten"])
def test_what_is_no_sound_copy_is_refused_and_leaves_nothing(kind: str, opened: Store, tmp_path: Path) -> None:
    source, target = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    if kind == "cut":
        backup(opened, source)
        source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    elif kind == "rotten":
        backup(opened, source)
        with sqlite3.connect(source) as connection:  # an index that does not hold what it says
            connection.executescript("CREATE TABLE uji (a); CREATE INDEX ix_uji ON uji (a) WHERE a > 0")
            connection.execute("INSERT INTO uji VALUES (1)")
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = replace(sql, '>', '<') WHERE name = 'ix_uji'")
    elif kind == "foreign":
        sqlite3.connect(source).execute("CREATE TABLE lain (a)").connection.close()
    elif kind != "absent":
        source.write_bytes(b"" if kind == "empty" else b"bukan basis data" * 100)
    opened.close()
    with pytest.raises(BackupRefused) as refused:
        restore(source, target)
    assert str(source) in refused.value.id
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("b.sqlite")] == []


@pytest.mark.parametrize("left", ["b.sqlite", "b.sqlite-wal"])
def test_a_database_that_is_there_is_never_overwritten(left: str, opened: Store, tmp_path: Path) -> None:
    backup(opened, tmp_path / "a.sqlite")
    opened.close()
    (tmp_path / left).write_bytes(b"sesuatu")
    with pytest.raises(BackupRefused):
        restore(tmp_path / "a.sqlite", tmp_path / "b.sqlite")
    assert (tmp_path / left).read_bytes() == b"sesuatu"


def test_postgresql_is_copied_by_its_own_program(postgresql_url: str, tmp_path: Path) -> None:
    store = Store(postgresql_url)
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(store, tmp_path / "a.dump")
    store.close()
