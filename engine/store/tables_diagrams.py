"""The table of diagrams that are being drawn and are not in force yet."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from engine.store.tables import Instant, metadata

diagram_draft = Table(
    "diagram_draft",
    metadata,
    Column("office", Text, nullable=False),
    Column("key", Text, nullable=False),  # of the process that it becomes a version of
    Column("account", Text, nullable=False),  # the login of who draws now
    Column("based_on", BigInteger),  # the definition that it began from; null: the SOP is new
    Column("name", Text, nullable=False),
    Column("bpmn", LargeBinary, nullable=False),
    Column("forms", LargeBinary, nullable=False),  # canonical JSON: file name -> text
    Column("began_at", Instant, nullable=False),  # since when that person draws
    Column("saved_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("office", "key"),
)
