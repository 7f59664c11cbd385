"""The plan that a database makes for a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.store import Query, Reading

__all__ = ["plan_of"]


def plan_of(reading: Reading, query: Query, values: Mapping[str, Any]) -> str:
    """What EXPLAIN says, line by line."""
    sql, params = query.prepared(reading.dialect, dict(values))
    word = "EXPLAIN QUERY PLAN" if reading.dialect.name == "sqlite" else "EXPLAIN"
    reading._cursor.execute(f"{word} {sql}", params)
    return "\n".join(str(row[-1]) for row in reading._cursor.fetchall())
