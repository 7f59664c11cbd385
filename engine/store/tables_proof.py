"""The tables of the proof: the tree over all events, its checkpoints, and the examinations that people ask for."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.tables import Instant, Serial, metadata

# Events that the tree has not taken in yet. A trigger writes here, so that nobody who appends can forget it.
unnumbered = Table(
    "unnumbered",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("case_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
)

leaf = Table(
    "leaf",
    metadata,
    Column("position", Serial, primary_key=True, autoincrement=False),  # from 0, without a gap
    Column("case_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    UniqueConstraint("case_id", "number"),
)

tile = Table(
    "tile",
    metadata,
    Column("level", SmallInteger, nullable=False),  # 0: leaves; 1: subtrees of 256 leaves; 2: of 65,536
    Column("n", BigInteger, nullable=False),
    Column("hashes", LargeBinary, nullable=False),  # at most 256 of 32 bytes
    PrimaryKeyConstraint("level", "n"),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),  # how many leaves it covers
    Column("at", Instant, nullable=False),
    Column("note", LargeBinary, nullable=False),  # the signed note, as it stands in the second place
)

checkpoint_place = Table(
    "checkpoint_place",
    metadata,
    Column("place", Text, primary_key=True),
    Column("published", BigInteger, nullable=False),  # the last checkpoint that was written there
    Column("at", Instant),  # when that was
    Column("lags_since", Instant),  # since when it cannot be written
    Column("why", Text),
)

proof_run = Table(
    "proof_run",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("status", Text, nullable=False),  # ASKED, RUNNING, DONE, FAILED
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("beat_at", Instant),  # the last sign of life of who runs it
    Column("ended_at", Instant),
    Column("done", BigInteger, nullable=False, server_default=text("0")),
    Column("total", BigInteger, nullable=False, server_default=text("0")),
    Column("result", LargeBinary),  # canonical JSON
)
