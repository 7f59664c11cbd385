"""Tasks in `/api/v1`: the inbox, one with form and variables, claim, release, complete."""

from __future__ import annotations

from typing import Final

from flask import Response

from engine.api import asking, v1_shapes
from engine.api.answers import answer
from engine.api.v1 import cursor, handed_in, look, read_cursor, v1
from engine.commands.task import Claim, Complete, Unclaim
from engine.queries.inbox import Ask, Box, Place, tasks
from engine.queries.task import task_view

__all__: list[str] = []

BOXES: Final[dict[str, Box]] = {"mine": "mine", "posts": "posts", "done": "done"}


@v1.get("/tasks")
def list_tasks() -> Response:
    """The open tasks of the actor's posts (`box=posts`, as a rule), those that he holds (`mine`) or did (`done`)."""
    found = asking.parameters({"box": asking.one_of(BOXES), "sop": asking.text, "cursor": asking.Reader(_place)})
    with look() as here:
        ask = Ask(box=found.get("box", "posts"), sop=found.get("sop", ""), after=found.get("cursor"))
        page = tasks(here, ask)
        place = [page.next.at, page.next.case, page.next.n] if page.next else None
        return answer({"items": [v1_shapes.task_line(row) for row in page.rows], "next": cursor(place)})


@v1.get("/tasks/<id>")
def get_task(id: str) -> Response:
    """One task with its form and the present answers of its case."""
    asking.parameters({})
    with look() as here:
        return answer(v1_shapes.task(task_view(here, *asking.task_id(id))))


@v1.post("/tasks/<id>/claim")
def claim_task(id: str) -> Response:
    """Takes the task for oneself."""
    asking.parameters({})
    asking.body(())
    return handed_in(Claim(*asking.task_id(id)))


@v1.post("/tasks/<id>/release")
def release_task(id: str) -> Response:
    """Gives the task back."""
    asking.parameters({})
    asking.body(())
    return handed_in(Unclaim(*asking.task_id(id)))


@v1.post("/tasks/<id>/complete")
def complete_task(id: str) -> Response:
    """Answers the task; the body tells what opened."""
    asking.parameters({})
    case, n = asking.task_id(id)
    return handed_in(Complete(case, n, asking.answers(asking.body({"answers"}))))


def _place(text: str) -> Place:
    found = read_cursor(text)
    if not isinstance(found, list) or len(found) != 3 or not all(isinstance(part, int) for part in found):
        raise ValueError(text)
    if not all(0 <= part < 2**62 for part in found):
        raise ValueError(text)
    return Place(*found)
