"""The tables of work that waits: jobs, messages, external tasks, what must leave, keys and counters."""

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
    Column("id", Serial, primary_key=True),
    Column("case_id", BigInteger, nullable=False),  # the case that it moves or that asked for it; 0: none
    Column("n", Integer),  # the waiting token
    Column("kind", Text, nullable=False),  # one of engine.store.jobs.KINDS
    Column("element", Text),
    Column("definition_id", BigInteger),  # the definition that a case begins on
    Column("payload", LargeBinary),  # canonical JSON: what the kind needs
    Column("due_at", Instant, nullable=False),  # its place in the order of its case; of a timer, when it is due
    Column("run_at", Instant, nullable=False),  # when the worker tries next; later than due_at after a failure
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("parked", SmallInteger, nullable=False, server_default=text("0")),  # 1: an incident stands, 2: case is held
    Column("error", Text),
    Index("ix_job_run", "run_at", "id", sqlite_where=text("parked = 0"), postgresql_where=text("parked = 0")),
    Index("ix_job_case", "case_id", "parked", "due_at", "id"),
)

subscription = Table(
    "subscription",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("element", Text, nullable=False),
    Column("message", Text, nullable=False),  # the name of the message or signal, as it is written
    Column("correlation", Text),
    Column("opened_at", Instant, nullable=False),
    Column("kind", Text, nullable=False, server_default=text("'message'")),  # message, signal
    PrimaryKeyConstraint("case_id", "n"),
    Index("ix_subscription_message", "message", "correlation"),
    sqlite_with_rowid=False,
)

start_subscription = Table(
    "start_subscription",
    metadata,
    Column("definition_id", BigInteger, nullable=False),
    Column("element", Text, nullable=False),
    Column("kind", Text, nullable=False),  # message, signal, condition
    Column("name", Text, nullable=False),  # of a condition its text
    PrimaryKeyConstraint("definition_id", "element"),
    Index("ix_start_subscription_name", "kind", "name"),
    sqlite_with_rowid=False,
)

message = Table(
    "message",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("name", Text, nullable=False),
    Column("business_key", Text),
    Column("correlation", Text),
    Column("payload", LargeBinary, nullable=False),  # canonical JSON: the values that it brings
    Column("kept_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Index("ix_message_name", "name"),
)

_offered = text("held = 0")
_in_order = (text("priority DESC"), "locked_until", "case_id", "n")
external_task = Table(
    "external_task",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("element", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("office", Text, nullable=False),  # that of its case
    Column("priority", BigInteger, nullable=False, server_default=text("0")),
    # why nobody may fetch it: 1 no attempts are left, 2 its case is suspended, 3 both
    Column("held", SmallInteger, nullable=False, server_default=text("0")),
    Column("worker", Text),  # who locked it last
    Column("locked_until", Instant, nullable=False, server_default=text("0")),
    Column("retries", Integer),
    Column("error", Text),
    Column("details", Text),  # what the worker said beyond the error, such as a stack trace
    Column("opened_at", Instant, nullable=False),
    Column("scope", Text),  # the scopes around it that hold variables, the nearest first: 57,12
    Column("item", Integer),  # its place in the list of its loop
    PrimaryKeyConstraint("case_id", "n"),
    Index("ix_external_task_topic", "topic", *_in_order, sqlite_where=_offered, postgresql_where=_offered),
    Index("ix_external_task_office", "office", "topic", *_in_order, sqlite_where=_offered, postgresql_where=_offered),
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
