"""Of which definition an incident without a case is, what was noted on it, and cases in the order of their times."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_RAISED = sa.text("SELECT number, data FROM event WHERE case_id = 0 AND kind = 'IncidentRaised'")
_NAME = sa.text("UPDATE incident SET definition_id = :definition WHERE case_id = 0 AND event = :event")


def upgrade() -> None:
    """Adds two columns and two indexes; what the events said before is written into the rows."""
    op.add_column("incident", sa.Column("definition_id", sa.BigInteger(), nullable=True))
    op.add_column("incident", sa.Column("note", sa.Integer(), nullable=True))
    op.create_index("ix_process_instance_started", "process_instance", ["started_at", "id"])
    op.create_index("ix_process_instance_ended", "process_instance", ["ended_at", "id"])
    connection = op.get_bind()
    for number, data in connection.execute(_RAISED).all():
        definition = json.loads(bytes(data)).get("definition")
        if definition is not None:
            connection.execute(_NAME, {"definition": definition, "event": number})


def downgrade() -> None:
    """Drops them, unless somebody noted something on an incident."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM incident WHERE note IS NOT NULL")).scalar():
        raise RuntimeError("incidents bear notes; the older table cannot hold them")
    op.drop_index("ix_process_instance_ended", "process_instance")
    op.drop_index("ix_process_instance_started", "process_instance")
    op.drop_column("incident", "note")
    op.drop_column("incident", "definition_id")
