"""What people in charge do in `/api/v1`: hold and end cases, hand tasks over, retry incidents, confirm the clock."""

from __future__ import annotations

from flask import Response

from engine.api import asking
from engine.api.errors import BadInput
from engine.api.v1 import handed_in, v1
from engine.commands.case import Cancel, Comment, Resume, Suspend
from engine.commands.incident import RetryIncident
from engine.commands.message import Correlate
from engine.commands.task import Assign, Delegate
from engine.commands.timer import ConfirmClock

__all__: list[str] = []


@v1.post("/cases/<id>/suspend")
def suspend_case(id: str) -> Response:
    """Holds a case, with a reason."""
    asking.parameters({})
    return handed_in(Suspend(asking.number(id), asking.words(asking.body({"reason"}), "reason") or ""))


@v1.post("/cases/<id>/resume")
def resume_case(id: str) -> Response:
    """Lets a suspended case go on."""
    asking.parameters({})
    asking.body(())
    return handed_in(Resume(asking.number(id)))


@v1.post("/cases/<id>/cancel")
def cancel_case(id: str) -> Response:
    """Ends a case as Dibatalkan, with a reason."""
    asking.parameters({})
    return handed_in(Cancel(asking.number(id), asking.words(asking.body({"reason"}), "reason") or ""))


@v1.post("/cases/<id>/comments")
def comment_case(id: str) -> Response:
    """Adds a remark to a case."""
    asking.parameters({})
    return handed_in(Comment(asking.number(id), asking.words(asking.body({"text"}), "text") or ""), 201)


@v1.post("/cases/<id>/incidents/<event>/retry")
def retry_incident(id: str, event: str) -> Response:
    """Resolves an incident and lets what failed be tried again."""
    asking.parameters({})
    asking.body(())
    return handed_in(RetryIncident(asking.number(id), asking.number(event, "incident")))


@v1.post("/tasks/<id>/assign")
def assign_task(id: str) -> Response:
    """Gives a task to a person, or with null back to its candidates."""
    asking.parameters({})
    return handed_in(Assign(*asking.task_id(id), asking.words(asking.body({"assignee"}), "assignee")))


@v1.post("/tasks/<id>/delegate")
def delegate_task(id: str) -> Response:
    """Hands a task to a colleague, with a reason."""
    asking.parameters({})
    asked = asking.body({"to", "reason"})
    case, n = asking.task_id(id)
    return handed_in(Delegate(case, n, asking.words(asked, "to") or "", asking.words(asked, "reason") or ""))


@v1.post("/messages")
def deliver_message() -> Response:
    """Delivers a message to the one token that waits for it."""
    asking.parameters({})
    asked = asking.body({"message", "case", "business_key", "correlation", "answers"})
    case = asked.get("case")
    if case is not None and (not isinstance(case, int) or isinstance(case, bool)):
        raise BadInput("“case” harus nomor kasus.", "'case' must be the number of a case.")
    command = Correlate(
        message=asking.words(asked, "message") or "",
        case=case,
        business_key=asking.words(asked, "business_key"),
        correlation=asking.words(asked, "correlation"),
        answers=asking.answers(asked),
    )
    return handed_in(command)


@v1.post("/clock/confirm")
def confirm_clock() -> Response:
    """Says that a jump of the clock was right; timers that were held go on."""
    asking.parameters({})
    asking.body(())
    return handed_in(ConfirmClock())
