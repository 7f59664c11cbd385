"""The tables of definitions, cases and their history."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite: an integer key that is the row's own id; PostgreSQL: bigint identity.
Serial = BigInteger().with_variant(Integer, "sqlite")
# Instants are microseconds since 1970-01-01 UTC.
Instant = BigInteger

deployment = Table(
    "deployment",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text),
    Column("office", Text, nullable=False),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", Text, nullable=False),
    Column("withdrawn_at", Instant),
)

resource = Table(
    "resource",
    metadata,
    Column("deployment_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("deployment_id", "name"),
)

definition = Table(
    "definition",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("deployment_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("office", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("resource", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),  # over the diagram and its forms
    Column("candidates", LargeBinary, nullable=False),  # canonical JSON: element -> group id
    Column("suspended", SmallInteger, nullable=False, server_default=text("0")),
    Column("withdrawn", SmallInteger, nullable=False, server_default=text("0")),
    Column("description", Text),
    Column("version_tag", Text),
    Column("ttl", Integer),  # days for which a modeler wants histories kept; we keep them for good
    # whether lists of what somebody may start show it
    Column("startable", SmallInteger, nullable=False, server_default=text("1")),
    # what was said when it was put in force; null where nobody said it
    Column("label", Text),  # the number that is printed on it
    Column("reason", Text),
    Column("approver", Text),  # the post that approves it
    Column("effective_at", Instant),
    UniqueConstraint("key", "version"),
)

process_instance = Table(
    "process_instance",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("definition_id", BigInteger, nullable=False),
    Column("office", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("business_key", Text),
    Column("status", Text, nullable=False),  # ACTIVE, SUSPENDED, COMPLETED, CANCELLED
    Column("outcome", Text),
    Column("started_at", Instant, nullable=False),
    Column("started_by", Text),
    Column("ended_at", Instant),
    Column("events", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", LargeBinary),
    # when the last event was recorded; never goes back
    Column("last_at", Instant, nullable=False, server_default=text("0")),
    Column("parent_case", BigInteger),  # the case whose call activity started this one
    Column("parent_n", Integer),  # and its token
    Column("hold", Integer),  # the event that holds its values against erasure
    UniqueConstraint("number"),
    Index("ix_process_instance_office", "office", "status", "id"),
    Index("ix_process_instance_definition", "definition_id", "id"),
    Index("ix_process_instance_started", "started_at", "id"),
    Index("ix_process_instance_ended", "ended_at", "id"),
    Index("ix_process_instance_of_office", "office", "started_at", "id"),
    Index("ix_process_instance_of_version", "definition_id", "started_at", "id"),
    Index(
        "ix_process_instance_business_key",
        "business_key",
        sqlite_where=text("business_key IS NOT NULL"),
        postgresql_where=text("business_key IS NOT NULL"),
    ),
    Index(
        "ix_process_instance_parent",
        "parent_case",
        "parent_n",
        sqlite_where=text("parent_case IS NOT NULL"),
        postgresql_where=text("parent_case IS NOT NULL"),
    ),
)

_open = text("status = 'OPEN'")
_by_due = ("candidates", "due_at", "case_id", "n", "warn_at", "status")
task = Table(
    "task",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("element", Text, nullable=False),
    Column("candidates", Text),
    Column("assignee", Text),
    Column("owner", Text),  # who delegated it
    Column("status", Text, nullable=False),  # OPEN, DONE, CANCELLED
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("closed_at", Instant),
    Column("closed_by", Text),
    Column("scope", Text),  # the scopes around it that hold variables, the nearest first: 57,12
    Column("item", Integer),  # its place in the list of its loop
    Column("delegation", Text),  # PENDING: the owner wants it back, RESOLVED: he has it back
    Column("priority", Integer),  # null: nobody said any
    Column("follow_up_at", Instant),
    Column("warn_at", Instant),  # from when on it is nearly due
    PrimaryKeyConstraint("case_id", "n"),
    Index("ix_task_candidates", "candidates", "opened_at", sqlite_where=_open, postgresql_where=_open),
    Index("ix_task_case", "candidates", "case_id", sqlite_where=_open, postgresql_where=_open),
    # holds all that a count of late and nearly late tasks reads
    Index("ix_task_due", *_by_due, sqlite_where=_open, postgresql_where=_open),
    Index(
        "ix_task_assignee",
        "assignee",
        "opened_at",
        sqlite_where=text("status = 'OPEN' AND assignee IS NOT NULL"),
        postgresql_where=text("status = 'OPEN' AND assignee IS NOT NULL"),
    ),
    Index(
        "ix_task_closed_by",
        "closed_by",
        "closed_at",
        sqlite_where=text("closed_by IS NOT NULL"),
        postgresql_where=text("closed_by IS NOT NULL"),
    ),
    Index(
        "ix_task_closed_case",
        "closed_by",
        "case_id",
        sqlite_where=text("closed_by IS NOT NULL"),
        postgresql_where=text("closed_by IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

variable = Table(
    "variable",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("scope", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("event", Integer, nullable=False),  # the answer of that event holds the value
    Column("key", Text),  # the name of that answer, when it is not that of the variable
    PrimaryKeyConstraint("case_id", "scope", "name"),
    sqlite_with_rowid=False,
)

_short = text("length(value) BETWEEN 8 AND 80")
answer = Table(
    "answer",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("event", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("salt", LargeBinary),
    Column("value", LargeBinary),  # canonical bytes; both null when erased
    PrimaryKeyConstraint("case_id", "event", "name"),
    # finds what is held on a person by what he gave: names, numbers; no ticks and no long texts
    Index("ix_answer_value", "value", sqlite_where=_short, postgresql_where=_short),
    sqlite_with_rowid=False,
)

_of_accounts = text("case_id = 0 AND kind = 'AccountChanged'")
event = Table(
    "event",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("schema", SmallInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("element", Text),
    Column("actor", Text),
    Column("acting_for", Text),
    Column("happened_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "number"),
    Index("ix_event_accounts", "number", sqlite_where=_of_accounts, postgresql_where=_of_accounts),
    sqlite_with_rowid=False,
)

incident = Table(
    "incident",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("event", Integer, nullable=False),  # the number of the event that raised it
    Column("n", Integer),
    Column("element", Text),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", Text),
    Column("job", BigInteger),  # the job that failed
    Column("definition_id", BigInteger),  # what was to begin, of an incident without a case
    Column("note", Integer),  # the event that holds what somebody noted on it last
    PrimaryKeyConstraint("case_id", "event"),
    Index(
        "ix_incident_open",
        "case_id",
        sqlite_where=text("resolved_at IS NULL"),
        postgresql_where=text("resolved_at IS NULL"),
    ),
    sqlite_with_rowid=False,
)
