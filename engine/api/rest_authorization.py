"""Rights in the dialect: roles as authorizations on offices, and whether the policy allows something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking
from engine.api.answers import answer
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.permissions import authorized
from engine.api.rest import paged, paging, rest
from engine.api.schema import COUNT, FLAG, INSTANT, TEXT, WHOLE, many, maybe, record
from engine.api.v1 import look
from engine.commands.refusals import NotAllowed, NotFound
from engine.policy import ADMINISTRATOR, AUDITOR, OWNER, WORKER
from engine.queries.directory import member, reach
from engine.queries.look import Look
from engine.store.lists import listed
from engine.store.people_lists import GRANTS_SEEN
from engine.store.reading import Row

__all__: list[str] = []

AUTHORIZATION: Final = record(
    "Authorization",
    {
        "id": TEXT,
        "type": WHOLE,
        "permissions": many(TEXT),
        "userId": maybe(TEXT),
        "groupId": maybe(TEXT),
        "resourceType": WHOLE,
        "resourceId": TEXT,
        "removalTime": maybe(INSTANT),
        "rootProcessInstanceId": maybe(TEXT),
    },
)
CHECK: Final = record(
    "AuthorizationCheck",
    {"permissionName": TEXT, "resourceName": TEXT, "resourceId": maybe(TEXT), "authorized": FLAG},
)
_GRANT: Final = 1  # the type of an authorization that gives something to somebody
_TENANT: Final = 11
_PERMISSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    OWNER: ("READ", "UPDATE"),
    AUDITOR: ("READ",),
    ADMINISTRATOR: ("CREATE", "UPDATE", "DELETE"),
    WORKER: ("UPDATE",),
}
_READERS: Final = {
    "id": asking.text,
    "type": asking.whole,
    "userIdIn": asking.names,
    "groupIdIn": asking.names,
    "resourceType": asking.whole,
    "resourceId": asking.text,
}
_ORDERS: Final = {"resourceType": "resourceType", "resourceId": "resourceId"}
_CHECK: Final = {
    "permissionName": asking.text,
    "resourceName": asking.text,
    "resourceType": asking.whole,
    "resourceId": asking.text,
    "userId": asking.text,
}


@rest.get("/authorization")
@operation("Authorization", query={**paging(_ORDERS), **_READERS}, answers={200: many(AUTHORIZATION)})
def list_authorizations(asked: Asked) -> Response:
    """One's own roles, and for an administrator those of his offices: each an authorization on an office."""
    page = paged(asked.query, {}, _ORDERS)
    with look() as here:
        found = _found(here, asked.query)
    for name, rising in page.order:
        found.sort(key=lambda one: str(one[name]), reverse=not rising)
    return answer(found[page.first : page.first + page.most])


@rest.get("/authorization/count")
@operation("Authorization", query=_READERS, answers={200: COUNT})
def count_authorizations(asked: Asked) -> Response:
    """How many a list would hold."""
    with look() as here:
        return answer({"count": len(_found(here, asked.query))})


@rest.get("/authorization/check")
@operation("Authorization", query=_CHECK, answers={200: CHECK})
def check_authorization(asked: Asked) -> Response:
    """Whether the policy allows something: to the actor, or (asked by an administrator) to somebody else."""
    given = asked.query
    for name in ("permissionName", "resourceName", "resourceType"):
        if name not in given:
            raise BadInput(f"Sebutkan {name}.", f"Query parameter '{name}' cannot be null")
    with look() as here:
        who = here.actor
        if given.get("userId", who.login) != who.login:
            if reach(who, "accounts") == frozenset():
                raise NotAllowed("not-allowed", "Anda tidak berwenang untuk ini.", "You may not ask that of others.")
            other = member(here, given["userId"])
            if other is None:
                raise NotFound("no-account", f"Akun {given['userId']} tidak ada.", "There is no such user.")
            who = other
        wanted = (given["resourceType"], given["permissionName"], given.get("resourceId"))
        allowed = authorized(here, who, wanted)
    body = {"permissionName": given["permissionName"], "resourceName": given["resourceName"]}
    return answer({**body, "resourceId": given.get("resourceId"), "authorized": allowed})


@rest.get("/authorization/<path:id>")
@operation("Authorization", answers={200: AUTHORIZATION})
def get_authorization(asked: Asked, id: str) -> Response:
    """One of them."""
    with look() as here:
        found = _found(here, {"id": id})
    if not found:
        raise NotFound("no-role", f"Peran {id} tidak ada.", f"Authorization with id {id} does not exist.")
    return answer(found[0])


def _found(here: Look, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    places = reach(here.actor, "accounts")
    own = {"login": here.actor.login, "everywhere": int(places is None), "offices": listed(places or ())}
    found = [_authorization(row) for row in here.reading.all(GRANTS_SEEN, **own)]
    for name, key in (("id", "id"), ("type", "type"), ("resourceType", "resourceType"), ("resourceId", "resourceId")):
        if name in asked:
            found = [one for one in found if one[key] == asked[name]]
    for name, key in (("userIdIn", "userId"), ("groupIdIn", "groupId")):
        if name in asked:
            found = [one for one in found if one[key] in asked[name]]
    return found


def _authorization(row: Row) -> dict[str, Any]:
    return {
        "id": f"{row['role']}:{row['office']}:{row['login']}",
        "type": _GRANT,
        "permissions": list(_PERMISSIONS[row["role"]]),
        "userId": row["login"],
        "groupId": None,
        "resourceType": _TENANT,
        "resourceId": row["office"],
        "removalTime": None,
        "rootProcessInstanceId": None,
    }
