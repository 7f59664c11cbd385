"""The table of drafts: what a person has typed into a form and not handed in yet."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from engine.store.tables import Instant, metadata

draft = Table(
    "draft",
    metadata,
    Column("case_id", BigInteger, nullable=False),  # 0: a case that is to be started
    Column("n", Integer, nullable=False),  # the task, or what waits
    Column("start", Text, nullable=False),  # the key of the SOP that is to be started, else empty
    Column("login", Text, nullable=False),
    Column("tab", Text, nullable=False),  # the page that saved it
    Column("revision", Integer, nullable=False),  # grows with each save of the place, over all tabs
    Column("filled", Text, nullable=False),  # JSON: name of a field -> the texts that it held
    Column("saved_at", Instant, nullable=False),
    PrimaryKeyConstraint("case_id", "n", "start", "login", "tab"),
    Index("ix_draft_login", "login"),
    sqlite_with_rowid=False,
)
