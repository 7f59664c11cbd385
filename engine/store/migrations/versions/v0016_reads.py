"""Who read personal data of a case in which hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "personal_read",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "login", "hour", name="pk_personal_read"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_personal_read_login", "personal_read", ["login", "hour"])


def downgrade() -> None:
    """Drops it: the events in stream 0 keep who read what."""
    op.drop_table("personal_read")
