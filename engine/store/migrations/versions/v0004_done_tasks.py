"""The list of what somebody has done is an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the index."""
    op.create_index(
        "ix_task_closed_by",
        "task",
        ["closed_by", "closed_at"],
        sqlite_where=sa.text("closed_by IS NOT NULL"),
        postgresql_where=sa.text("closed_by IS NOT NULL"),
    )


def downgrade() -> None:
    """Drops it."""
    op.drop_index("ix_task_closed_by", table_name="task")
