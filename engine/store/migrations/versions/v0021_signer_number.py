"""An account may have the number of a civil servant, which documents print where he signs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has one yet."""
    op.add_column("account", sa.Column("nip", sa.Text()))


def downgrade() -> None:
    """The numbers go; histories hold commitments to them."""
    with op.batch_alter_table("account") as account:
        account.drop_column("nip")
