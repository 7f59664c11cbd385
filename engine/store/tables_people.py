"""The tables of offices, posts and the people who hold them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, SmallInteger, Table, Text, text

from engine.store.tables import Instant, Serial, metadata

office = Table(
    "office",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("zone", Text, nullable=False),  # WIB, WITA, WIT
    Column("code", Text, nullable=False),  # begins the case numbers: BH
    Index("ix_office_region", "region"),
)

post = Table(
    "post",
    metadata,
    Column("id", Text, primary_key=True),  # office/slug
    Column("office", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("outside", SmallInteger, nullable=False, server_default=text("0")),
    Column("recorder", Text),  # the post that records for an outside one
    Index("ix_post_office", "office"),
)

alias = Table(
    "alias",
    metadata,
    Column("office", Text, nullable=False),
    Column("sop", Text, nullable=False),  # the process id, or empty for all
    Column("label", Text, nullable=False),
    Column("post", Text, nullable=False),
    PrimaryKeyConstraint("office", "sop", "label", "post"),
)

group_post = Table(
    "group_post",
    metadata,
    Column("candidates", Text, nullable=False),
    Column("post", Text, nullable=False),
    PrimaryKeyConstraint("candidates", "post"),
    Index("ix_group_post_post", "post"),
)

account = Table(
    "account",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("password", Text),  # argon2id; null: cannot sign in by password
    Column("office", Text),
    Column("active", SmallInteger, nullable=False, server_default=text("1")),
    Column("demo", SmallInteger, nullable=False, server_default=text("0")),
    Column("session", LargeBinary, nullable=False),  # changes when all sessions of the account must end
    Column("created_at", Instant, nullable=False),
    Column("temporary", SmallInteger, nullable=False, server_default=text("0")),  # the password is to be changed
    Column("revision", Integer, nullable=False, server_default=text("0")),  # grows with account, posts and roles
    Column("nip", Text),  # a civil servant's number, printed where he signs
)

membership = Table(
    "membership",
    metadata,
    Column("login", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("since", Text, nullable=False),  # ISO dates, both included
    Column("until", Text),
    PrimaryKeyConstraint("login", "post", "since"),
    Index("ix_membership_post", "post"),
)

acting = Table(
    "acting",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("post", Text, nullable=False),
    Column("login", Text, nullable=False),  # who acts
    Column("kind", Text, nullable=False),  # plt, plh
    Column("holder", Text),  # whom he acts for; null: the post is vacant
    Column("since", Text, nullable=False),  # ISO dates, both included
    Column("until", Text),
    Column("letter", Text, nullable=False),  # the number of the decree or order
    Column("reason", Text, nullable=False),
    Index("ix_acting_login", "login"),
    Index("ix_acting_post", "post"),
)

grant = Table(
    "grant",
    metadata,
    Column("login", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("office", Text, nullable=False),  # an office, region:<name> for all offices of a region, or *
    PrimaryKeyConstraint("login", "role", "office"),
)
