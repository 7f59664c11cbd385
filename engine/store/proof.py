"""Queries of the tree over all events, its checkpoints and their second places."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, text

from engine.store.query import Query
from engine.store.tables import event, process_instance
from engine.store.tables_proof import checkpoint, checkpoint_place, leaf, tile, unnumbered

__all__ = [
    "CHECKPOINT",
    "CHECKPOINTS_AFTER",
    "CHECKPOINTS_BEFORE",
    "DROP_QUEUED",
    "EVENT",
    "EVENTS_AT",
    "EVENT_COUNT",
    "INSERT_CHECKPOINT",
    "INSERT_LEAF",
    "LAST_CHECKPOINT",
    "LEAF",
    "LEAVES",
    "LEAVES_OF",
    "NEXT_QUEUED",
    "OLDEST_QUEUED",
    "PLACE",
    "PLACES",
    "PUT_PLACE",
    "PUT_TILE",
    "QUEUED",
    "QUEUED_COUNT",
    "SIZE",
    "STREAMS_AFTER",
    "TILE",
]

_case: Final[BindParameter[Any]] = bindparam("case")
_number: Final[BindParameter[Any]] = bindparam("number")
_from: Final[BindParameter[Any]] = bindparam("first")
_until: Final[BindParameter[Any]] = bindparam("until")

NEXT_QUEUED: Final = Query(
    "Events that wait for their place in the tree, the oldest first, with their leaf hashes.",
    select(unnumbered.c.id, unnumbered.c.case_id, unnumbered.c.number, event.c.leaf)
    .outerjoin(event, (event.c.case_id == unnumbered.c.case_id) & (event.c.number == unnumbered.c.number))
    .order_by(unnumbered.c.id)
    .limit(bindparam("limit")),
)
DROP_QUEUED: Final = Query(
    "Takes what has its place off the queue.", delete(unnumbered).where(unnumbered.c.id == bindparam("id"))
)
QUEUED: Final = Query(
    "The events of a case that wait for their place.",
    select(unnumbered.c.number).where(unnumbered.c.case_id == _case),
)
QUEUED_COUNT: Final = Query("How many events wait for their place.", select(func.count()).select_from(unnumbered))
OLDEST_QUEUED: Final = Query(
    "When the first event that waits for its place was recorded.",
    select(func.min(event.c.recorded_at)).select_from(
        unnumbered.join(event, (event.c.case_id == unnumbered.c.case_id) & (event.c.number == unnumbered.c.number))
    ),
)
INSERT_LEAF: Final = Query("Gives an event its place in the tree.", insert(leaf))
SIZE: Final = Query("How many places are taken.", select(func.coalesce(func.max(leaf.c.position) + 1, 0)))
LEAF: Final = Query(
    "The place of an event.", select(leaf.c.position).where(leaf.c.case_id == _case, leaf.c.number == _number)
)
LEAVES_OF: Final = Query(
    "The places of the events of a case.",
    select(leaf.c.number, leaf.c.position).where(leaf.c.case_id == _case).order_by(leaf.c.number),
)
LEAVES: Final = Query(
    "The events at some places, in order.",
    select(leaf).where(leaf.c.position >= _from, leaf.c.position < _until).order_by(leaf.c.position),
)
TILE: Final = Query(
    "The hashes of a tile.",
    select(tile.c.hashes).where(tile.c.level == bindparam("level"), tile.c.n == bindparam("n")),
)
PUT_TILE: Final = Query(
    "Writes a tile.",
    text(
        "INSERT INTO tile (level, n, hashes) VALUES (:level, :n, :hashes) "
        "ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes"
    ),
)
EVENTS_AT: Final = Query(
    "The events at some places of the tree, in order, with the place's own case and number.",
    select(leaf.c.position, leaf.c.case_id.label("leaf_case"), leaf.c.number.label("leaf_number"), event)
    .outerjoin(event, (event.c.case_id == leaf.c.case_id) & (event.c.number == leaf.c.number))
    .where(leaf.c.position >= _from, leaf.c.position < _until)
    .order_by(leaf.c.position),
)
EVENT: Final = Query(
    "One event as it is stored.", select(event).where(event.c.case_id == _case, event.c.number == _number)
)
STREAMS_AFTER: Final = Query(
    "The numbers of cases after one: those that have a row, and those that have events.",
    select(process_instance.c.id)
    .where(process_instance.c.id > bindparam("after"))
    .union(select(event.c.case_id).where(event.c.case_id > bindparam("after")).distinct())
    .order_by("id")
    .limit(1000),
)
EVENT_COUNT: Final = Query("How many events there are.", select(func.count()).select_from(event))
INSERT_CHECKPOINT: Final = Query("Keeps a checkpoint.", insert(checkpoint))
CHECKPOINT: Final = Query("A checkpoint.", select(checkpoint).where(checkpoint.c.number == _number))
LAST_CHECKPOINT: Final = Query(
    "The newest checkpoint.", select(checkpoint).order_by(checkpoint.c.number.desc()).limit(1)
)
CHECKPOINTS_AFTER: Final = Query(
    "Checkpoints after one, in order.",
    select(checkpoint)
    .where(checkpoint.c.number > bindparam("after"))
    .order_by(checkpoint.c.number)
    .limit(bindparam("limit")),
)
CHECKPOINTS_BEFORE: Final = Query(
    "Checkpoints before one, the newest first.",
    select(checkpoint)
    .where(checkpoint.c.number < bindparam("before"))
    .order_by(checkpoint.c.number.desc())
    .limit(bindparam("limit")),
)
PLACE: Final = Query(
    "What is known of a second place.", select(checkpoint_place).where(checkpoint_place.c.place == bindparam("place"))
)
PLACES: Final = Query("All second places.", select(checkpoint_place).order_by(checkpoint_place.c.place))
PUT_PLACE: Final = Query(
    "Notes how far a second place got.",
    text(
        "INSERT INTO checkpoint_place (place, published, at, lags_since, why) "
        "VALUES (:place, :published, :at, :lags_since, :why) ON CONFLICT (place) DO UPDATE SET "
        "published = excluded.published, at = excluded.at, lags_since = excluded.lags_since, why = excluded.why"
    ),
)
