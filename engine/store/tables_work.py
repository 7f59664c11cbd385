"""The tables of work that waits: timers, messages, external tasks, what must leave, keys and counters."""

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

job = Table(
    "job",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),  # the waiting token
    Column("kind", Text, nullable=False),  # TIMER
    Column("element", Text, nullable=False),
    Column("due_at", Instant, nullable=False),  # when the timer is due by the diagram
    Column("run_at", Instant, nullable=False),  # when the worker tries next; later than due_at after a failure
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("parked", SmallInteger, nullable=False, server_default=text("0")),  # an incident stands or the case is held
    Column("error", Text),
    PrimaryKeyConstraint("case_id", "n"),
    Index("ix_job_run", "run_at", "case_id", sqlite_where=text("parked = 0"), postgresql_where=text("parked = 0")),
    sqlite_with_rowid=False,
)

subscription = Table(
    "subscription",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("element", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("correlation", Text),
    Column("opened_at", Instant, nullable=False),
    PrimaryKeyConstraint("case_id", "n"),
    Index("ix_subscription_message", "message", "correlation"),
    sqlite_with_rowid=False,
)

external_task = Table(
    "external_task",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("element", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("worker", Text),
    Column("locked_until", Instant),
    Column("retries", SmallInteger),
    Column("error", Text),
    Column("opened_at", Instant, nullable=False),
    PrimaryKeyConstraint("case_id", "n"),
    Index("ix_external_task_topic", "topic", "locked_until"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("case_id", BigInteger, nullable=False),
    Column("first", Integer, nullable=False),  # the command's first event
    Column("last", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)

idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("actor", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("actor", "key"),
    sqlite_with_rowid=False,
)

group_count = Table(
    "group_count",
    metadata,
    Column("candidates", Text, primary_key=True),
    Column("open", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

series = Table(
    "series",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

note = Table(
    "note",
    metadata,
    Column("name", Text, primary_key=True),  # what the installation remembers about itself
    Column("value", LargeBinary, nullable=False),
)
