"""Papers: bytes by content, who brought them, where they are attached."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the three tables."""
    op.create_table(
        "document",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_document"),
    )
    op.create_index("ix_document_stored_at", "document", ["stored_at"])
    op.create_table(
        "document_holder",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "login", name="pk_document_holder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attachment",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "sha256", name="pk_attachment"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])


def downgrade() -> None:
    """Drops them, unless papers are attached."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM attachment")).scalar():
        raise RuntimeError("papers are attached to cases; the older tables cannot hold them")
    for table in ("attachment", "document_holder", "document"):
        op.drop_table(table)
