"""The tables of exports: what was asked for, how far it is, and the packed parts that it made."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text, text

from engine.store.tables import Instant, Serial, metadata

export_run = Table(
    "export_run",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("status", Text, nullable=False),  # ASKED, RUNNING, DONE, FAILED
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked", LargeBinary, nullable=False),  # canonical JSON: format, filters, options
    Column("after", Text),  # where the next part goes on; null: at the beginning
    Column("cases", BigInteger, nullable=False, server_default=text("0")),
    Column("events", BigInteger, nullable=False, server_default=text("0")),
    Column("parts", Integer, nullable=False, server_default=text("0")),
    Column("bytes", BigInteger, nullable=False, server_default=text("0")),
    Column("beat_at", Instant),  # the last sign of life of who runs it
    Column("ended_at", Instant),
    Column("why", Text),
)

export_part = Table(
    "export_part",
    metadata,
    Column("run", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # a gzip member; one after the other they are the file
    PrimaryKeyConstraint("run", "n"),
)
