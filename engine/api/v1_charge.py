"""What people in charge do in `/api/v1`: hold and end cases, hand tasks over, retry incidents, confirm the clock."""

from __future__ import annotations

from typing import Final

from flask import Response

from engine.api import asking, parts, v1_records
from engine.api.operation import Asked, operation
from engine.api.v1 import handed_in, v1
from engine.commands.case import Cancel, Comment, Resume, Suspend
from engine.commands.incident import RetryIncident
from engine.commands.message import Correlate
from engine.commands.task import Assign, Delegate
from engine.commands.timer import ConfirmClock

__all__: list[str] = []

REASON: Final = {"reason": parts.WORDS}
MESSAGE: Final = {
    "message": parts.need(parts.WORDS),
    "case": parts.INTEGER,
    "business_key": parts.WORDS,
    "correlation": parts.WORDS,
    "answers": parts.OBJECT,
}
_CASES: Final = "Cases"
_TASKS: Final = "Tasks"


@v1.post("/cases/<id>/suspend")
@operation(_CASES, body=REASON, answers={200: v1_records.CHANGED})
def suspend_case(asked: Asked, id: str) -> Response:
    """Holds a case, with a reason."""
    return handed_in(Suspend(asking.number(id), asked.body.get("reason") or ""))


@v1.post("/cases/<id>/resume")
@operation(_CASES, answers={200: v1_records.CHANGED})
def resume_case(asked: Asked, id: str) -> Response:
    """Lets a suspended case go on."""
    return handed_in(Resume(asking.number(id)))


@v1.post("/cases/<id>/cancel")
@operation(_CASES, body=REASON, answers={200: v1_records.CANCELLED})
def cancel_case(asked: Asked, id: str) -> Response:
    """Ends a case as Dibatalkan, with a reason."""
    return handed_in(Cancel(asking.number(id), asked.body.get("reason") or ""))


@v1.post("/cases/<id>/comments")
@operation(_CASES, body={"text": parts.WORDS}, answers={201: v1_records.COMMENTED})
def comment_case(asked: Asked, id: str) -> Response:
    """Adds a remark to a case."""
    return handed_in(Comment(asking.number(id), asked.body.get("text") or ""), 201)


@v1.post("/cases/<id>/incidents/<event>/retry")
@operation(_CASES, answers={200: v1_records.RETRIED})
def retry_incident(asked: Asked, id: str, event: str) -> Response:
    """Resolves an incident and lets what failed be tried again."""
    return handed_in(RetryIncident(asking.number(id), asking.number(event, "incident")))


@v1.post("/tasks/<id>/assign")
@operation(_TASKS, body={"assignee": parts.WORDS}, answers={200: v1_records.HOLDER})
def assign_task(asked: Asked, id: str) -> Response:
    """Gives a task to a person, or with null back to its candidates."""
    return handed_in(Assign(*asking.task_id(id), asked.body.get("assignee")))


@v1.post("/tasks/<id>/delegate")
@operation(_TASKS, body={"to": parts.WORDS, "reason": parts.WORDS}, answers={200: v1_records.HOLDER})
def delegate_task(asked: Asked, id: str) -> Response:
    """Hands a task to a colleague, with a reason."""
    case, n = asking.task_id(id)
    return handed_in(Delegate(case, n, asked.body.get("to") or "", asked.body.get("reason") or ""))


@v1.post("/messages")
@operation("Messages", body=MESSAGE, answers={200: v1_records.DELIVERED})
def deliver_message(asked: Asked) -> Response:
    """Delivers a message to the one token that waits for it."""
    command = Correlate(
        message=asked.body["message"],
        case=asked.body.get("case"),
        business_key=asked.body.get("business_key"),
        correlation=asked.body.get("correlation"),
        answers=asked.body.get("answers") or {},
    )
    return handed_in(command)


@v1.post("/clock/confirm")
@operation("Clock", answers={200: v1_records.CONFIRMED})
def confirm_clock(asked: Asked) -> Response:
    """Says that a jump of the clock was right; timers that were held go on."""
    return handed_in(ConfirmClock())
