"""Who acts for a post while nobody holds it or its holder is away; offices found by their region."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the table and the index."""
    op.create_table(
        "acting",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_acting"),
    )
    op.create_index("ix_acting_login", "acting", ["login"])
    op.create_index("ix_acting_post", "acting", ["post"])
    op.create_index("ix_office_region", "office", ["region"])


def downgrade() -> None:
    """Drops them: nobody acts for anybody then, and the histories keep who did."""
    op.drop_index("ix_office_region", "office")
    op.drop_table("acting")
