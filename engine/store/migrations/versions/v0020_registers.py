"""Numbers of registers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table of numbers."""
    op.create_table(
        "register_number",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("void", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("office", "register", "year", "number", name="pk_register_number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_register_number_written", "register_number", ["office", "register", "year", "written"])
    op.create_index("ix_register_number_case", "register_number", ["case_id", "event"])


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("register_number")
