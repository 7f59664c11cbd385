"""The tree over all events with its checkpoints, and cases whose values are held against erasure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store import triggers

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = ("unnumbered", "leaf", "tile", "checkpoint", "checkpoint_place", "proof_run")


def upgrade() -> None:
    """Adds the tables; every event that is there waits for its place."""
    _tree()
    _checkpoints()
    op.add_column("process_instance", sa.Column("hold", sa.Integer(), nullable=True))
    op.execute(
        "INSERT INTO unnumbered (case_id, number) "
        "SELECT case_id, number FROM event ORDER BY recorded_at, case_id, number"
    )
    for statement in triggers.QUEUE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Goes back, unless there are checkpoints or values are held: an older version would forget them."""
    held = "SELECT count(*) FROM process_instance WHERE hold IS NOT NULL"
    if any(op.get_bind().execute(sa.text(sql)).scalar() for sql in ("SELECT count(*) FROM checkpoint", held)):
        raise RuntimeError("there are checkpoints or legal holds; an older version would forget them")
    for statement in triggers.UNQUEUE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_column("process_instance", "hold")
    for name in _TABLES:
        op.drop_table(name)


def _tree() -> None:
    op.create_table(
        "unnumbered",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unnumbered"),
    )
    op.create_table(
        "leaf",
        sa.Column("position", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_leaf"),
        sa.UniqueConstraint("case_id", "number", name="uq_leaf_case_id_number"),
    )
    op.create_table(
        "tile",
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "n", name="pk_tile"),
    )


def _checkpoints() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("number", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_checkpoint"),
    )
    op.create_table(
        "checkpoint_place",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("lags_since", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("place", name="pk_checkpoint_place"),
    )
    op.create_table(
        "proof_run",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_proof_run"),
    )
