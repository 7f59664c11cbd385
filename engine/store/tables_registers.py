"""The table of registers: each number that a letter got, in an office, a register and a year."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, SmallInteger, Table, Text, text

from engine.store.tables import metadata

register_number = Table(
    "register_number",
    metadata,
    Column("office", Text, nullable=False),
    Column("register", Text, nullable=False),  # surat-masuk, surat-keluar
    Column("year", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("written", Text, nullable=False),  # what stands on the letter: 417/2026, or the office's own form
    Column("case_id", BigInteger, nullable=False),
    Column("event", Integer, nullable=False),  # the event that took it, or that voided it
    Column("field", Text, nullable=False),
    Column("void", SmallInteger, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("office", "register", "year", "number"),
    Index("ix_register_number_written", "office", "register", "year", "written"),
    Index("ix_register_number_case", "case_id", "event"),
    sqlite_with_rowid=False,
)
