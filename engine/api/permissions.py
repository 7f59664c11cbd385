"""What permissions of the dialect mean in the policy: a resource's type and a permission, answered by an action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.api import asking, sight
from engine.api.errors import BadInput
from engine.api.rest_ids import case_number
from engine.commands.finding import case_facts, takes_part
from engine.commands.refusals import NotFound
from engine.policy import ADMINISTRATOR, AUDITOR, OWNER, Actor, Facts, may
from engine.queries.directory import groups, member, offices, reach
from engine.queries.look import Look
from engine.queries.steps import first_steps

__all__ = ["PERMISSIONS", "authorized"]

_APPLICATION: Final = 0
_NEVER: Final = ""  # nobody does it by the dialect
_KNOW: Final = "know"
# Resource type -> permission -> action of the policy.
PERMISSIONS: Final[Mapping[int, Mapping[str, str]]] = {
    1: {"READ": "read-people", "CREATE": _NEVER, "UPDATE": _NEVER, "DELETE": _NEVER},
    2: {"READ": "read-people", "CREATE": _NEVER, "UPDATE": _NEVER, "DELETE": _NEVER},
    3: {"CREATE": _NEVER, "DELETE": _NEVER},
    4: {"READ": "accounts", "CREATE": _NEVER, "UPDATE": _NEVER, "DELETE": _NEVER},
    6: {
        "READ": _KNOW,
        "UPDATE": "suspend-definition",
        "SUSPEND": "suspend-definition",
        "DELETE": "withdraw",
        "CREATE_INSTANCE": "start",
        "READ_INSTANCE": "read-case",
        "UPDATE_INSTANCE": "variables",
        "DELETE_INSTANCE": "cancel",
        "SUSPEND_INSTANCE": "suspend",
        "RETRY_JOB": "retry",
        "READ_HISTORY": "read-case",
        "READ_TASK": "read-task",
        "UPDATE_TASK": "assign",
        "TASK_ASSIGN": "assign",
        "TASK_WORK": "complete",
    },
    7: {"READ": "read-task", "UPDATE": "complete", "TASK_WORK": "complete", "TASK_ASSIGN": "assign"},
    8: {
        "CREATE": "start",
        "READ": "read-case",
        "UPDATE": "variables",
        "DELETE": "cancel",
        "SUSPEND": "suspend",
        "RETRY_JOB": "retry",
    },
    9: {"READ": _KNOW, "CREATE": "deploy", "DELETE": "withdraw"},
    11: {"READ": "read-people", "CREATE": _NEVER, "UPDATE": _NEVER, "DELETE": _NEVER},
    12: {"CREATE": _NEVER, "DELETE": _NEVER},
}
_APPLICATIONS: Final[Mapping[str, tuple[str, ...] | None]] = {
    "welcome": None,
    "tasklist": None,
    "cockpit": (OWNER, AUDITOR),
    "admin": (ADMINISTRATOR,),
}


def authorized(here: Look, who: Actor, wanted: tuple[int, str, str | None]) -> bool:
    """Whether the policy allows it: `wanted` is a resource's type, the permission, and the id (None or `*`: of any).

    What the asking actor may not know is not authorized. BadInput for what has no such permission.
    """
    kind, permission, id = wanted
    if kind == _APPLICATION:
        return permission in ("ACCESS", "ALL") and _enters(who, id)
    known = PERMISSIONS.get(kind, {})
    if permission not in known and permission != "ALL":
        raise BadInput(
            f"Izin “{permission}” tidak dikenal untuk jenis {kind}.",
            f"The permission '{permission}' is not valid for resource type {kind}.",
        )
    actions = [known[permission]] if permission != "ALL" else [*known.values()]
    if id is None or id == "*":
        return bool(actions) and all(_anywhere(who, action) for action in actions)
    try:
        facts = _FACTS[kind](here, who, id) if kind in _FACTS else None
    except NotFound:
        return False
    return facts is not None and bool(actions) and all(_may(who, action, facts) for action in actions)


def _may(who: Actor, action: str, facts: Facts) -> bool:
    if action == _KNOW:
        return may(who, "read-definition", facts) or may(who, "start", facts)
    return action != _NEVER and may(who, action, facts)


def _anywhere(who: Actor, action: str) -> bool:
    """True when there is an office or a group for which he may."""
    places = {office for _, office in who.grants} | {post.partition("/")[0] for post in who.answers} | {who.home}
    own = [Facts(place, takes_part=who.belongs(place)) for place in places]
    return any(_may(who, action, facts) for facts in [*own, *(Facts(candidates=group) for group in who.groups)])


def _enters(who: Actor, application: str | None) -> bool:
    names = [*_APPLICATIONS] if application in (None, "*") else [application or ""]
    roles = {role for role, _ in who.grants}
    return all(name in _APPLICATIONS and _allows(_APPLICATIONS[name], roles) for name in names)


def _allows(wanted: tuple[str, ...] | None, roles: set[str]) -> bool:
    return wanted is None or not roles.isdisjoint(wanted)


def _definition(here: Look, who: Actor, key: str) -> Facts:
    row = sight.definition_row(here.reading, here.actor, {"key": {"key": key}, "active": {}})
    definition = here.definition(row["id"])
    begins = (definition.candidates.get(element) for element in first_steps(definition))
    first = next((group for group in begins if group in who.groups), None)
    return Facts(row["office"], first, takes_part=who.belongs(row["office"]))


def _task(here: Look, who: Actor, id: str) -> Facts:
    case, n = asking.task_id(id)
    row = sight.task_row(here.reading, here.actor, case, n)
    return Facts(row["office"], row["candidates"], row["assignee"], takes_part(here.reading, who, case))


def _case(here: Look, who: Actor, id: str) -> Facts:
    return case_facts(here.reading, who, sight.case_row(here.reading, here.actor, case_number(id)))


def _deployment(here: Look, who: Actor, id: str) -> Facts:
    office = sight.deployment_row(here.reading, here.actor, case_number(id))["office"]
    return Facts(office, takes_part=who.belongs(office))


def _user(here: Look, who: Actor, id: str) -> Facts | None:
    found = member(here, id)
    if found is None:
        return None
    places = reach(who, "read-people")
    shared = next((place for place in places or () if found.belongs(place)), found.home)
    return Facts(shared, takes_part=found.login == who.login or who.belongs(shared))


def _group(here: Look, who: Actor, id: str) -> Facts | None:
    office = next((one.office for one in groups(here) if one.id == id), None)
    return None if office is None else Facts(office, takes_part=who.belongs(office))


def _office(here: Look, who: Actor, id: str) -> Facts | None:
    known = any(one.id == id for one in offices(here))
    return Facts(id, takes_part=who.belongs(id)) if known else None


_FACTS: Final[Mapping[int, Callable[[Look, Actor, str], Facts | None]]] = {
    1: _user,
    2: _group,
    6: _definition,
    7: _task,
    8: _case,
    9: _deployment,
    11: _office,
}
