"""What a worker asks for stands in the row of a service task: office, priority, whether it is offered at all."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SAME = "case_id, n, element, topic, worker, retries, error, opened_at"
_COUNT = "SELECT count(*) FROM external_task WHERE priority <> 0 OR details IS NOT NULL"
_OFFERED = ["priority DESC", "locked_until", "case_id", "n"]


def upgrade() -> None:
    """Rebuilds the table; what has no attempts left, or waits in a suspended case, is not offered."""
    held = (
        "CASE WHEN e.retries <= 0 THEN 1 ELSE 0 END + "
        "CASE WHEN (SELECT p.status FROM process_instance p WHERE p.id = e.case_id) = 'SUSPENDED' THEN 2 ELSE 0 END"
    )
    office = "coalesce((SELECT p.office FROM process_instance p WHERE p.id = e.case_id), '')"
    _rebuild(
        _external_task,
        f"{_SAME}, locked_until, office, held",
        f"{_SAME}, coalesce(locked_until, 0), {office}, {held}",
    )


def downgrade() -> None:
    """Goes back, unless a task bears what the older table cannot hold."""
    if op.get_bind().execute(sa.text(_COUNT)).scalar():
        raise RuntimeError("service tasks bear priorities or details of errors; the older table cannot hold them")
    _rebuild(_older, f"{_SAME}, locked_until", f"{_SAME}, nullif(locked_until, 0)")


def _rebuild(create: Callable[[], None], into: str, found: str) -> None:
    """The table in a new shape; its rows go along."""
    op.execute("CREATE TABLE external_before AS SELECT * FROM external_task")
    op.drop_table("external_task")
    create()
    op.execute(f"INSERT INTO external_task ({into}) SELECT {found} FROM external_before e")  # noqa: S608 - our own columns
    op.drop_table("external_before")


def _external_task() -> None:
    none = sa.text("0")
    op.create_table(
        "external_task",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), server_default=none, nullable=False),
        sa.Column("held", sa.SmallInteger(), server_default=none, nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("locked_until", sa.BigInteger(), server_default=none, nullable=False),
        sa.Column("retries", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_external_task")),
        sqlite_with_rowid=False,
    )
    free = sa.text("held = 0")
    for name, first in (("ix_external_task_topic", ["topic"]), ("ix_external_task_office", ["office", "topic"])):
        columns = [*first, *(sa.text(column) if " " in column else column for column in _OFFERED)]
        op.create_index(name, "external_task", columns, sqlite_where=free, postgresql_where=free)


def _older() -> None:
    op.create_table(
        "external_task",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("retries", sa.SmallInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_external_task")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_external_task_topic", "external_task", ["topic", "locked_until"])
