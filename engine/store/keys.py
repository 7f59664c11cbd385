"""Queries of idempotency keys."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, select

from engine.store.query import Query
from engine.store.tables_work import idempotency_key as key

__all__ = ["FIND_KEY", "PURGE_KEYS"]

FIND_KEY: Final = Query(
    "What an actor's key was answered with.",
    select(key.c.fingerprint, key.c.body).where(key.c.actor == bindparam("actor"), key.c.key == bindparam("key")),
)
PURGE_KEYS: Final = Query(
    "Forgets keys that are older than seven days.", delete(key).where(key.c.created_at < bindparam("before"))
)
