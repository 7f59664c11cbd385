"""What people say of a task: whether its owner wants it back, its priority, when to look at it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds three columns."""
    for column in _added():
        op.add_column("task", column)


def downgrade() -> None:
    """Drops them, unless a task says something in them."""
    said = "SELECT count(*) FROM task WHERE delegation IS NOT NULL OR priority IS NOT NULL OR follow_up_at IS NOT NULL"
    if op.get_bind().execute(sa.text(said)).scalar():
        raise RuntimeError("tasks are delegated, or have a priority or a follow-up; the older table cannot hold that")
    for column in _added():
        op.drop_column("task", column.name)


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("delegation", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("follow_up_at", sa.BigInteger(), nullable=True),
    ]
