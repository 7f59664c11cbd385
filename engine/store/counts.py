"""Queries about the installation as a whole: what waits, and the revision of its tables."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select, text

from engine.store.query import Query
from engine.store.tables import incident
from engine.store.tables_work import group_count

__all__ = ["OPEN_INCIDENT_COUNT", "OPEN_TASK_COUNT", "REVISION", "TRAFFIC_COUNTS"]

OPEN_TASK_COUNT: Final = Query(
    "How many tasks are open to groups, from their counters.", select(func.coalesce(func.sum(group_count.c.open), 0))
)
OPEN_INCIDENT_COUNT: Final = Query(
    "How many incidents nobody has resolved.", select(func.count()).where(incident.c.resolved_at.is_(None))
)
TRAFFIC_COUNTS: Final = Query(
    "What is on its way to other systems or came from them and is not settled.",
    text(
        "SELECT (SELECT count(*) FROM outbox) AS webhook_outbox, "
        "(SELECT count(*) FROM delivery WHERE status = 'WAITING') AS webhook_waiting, "
        "(SELECT count(*) FROM delivery d JOIN webhook w ON w.id = d.webhook_id WHERE d.status = 'PARKED') "
        "AS webhook_parked, (SELECT count(*) FROM received WHERE status = 'KEPT') AS inbound_kept"
    ),
)
REVISION: Final = Query("The revision that the tables stand at.", text("SELECT version_num FROM alembic_version"))
