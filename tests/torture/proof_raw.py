"""Raw SQL past all of Lajur: how somebody with the database in his hands changes it."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import psycopg

__all__ = ["HEAD", "Raw", "entry", "leaf_hash"]

HEAD: Final = ("case_id", "number", "schema", "kind", "element", "actor", "acting_for", "happened_at", "recorded_at")


def entry(row: dict[str, Any]) -> bytes:
    """The bytes of an event that its leaf is the hash of."""
    head = json.dumps([row[name] for name in HEAD], ensure_ascii=False, separators=(",", ":"))
    return head[:-1].encode() + b"," + bytes(row["data"]) + b"]"


def leaf_hash(row: dict[str, Any]) -> bytes:
    """What the leaf of such an event has to be."""
    return hashlib.sha256(b"\x00" + entry(row)).digest()


class Raw:
    """One connection that nothing watches: no trigger, no lock of ours."""

    def __init__(self, url: str) -> None:
        self._sqlite = url.startswith("sqlite")
        self._connection: Any = (
            sqlite3.connect(url.partition(":///")[2], isolation_level=None)
            if self._sqlite
            else psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        )
        if self._sqlite:
            self._connection.execute("PRAGMA synchronous=OFF")
        for name in ("event_no_update", "event_no_delete", "event_queued") if self._sqlite else ():
            self.run(f"DROP TRIGGER IF EXISTS {name}")
        if not self._sqlite:
            self.run("ALTER TABLE event DISABLE TRIGGER USER")

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def run(self, sql: str, *values: Any) -> int:
        """Runs a statement; how many rows it touched."""
        found: int = self._connection.execute(self._placed(sql), values).rowcount
        return found

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a statement."""
        cursor = self._connection.execute(self._placed(sql), values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def events(self, case: int) -> list[dict[str, Any]]:
        """The events of a case in order."""
        return self.rows("SELECT * FROM event WHERE case_id = ? ORDER BY number", case)

    def write(self, event: dict[str, Any], *, smart: bool = True) -> None:
        """Writes an event anew, with its leaf unless the attacker forgets it."""
        row = event | ({"leaf": leaf_hash(event)} if smart else {})
        marks = ", ".join("?" for _ in row)
        names = ", ".join(row)
        self.run("DELETE FROM event WHERE case_id = ? AND number = ?", row["case_id"], row["number"])
        self.run(f"INSERT INTO event ({names}) VALUES ({marks})", *row.values())

    def rewrite(self, events: Sequence[dict[str, Any]], case: int) -> None:
        """Gives a case other events, numbered as they say."""
        self.run("DELETE FROM event WHERE case_id = ?", case)
        for event in events:
            self.write(event)

    def forge_tile(self, position: int, leaf: bytes) -> None:
        """Puts another leaf hash into the tree."""
        row = self.rows("SELECT hashes FROM tile WHERE level = 0 AND n = ?", position // 256)[0]
        hashes, at = bytearray(row["hashes"]), position % 256 * 32
        hashes[at : at + 32] = leaf
        self.run("UPDATE tile SET hashes = ? WHERE level = 0 AND n = ?", bytes(hashes), position // 256)

    def _placed(self, sql: str) -> str:
        return sql if self._sqlite else sql.replace("?", "%s")


def b64(data: bytes) -> str:
    """As notes write it."""
    return base64.b64encode(data).decode()
