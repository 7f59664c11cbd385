"""Counts of running cases, of where they stand and of what went wrong in them, by definition and by element."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, func, select

from engine.store.listings import CASES
from engine.store.lists import Listing
from engine.store.tables import event, incident, process_instance, task
from engine.store.tables_work import external_task, job, subscription

__all__ = ["CALLED", "FAILED", "FAILED_AT", "INCIDENTS", "INCIDENTS_AT", "RUNNING", "STANDING"]

_pi = process_instance.c
_definition: Final[BindParameter[Any]] = bindparam("definition")
_count: Final = func.count().label("count")
_SIGHT: Final = {name: CASES.parts[name] for name in ("own", "seen")}
"""A case counts for who may read it."""
_failed: Final = (job.c.parked == 1) & (job.c.attempts > 0)


def _by_definition(sentence: str, base: Select[Any]) -> Listing:
    return Listing(sentence, base.where(_pi.ended_at.is_(None)), _SIGHT).sorted_by((_pi.definition_id,))


def _at(sentence: str, table: Table, where: ColumnElement[bool] | None = None, kind: bool = False) -> Listing:
    """By element (and `kind`), for the running cases of one definition."""
    columns = (table.c.element, table.c.kind) if kind else (table.c.element,)
    base = select(*columns, _count).join(process_instance, _pi.id == table.c.case_id)
    base = base.where(_pi.definition_id == _definition, _pi.ended_at.is_(None), table.c.element.is_not(None))
    if where is not None:
        base = base.where(where)
    return Listing(sentence, base.group_by(*columns), _SIGHT).sorted_by(columns)


RUNNING: Final = _by_definition(
    "How many cases of each definition run.", select(_pi.definition_id, _count).group_by(_pi.definition_id)
)
FAILED: Final = _by_definition(
    "How many jobs of each definition's cases have failed.",
    select(_pi.definition_id, _count)
    .select_from(job)
    .join(process_instance, _pi.id == job.c.case_id)
    .where(_failed)
    .group_by(_pi.definition_id),
)
INCIDENTS: Final = _by_definition(
    "How many incidents of each kind stand in each definition's cases.",
    select(_pi.definition_id, incident.c.kind, _count)
    .select_from(incident)
    .join(process_instance, _pi.id == incident.c.case_id)
    .where(incident.c.resolved_at.is_(None))
    .group_by(_pi.definition_id, incident.c.kind),
)
STANDING: Final = (
    _at("How many tasks are open at each element.", task, task.c.status == "OPEN"),
    _at("How many messages and signals each element waits for.", subscription),
    _at("How many service tasks each element offers.", external_task),
    _at("How many timers and calls wait at each element.", job, job.c.kind.in_(("TIMER", "CALL"))),
)
FAILED_AT: Final = _at("How many jobs have failed at each element.", job, _failed)
INCIDENTS_AT: Final = _at(
    "How many incidents of each kind stand at each element.", incident, incident.c.resolved_at.is_(None), kind=True
)
_child = process_instance.alias("child")
CALLED: Final = Listing(
    "How the running cases began that those of a definition have called.",
    select(event.c.data)
    .select_from(_child)
    .join(process_instance, _pi.id == _child.c.parent_case)
    .join(event, (event.c.case_id == _child.c.id) & (event.c.number == 1))
    .where(_pi.definition_id == _definition, _child.c.ended_at.is_(None)),
    _SIGHT,
).sorted_by((_child.c.id,))
