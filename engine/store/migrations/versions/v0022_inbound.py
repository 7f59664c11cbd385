"""What arrives from other systems, and links by which somebody outside answers once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables."""
    _inbound()
    _received()
    _link()


def downgrade() -> None:
    """Goes back, unless a message waits for a person."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM received WHERE status = 'KEPT'")).scalar():
        raise RuntimeError("messages wait to be assigned; an older version would lose them")
    for name in ("link", "received", "inbound"):
        op.drop_table(name)


def _inbound() -> None:
    op.create_table(
        "inbound",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("verify", sa.Text(), nullable=False),
        sa.Column("header", sa.Text(), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_until", sa.BigInteger(), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("active", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbound"),
        sa.UniqueConstraint("name", name="uq_inbound_name"),
    )
    op.create_index("ix_inbound_office", "inbound", ["office", "id"])


def _received() -> None:
    op.create_table(
        "received",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("inbound_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("id_text", sa.Text(), nullable=True),
        sa.Column("en_text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_received"),
        sa.UniqueConstraint("inbound_id", "message_id", name="uq_received_inbound_id_message_id"),
    )
    op.create_index("ix_received_inbound", "received", ["inbound_id", "id"])
    kept = sa.text("status = 'KEPT'")
    op.create_index("ix_received_kept", "received", ["inbound_id", "id"], sqlite_where=kept, postgresql_where=kept)


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("sha256", name="uq_link_sha256"),
    )
    op.create_index("ix_link_case", "link", ["case_id", "n"])
