"""What workers and people in charge do with a service task in the dialect: complete, fail, throw, lock, retry."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_external import WANTED, external_id, found_tasks
from engine.api.rest_external_fetch import fetcher
from engine.api.typed_papers import kept
from engine.commands.external_task import CompleteExternal, FailExternal, ThrowExternal
from engine.commands.external_task_lock import ExtendExternal, LockExternal, UnlockExternal
from engine.commands.external_task_retries import SetExternalPriority, SetExternalRetries

__all__: list[str] = []

_NO_BODY: Final = {204: None}
_WORKER: Final = {"workerId": parts.need(parts.WORDS)}
COMPLETE: Final = _WORKER | {"variables": parts.VARIABLES, "localVariables": parts.VARIABLES}
FAILURE: Final = COMPLETE | {
    "errorMessage": parts.WORDS,
    "errorDetails": parts.WORDS,
    "retries": parts.WHOLE,
    "retryTimeout": parts.WHOLE,
}
ERROR: Final = _WORKER | {
    "errorCode": parts.need(parts.WORDS),
    "errorMessage": parts.WORDS,
    "variables": parts.VARIABLES,
}
RETRIES: Final = {"retries": parts.need(parts.WHOLE)}
MANY: Final = RETRIES | {
    "externalTaskIds": parts.NAMES,
    "processInstanceIds": parts.NAMES,
    "externalTaskQuery": parts.inside(WANTED.body),
}
_MOST: Final = 2**31 - 1


@rest.post("/external-task/<id>/complete")
@operation("External Task", body=COMPLETE, answers=_NO_BODY)
def complete_external(asked: Asked, id: str) -> Response:
    """Finishes the task with typed variables; local ones are for its output mappings."""
    case, n = external_id(id)
    given, local = kept(asked.body.get("variables") or {}), kept(asked.body.get("localVariables") or {})
    return _run(CompleteExternal(case, n, asked.body["workerId"], given, local))


@rest.post("/external-task/<id>/failure")
@operation("External Task", body=FAILURE, answers=_NO_BODY)
def fail_external(asked: Asked, id: str) -> Response:
    """Reports a failure, with the attempts that are left and when the next may be."""
    case, n = external_id(id)
    found = asked.body
    command = FailExternal(
        case,
        n,
        found["workerId"],
        found.get("errorMessage") or "",
        found.get("errorDetails"),
        _count(found.get("retries")),
        found.get("retryTimeout") or 0,
        kept(found.get("variables") or {}),
    )
    return _run(command)


@rest.post("/external-task/<id>/bpmnError")
@operation("External Task", body=ERROR, answers=_NO_BODY)
def throw_external(asked: Asked, id: str) -> Response:
    """Raises a BPMN error for the diagram to catch."""
    case, n = external_id(id)
    found = asked.body
    given = kept(found.get("variables") or {})
    return _run(ThrowExternal(case, n, found["workerId"], found["errorCode"], found.get("errorMessage"), given))


@rest.post("/external-task/<id>/lock")
@operation("External Task", body=_WORKER | {"lockDuration": parts.need(parts.WHOLE)}, answers=_NO_BODY)
def lock_external(asked: Asked, id: str) -> Response:
    """Locks this task for a worker."""
    fetcher().look(asking.now())
    return _run(LockExternal(*external_id(id), asked.body["workerId"], asked.body["lockDuration"]))


@rest.post("/external-task/<id>/extendLock")
@operation("External Task", body=_WORKER | {"newDuration": parts.need(parts.WHOLE)}, answers=_NO_BODY)
def extend_external(asked: Asked, id: str) -> Response:
    """Locks it for so long from now on."""
    fetcher().look(asking.now())
    return _run(ExtendExternal(*external_id(id), asked.body["workerId"], asked.body["newDuration"]))


@rest.post("/external-task/<id>/unlock")
@operation("External Task", answers=_NO_BODY)
def unlock_external(asked: Asked, id: str) -> Response:
    """Offers it again."""
    return _run(UnlockExternal(*external_id(id)))


@rest.put("/external-task/<id>/retries")
@operation("External Task", body=RETRIES, answers=_NO_BODY)
def set_retries(asked: Asked, id: str) -> Response:
    """Says how many attempts are left."""
    return _run(SetExternalRetries(*external_id(id), _count(asked.body["retries"]) or 0))


@rest.put("/external-task/<id>/priority")
@operation("External Task", body={"priority": parts.need(parts.WHOLE)}, answers=_NO_BODY)
def set_priority(asked: Asked, id: str) -> Response:
    """Says how soon it is fetched."""
    return _run(SetExternalPriority(*external_id(id), asked.body["priority"]))


@rest.put("/external-task/retries")
@operation("External Task", body=MANY, answers=_NO_BODY)
def set_many_retries(asked: Asked) -> Response:
    """Says how many attempts are left to each of several tasks; what the query leaves and what is named."""
    for case, n in _named(asked.body):
        _run(SetExternalRetries(case, n, _count(asked.body["retries"]) or 0))
    return nothing()


def _named(found: dict[str, Any]) -> list[tuple[int, int]]:
    """The tasks, those that are named first and as they are named: so one that is not there says nothing of others."""
    named = dict.fromkeys(external_id(id) for id in found.get("externalTaskIds") or [])
    queries = [] if found.get("externalTaskQuery") is None else [found["externalTaskQuery"]]
    if found.get("processInstanceIds"):
        queries.append(
            {"processInstanceIdIn": WANTED.readers["processInstanceIdIn"](",".join(found["processInstanceIds"]))}
        )
    if not named and not queries:
        raise BadInput("Sebutkan tugas layanannya.", "externalTaskIds is empty")
    with asking.desk().store.reading() as reading:
        for query in queries:
            named |= dict.fromkeys(sorted((row["case_id"], row["n"]) for row in found_tasks(reading, query)))
    return list(named)


def _count(retries: int | None) -> int | None:
    if retries is not None and not 0 <= retries <= _MOST:
        raise BadInput("Jumlah percobaan: 0 atau lebih.", "The number of retries cannot be negative")
    return retries


def _run(command: object) -> Response:
    asking.desk().run(asking.context(), command)
    return nothing()
