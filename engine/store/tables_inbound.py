"""The tables of what arrives: from whom, what came, and links by which somebody outside answers once."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.tables import Instant, Serial, metadata

inbound = Table(
    "inbound",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("name", Text, nullable=False),  # in its address: /hooks/<name>
    Column("office", Text, nullable=False),
    Column("verify", Text, nullable=False),  # standard, hmac, token
    Column("header", Text),  # that holds the proof, where it is not the usual one
    Column("secret", LargeBinary, nullable=False),  # sealed (engine.secret_box)
    Column("old_secret", LargeBinary),
    Column("old_until", Instant),
    Column("mapping", Text, nullable=False),  # JSON: webhooks.mapping
    Column("active", SmallInteger, nullable=False, server_default=text("1")),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    UniqueConstraint("name"),
    Index("ix_inbound_office", "office", "id"),
)

received = Table(
    "received",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("inbound_id", BigInteger, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Text, nullable=False),  # MATCHED, STARTED, KEPT, ASSIGNED, DROPPED, IGNORED
    Column("message", Text),  # its name
    Column("payload", LargeBinary),  # canonical JSON of what was mapped, while it waits for a person
    Column("case_id", BigInteger),
    Column("id_text", Text),  # why it was kept, Indonesian and English
    Column("en_text", Text),
    UniqueConstraint("inbound_id", "message_id"),
    Index("ix_received_inbound", "inbound_id", "id"),
    Index(
        "ix_received_kept",
        "inbound_id",
        "id",
        sqlite_where=text("status = 'KEPT'"),
        postgresql_where=text("status = 'KEPT'"),
    ),
)

link = Table(
    "link",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("sha256", LargeBinary, nullable=False),  # of the secret in its address, which is kept nowhere
    Column("case_id", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),  # the task or wait that it answers
    Column("element", Text, nullable=False),
    Column("kind", Text, nullable=False),  # task, wait
    Column("for_whom", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    UniqueConstraint("sha256"),
    Index("ix_link_case", "case_id", "n"),
)
