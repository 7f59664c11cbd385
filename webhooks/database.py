"""What webhooks ask of a database: statements of SQLAlchemy in, rows out. The application hands one in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy.sql import ClauseElement

__all__ = ["Database", "Reads", "Row", "Writes"]

Row = dict[str, Any]


class Reads(Protocol):
    """One snapshot."""

    def all(self, statement: ClauseElement, **values: Any) -> list[Row]:
        """All rows, as dicts by column name."""

    def one(self, statement: ClauseElement, **values: Any) -> Row | None:
        """The first row."""


class Writes(Reads, Protocol):
    """One transaction: all of it or nothing."""

    def run(self, statement: ClauseElement, **values: Any) -> int:
        """Writes; the number of rows that it touched."""

    def many(self, statement: ClauseElement, rows: Sequence[Row]) -> None:
        """Writes each row."""

    def alone(self, what: str) -> bool:
        """True in one transaction at a time, of all processes: who else asks for `what` meanwhile gets False."""


class Database(Protocol):
    """Where subscriptions and deliveries are kept."""

    reading: Callable[[], AbstractContextManager[Reads]]
    writing: Callable[[], AbstractContextManager[Writes]]
