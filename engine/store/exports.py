"""Queries of exports: asked for, taken, written in parts, ended, forgotten."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, delete, insert, or_, select, update

from engine.store.query import Query
from engine.store.tables import event
from engine.store.tables_exports import export_part, export_run

__all__ = [
    "ASK_EXPORT",
    "BEAT_EXPORT",
    "DROP_EXPORT",
    "DROP_PARTS",
    "END_EXPORT",
    "EVENTS_AFTER",
    "EXPORT",
    "EXPORTS_OF",
    "NEXT_EXPORT",
    "OLD_EXPORTS",
    "PART",
    "PUT_PART",
    "RECENT_EXPORTS",
    "TAKE_EXPORT",
]

_run: Final[BindParameter[Any]] = bindparam("run")
_n: Final[BindParameter[Any]] = bindparam("number")
_abandoned: Final = and_(export_run.c.status == "RUNNING", export_run.c.beat_at < bindparam("silent_since"))
_free: Final = or_(export_run.c.status == "ASKED", _abandoned)

ASK_EXPORT: Final = Query(
    "Asks for an export and gives its number.",
    insert(export_run)
    .values(status="ASKED", asked_at=bindparam("at"), asked_by=bindparam("login"), asked=bindparam("what"))
    .returning(export_run.c.id),
)
EXPORT: Final = Query("An export.", select(export_run).where(export_run.c.id == _run))
EXPORTS_OF: Final = Query(
    "The newest exports of a person.",
    select(export_run)
    .where(export_run.c.asked_by == bindparam("login"))
    .order_by(export_run.c.id.desc())
    .limit(bindparam("limit")),
)
NEXT_EXPORT: Final = Query(
    "An export to run: asked for, or left by a process that is gone.",
    select(export_run.c.id).where(_free).order_by(export_run.c.id).limit(1),
)
TAKE_EXPORT: Final = Query(
    "Takes an export, if nobody was quicker; what it has done so far stays.",
    update(export_run).where(export_run.c.id == _run, _free).values(status="RUNNING", beat_at=bindparam("at")),
)
BEAT_EXPORT: Final = Query(
    "Says how far an export is: all that stands before `parts` is for good.",
    update(export_run)
    .where(export_run.c.id == _run, export_run.c.status == "RUNNING")
    .values(
        beat_at=bindparam("at"),
        after=bindparam("place"),
        cases=bindparam("so_many"),
        events=bindparam("of_events"),
        parts=bindparam("of_parts"),
        bytes=bindparam("of_bytes"),
    ),
)
END_EXPORT: Final = Query(
    "Ends an export.",
    update(export_run)
    .where(export_run.c.id == _run)
    .values(status=bindparam("how"), ended_at=bindparam("at"), why=bindparam("because")),
)
PUT_PART: Final = Query("Keeps a part of an export.", insert(export_part))
PART: Final = Query(
    "A part of an export.", select(export_part.c.body).where(export_part.c.run == _run, export_part.c.n == _n)
)
DROP_PARTS: Final = Query(
    "Forgets the parts of an export from one on.",
    delete(export_part).where(export_part.c.run == _run, export_part.c.n >= _n),
)
OLD_EXPORTS: Final = Query(
    "The exports that ended before a time.",
    select(export_run.c.id).where(export_run.c.ended_at < bindparam("until")).limit(20),
)
RECENT_EXPORTS: Final = Query("All exports that are kept.", select(export_run.c.id, export_run.c.asked))
DROP_EXPORT: Final = Query("Forgets an export.", delete(export_run).where(export_run.c.id == _run))
EVENTS_AFTER: Final = Query(
    "The next events of a case, in order.",
    select(event)
    .where(event.c.case_id == bindparam("case"), event.c.number > bindparam("after"))
    .order_by(event.c.number)
    .limit(bindparam("limit")),
)
