"""The tables of the working calendars, and of the words by which a case is found."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from engine.store.tables import Serial, metadata

calendar_year = Table(
    "calendar_year",
    metadata,
    # by hand: an integer key alone would be an identity
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),  # canonical JSON: stands in for the year's file as a whole
)

calendar_hours = Table(
    "calendar_hours",
    metadata,
    Column("office", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),  # canonical JSON: jam, jam_ramadan, cuti_bersama, hampir
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("office", Text, nullable=False),  # * for all offices
    Column("since", Text, nullable=False),  # ISO dates, both included
    Column("until", Text, nullable=False),
    Column("hours", Text, nullable=False),  # 09:00-12:00; empty: closed
    Column("reason", Text, nullable=False),
    Column("decree", Text, nullable=False),
    Index("ix_calendar_day_office", "office", "since"),
)

# Words are compared byte by byte on both databases, so that a beginning is a range.
_ordered = Text().with_variant(Text(collation="C"), "postgresql")
case_word = Table(
    "case_word",
    metadata,
    Column("word", _ordered, nullable=False),  # folded, of what the case is about; goes when that is erased
    Column("case_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("word", "case_id"),
    Index("ix_case_word_case", "case_id"),
    sqlite_with_rowid=False,
)
