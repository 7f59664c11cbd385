"""What a definition says of itself, and the filters that people keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = ("description", "version_tag", "ttl", "startable")


def upgrade() -> None:
    """Adds the columns, which of definitions that stand there already say nothing, and the table."""
    op.add_column("definition", sa.Column("description", sa.Text()))
    op.add_column("definition", sa.Column("version_tag", sa.Text()))
    op.add_column("definition", sa.Column("ttl", sa.Integer()))
    op.add_column("definition", sa.Column("startable", sa.SmallInteger(), server_default=sa.text("1"), nullable=False))
    op.create_table(
        "filter",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("query", sa.LargeBinary(), nullable=False),
        sa.Column("properties", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_filter"),
    )
    op.create_index("ix_filter_owner", "filter", ["owner"])


def downgrade() -> None:
    """Drops both: the filters are gone then."""
    op.drop_table("filter")
    for column in reversed(_COLUMNS):
        op.drop_column("definition", column)
