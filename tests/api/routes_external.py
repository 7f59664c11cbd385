"""How the routes of service tasks are tried by every role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.external_task_lock import LockExternal
from engine.policy import Actor, Facts, may
from tests.api.machines import HERE
from tests.api.office import HOME, Office
from tests.api.route import REST, Route, Try, nothing_counted

__all__ = ["ROUTES"]

_DIAGRAM: Final = HERE / "layanan.bpmn"


def _lent(office: Office, one: Try) -> Try:
    """A service task of the home office that the worker `w` has."""
    office.run(Deploy(HOME, "Layanan", {_DIAGRAM.name: _DIAGRAM.read_bytes()}))
    case = office.run(StartCase(key="layanan"), "mesin")["case"]
    office.run(LockExternal(case, 1, "w", 60_000), "mesin")
    return replace(one, more={"external": f"{case}-1"})


def _in(one: Try, text: str) -> bool:
    return f'"id":"{one.more["external"]}"' in text


def _topic(_: Try, text: str) -> bool:
    return '"kirim"' in text


def _fetches(actor: Actor) -> str:
    return "done" if may(actor, "external", Facts(HOME)) else "forbidden"


def _one(what: str, action: str, **body: Any) -> Route:
    json: Callable[[Try], Any] = lambda _: body or None  # noqa: E731 - what Route takes
    return Route(f"{REST}/external-task/{{external}}{what}", action, "read-external", json, before=_lent)


def _list(path: str, seen: Callable[[Try, str], bool], **more: Any) -> Route:
    return Route(f"{REST}/external-task{path}", "read-external", "read-external", seen=seen, before=_lent, **more)


def _query(one: Try) -> Any:
    return {"externalTaskId": one.more["external"]}


def _fetch(_: Try) -> Any:
    return {"workerId": "x", "maxTasks": 1, "topics": [{"topicName": "kirim", "lockDuration": 1}]}


def _many(one: Try) -> Any:
    return {"retries": 2, "externalTaskIds": [one.more["external"]]}


_EXTERNAL: Final = f"{REST}/external-task"
ROUTES: Final[dict[str, Route]] = {
    f"GET {_EXTERNAL}": _list("", _in),
    f"POST {_EXTERNAL}": _list("", _in, json=_query),
    f"GET {_EXTERNAL}/count": _list("/count?externalTaskId={external}", nothing_counted),
    f"POST {_EXTERNAL}/count": _list("/count", nothing_counted, json=_query),
    f"GET {_EXTERNAL}/topic-names": _list("/topic-names", _topic),
    f"POST {_EXTERNAL}/fetchAndLock": Route(
        f"{_EXTERNAL}/fetchAndLock", "external", "", _fetch, before=_lent, expected=_fetches
    ),
    f"PUT {_EXTERNAL}/retries": Route(f"{_EXTERNAL}/retries", "offer", "read-external", _many, before=_lent),
    f"GET {_EXTERNAL}/{{id}}": _one("", "read-external"),
    f"GET {_EXTERNAL}/{{id}}/errorDetails": _one("/errorDetails", "read-external"),
    f"POST {_EXTERNAL}/{{id}}/complete": _one("/complete", "external", workerId="w"),
    f"POST {_EXTERNAL}/{{id}}/failure": _one("/failure", "external", workerId="w", retries=1),
    f"POST {_EXTERNAL}/{{id}}/bpmnError": _one("/bpmnError", "external", workerId="w", errorCode="E-1"),
    f"POST {_EXTERNAL}/{{id}}/lock": _one("/lock", "external", workerId="w", lockDuration=1000),
    f"POST {_EXTERNAL}/{{id}}/extendLock": _one("/extendLock", "external", workerId="w", newDuration=1000),
    f"POST {_EXTERNAL}/{{id}}/unlock": _one("/unlock", "offer"),
    f"PUT {_EXTERNAL}/{{id}}/retries": _one("/retries", "offer", retries=2),
    f"PUT {_EXTERNAL}/{{id}}/priority": _one("/priority", "offer", priority=2),
}
