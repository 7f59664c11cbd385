"""The tables of what leaves: who wants to be told, what is on its way, and each attempt."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from engine.store.tables import Instant, Serial, metadata

webhook = Table(
    "webhook",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("office", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),  # sealed (engine.secret_box)
    Column("old_secret", LargeBinary),  # the one before, while both count
    Column("old_until", Instant),
    Column("kinds", Text, nullable=False),  # kinds of events, with a blank between them; empty: all
    Column("sops", Text, nullable=False),  # keys of definitions, likewise
    Column("fields", Text, nullable=False),  # names of answers that it asks for, likewise; empty: none
    Column("topic", Text),  # of the service tasks that are pushed to it
    Column("active", SmallInteger, nullable=False, server_default=text("1")),
    Column("why", Text),  # why it was switched off by itself
    Column("slow", SmallInteger, nullable=False, server_default=text("0")),  # its last attempt failed
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Index("ix_webhook_office", "office", "id"),
)

_waiting = text("status = 'WAITING'")
delivery = Table(
    "delivery",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("webhook_id", BigInteger, nullable=False),
    Column("case_id", BigInteger, nullable=False),
    Column("event", BigInteger, nullable=False),  # its number in the case; of a trial message a negative one
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),  # WAITING, DONE, PARKED, DROPPED
    Column("created_at", Instant, nullable=False),
    Column("run_at", Instant, nullable=False),  # when to try, or until when it is lent to who tries; HELD: not its turn
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("began_at", Instant),  # the first attempt
    Column("done_at", Instant),
    Column("code", Text),  # the reason of the last attempt
    Column("answer", Integer),  # its HTTP status
    Column("ms", Integer),
    Index("uq_delivery_event", "webhook_id", "case_id", "event", unique=True),
    Index("ix_delivery_due", "webhook_id", "run_at", "id", sqlite_where=_waiting, postgresql_where=_waiting),
    Index("ix_delivery_queue", "case_id", "webhook_id", "event", sqlite_where=_waiting, postgresql_where=_waiting),
    Index("ix_delivery_status", "webhook_id", "status", "id"),
    Index(
        "ix_delivery_done",
        "done_at",
        sqlite_where=text("done_at IS NOT NULL"),
        postgresql_where=text("done_at IS NOT NULL"),
    ),
)

attempt = Table(
    "attempt",
    metadata,
    Column("delivery_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ms", Integer, nullable=False),
    Column("answer", Integer),
    Column("code", Text, nullable=False),
    Column("id", Text, nullable=False),  # the reason, as people read it
    Column("en", Text, nullable=False),
    PrimaryKeyConstraint("delivery_id", "at"),
    sqlite_with_rowid=False,
)
