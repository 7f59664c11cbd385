"""The outbox: one row for each stream of events that a command wrote, in the command's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause

from webhooks.rows import ENQUEUE

__all__ = ["enqueue"]


def enqueue(touched: Sequence[dict[str, Any]]) -> tuple[TextClause, list[dict[str, Any]]]:
    """The statement and rows that queue a command's events (case_id, first, last, created_at in microseconds)."""
    return ENQUEUE, list(touched)
