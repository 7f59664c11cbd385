"""Tasks in `/api/v1`: the inbox, one with form and variables, claim, release, complete."""

from __future__ import annotations

from typing import Final

from flask import Response

from engine.api import asking, parts, v1_records, v1_shapes
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.released import let_out
from engine.api.v1 import cursor, handed_in, look, read_cursor, v1
from engine.commands.task import Claim, Complete, Unclaim
from engine.queries.inbox import Ask, Box, Place, tasks
from engine.queries.task import task_view

__all__: list[str] = []

BOXES: Final[dict[str, Box]] = {"mine": "mine", "posts": "posts", "done": "done"}


def _place(text: str) -> Place:
    found = read_cursor(text)
    if not isinstance(found, list) or len(found) != 3 or not all(isinstance(part, int) for part in found):
        raise ValueError(text)
    if not all(0 <= part < 2**62 for part in found):
        raise ValueError(text)
    return Place(*found)


@v1.get("/tasks")
@operation(
    "Tasks",
    query={"box": asking.one_of(BOXES), "sop": asking.text, "cursor": asking.Reader(_place)},
    answers={200: v1_records.page("Tasks", v1_records.TASK_LINE)},
)
def list_tasks(asked: Asked) -> Response:
    """The open tasks of the actor's posts (`box=posts`, as a rule), those that he holds (`mine`) or did (`done`)."""
    found = asked.query
    with look() as here:
        ask = Ask(box=found.get("box", "posts"), sop=found.get("sop", ""), after=found.get("cursor"))
        page = tasks(here, ask)
        place = [page.next.at, page.next.case, page.next.n] if page.next else None
        return answer({"items": [v1_shapes.task_line(row) for row in page.rows], "next": cursor(place)})


@v1.get("/tasks/<id>")
@operation("Tasks", answers={200: v1_records.TASK})
def get_task(asked: Asked, id: str) -> Response:
    """One task with its form and the present answers of its case."""
    with look() as here:
        view = task_view(here, *asking.task_id(id))
        let_out(view.case)
        return answer(v1_shapes.task(view))


@v1.post("/tasks/<id>/claim")
@operation("Tasks", answers={200: v1_records.HOLDER})
def claim_task(asked: Asked, id: str) -> Response:
    """Takes the task for oneself."""
    return handed_in(Claim(*asking.task_id(id)))


@v1.post("/tasks/<id>/release")
@operation("Tasks", answers={200: v1_records.HOLDER})
def release_task(asked: Asked, id: str) -> Response:
    """Gives the task back."""
    return handed_in(Unclaim(*asking.task_id(id)))


@v1.post("/tasks/<id>/complete")
@operation("Tasks", body={"answers": parts.OBJECT}, answers={200: v1_records.COMPLETED})
def complete_task(asked: Asked, id: str) -> Response:
    """Answers the task; the body tells what opened."""
    case, n = asking.task_id(id)
    return handed_in(Complete(case, n, asked.body.get("answers") or {}))
