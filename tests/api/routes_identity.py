"""How the routes about people, posts, offices and roles in the dialect are tried by every role."""

from __future__ import annotations

from typing import Any, Final

from engine.policy import Actor, Facts, may
from tests.api.office import HOME, PASSWORD
from tests.api.route import REST, Route, Try, nothing_counted

__all__ = ["ROUTES", "knows", "listed"]

CAMAT: Final = f"{HOME}/camat"


def knows(actor: Actor) -> str:
    """Whether the policy lets him know the people of the home office."""
    facts = Facts(HOME, takes_part=actor.belongs(HOME))
    return "done" if may(actor, "read-people", facts) else "not there"


def listed(path: str, mark: str) -> Route:
    """A list in which the home office's people and posts stand for who may know them."""
    return Route(path, "read-people", "", seen=lambda _, text: mark in text, expected=knows)


def _known(path: str) -> Route:
    return Route(path, "read-people", "", expected=knows)


def _counted(path: str) -> Route:
    return Route(path, "read-people", "", seen=nothing_counted, expected=knows)


def _anybody(path: str, **more: Any) -> Route:
    return Route(path, "anybody", "", expected=lambda _: "done", **more)


def _never(path: str) -> Route:
    return Route(path, "nobody", "", json=lambda _: {}, expected=lambda _: "forbidden")


def _verified(_: Try, text: str) -> bool:
    return '"authenticated":true' in text


def _roles(actor: Actor) -> str:
    manages = actor.has("administrator", HOME)
    return "done" if manages or actor.login == "auditor" else "not there"


def _group(_: Try) -> Any:
    return {"id": CAMAT}


ROUTES: Final[dict[str, Route]] = {
    f"POST {REST}/identity/verify": Route(
        f"{REST}/identity/verify",
        "read-people",
        "",
        json=lambda _: {"username": "camat", "password": PASSWORD},
        seen=_verified,
        expected=knows,
    ),
    f"GET {REST}/identity/groups": _known(f"{REST}/identity/groups?userId=camat"),
    f"GET {REST}/identity/password-policy": _anybody(f"{REST}/identity/password-policy"),
    f"POST {REST}/identity/password-policy": _anybody(
        f"{REST}/identity/password-policy", json=lambda _: {"password": "rahasia kantor"}
    ),
    f"GET {REST}/user": listed(f"{REST}/user", '"id":"camat"'),
    f"GET {REST}/user/count": _counted(f"{REST}/user/count?id=camat"),
    f"GET {REST}/user/{{id}}/profile": _known(f"{REST}/user/camat/profile"),
    f"GET {REST}/group": listed(f"{REST}/group", f'"id":"{CAMAT}"'),
    f"POST {REST}/group": Route(
        f"{REST}/group",
        "read-people",
        "",
        json=_group,
        seen=lambda _, text: f'"id":"{CAMAT}"' in text,
        expected=knows,
    ),
    f"GET {REST}/group/count": _counted(f"{REST}/group/count?id={CAMAT}"),
    f"POST {REST}/group/count": Route(
        f"{REST}/group/count", "read-people", "", json=_group, seen=nothing_counted, expected=knows
    ),
    f"GET {REST}/group/{{id}}": _known(f"{REST}/group/{HOME}%2Fcamat"),
    f"GET {REST}/tenant": listed(f"{REST}/tenant", f'"id":"{HOME}"'),
    f"GET {REST}/tenant/count": _counted(f"{REST}/tenant/count?id={HOME}"),
    f"GET {REST}/tenant/{{id}}": _known(f"{REST}/tenant/{HOME}"),
    f"GET {REST}/authorization": Route(
        f"{REST}/authorization", "accounts", "", seen=lambda _, text: '"userId":"auditor"' in text, expected=_roles
    ),
    f"GET {REST}/authorization/count": Route(
        f"{REST}/authorization/count?userIdIn=auditor", "accounts", "", seen=nothing_counted, expected=_roles
    ),
    f"GET {REST}/authorization/{{id}}": Route(
        f"{REST}/authorization/auditor:{HOME}:auditor", "accounts", "", expected=_roles
    ),
    f"GET {REST}/authorization/check": Route(
        f"{REST}/authorization/check?permissionName=READ&resourceName=Tenant&resourceType=11&resourceId={HOME}",
        "read-people",
        "",
        seen=lambda _, text: '"authorized":true' in text,
        expected=knows,
    ),
    f"POST {REST}/user/create": _never(f"{REST}/user/create"),
    f"PUT {REST}/user/{{id}}/profile": _never(f"{REST}/user/camat/profile"),
    f"PUT {REST}/user/{{id}}/credentials": _never(f"{REST}/user/camat/credentials"),
    f"DELETE {REST}/user/{{id}}": _never(f"{REST}/user/camat"),
    f"POST {REST}/group/create": _never(f"{REST}/group/create"),
    f"PUT {REST}/group/{{id}}": _never(f"{REST}/group/{CAMAT}"),
    f"DELETE {REST}/group/{{id}}": _never(f"{REST}/group/{CAMAT}"),
    f"PUT {REST}/group/{{id}}/members/{{user}}": _never(f"{REST}/group/{CAMAT}/members/staf"),
    f"DELETE {REST}/group/{{id}}/members/{{user}}": _never(f"{REST}/group/{CAMAT}/members/staf"),
    f"POST {REST}/tenant/create": _never(f"{REST}/tenant/create"),
    f"PUT {REST}/tenant/{{id}}": _never(f"{REST}/tenant/{HOME}"),
    f"DELETE {REST}/tenant/{{id}}": _never(f"{REST}/tenant/{HOME}"),
    f"POST {REST}/authorization/create": _never(f"{REST}/authorization/create"),
    f"PUT {REST}/authorization/{{id}}": _never(f"{REST}/authorization/x"),
    f"DELETE {REST}/authorization/{{id}}": _never(f"{REST}/authorization/x"),
}
