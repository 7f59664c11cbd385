"""Cases in `/api/v1`: start, list, one with what is open, its history."""

from __future__ import annotations

from typing import Final

from flask import Response

from engine.api import asking, parts, sight, v1_records, v1_shapes
from engine.api.answers import answer
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.released import let_out
from engine.api.v1 import cursor, handed_in, look, read_cursor, v1
from engine.commands.case import StartCase
from engine.queries.case import case_view
from engine.queries.cases import Which, cases
from engine.queries.history import story
from engine.queries.look import Look

__all__ = ["CURSOR", "number_of"]

WHICH: Final[dict[str, Which]] = {"running": "running", "ended": "ended", "all": "all"}
START: Final = {
    "sop": parts.need(parts.WORDS),
    "answers": parts.OBJECT,
    "business_key": parts.WORDS,
}


def _number(text: str) -> int:
    found = read_cursor(text)
    if not isinstance(found, int) or not 0 < found < 2**62:
        raise ValueError(text)
    return found


CURSOR: Final = asking.Reader(_number)


@v1.post("/cases")
@operation("Cases", body=START, answers={201: v1_records.STARTED})
def start_case(asked: Asked) -> Response:
    """Starts a case on the SOP in force; 201 with its id, number and first tasks."""
    key, answers = asked.body["sop"], asked.body.get("answers") or {}
    if not key:
        raise BadInput("Sebutkan “sop”: kunci SOP yang dimulai.", "Name the SOP's key in 'sop'.")
    command = StartCase(key=key, answers=answers, business_key=asked.body.get("business_key"))
    return handed_in(command, 201)


@v1.get("/cases")
@operation(
    "Cases",
    query={"status": asking.one_of(WHICH), "cursor": CURSOR},
    answers={200: v1_records.page("Cases", v1_records.CASE_LINE)},
)
def list_cases(asked: Asked) -> Response:
    """The cases that the actor may read, newest first; `status` is running (as a rule), ended or all."""
    found = asked.query
    with look() as here:
        page = cases(here, found.get("status", "running"), before=found.get("cursor"))
        return answer({"items": [v1_shapes.case_line(row) for row in page.rows], "next": cursor(page.next)})


@v1.get("/cases/<id>")
@operation("Cases", answers={200: v1_records.CASE})
def get_case(asked: Asked, id: str) -> Response:
    """One case, by id or by number."""
    with look() as here:
        view = case_view(here, number_of(here, id))
        let_out(view.id)
        return answer(v1_shapes.case(view))


@v1.get("/cases/<id>/history")
@operation("Cases", query={"cursor": CURSOR}, answers={200: v1_records.page("History", v1_records.ENTRY)})
def get_history(asked: Asked, id: str) -> Response:
    """The newest events of a case, oldest of them first; `next` leads to the events before them."""
    with look() as here:
        row = sight.case_row(here.reading, here.actor, case_view(here, number_of(here, id)).id)
        let_out(row["id"])
        told = story(here.reading, here.definition(row["definition_id"]), row["id"], asked.query.get("cursor"))
        return answer({"items": [v1_shapes.entry(one) for one in told.entries], "next": cursor(told.older)})


def number_of(here: Look, id: str) -> str:
    """The number of the case; NotFound when an id is none that the actor may read."""
    if not id.isdigit():
        return asking.known(id)
    return str(sight.case_row(here.reading, here.actor, asking.number(id, "case"))["number"])
