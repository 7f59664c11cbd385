"""Who wants to be told of events, what is on its way to them, and each attempt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables."""
    _webhook()
    _delivery()
    op.create_table(
        "attempt",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", "at", name="pk_attempt"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Goes back, unless somebody still waits to be told."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM delivery WHERE status = 'WAITING'")).scalar():
        raise RuntimeError("deliveries are on their way; an older version would lose them")
    for name in ("attempt", "delivery", "webhook"):
        op.drop_table(name)


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_until", sa.BigInteger(), nullable=True),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("sops", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("active", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("slow", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_office", "webhook", ["office", "id"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("webhook_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_index("uq_delivery_event", "delivery", ["webhook_id", "case_id", "event"], unique=True)
    op.create_index("ix_delivery_status", "delivery", ["webhook_id", "status", "id"])
    partial = (
        ("ix_delivery_due", ["webhook_id", "run_at", "id"], "status = 'WAITING'"),
        ("ix_delivery_queue", ["case_id", "webhook_id", "event"], "status = 'WAITING'"),
        ("ix_delivery_done", ["done_at"], "done_at IS NOT NULL"),
    )
    for name, columns, when in partial:
        op.create_index(name, "delivery", columns, sqlite_where=sa.text(when), postgresql_where=sa.text(when))
