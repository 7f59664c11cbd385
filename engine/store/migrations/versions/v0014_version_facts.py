"""What is said when a version is put in force, and the drafts of diagrams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_COLUMNS = (("label", sa.Text()), ("reason", sa.Text()), ("approver", sa.Text()), ("effective_at", sa.BigInteger()))
_SINCE = (
    "UPDATE definition SET effective_at = "
    "(SELECT deployed_at FROM deployment WHERE deployment.id = definition.deployment_id)"
)


def upgrade() -> None:
    """Adds the columns and the table; versions that stand there are in force since they were deployed."""
    for name, kind in _COLUMNS:
        op.add_column("definition", sa.Column(name, kind))
    op.execute(_SINCE)
    op.create_table(
        "diagram_draft",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("based_on", sa.BigInteger()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bpmn", sa.LargeBinary(), nullable=False),
        sa.Column("forms", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "key", name="pk_diagram_draft"),
    )


def downgrade() -> None:
    """Drops both: the drafts are gone then."""
    op.drop_table("diagram_draft")
    for name, _ in reversed(_COLUMNS):
        op.drop_column("definition", name)
