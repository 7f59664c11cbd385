"""What the test of routes by roles needs to know of a route, and who tries it on what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.commands.case import Suspend
from engine.policy import Actor
from tests.api.office import ANSWERS, HOME, SKM, Office, typed

__all__ = [
    "REST",
    "V1",
    "Route",
    "Try",
    "broken",
    "case",
    "case_in",
    "nothing_counted",
    "reason",
    "sop",
    "sop_in",
    "suspended",
    "task",
    "task_in",
    "typed_answers",
]

REST: Final = "/engine-rest"
V1: Final = "/api/v1"


@dataclass(frozen=True)
class Try:
    """A case of the home office whose step 3 is open, and who tries to reach it. `more` are further names in paths."""

    login: str | None
    case: int
    business_key: str
    incident: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def task(self) -> str:
        """The open task's id."""
        return f"{self.case}-3"

    def fill(self, path: str) -> str:
        """The path with its names filled in."""
        own = {"case": self.case, "task": self.task, "business_key": self.business_key, "incident": self.incident}
        return path.format(key=SKM, definition=f"{SKM}:1:1", **own, **self.more)


Body = Callable[[Try], Any]
Seen = Callable[[Try, str], bool]


@dataclass(frozen=True)
class Route:
    """A way to a thing. Who may not do the action is forbidden if he may `read` the thing, else it is not there.

    A list is answered to everybody; `seen` says whether the thing stands in it. `before` makes what the path needs.
    `options` are those of Flask's client, instead of `json`. `expected` (done, forbidden, not there, asked wrongly)
    is for what the table of policy does not tell by a task, a case or an SOP.
    """

    path: str
    action: str
    read: str
    json: Body = lambda _: None
    seen: Seen | None = None
    before: Callable[[Office, Try], Try] = lambda _, one: one
    options: Callable[[Office, Try], dict[str, Any]] | None = None
    expected: Callable[[Actor], str] | None = None


def nothing_counted(_: Try, text: str) -> bool:
    """The thing is among those that a count found."""
    return '"count":0' not in text


def task_in(one: Try, text: str) -> bool:
    """The task stands in a list."""
    return f'"id":"{one.task}"' in text


def case_in(one: Try, text: str) -> bool:
    """The case stands in a list."""
    return f'"id":"{one.case}"' in text or f'"id":{one.case},' in text


def sop_in(_: Try, text: str) -> bool:
    """The SOP stands in a list."""
    return f'"key":"{SKM}"' in text or f'"tenantId":"{HOME}"' in text


def task(path: str, action: str = "read-task", **more: Any) -> Route:
    """A route to a task."""
    return Route(path, action, "read-task", **more)


def case(path: str, action: str = "read-case", **more: Any) -> Route:
    """A route to a case."""
    return Route(path, action, "read-case", **more)


def sop(path: str, action: str = "know", **more: Any) -> Route:
    """A route to an SOP."""
    return Route(path, action, "know", **more)


def suspended(office: Office, one: Try) -> Try:
    """Holds the case before it is tried."""
    office.run(Suspend(one.case, "uji"))
    return one


def broken(office: Office, one: Try) -> Try:
    """Lets something go wrong in the case before it is tried."""
    return replace(one, incident=office.incident(one.case))


def reason(_: Try) -> Any:
    """A body with a reason."""
    return {"reason": "uji"}


def typed_answers(_: Try) -> Any:
    """A body that answers step 3."""
    return {"variables": typed(ANSWERS["langkah_3"])}
