"""The tables of how people and programs prove who they are."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from engine.store.tables import Instant, Serial, metadata

token = Table(
    "token",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),  # what its owner calls it
    Column("sha256", LargeBinary, nullable=False),  # of the secret, which is kept nowhere
    Column("scopes", Text, nullable=False),  # sorted, between spaces
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", Instant),  # null: never
    Column("last_used_at", Instant),  # to the hour
    Column("revoked_at", Instant),
    UniqueConstraint("sha256"),
    Index("ix_token_login", "login"),
)

throttle = Table(
    "throttle",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed hash of who tried from where
    Column("failures", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Index("ix_throttle_last_at", "last_at"),
)

identity = Table(
    "identity",
    metadata,
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("linked_at", Instant, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
    UniqueConstraint("login", "issuer"),
)
