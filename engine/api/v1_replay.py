"""The replay of a case in `/api/v1`: its story as a machine reads it, from its events alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.schema import LONG, MOMENT, TEXT, WHOLE, many, maybe, one_of, record
from engine.api.v1 import cursor, look, v1
from engine.api.v1_cases import CURSOR, number_of
from engine.queries.replay import Frame, Standing, replay
from engine.store.cases import CASE_BY_NUMBER
from engine.store.history import stream

__all__: list[str] = []

PAGE: Final = 300
_STAND: Final = record("Stand", {"element": TEXT, "count": WHOLE, "tokens": many(LONG)})
_JOIN: Final = record("Join", {"element": TEXT, "flow": TEXT, "count": WHOLE})
_STANDING: Final = record("StandingTokens", {"stands": many(_STAND), "joins": many(_JOIN), "scopes": many(TEXT)})
_MARK: Final = record("Mark", {"mark": one_of("left", "flow", "entered"), "id": TEXT})
FRAME: Final = record(
    "Frame",
    {
        "number": LONG,
        "kind": TEXT,
        "element": maybe(TEXT),
        "actor": maybe(TEXT),
        "acting_for": maybe(TEXT),
        "recorded_by": many(TEXT),
        "happened_at": MOMENT,
        "recorded_at": MOMENT,
        "task": maybe(LONG),
        "path": many(_MARK),
        "opened": many(LONG),
        "closed": many(LONG),
        "set": many(TEXT),
        "outcome": maybe(TEXT),
        "before": _STANDING,
        "after": _STANDING,
    },
)
_DIAGRAM: Final = record("ReplayedDiagram", {"key": TEXT, "version": WHOLE, "sha256": TEXT})
REPLAY: Final = record(
    "Replay",
    {"case": LONG, "number": TEXT, "diagram": _DIAGRAM, "items": many(FRAME), "next": maybe(TEXT)},
)


@v1.get("/cases/<id>/replay")
@operation("Cases", query={"cursor": CURSOR}, answers={200: REPLAY})
def replay_case(asked: Asked, id: str) -> Response:
    """The events of a case from the first, with its tokens before and after; `next` goes on."""
    after = asked.query.get("cursor", 0)
    with look() as here:
        row = here.reading.one(CASE_BY_NUMBER, number=number_of(here, id).strip().upper())
        found = sight.case_row(here.reading, here.actor, -1 if row is None else row["id"])
        definition = here.definition(found["definition_id"])
        told = (frame for frame in replay(definition, stream(here.reading, found["id"])) if frame.number > after)
        frames = list(islice(told, PAGE + 1))
        page = frames[:PAGE]
        return answer(
            {
                "case": found["id"],
                "number": found["number"],
                "diagram": {"key": definition.key, "version": definition.version, "sha256": definition.sha256.hex()},
                "items": [_written(frame) for frame in page],
                "next": cursor(page[-1].number if len(frames) > PAGE else None),
            }
        )


def _written(frame: Frame) -> dict[str, Any]:
    return {
        "number": frame.number,
        "kind": frame.kind,
        "element": frame.element,
        "actor": frame.actor,
        "acting_for": frame.acting_for,
        "recorded_by": list(frame.recorded_by),
        "happened_at": _time(frame.happened_at),
        "recorded_at": _time(frame.recorded_at),
        "task": frame.task,
        "path": [{"mark": mark, "id": id} for mark, id in frame.path],
        "opened": list(frame.opened),
        "closed": list(frame.closed),
        "set": list(frame.set),
        "outcome": frame.outcome,
        "before": _standing(frame.before),
        "after": _standing(frame.after),
    }


def _standing(found: Standing) -> dict[str, Any]:
    return asdict(found)


def _time(at: datetime) -> str:
    return at.astimezone(asking.zone()).isoformat(timespec="milliseconds")
