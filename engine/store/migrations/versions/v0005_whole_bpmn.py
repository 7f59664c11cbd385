"""Jobs of every kind, scopes of variables, cases that call cases, what begins a case, messages that are kept."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = "case_id, n, kind, element, due_at, run_at, attempts, parked, error"


def upgrade() -> None:
    """Rebuilds the jobs with a number each, in their order, and adds the rest."""
    _rebuild(_job)
    for table, column in _added():
        op.add_column(table, column)
    op.create_index(
        "ix_process_instance_parent",
        "process_instance",
        ["parent_case", "parent_n"],
        sqlite_where=sa.text("parent_case IS NOT NULL"),
        postgresql_where=sa.text("parent_case IS NOT NULL"),
    )
    _start_subscription()
    _message()


def downgrade() -> None:
    """Goes back, unless something waits that the older tables cannot hold."""
    held = "SELECT (SELECT count(*) FROM job WHERE kind <> 'TIMER') + (SELECT count(*) FROM message)"
    if op.get_bind().execute(sa.text(held)).scalar():
        raise RuntimeError("jobs between cases or kept messages wait; the older tables cannot hold them")
    op.drop_table("message")
    op.drop_table("start_subscription")
    op.drop_index("ix_process_instance_parent", table_name="process_instance")
    for table, column in _added():
        op.drop_column(table, column.name)
    _rebuild(_older_job)


def _added() -> list[tuple[str, sa.Column[object]]]:
    return [
        ("process_instance", sa.Column("parent_case", sa.BigInteger(), nullable=True)),
        ("process_instance", sa.Column("parent_n", sa.Integer(), nullable=True)),
        ("task", sa.Column("scope", sa.Text(), nullable=True)),
        ("task", sa.Column("item", sa.Integer(), nullable=True)),
        ("variable", sa.Column("key", sa.Text(), nullable=True)),
        ("incident", sa.Column("job", sa.BigInteger(), nullable=True)),
        ("subscription", sa.Column("kind", sa.Text(), server_default=sa.text("'message'"), nullable=False)),
    ]


def _rebuild(create: Callable[[], None]) -> None:
    """The jobs in a new shape; the rows go along in their order."""
    op.execute(f"CREATE TABLE job_before AS SELECT {_COLUMNS} FROM job")  # noqa: S608 - our own columns
    op.drop_table("job")
    create()
    carry = f"INSERT INTO job ({_COLUMNS}) SELECT {_COLUMNS} FROM job_before ORDER BY due_at, case_id, n"  # noqa: S608
    op.execute(carry)
    op.drop_table("job_before")


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("definition_id", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("parked", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    _run_index(["run_at", "id"])
    op.create_index("ix_job_case", "job", ["case_id", "parked", "due_at", "id"])


def _older_job() -> None:
    op.create_table(
        "job",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("parked", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_job")),
        sqlite_with_rowid=False,
    )
    _run_index(["run_at", "case_id"])


def _run_index(columns: list[str]) -> None:
    free = sa.text("parked = 0")
    op.create_index("ix_job_run", "job", columns, sqlite_where=free, postgresql_where=free)


def _start_subscription() -> None:
    op.create_table(
        "start_subscription",
        sa.Column("definition_id", sa.BigInteger(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("definition_id", "element", name=op.f("pk_start_subscription")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_start_subscription_name", "start_subscription", ["kind", "name"])


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=True),
        sa.Column("correlation", sa.Text(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_name", "message", ["name"])
