"""Personal tokens, failed sign-ins, linked identities, passwords for one use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds three tables and two columns of an account."""
    _token()
    op.create_table(
        "throttle",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttle"),
    )
    op.create_index("ix_throttle_last_at", "throttle", ["last_at"])
    op.create_table(
        "identity",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identity"),
        sa.UniqueConstraint("login", "issuer", name="uq_identity_login_issuer"),
    )
    none = sa.text("0")
    op.add_column("account", sa.Column("temporary", sa.SmallInteger(), server_default=none, nullable=False))
    op.add_column("account", sa.Column("revision", sa.Integer(), server_default=none, nullable=False))


def downgrade() -> None:
    """Drops them: tokens and identities are gone then, and every password may be kept."""
    for column in ("revision", "temporary"):
        op.drop_column("account", column)
    for table in ("identity", "throttle", "token"):
        op.drop_table(table)


def _token() -> None:
    op.create_table(
        "token",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("sha256", name="uq_token_sha256"),
    )
    op.create_index("ix_token_login", "token", ["login"])
