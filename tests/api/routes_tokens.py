"""How the routes of personal tokens are tried by every role: each on the token of somebody of the home office."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.commands.token import CreateToken
from engine.policy import Actor
from engine.tokens import digest, made
from tests.api.office import Office
from tests.api.route import V1, Route, Try

__all__ = ["ROUTES"]

OWNER: Final = "sekcam"  # of the home office, and of no case


def _token(office: Office, one: Try) -> Try:
    """A token of the owner."""
    made_ = office.run(CreateToken(OWNER, f"uji {one.case}", digest(made()), ("read",)), OWNER)
    return replace(one, more={"token": made_["id"]})


def _his(actor: Actor) -> str:
    """His own, or of an office whose accounts he manages."""
    return "done" if actor.login == OWNER or ("administrator", "*") in actor.grants else "not there"


def _make(actor: Actor) -> str:
    """Only for himself: the owner signs in by password, so no administrator makes tokens for him."""
    return "done" if actor.login == OWNER else "forbidden"


def _new(one: Try) -> object:
    return {"account": OWNER, "name": f"uji {one.case}", "scopes": ["read"]}


ROUTES: Final[dict[str, Route]] = {
    f"GET {V1}/tokens": Route(f"{V1}/tokens?account={OWNER}", "", "", expected=_his, before=_token),
    f"POST {V1}/tokens": Route(f"{V1}/tokens", "", "", _new, expected=_make),
    f"DELETE {V1}/tokens/{{id}}": Route(f"{V1}/tokens/{{token}}", "", "", expected=_his, before=_token),
}
