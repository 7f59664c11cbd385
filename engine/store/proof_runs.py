"""Queries of the examinations that people asked for."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, delete, insert, or_, select, update

from engine.store.query import Query
from engine.store.tables_proof import proof_run

__all__ = [
    "ASK",
    "BEAT",
    "END",
    "FORGET_RUNS",
    "LAST_ENDED",
    "LAST_RUN",
    "NEXT_RUN",
    "RUNS",
    "RUN_UNDER_WAY",
    "TAKE_RUN",
]

_id: Final[BindParameter[Any]] = bindparam("run")
_abandoned: Final = and_(proof_run.c.status == "RUNNING", proof_run.c.beat_at < bindparam("silent_since"))

ASK: Final = Query(
    "Asks for an examination and gives its number.",
    insert(proof_run)
    .values(status="ASKED", asked_at=bindparam("at"), asked_by=bindparam("login"))
    .returning(proof_run.c.id),
)
RUN_UNDER_WAY: Final = Query(
    "The examination that is asked for or runs.",
    select(proof_run).where(proof_run.c.status.in_(("ASKED", "RUNNING"))).order_by(proof_run.c.id).limit(1),
)
NEXT_RUN: Final = Query(
    "An examination to run: asked for, or left by a process that is gone.",
    select(proof_run.c.id).where(or_(proof_run.c.status == "ASKED", _abandoned)).order_by(proof_run.c.id).limit(1),
)
TAKE_RUN: Final = Query(
    "Takes an examination, if nobody was quicker.",
    update(proof_run)
    .where(proof_run.c.id == _id, or_(proof_run.c.status == "ASKED", _abandoned))
    .values(status="RUNNING", beat_at=bindparam("at"), done=0),
)
BEAT: Final = Query(
    "Says how far an examination is.",
    update(proof_run)
    .where(proof_run.c.id == _id)
    .values(beat_at=bindparam("at"), done=bindparam("so_far"), total=bindparam("of_all")),
)
END: Final = Query(
    "Keeps what an examination came to.",
    update(proof_run)
    .where(proof_run.c.id == _id)
    .values(status=bindparam("how"), ended_at=bindparam("at"), result=bindparam("found")),
)
LAST_RUN: Final = Query("The newest examination.", select(proof_run).order_by(proof_run.c.id.desc()).limit(1))
LAST_ENDED: Final = Query(
    "The newest examination that has a verdict.",
    select(proof_run).where(proof_run.c.status == "DONE").order_by(proof_run.c.id.desc()).limit(1),
)
RUNS: Final = Query(
    "The newest examinations.", select(proof_run).order_by(proof_run.c.id.desc()).limit(bindparam("limit"))
)
FORGET_RUNS: Final = Query(
    "Forgets old examinations.",
    delete(proof_run).where(proof_run.c.id <= bindparam("until"), proof_run.c.status.in_(("DONE", "FAILED"))),
)
