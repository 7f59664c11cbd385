"""Remarks on a process instance in the dialect, those on its tasks among them."""

from __future__ import annotations

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_task_remarks import COMMENT, comment
from engine.api.schema import many
from engine.store.remarks import remarks

__all__: list[str] = []


@rest.get("/process-instance/<id>/comment")
@operation("Process Instance Comment", answers={200: many(COMMENT)})
def get_instance_comments(asked: Asked, id: str) -> Response:
    """The remarks on a case, running or ended, newest first."""
    with asking.desk().store.reading() as reading:
        case = sight.case_row(reading, asking.me(), asking.number(id))["id"]
        found = remarks(reading, case)
    return answer([comment(one) for one in reversed(found)])
