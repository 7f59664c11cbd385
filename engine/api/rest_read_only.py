"""What the dialect does not change here: people, posts, offices and roles. Each answers 403, as a read-only service."""

from __future__ import annotations

from typing import Final

from flask import Response

from engine.api import parts
from engine.api.errors import ReadOnlyIdentity
from engine.api.operation import Asked, operation
from engine.api.parts import Part
from engine.api.rest import rest

__all__: list[str] = []

_NONE: Final = {204: None}
_PROFILE: Final[dict[str, Part]] = dict.fromkeys(("id", "firstName", "lastName", "email"), parts.WORDS)
_CREDENTIALS: Final[dict[str, Part]] = dict.fromkeys(("password", "authenticatedUserPassword"), parts.WORDS)
_GROUP: Final[dict[str, Part]] = dict.fromkeys(("id", "name", "type"), parts.WORDS)
_MEMBER: Final[dict[str, Part]] = dict.fromkeys(("id", "userId", "groupId"), parts.WORDS)
_ROLE: Final[dict[str, Part]] = {
    **dict.fromkeys(("id", "userId", "groupId", "resourceId", "removalTime", "rootProcessInstanceId"), parts.WORDS),
    "type": parts.WHOLE,
    "resourceType": parts.WHOLE,
    "permissions": parts.NAMES,
}


@rest.post("/user/create")
@operation("User", body={"profile": parts.OBJECT, "credentials": parts.OBJECT}, answers=_NONE)
def create_user(asked: Asked) -> Response:
    """Refused: see `POST /api/v1/accounts`."""
    raise ReadOnlyIdentity


@rest.put("/user/<id>/profile")
@operation("User", body=_PROFILE, answers=_NONE)
def change_profile(asked: Asked, id: str) -> Response:
    """Refused: see `PATCH /api/v1/accounts/{login}`."""
    raise ReadOnlyIdentity


@rest.put("/user/<id>/credentials")
@operation("User", body=_CREDENTIALS, answers=_NONE)
def change_credentials(asked: Asked, id: str) -> Response:
    """Refused: passwords are changed on the pages, or by an administrator."""
    raise ReadOnlyIdentity


@rest.delete("/user/<id>")
@operation("User", answers=_NONE)
def delete_user(asked: Asked, id: str) -> Response:
    """Refused: accounts are shut, never deleted."""
    raise ReadOnlyIdentity


@rest.post("/group/create")
@operation("Group", body=_GROUP, answers=_NONE)
def create_group(asked: Asked) -> Response:
    """Refused: posts stand in the office's `instansi.yaml`."""
    raise ReadOnlyIdentity


@rest.put("/group/<path:id>")
@operation("Group", body=_GROUP, answers=_NONE)
def change_group(asked: Asked, id: str) -> Response:
    """Refused: posts stand in the office's `instansi.yaml`."""
    raise ReadOnlyIdentity


@rest.delete("/group/<path:id>")
@operation("Group", answers=_NONE)
def delete_group(asked: Asked, id: str) -> Response:
    """Refused: histories refer to posts."""
    raise ReadOnlyIdentity


@rest.put("/group/<path:id>/members/<user>")
@operation("Group", body=_MEMBER, answers=_NONE)
def add_member(asked: Asked, id: str, user: str) -> Response:
    """Refused: see `POST /api/v1/accounts/{login}/posts`."""
    raise ReadOnlyIdentity


@rest.delete("/group/<path:id>/members/<user>")
@operation("Group", body=_MEMBER, answers=_NONE)
def remove_member(asked: Asked, id: str, user: str) -> Response:
    """Refused: see `POST /api/v1/accounts/{login}/posts/end`."""
    raise ReadOnlyIdentity


@rest.post("/tenant/create")
@operation("Tenant", body=_GROUP, answers=_NONE)
def create_tenant(asked: Asked) -> Response:
    """Refused: offices are loaded by `lajur load`."""
    raise ReadOnlyIdentity


@rest.put("/tenant/<id>")
@operation("Tenant", body=_GROUP, answers=_NONE)
def change_tenant(asked: Asked, id: str) -> Response:
    """Refused: offices are loaded by `lajur load`."""
    raise ReadOnlyIdentity


@rest.delete("/tenant/<id>")
@operation("Tenant", answers=_NONE)
def delete_tenant(asked: Asked, id: str) -> Response:
    """Refused: histories refer to offices."""
    raise ReadOnlyIdentity


@rest.post("/authorization/create")
@operation("Authorization", body=_ROLE, answers=_NONE)
def create_authorization(asked: Asked) -> Response:
    """Refused: see `POST /api/v1/accounts/{login}/roles`."""
    raise ReadOnlyIdentity


@rest.put("/authorization/<id>")
@operation("Authorization", body=_ROLE, answers=_NONE)
def change_authorization(asked: Asked, id: str) -> Response:
    """Refused: see `POST /api/v1/accounts/{login}/roles`."""
    raise ReadOnlyIdentity


@rest.delete("/authorization/<id>")
@operation("Authorization", answers=_NONE)
def delete_authorization(asked: Asked, id: str) -> Response:
    """Refused: see `POST /api/v1/accounts/{login}/roles/end`."""
    raise ReadOnlyIdentity
