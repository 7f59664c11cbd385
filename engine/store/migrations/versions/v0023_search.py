"""Auditors find cases by office, SOP and person, newest first, and exports wait, run and keep what they made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_CLOSED = sa.text("closed_by IS NOT NULL")
_SHORT = sa.text("length(value) BETWEEN 8 AND 80")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The indexes that a search walks along, and the tables of exports."""
    op.create_index("ix_process_instance_of_office", "process_instance", ["office", "started_at", "id"])
    op.create_index("ix_process_instance_of_version", "process_instance", ["definition_id", "started_at", "id"])
    op.create_index(
        "ix_task_closed_case", "task", ["closed_by", "case_id"], sqlite_where=_CLOSED, postgresql_where=_CLOSED
    )
    op.create_index("ix_answer_value", "answer", ["value"], sqlite_where=_SHORT, postgresql_where=_SHORT)
    op.create_table(
        "export_run",
        sa.Column("id", _SERIAL, primary_key=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.Text()),
        sa.Column("cases", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("events", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("parts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("bytes", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("beat_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("why", sa.Text()),
    )
    op.create_table(
        "export_part",
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("run", "n"),
    )


def downgrade() -> None:
    """Exports that were made are gone; they can be made again."""
    op.drop_table("export_part")
    op.drop_table("export_run")
    op.drop_index("ix_answer_value", "answer")
    op.drop_index("ix_task_closed_case", "task")
    op.drop_index("ix_process_instance_of_version", "process_instance")
    op.drop_index("ix_process_instance_of_office", "process_instance")
