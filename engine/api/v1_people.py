"""Accounts in `/api/v1`, for administrators: list, create, change; their posts and their roles."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.days import DAY, DAY_TEXT
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.parts import Part
from engine.api.schema import FLAG, TEXT, many, maybe, one_of, record
from engine.api.v1 import cursor, handed_in, look, ran, read_cursor, replayed, v1
from engine.api.v1_records import page
from engine.api.v1_standing import ACTING, acting_of
from engine.commands.account import ChangeAccount, CreateAccount, EndHolding, Grant, Hold
from engine.commands.desk import Result
from engine.commands.refusals import FieldProblem, Invalid
from engine.passwords import WeakPassword, hashed
from engine.people import region_place
from engine.policy import EVERYWHERE, ROLES
from engine.queries.rights import Account, Right, account, accounts, right

__all__: list[str] = []

_TAG: Final = "People"
_LINE: Final = {"login": TEXT, "name": TEXT, "office": maybe(TEXT), "active": FLAG}
_HOLDING: Final = {"post": TEXT, "since": DAY_TEXT, "until": maybe(DAY_TEXT)}
HOLDING: Final = record("Holding", _HOLDING)
ROLE: Final = record("Role", {"role": one_of(*ROLES), "office": maybe(TEXT), "region": maybe(TEXT)})
LINE: Final = record("AccountLine", _LINE)
ACCOUNT: Final = record("Account", {**_LINE, "posts": many(HOLDING), "roles": many(ROLE), "acting": many(ACTING)})
CREATED: Final = record("CreatedAccount", {"login": TEXT})
_CHANGES: Final = one_of("active", "name", "office", "password")
CHANGED: Final = record("ChangedAccount", {"login": TEXT, "changed": many(_CHANGES)})
HELD: Final = record("HeldPost", {"login": TEXT, **_HOLDING})
ENDED: Final = record("EndedHoldings", {"login": TEXT, "post": TEXT, "ended": many(HOLDING)})
GIVEN: Final = record(
    "GivenRole",
    {"login": TEXT, "role": one_of(*ROLES), "office": maybe(TEXT), "region": maybe(TEXT), "given": FLAG},
)
_ROLE: Final[dict[str, Part]] = {
    "role": parts.need(parts.one_of({role: role for role in ROLES})),
    "office": parts.WORDS,
    "region": parts.WORDS,
}


@v1.get("/accounts")
@operation(_TAG, query={"office": asking.text, "cursor": asking.text}, answers={200: page("Accounts", LINE)})
def list_accounts(asked: Asked) -> Response:
    """The accounts that the administrator manages, by login; `office` narrows them."""
    with look() as here:
        found, after = accounts(here, asked.query.get("office"), _after(asked.query.get("cursor")))
    return answer({"items": [_line(one) for one in found], "next": cursor(after)})


@v1.post("/accounts")
@operation(
    _TAG,
    body={
        "login": parts.need(parts.WORDS),
        "name": parts.need(parts.WORDS),
        "office": parts.WORDS,
        "password": parts.WORDS,
        "temporary": parts.FLAG,
    },
    answers={201: CREATED},
)
def create_account(asked: Asked) -> Response:
    """Creates an account; without a password it signs in by OpenID Connect or by tokens alone."""
    given = asked.body
    password, temporary = _password(given)
    command = CreateAccount(given["login"], given["name"], password, given.get("office"), temporary=temporary)
    return answer(_kept_nowhere(command).body, 201)


@v1.get("/accounts/<login>")
@operation(_TAG, answers={200: ACCOUNT})
def get_account(asked: Asked, login: str) -> Response:
    """One account with its posts, roles and actings, those that are over too."""
    with look() as here:
        found = account(here, asking.known(login))
    held = [{"post": post, "since": since, "until": until} for post, since, until in found.posts]
    rights = {"roles": [_role(one) for one in found.roles], "acting": [acting_of(one) for one in found.acting]}
    return answer({**_line(found), "posts": held, **rights})


@v1.patch("/accounts/<login>")
@operation(
    _TAG,
    body={
        "name": parts.WORDS,
        "office": parts.WORDS,
        "active": parts.FLAG,
        "password": parts.WORDS,
        "temporary": parts.FLAG,
        "nip": parts.WORDS,
    },
    answers={200: CHANGED},
)
def change_account(asked: Asked, login: str) -> Response:
    """Changes what is given, and ends the sessions of the account."""
    given = asked.body
    password, temporary = _password(given)
    words = {"active": given.get("active"), "name": given.get("name"), "office": given.get("office")}
    words["nip"] = given.get("nip")
    return answer(_kept_nowhere(ChangeAccount(asking.known(login), password, temporary=temporary, **words)).body)


@v1.post("/accounts/<login>/posts")
@operation(_TAG, body={"post": parts.need(parts.WORDS), "since": parts.need(DAY), "until": DAY}, answers={200: HELD})
def hold_post(asked: Asked, login: str) -> Response:
    """Lets the account hold a post; the same post and first day again change the last one."""
    given = asked.body
    return handed_in(Hold(asking.known(login), given["post"], given["since"], given.get("until")))


@v1.post("/accounts/<login>/posts/end")
@operation(_TAG, body={"post": parts.need(parts.WORDS), "until": parts.need(DAY)}, answers={200: ENDED})
def end_post(asked: Asked, login: str) -> Response:
    """Ends it: `until` is the last day."""
    given = asked.body
    result = ran(EndHolding(asking.known(login), given["post"], given["until"]))
    body: dict[str, Any] = dict(result.body)
    body["ended"] = [{name: one[name] for name in _HOLDING} for one in body["ended"]]
    return replayed(answer(body), result)


@v1.post("/accounts/<login>/roles")
@operation(_TAG, body=_ROLE, answers={200: GIVEN})
def give_role(asked: Asked, login: str) -> Response:
    """Gives a role for an office (`*` is everywhere) or for all offices of a region."""
    return _granted(asked, login, give=True)


@v1.post("/accounts/<login>/roles/end")
@operation(_TAG, body=_ROLE, answers={200: GIVEN})
def take_role(asked: Asked, login: str) -> Response:
    """Takes it."""
    return _granted(asked, login, give=False)


def _granted(asked: Asked, login: str, *, give: bool) -> Response:
    office, region = asked.body.get("office"), asked.body.get("region")
    if (office is None) is (region is None):
        raise BadInput("Sebutkan “office” atau “region”, salah satu.", "Name 'office' or 'region', one of them.")
    place = region_place(region) if region is not None else str(office)
    result = ran(Grant(asking.known(login), asked.body["role"], place, give))
    found = right(asked.body["role"], str(result.body["office"]))
    return replayed(answer({"login": login, **_role(found), "given": give}), result)


def _kept_nowhere(command: object) -> Result:
    """Runs a command that holds a password without `Idempotency-Key`: what is remembered by it could be guessed at."""
    return asking.desk().run(asking.context(), command)


def _password(given: dict[str, Any]) -> tuple[str | None, bool]:
    """The hash of the password, and whether it is for one use (it is, unless that is denied). Raises Invalid."""
    if given.get("password") is None:
        return None, False
    try:
        return hashed(given["password"]), given.get("temporary") is not False
    except WeakPassword as error:
        raise Invalid([FieldProblem("password", error.id, error.en)]) from error


def _line(one: Account) -> dict[str, Any]:
    return {"login": one.login, "name": one.name, "office": one.office, "active": one.active}


def _role(one: Right) -> dict[str, Any]:
    office = EVERYWHERE if one.office is None and one.region is None else one.office
    return {"role": one.role, "office": office, "region": one.region}


def _after(text: str | None) -> str:
    try:
        found = "" if text is None else read_cursor(text)
        return asking.storable(found) if isinstance(found, str) else _bad(text)
    except ValueError:
        return _bad(text)


def _bad(text: str | None) -> str:
    raise BadInput("Parameter “cursor” tidak dapat dibaca.", f"Cannot set query parameter 'cursor' to value '{text}'.")
