"""Queries about the installation as a whole: what waits, and the revision of its tables."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select, text

from engine.store.query import Query
from engine.store.tables import incident
from engine.store.tables_work import group_count

__all__ = ["OPEN_INCIDENT_COUNT", "OPEN_TASK_COUNT", "REVISION"]

OPEN_TASK_COUNT: Final = Query(
    "How many tasks are open to groups, from their counters.", select(func.coalesce(func.sum(group_count.c.open), 0))
)
OPEN_INCIDENT_COUNT: Final = Query(
    "How many incidents nobody has resolved.", select(func.count()).where(incident.c.resolved_at.is_(None))
)
REVISION: Final = Query("The revision that the tables stand at.", text("SELECT version_num FROM alembic_version"))
