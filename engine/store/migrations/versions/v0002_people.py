"""Offices, posts and the people who hold them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "account",
    "alias",
    "grant",
    "group_post",
    "membership",
    "office",
    "post",
)


def upgrade() -> None:
    """Creates the tables."""
    _account()
    _alias()
    _grant()
    _group_post()
    _membership()
    _office()
    _post()


def downgrade() -> None:
    """Drops them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("active", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("demo", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("session", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_account")),
    )


def _alias() -> None:
    op.create_table(
        "alias",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("sop", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "sop", "label", "post", name=op.f("pk_alias")),
    )


def _grant() -> None:
    op.create_table(
        "grant",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "role", "office", name=op.f("pk_grant")),
    )


def _group_post() -> None:
    op.create_table(
        "group_post",
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("candidates", "post", name=op.f("pk_group_post")),
    )
    with op.batch_alter_table("group_post", schema=None) as batch_op:
        batch_op.create_index("ix_group_post_post", ["post"], unique=False)


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("login", "post", "since", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_post", ["post"], unique=False)


def _office() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outside", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("recorder", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index("ix_post_office", ["office"], unique=False)
