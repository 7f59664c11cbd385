"""The outbox: one row for each stream of events that a command wrote, in the command's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import TextClause, text

__all__ = ["DRAIN", "enqueue"]

_INSERT: Final = text(
    "INSERT INTO outbox (case_id, first, last, created_at) VALUES (:case_id, :first, :last, :created_at)"
)
# Nobody subscribes on this floor: what was written is delivered to all zero subscribers.
DRAIN: Final = text("DELETE FROM outbox WHERE created_at <= :before")


def enqueue(touched: Sequence[dict[str, Any]]) -> tuple[TextClause, list[dict[str, Any]]]:
    """The statement and rows that queue a command's events (case_id, first, last, created_at in microseconds)."""
    return _INSERT, list(touched)
