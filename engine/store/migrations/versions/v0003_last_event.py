"""A case knows when its last event was recorded, so that a clock that was set back cannot turn its history back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column and fills it from the histories."""
    op.add_column(
        "process_instance", sa.Column("last_at", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.execute(
        "UPDATE process_instance SET last_at = "
        "(SELECT coalesce(max(event.recorded_at), 0) FROM event WHERE event.case_id = process_instance.id)"
    )


def downgrade() -> None:
    """Drops the column; it can be computed again."""
    op.drop_column("process_instance", "last_at")
