"""When a task is nearly due, the lists of the inbox in that order, the working calendars, and words of cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPEN = sa.text("status = 'OPEN'")
_DUE = ["candidates", "due_at", "case_id", "n", "warn_at", "status"]
_LISTS = {"ix_task_due": _DUE, "ix_task_case": ["candidates", "case_id"]}
_COUNTED = ("calendar_year", "calendar_hours", "calendar_day")


def upgrade() -> None:
    """Adds the column, the indexes and the tables."""
    op.add_column("task", sa.Column("warn_at", sa.BigInteger(), nullable=True))
    for name, columns in _LISTS.items():
        op.create_index(name, "task", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)
    _calendars()
    ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "case_word",
        sa.Column("word", ordered, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("word", "case_id", name=op.f("pk_case_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_word_case", "case_word", ["case_id"])


def downgrade() -> None:
    """Drops them, unless somebody has changed a calendar."""
    for table in _COUNTED:
        if op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar():  # noqa: S608 - our own names
            raise RuntimeError("the working calendars were changed; the older schema cannot hold that")
    for table in ("case_word", *_COUNTED):
        op.drop_table(table)
    for name in _LISTS:
        op.drop_index(name, table_name="task")
    op.drop_column("task", "warn_at")


def _calendars() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "calendar_hours",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_calendar_hours")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decree", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    op.create_index("ix_calendar_day_office", "calendar_day", ["office", "since"])
