"""Queries of failed sign-ins, which all server processes count together."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, select, text

from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables_access import throttle
from engine.store.transaction import Transaction
from engine.throttle import FORGOTTEN, Failures

__all__ = ["PURGE_FAILURES", "failures", "forget", "note"]

_MICROSECONDS: Final = int(FORGOTTEN.total_seconds() * 1_000_000)
_key: Final[BindParameter[Any]] = bindparam("key")

_FAILURES: Final = Query("How often somebody failed, and when last.", select(throttle).where(throttle.c.key == _key))
_NOTE: Final = Query(
    "Counts a failure; after a quarter of an hour without one the count begins anew.",
    text(
        "INSERT INTO throttle (key, failures, last_at) VALUES (:key, 1, :at) ON CONFLICT (key) DO UPDATE SET "
        "failures = CASE WHEN abs(excluded.last_at - throttle.last_at) >= :forgotten THEN 1 "
        "ELSE throttle.failures + 1 END, last_at = excluded.last_at"
    ),
)
_FORGET: Final = Query("Forgets failures of somebody who got in.", delete(throttle).where(throttle.c.key == _key))
PURGE_FAILURES: Final = Query(
    "Forgets failures that count no more.", delete(throttle).where(throttle.c.last_at < bindparam("before"))
)


def failures(reading: Reading, key: bytes) -> Failures | None:
    """What is known under a key of `engine.throttle.keys`."""
    row = reading.one(_FAILURES, key=key)
    return None if row is None else Failures(row["failures"], row["last_at"])


def note(tx: Transaction, keys: tuple[bytes, ...], at: int) -> None:
    """Counts a failure under each key; in key order, so that two of them never wait for each other."""
    tx.many(_NOTE, [{"key": key, "at": at, "forgotten": _MICROSECONDS} for key in sorted(keys)])


def forget(tx: Transaction, key: bytes) -> None:
    """Forgets the failures under a key."""
    tx.run(_FORGET, key=key)
