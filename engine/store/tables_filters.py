"""The table of filters: questions that people keep."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from engine.store.tables import Serial, metadata

filter = Table(
    "filter",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("name", Text, nullable=False),
    Column("resource", Text, nullable=False),  # what it asks for: Task
    Column("owner", Text),  # null: it is shared
    Column("office", Text),  # with whom a shared one is shared: the people of this office; * is everybody
    Column("query", LargeBinary, nullable=False),  # canonical JSON, as the API takes it
    Column("properties", LargeBinary, nullable=False),  # canonical JSON: whatever a client keeps with it
    Index("ix_filter_owner", "owner"),
)
