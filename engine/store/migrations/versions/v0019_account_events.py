"""What became of accounts and offices is found among all that stands in the installation's own stream."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_OF_ACCOUNTS = "case_id = 0 AND kind = 'AccountChanged'"


def upgrade() -> None:
    """The reads of personal data stand in the same stream, and are many."""
    only = sa.text(_OF_ACCOUNTS)
    op.create_index("ix_event_accounts", "event", ["number"], sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    """Without it these are looked for one by one."""
    op.drop_index("ix_event_accounts", "event")
