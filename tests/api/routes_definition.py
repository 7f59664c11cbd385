"""How the routes of process definitions are tried by every role."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Final

from engine.commands.definition import Deploy
from engine.policy import Actor, Facts, may
from tests.api.office import HOME, Office
from tests.api.route import REST, Route, Try, nothing_counted, sop, sop_in
from tests.api.test_deployment import diagram

__all__ = ["ROUTES"]

_numbers: Final = itertools.count(1)
_HERE: Final = f"{REST}/process-definition"
_PLACES: Final = {
    "{id}": "{definition}",
    "key/{key}": "{key}",
    "key/{key}/tenant-id/{tenant}": f"{{key}}/tenant-id/{HOME}",
}


def _fresh(office: Office, one: Try) -> Try:
    """An SOP of its own, on which no case runs."""
    key = f"sekali_{next(_numbers)}"
    made = office.run(Deploy(HOME, key, {"cuti.bpmn": diagram(key)}))
    return replace(one, more={"fresh": key, "id": made["definitions"][0]["id"]})


def _know(actor: Actor) -> bool:
    home = any(post.startswith(f"{HOME}/") for post in actor.posts)
    return may(actor, "read-definition", Facts(HOME, takes_part=home)) or may(actor, "start", Facts(HOME))


def _refused(actor: Actor) -> str:
    """What nobody gets: who may know the SOP is told so."""
    return "asked wrongly" if _know(actor) else "not there"


def _never(_: Actor) -> str:
    return "not there"


def _each(method: str, tail: str, action: str = "know", **more: Any) -> dict[str, Route]:
    """The same thing under each address of the newest version."""
    found = {}
    for name, place in _PLACES.items():
        path = place if name == "{id}" else f"key/{place}"
        found[f"{method} {_HERE}/{name}{tail}"] = sop(f"{_HERE}/{path}{tail}", action, **more)
    return found


def _held(method: str, tail: str, action: str, **more: Any) -> dict[str, Route]:
    """As `_each`, on an SOP of its own."""
    own = {"{definition}": "{fresh}:1:{id}", "{key}": "{fresh}"}
    found = {}
    for name, route in _each(method, tail, action, before=_fresh, **more).items():
        path = route.path
        for old, new in own.items():
            path = path.replace(old, new)
        found[name] = replace(route, path=path)
    return found


ROUTES: Final[dict[str, Route]] = {
    f"GET {_HERE}": sop(_HERE, seen=sop_in),
    f"GET {_HERE}/count": sop(f"{_HERE}/count?key={{key}}", seen=nothing_counted),
    f"GET {_HERE}/statistics": sop(f"{_HERE}/statistics", seen=sop_in),
    f"GET {_HERE}/{{id}}/static-called-process-definitions": sop(
        f"{_HERE}/{{definition}}/static-called-process-definitions"
    ),
    **_each("GET", ""),
    **_each("GET", "/xml"),
    **_each("GET", "/diagram"),
    **_each("GET", "/statistics"),
    **_each("GET", "/startForm"),
    **_each("GET", "/form-variables"),
    **_each("GET", "/deployed-start-form", expected=_never),  # the SOP has none
    **_each("GET", "/rendered-form", expected=_never),
    **_each("POST", "/start", "start"),
    **_each("POST", "/submit-form", "start"),
    **_held("PUT", "/suspended", "suspend-definition", json=lambda _: {"suspended": True}),
    **_each("PUT", "/history-time-to-live", expected=_refused, json=lambda _: {"historyTimeToLive": 1}),
    f"PUT {_HERE}/suspended": sop(
        f"{_HERE}/suspended",
        "suspend-definition",
        before=_fresh,
        json=lambda one: {"processDefinitionKey": one.more["fresh"], "suspended": True},
    ),
    f"DELETE {_HERE}/{{id}}": sop(f"{_HERE}/{{fresh}}:1:{{id}}", "withdraw", before=_fresh),
    f"DELETE {_HERE}/key/{{key}}/delete": sop(f"{_HERE}/key/{{fresh}}/delete", "withdraw", before=_fresh),
    f"DELETE {_HERE}/key/{{key}}/tenant-id/{{tenant}}/delete": sop(
        f"{_HERE}/key/{{fresh}}/tenant-id/{HOME}/delete", "withdraw", before=_fresh
    ),
    f"POST {_HERE}/{{id}}/restart": sop(f"{_HERE}/{{definition}}/restart", expected=_refused),
    f"POST {_HERE}/{{id}}/restart-async": sop(f"{_HERE}/{{definition}}/restart-async", expected=_refused),
}
