"""The table of reads: who read personal data of a case in which hour, each once."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from engine.store.tables import Instant, metadata

personal_read = Table(
    "personal_read",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("login", Text, nullable=False),
    Column("hour", BigInteger, nullable=False),  # whole hours since 1970, UTC
    Column("at", Instant, nullable=False),  # of the first read in that hour
    Column("page", Text, nullable=False),  # by what it was read first
    Column("event", Integer, nullable=False),  # number of the event in stream 0
    PrimaryKeyConstraint("case_id", "login", "hour"),
    Index("ix_personal_read_login", "login", "hour"),
    sqlite_with_rowid=False,
)
