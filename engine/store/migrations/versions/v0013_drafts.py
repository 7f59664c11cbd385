"""What a person has typed into a form and not handed in yet is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "draft",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("tab", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "n", "start", "login", "tab", name="pk_draft"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_login", "draft", ["login"])


def downgrade() -> None:
    """Drops it: what was not handed in is lost."""
    op.drop_table("draft")
