"""People in the dialect: users, their profiles and groups, whether a password is right, what a new one has to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.auth import account_of
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import filters_of, paged, paging, rest
from engine.api.schema import COUNT, FLAG, TEXT, many, mapping, maybe, record
from engine.api.v1 import look
from engine.commands.refusals import NotFound
from engine.passwords import LEAST, MOST
from engine.queries.directory import groups, held_groups, known, member, people, seen, users
from engine.queries.look import Look
from engine.store.lists import Page, listed
from engine.store.people_holdings import days
from engine.store.people_lists import USERS
from engine.store.reading import Row

__all__ = ["pattern"]

_RULE: Final = {"placeholder": TEXT, "parameter": mapping(TEXT)}
POLICY: Final = record("PasswordPolicy", {"rules": many(record("PasswordPolicyRule", _RULE))})
CHECKED: Final = record(
    "CheckedPassword", {"rules": many(record("CheckedPasswordRule", {**_RULE, "valid": FLAG})), "valid": FLAG}
)
VERIFIED: Final = record("AuthenticationResult", {"authenticatedUser": maybe(TEXT), "authenticated": FLAG})
USER: Final = record(
    "UserProfile", {"id": TEXT, "firstName": maybe(TEXT), "lastName": maybe(TEXT), "email": maybe(TEXT)}
)
_FELLOW: Final = record("GroupUser", {"id": TEXT, "firstName": TEXT, "lastName": TEXT, "displayName": TEXT})
GROUPS: Final = record(
    "GroupInfo", {"groups": many(record("UserGroup", {"id": TEXT, "name": TEXT})), "groupUsers": many(_FELLOW)}
)
_LENGTH: Final = {"placeholder": "PASSWORD_POLICY_LENGTH", "parameter": {"minLength": str(LEAST)}}


def _pattern(value: str) -> str:
    """A pattern with `%`; ValueError for one that ends in the sign that takes the meaning of the next."""
    if (len(value) - len(value.rstrip("\\"))) % 2:
        raise ValueError(value)
    return asking.storable(value)


pattern: Final = Reader(_pattern)
"""A pattern in which `%` stands for any letters."""
_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "id": (asking.text, "user"),
    "idIn": (asking.names, "users"),
    "firstName": (asking.text, "name"),
    "firstNameLike": (pattern, "name_like"),
}
_READERS: Final = {
    **{name: reader for name, (reader, _) in _FILTERS.items()},
    "lastName": asking.text,
    "lastNameLike": pattern,
    "email": asking.text,
    "emailLike": pattern,
    "memberOfGroup": asking.text,
    "memberOfTenant": asking.text,
}
_ORDERS: Final = {"userId": "login", "firstName": "name", "lastName": "login", "email": "login"}


@rest.post("/identity/verify")
@operation("Identity", body={"username": parts.WORDS, "password": parts.WORDS}, answers={200: VERIFIED})
def verify(asked: Asked) -> Response:
    """Whether that is the password of somebody whom the actor may know. A guess counts as one at the door."""
    login, password = asked.body.get("username"), asked.body.get("password")
    if not login or not password:
        raise BadInput("Sebutkan username dan password.", "Username and password are required")
    login = login.strip().lower()
    with look() as here:
        known = bool(users(here, {"user": {"user": login}}))
    row = account_of(login, password) if known else None
    return answer({"authenticatedUser": login, "authenticated": row is not None and not row["temporary"]})


@rest.get("/identity/groups")
@operation("Identity", query={"userId": asking.text}, answers={200: GROUPS})
def get_groups(asked: Asked) -> Response:
    """The groups that somebody answers for now, and who else does."""
    if "userId" not in asked.query:
        raise BadInput("Sebutkan userId.", "No user id was supplied")
    login = asked.query["userId"]
    with look() as here:
        who = member(here, login)
        if who is None:
            raise _no_user(login)
        held = held_groups(who)
        found = [{"id": one.id, "name": one.name} for one in groups(here) if one.id in held]
        fellows = [row for row in people(here, sorted(held)) if row["login"] != login]
    return answer({"groups": found, "groupUsers": [_fellow(row) for row in fellows]})


@rest.get("/identity/password-policy")
@operation("Identity", answers={200: POLICY})
def get_policy(asked: Asked) -> Response:
    """What a password has to be: long enough."""
    return answer({"rules": [_LENGTH]})


@rest.post("/identity/password-policy")
@operation("Identity", body={"password": parts.need(parts.WORDS), "profile": parts.OBJECT}, answers={200: CHECKED})
def check_policy(asked: Asked) -> Response:
    """Whether a password would do; it is kept nowhere."""
    valid = LEAST <= len(asked.body["password"]) <= MOST
    return answer({"rules": [{**_LENGTH, "valid": valid}], "valid": valid})


@rest.get("/user")
@operation("User", query={**paging(_ORDERS), **_READERS}, answers={200: many(USER)})
def list_users(asked: Asked) -> Response:
    """The people whom the actor may know: of his offices, and himself."""
    with look() as here:
        page = paged(asked.query, _wanted(here, asked.query), _ORDERS)
        return answer([_profile(row) for row in USERS.rows(here.reading, page)])


@rest.get("/user/count")
@operation("User", query=_READERS, answers={200: COUNT})
def count_users(asked: Asked) -> Response:
    """How many people a list would hold."""
    with look() as here:
        return answer({"count": USERS.count(here.reading, Page(_wanted(here, asked.query)))})


@rest.get("/user/<id>/profile")
@operation("User", answers={200: USER})
def get_profile(asked: Asked, id: str) -> Response:
    """One person's name."""
    with look() as here:
        rows = users(here, {"user": {"user": asking.known(id)}})
    if not rows:
        raise _no_user(id)
    return answer(_profile(rows[0]))


def _wanted(here: Look, found: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list of users. Names are not split, and there are no addresses: such filters leave nobody."""
    filters = seen(here) | filters_of(found, _FILTERS)
    if found.get("lastName") or found.get("lastNameLike", "%").strip("%") or "email" in found or "emailLike" in found:
        filters |= {"nobody": {}}
    if "memberOfTenant" in found:
        place, may_know = found["memberOfTenant"], known(here.actor)
        told = may_know is None or place in may_know  # else a colleague's posts elsewhere would be told
        filters |= {"in_office": {"in_office": place, **days(here.now)}} if told else {"nobody": {}}
    if "memberOfGroup" in found:
        logins = [row["login"] for row in people(here, [found["memberOfGroup"]])]
        if "users" in filters:
            logins = [login for login in logins if login in found["idIn"]]
        filters |= {"users": {"users": listed(logins)}}
    return filters


def _profile(row: Row) -> dict[str, Any]:
    return {"id": row["login"], "firstName": row["name"], "lastName": "", "email": None}


def _fellow(row: Row) -> dict[str, Any]:
    return {"id": row["login"], "firstName": row["name"], "lastName": "", "displayName": row["name"]}


def _no_user(login: str) -> NotFound:
    return NotFound("no-account", f"Akun {login} tidak ada.", f"User with id {login} does not exist")
