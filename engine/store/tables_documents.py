"""The tables of papers: bytes by their content, who brought them, where they are attached."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from engine.store.tables import Instant, metadata

document = Table(
    "document",
    metadata,
    Column("sha256", Text, primary_key=True),  # 64 hexadecimal digits
    Column("size", BigInteger, nullable=False),
    Column("type", Text, nullable=False),  # a media type, by content
    Column("body", LargeBinary, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Index("ix_document_stored_at", "stored_at"),
)

document_holder = Table(
    "document_holder",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("login", Text, nullable=False),  # who brought these bytes and may attach them
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("sha256", "login"),
    sqlite_with_rowid=False,
)

attachment = Table(
    "attachment",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("event", Integer, nullable=False),  # the first event whose answers name it
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "sha256"),
    Index("ix_attachment_sha256", "sha256"),
    sqlite_with_rowid=False,
)
