"""How the routes about accounts, actings and offices in `/api/v1` are tried by every role."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.acting import LetAct
from engine.policy import Actor
from tests.api.office import HOME, Office
from tests.api.route import V1, Route, Try
from tests.api.routes_identity import knows, listed

__all__ = ["ROUTES"]

DAY: Final = date(2026, 12, 1)
_numbers = itertools.count(1)


def _manages(actor: Actor) -> str:
    """An administrator of the home office does it; all others are told that they are none."""
    return "done" if actor.has("administrator", HOME) else "forbidden"


def _somebody(office: Office, one: Try) -> Try:
    """A new account of the home office that holds a post and a role."""
    login = f"baru-{next(_numbers)}"
    office.run(CreateAccount(login, "Baru", office=HOME))
    office.run(Hold(login, f"{HOME}/operator-siak", DAY))
    office.run(Grant(login, "auditor", HOME))
    return replace(one, more={"who": login})


def _standing(office: Office, one: Try) -> Try:
    """The sekcam acts for the camat on a day of its own."""
    day = date(2027, 1, 1) + timedelta(days=next(_numbers))
    made = office.run(LetAct(f"{HOME}/camat", "sekcam", "plh", day, day, "camat", "1", "Cuti"))
    return replace(one, more={"acting": made["id"]})


def _managed(path: str, json: Callable[[Try], Any] = lambda _: None, **more: Any) -> Route:
    return Route(f"{V1}/{path}", "accounts", "anybody", json=json, expected=_manages, **more)


def _new(_: Try) -> Any:
    return {"login": f"lain-{next(_numbers)}", "name": "Lain", "office": HOME}


def _act(_: Try) -> Any:
    day = str(date(2028, 1, 1) + timedelta(days=next(_numbers)))
    who = {"post": f"{HOME}/camat", "login": "kasi", "holder": "camat", "kind": "plh"}
    return {**who, "since": day, "until": day, "letter": "1", "reason": "Cuti"}


ROUTES: Final[dict[str, Route]] = {
    f"GET {V1}/accounts": _managed("accounts"),
    f"POST {V1}/accounts": _managed("accounts", _new),
    f"GET {V1}/accounts/{{login}}": _managed("accounts/{who}", before=_somebody),
    f"PATCH {V1}/accounts/{{login}}": _managed("accounts/{who}", lambda _: {"active": False}, before=_somebody),
    f"POST {V1}/accounts/{{login}}/posts": _managed(
        "accounts/{who}/posts", lambda _: {"post": f"{HOME}/bkd", "since": "2026-12-01"}, before=_somebody
    ),
    f"POST {V1}/accounts/{{login}}/posts/end": _managed(
        "accounts/{who}/posts/end",
        lambda _: {"post": f"{HOME}/operator-siak", "until": "2026-12-05"},
        before=_somebody,
    ),
    f"POST {V1}/accounts/{{login}}/roles": _managed(
        "accounts/{who}/roles", lambda _: {"role": "pemilik", "office": HOME}, before=_somebody
    ),
    f"POST {V1}/accounts/{{login}}/roles/end": _managed(
        "accounts/{who}/roles/end", lambda _: {"role": "auditor", "office": HOME}, before=_somebody
    ),
    f"GET {V1}/acting": _managed("acting"),
    f"POST {V1}/acting": _managed("acting", _act),
    f"GET {V1}/acting/{{id}}": _managed("acting/{acting}", before=_standing),
    f"POST {V1}/acting/{{id}}/end": _managed(
        "acting/{acting}/end", lambda _: {"until": "2026-12-01"}, before=_standing
    ),
    f"GET {V1}/offices": listed(f"{V1}/offices", f'"id":"{HOME}"'),
    f"GET {V1}/offices/{{id}}": Route(f"{V1}/offices/{HOME}", "read-people", "", expected=knows),
    f"GET {V1}/offices/{{id}}/posts": Route(f"{V1}/offices/{HOME}/posts", "read-people", "", expected=knows),
    f"GET {V1}/offices/{{id}}/aliases": Route(f"{V1}/offices/{HOME}/aliases", "read-people", "", expected=knows),
}
