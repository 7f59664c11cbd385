"""How the routes of filters are tried by every role: each has one of his own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from engine.commands.filter import KeepFilter, Kept
from engine.policy import Actor
from tests.api.office import Office
from tests.api.route import REST, Route, Try

__all__ = ["ROUTES"]

_HERE: Final = f"{REST}/filter"


def _own(office: Office, one: Try) -> Try:
    """A filter of who tries, that finds nothing."""
    if one.login is None:
        return replace(one, more={"filter": 1})
    kept = Kept("Uji", {"taskDefinitionKey": "tidak-ada"}, {}, one.login)
    return replace(one, more={"filter": office.run(KeepFilter(kept), one.login)["filter"]})


def _done(_: Actor) -> str:
    return "done"


def _filter(tail: str = "", **more: Any) -> Route:
    return Route(f"{_HERE}/{{filter}}{tail}", "", "", before=_own, expected=_done, **more)


def _body(one: Try) -> Any:
    return {"resourceType": "Task", "name": "Uji", "owner": one.login, "query": {}, "properties": {}}


ROUTES: Final[dict[str, Route]] = {
    f"GET {_HERE}": Route(_HERE, "", "", expected=_done),
    f"GET {_HERE}/count": Route(f"{_HERE}/count", "", "", expected=_done),
    f"POST {_HERE}/create": Route(f"{_HERE}/create", "", "", _body, expected=_done),
    f"GET {_HERE}/{{id}}": _filter(),
    f"PUT {_HERE}/{{id}}": _filter(json=_body),
    f"DELETE {_HERE}/{{id}}": _filter(),
    f"GET {_HERE}/{{id}}/list": _filter("/list"),
    f"POST {_HERE}/{{id}}/list": _filter("/list", json=lambda _: {}),
    f"GET {_HERE}/{{id}}/singleResult": _filter("/singleResult"),
    f"POST {_HERE}/{{id}}/singleResult": _filter("/singleResult", json=lambda _: {}),
    f"GET {_HERE}/{{id}}/count": _filter("/count"),
    f"POST {_HERE}/{{id}}/count": _filter("/count", json=lambda _: {}),
}
