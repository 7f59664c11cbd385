"""Posts and offices in the dialect: groups are posts and joint candidates, tenants are offices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.likeness import like
from engine.api.operation import Asked, operation
from engine.api.parts import Part
from engine.api.rest import paged, paging, rest
from engine.api.rest_identity import pattern
from engine.api.schema import COUNT, TEXT, many, maybe, record
from engine.api.v1 import look
from engine.commands.refusals import NotFound
from engine.people import office_of, posts_of_group
from engine.queries.directory import Group, groups, held_groups, member, offices
from engine.queries.look import Look
from engine.queries.names import Office
from engine.store.lists import Page

__all__: list[str] = []

T = TypeVar("T", Group, Office)
GROUP: Final = record("Group", {"id": TEXT, "name": maybe(TEXT), "type": maybe(TEXT)})
TENANT: Final = record("Tenant", {"id": TEXT, "name": maybe(TEXT)})
_NAMED: Final[Mapping[str, Reader]] = {"id": asking.text, "name": asking.text, "nameLike": pattern}
_GROUP: Final = {
    **_NAMED,
    "idIn": asking.names,
    "type": asking.text,
    "member": asking.text,
    "memberOfTenant": asking.text,
}
_TENANT: Final = {**_NAMED, "userMember": asking.text, "groupMember": asking.text, "includingGroupsOfUser": asking.flag}
_GROUP_ORDERS: Final[Mapping[str, Callable[[Group], str]]] = {
    "id": lambda one: one.id,
    "name": lambda one: one.name.casefold(),
    "type": lambda one: one.office,
}
_TENANT_ORDERS: Final[Mapping[str, Callable[[Office], str]]] = {
    "id": lambda one: one.id,
    "name": lambda one: one.name.casefold(),
}
_ASKED: Final[dict[str, Part]] = parts.of_readers(_GROUP)


@rest.get("/group")
@operation("Group", query={**paging(_GROUP_ORDERS), **_GROUP}, answers={200: many(GROUP)})
def list_groups(asked: Asked) -> Response:
    """The posts and joint candidates of the offices that the actor may know."""
    return _group_page(asked.query)


@rest.post("/group")
@operation("Group", body={**parts.of_readers(paging(_GROUP_ORDERS)), **_ASKED}, answers={200: many(GROUP)})
def query_groups(asked: Asked) -> Response:
    """The same, asked in the body."""
    return _group_page(_given(asked.body))


@rest.get("/group/count")
@operation("Group", query=_GROUP, answers={200: COUNT})
def count_groups(asked: Asked) -> Response:
    """How many groups a list would hold."""
    with look() as here:
        return answer({"count": len(_groups(here, asked.query))})


@rest.post("/group/count")
@operation("Group", body=_ASKED, answers={200: COUNT})
def count_queried_groups(asked: Asked) -> Response:
    """The same, asked in the body."""
    with look() as here:
        return answer({"count": len(_groups(here, _given(asked.body)))})


@rest.get("/group/<path:id>")
@operation("Group", answers={200: GROUP})
def get_group(asked: Asked, id: str) -> Response:
    """One group; the id of a post has a slash, which may be written as %2F."""
    with look() as here:
        found = _groups(here, {"id": id})
    if not found:
        raise NotFound("no-group", f"Kelompok {id} tidak ada.", f"Group with id {id} does not exist")
    return answer(_group(found[0]))


@rest.get("/tenant")
@operation("Tenant", query={**paging(_TENANT_ORDERS), **_TENANT}, answers={200: many(TENANT)})
def list_tenants(asked: Asked) -> Response:
    """The offices that the actor may know."""
    page = paged(asked.query, {}, {name: name for name in _TENANT_ORDERS})
    with look() as here:
        return answer([_tenant(one) for one in _part(_tenants(here, asked.query), page, _TENANT_ORDERS)])


@rest.get("/tenant/count")
@operation("Tenant", query=_TENANT, answers={200: COUNT})
def count_tenants(asked: Asked) -> Response:
    """How many offices a list would hold."""
    with look() as here:
        return answer({"count": len(_tenants(here, asked.query))})


@rest.get("/tenant/<id>")
@operation("Tenant", answers={200: TENANT})
def get_tenant(asked: Asked, id: str) -> Response:
    """One office."""
    with look() as here:
        found = _tenants(here, {"id": id})
    if not found:
        raise NotFound("no-office", f"Kantor {id} tidak ada.", f"Tenant with id {id} does not exist")
    return answer(_tenant(found[0]))


def _group_page(found: Mapping[str, Any]) -> Response:
    page = paged(found, {}, {name: name for name in _GROUP_ORDERS})
    with look() as here:
        return answer([_group(one) for one in _part(_groups(here, found), page, _GROUP_ORDERS)])


def _given(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


def _part(found: Sequence[T], page: Page, orders: Mapping[str, Callable[[T], str]]) -> Sequence[T]:
    for name, rising in page.order:
        found = sorted(found, key=orders[name], reverse=not rising)
    return found[page.first : page.first + page.most]


def _groups(here: Look, found: Mapping[str, Any]) -> list[Group]:
    left = _named(groups(here), found)
    if "idIn" in found:
        left = [one for one in left if one.id in found["idIn"]]
    for name in ("type", "memberOfTenant"):
        if name in found:
            left = [one for one in left if one.office == found[name]]
    if "member" in found:
        who = member(here, found["member"])
        left = [one for one in left if who is not None and one.id in held_groups(who)]
    return left


def _tenants(here: Look, found: Mapping[str, Any]) -> list[Office]:
    left = _named(offices(here), found)
    if "userMember" in found:
        who = member(here, found["userMember"])
        left = [one for one in left if who is not None and who.belongs(one.id)]
    if "groupMember" in found:
        homes = {office_of(post) for post in posts_of_group(found["groupMember"])}
        left = [one for one in left if one.id in homes]
    return left


def _named(left: list[T], found: Mapping[str, Any]) -> list[T]:
    if "id" in found:
        left = [one for one in left if one.id == found["id"]]
    if "name" in found:
        left = [one for one in left if one.name == found["name"]]
    if "nameLike" in found:
        fits = like(found["nameLike"])
        left = [one for one in left if fits(one.name)]
    return left


def _group(one: Group) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "type": one.office}


def _tenant(one: Office) -> dict[str, Any]:
    return {"id": one.id, "name": one.name}
