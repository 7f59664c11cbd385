"""Who has a task, in the dialect: claim, unclaim, assignee, delegate, resolve, identity links, errors from a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_answers import fitted
from engine.api.rest_task_found import definition_of, open_task
from engine.api.schema import TEXT, many, maybe, record
from engine.commands.task import Assign, Claim, Delegate, Unclaim
from engine.commands.task_facts import ChangeCandidates, ChangeTask, ResolveTask
from engine.commands.task_throw import ThrowTask
from engine.people import posts_of_group

__all__ = ["task_answers"]

_TAG: Final = "Task"
_LINK: Final = record("IdentityLink", {"userId": maybe(TEXT), "groupId": maybe(TEXT), "type": TEXT})
_LINKING: Final = {"userId": parts.WORDS, "groupId": parts.WORDS, "type": parts.need(parts.WORDS)}
_TYPES: Final = ("assignee", "candidate", "owner")
_ERROR: Final = {
    "errorCode": parts.need(parts.WORDS),
    "errorMessage": parts.WORDS,
    "variables": parts.VARIABLES,
}
_ESCALATION: Final = {"escalationCode": parts.need(parts.WORDS), "variables": parts.VARIABLES}
_REASON: Final = "Diserahkan lewat API / Delegated through the API"


@rest.post("/task/<id>/claim")
@operation(_TAG, body={"userId": parts.WORDS}, answers={204: None})
def claim_task(asked: Asked, id: str) -> Response:
    """Takes the task; for somebody else only a process owner may."""
    case, n = asking.task_id(id)
    user = asked.body.get("userId")
    command = Claim(case, n) if user == asking.me().login else Assign(case, n, user)
    asking.desk().run(asking.context(), command)
    return nothing()


@rest.post("/task/<id>/unclaim")
@operation(_TAG, body={"userId": parts.WORDS}, answers={204: None})
def unclaim_task(asked: Asked, id: str) -> Response:
    """Gives the task back; front ends say who asks, which means nothing here."""
    asking.desk().run(asking.context(), Unclaim(*asking.task_id(id)))
    return nothing()


@rest.post("/task/<id>/assignee")
@operation(_TAG, body={"userId": parts.WORDS}, answers={204: None})
def assign_task(asked: Asked, id: str) -> Response:
    """Gives the task to somebody."""
    asking.desk().run(asking.context(), Assign(*asking.task_id(id), asked.body.get("userId")))
    return nothing()


@rest.post("/task/<id>/delegate")
@operation(_TAG, body={"userId": parts.need(parts.WORDS)}, answers={204: None})
def delegate_task(asked: Asked, id: str) -> Response:
    """Lets a colleague prepare the task and give it back."""
    command = Delegate(*asking.task_id(id), asked.body["userId"], _REASON, back=True)
    asking.desk().run(asking.context(), command)
    return nothing()


@rest.post("/task/<id>/resolve")
@operation(_TAG, body={"variables": parts.VARIABLES}, answers={204: None})
def resolve_task(asked: Asked, id: str) -> Response:
    """Gives a task that was delegated back to its owner."""
    answers = task_answers(id, asked.body.get("variables") or {})
    asking.desk().run(asking.context(), ResolveTask(*asking.task_id(id), answers))
    return nothing()


@rest.get("/task/<id>/identity-links")
@operation(_TAG, query={"type": asking.text}, answers={200: many(_LINK)})
def get_identity_links(asked: Asked, id: str) -> Response:
    """Who has to do with the task: its holder, its owner, and each candidate by himself."""
    with asking.desk().store.reading() as reading:
        row = open_task(reading, id)
    links = [_link(row[kind], None, kind) for kind in ("assignee", "owner") if row[kind] is not None]
    for one in posts_of_group(row["candidates"]):
        user = one.removeprefix("@") if one.startswith("@") else None
        links.append(_link(user, None if user else one, "candidate"))
    wanted = asked.query.get("type")
    return answer([link for link in links if wanted in (None, link["type"])])


@rest.post("/task/<id>/identity-links")
@operation(_TAG, body=_LINKING, answers={204: None})
def add_identity_link(asked: Asked, id: str) -> Response:
    """Lets a person or post do the task too, or names its holder or owner."""
    return _linked(asked.body, id, add=True)


@rest.post("/task/<id>/identity-links/delete")
@operation(_TAG, body=_LINKING, answers={204: None})
def delete_identity_link(asked: Asked, id: str) -> Response:
    """Takes such a link away again."""
    return _linked(asked.body, id, add=False)


@rest.post("/task/<id>/bpmnError")
@operation(_TAG, body=_ERROR, answers={204: None})
def throw_task_error(asked: Asked, id: str) -> Response:
    """Reports an error from the task, for the diagram to catch."""
    answers = task_answers(id, asked.body.get("variables") or {})
    code, message = asked.body["errorCode"], asked.body.get("errorMessage")
    asking.desk().run(asking.context(), ThrowTask(*asking.task_id(id), "error", code, message, answers))
    return nothing()


@rest.post("/task/<id>/bpmnEscalation")
@operation(_TAG, body=_ESCALATION, answers={204: None})
def throw_task_escalation(asked: Asked, id: str) -> Response:
    """Reports an escalation from the task, for the diagram to catch."""
    answers = task_answers(id, asked.body.get("variables") or {})
    command = ThrowTask(*asking.task_id(id), "escalation", asked.body["escalationCode"], answers=answers)
    asking.desk().run(asking.context(), command)
    return nothing()


def task_answers(id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the form of a task takes them; NotFound for a task that the actor may not know."""
    with asking.desk().store.reading() as reading:
        row = open_task(reading, id)
        return fitted(definition_of(reading, row), row["element"], values)


def _link(user: str | None, group: str | None, kind: str) -> dict[str, Any]:
    return {"userId": user, "groupId": group, "type": kind}


def _linked(given: Mapping[str, Any], id: str, *, add: bool) -> Response:
    case, n = asking.task_id(id)
    user, group, kind = given.get("userId"), given.get("groupId"), given["type"]
    if kind not in _TYPES:
        raise BadInput(f"type “{kind}” tidak dikenal.", f"Unknown type '{kind}': assignee, owner or candidate.")
    if (user is None) == (group is None) or (group is not None and kind != "candidate"):
        raise BadInput(
            "Sebutkan userId, atau untuk candidate groupId, salah satu saja.",
            "Identity Link must either be assigned to a user or a group, and only candidates are groups.",
        )
    asking.desk().run(asking.context(), _LINKS[kind](case, n, (user, group), add))
    return nothing()


_Who = tuple[str | None, str | None]


def _candidate(case: int, n: int, who: _Who, add: bool) -> object:
    user, group = who
    return ChangeCandidates(case, n, "post" if user is None else "person", user or group or "", add)


def _holder(case: int, n: int, who: _Who, add: bool) -> object:
    return Assign(case, n, who[0] if add else None)


def _owner(case: int, n: int, who: _Who, add: bool) -> object:
    return ChangeTask(case, n, {"owner": who[0] if add else None})


_LINKS: Final[Mapping[str, Callable[[int, int, _Who, bool], object]]] = {
    "assignee": _holder,
    "candidate": _candidate,
    "owner": _owner,
}
