"""What failed and waits for a person, in `/api/v1`: in all offices that one watches over."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.schema import FLAG, LONG, MOMENT, TEXT, maybe, record
from engine.api.v1 import cursor, handed_in, look, read_cursor, v1
from engine.api.v1_records import RETRIED, page
from engine.commands.incident import RetryIncident
from engine.queries.incidents import IncidentRow, incidents

__all__: list[str] = []

INCIDENT: Final = record(
    "IncidentLine",
    {
        "id": TEXT,
        "case": maybe(LONG),
        "number": maybe(TEXT),
        "sop": maybe(TEXT),
        "office": maybe(TEXT),
        "element": maybe(TEXT),
        "name": maybe(TEXT),
        "kind": TEXT,
        "message": TEXT,
        "since": MOMENT,
        "note": maybe(TEXT),
        "suspended": FLAG,
        "may_retry": FLAG,
    },
)


def _place(text: str) -> tuple[int, int]:
    found = read_cursor(text)
    if (
        not isinstance(found, list)
        or [type(one) for one in found] != [int, int]
        or min(found) < 0
        or max(found) >= 2**62
    ):
        raise ValueError(text)
    return found[0], min(found[1], 2**31 - 1)


_CURSOR: Final = asking.Reader(_place)


@v1.get("/incidents")
@operation("Incidents", query={"cursor": _CURSOR}, answers={200: page("Incidents", INCIDENT)})
def list_open_incidents(asked: Asked) -> Response:
    """The incidents that stand in one's offices: of cases that could not begin first, then the youngest cases."""
    with look() as here:
        found = incidents(here, asked.query.get("cursor"))
        after = None if found.next is None else list(found.next)
        return answer({"items": [_line(row) for row in found.rows], "next": cursor(after)})


@v1.post("/incidents/<id>/retry")
@operation("Incidents", answers={200: RETRIED})
def retry_open_incident(asked: Asked, id: str) -> Response:
    """Resolves an incident and lets what failed be tried again, also where no case could begin."""
    return handed_in(RetryIncident(*asking.task_id(id)))


def _line(row: IncidentRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "case": row.case or None,
        "number": row.number,
        "sop": row.sop,
        "office": None if row.office is None else row.office.id,
        "element": None if row.step is None else row.step.element,
        "name": None if row.step is None else row.step.title,
        "kind": row.kind,
        "message": row.message,
        "since": row.since.astimezone(asking.zone()).isoformat(timespec="milliseconds"),
        "note": row.note,
        "suspended": row.suspended,
        "may_retry": row.may_retry,
    }
