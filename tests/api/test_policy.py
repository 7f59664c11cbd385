"""Every route is tried by every role on own and foreign things; the policy table says what must come out."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

import pytest

from engine.commands.case import Cancel, Suspend
from engine.commands.refusals import NotPossible
from engine.policy import Actor, Facts, may
from engine.store.definitions import RESOURCES
from tests.api.office import ANSWERS, HOME, POSTS, ROLES, SKM, Office, typed
from tests.house.documented import routes

REST, V1 = "/engine-rest", "/api/v1"
FIRST, PRESENT = f"{HOME}/pemohon", f"{HOME}/kasi-kesra"  # who does step 1, and step 3, which is open
TOOK_PART: Final = frozenset({"staf", "kasi"})
OPEN: Final = frozenset({f"GET {REST}/version", f"GET {REST}/engine"})  # they show nobody's things
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Try:
    """A case of the home office whose step 3 is open, and who tries to reach it."""

    login: str | None
    case: int
    business_key: str
    incident: int = 0

    @property
    def task(self) -> str:
        """The open task's id."""
        return f"{self.case}-3"

    def fill(self, path: str) -> str:
        """The path with its names filled in."""
        own = {"case": self.case, "task": self.task, "business_key": self.business_key, "incident": self.incident}
        return path.format(key=SKM, definition=f"{SKM}:1:1", **own)


Body = Callable[[Try], Any]
Seen = Callable[[Try, str], bool]


@dataclass(frozen=True)
class Route:
    """A way to a thing. Who may not do the action is forbidden if he may `read` the thing, else it is not there.

    A list is answered to everybody; `seen` says whether the thing stands in it.
    """

    path: str
    action: str
    read: str
    json: Body = lambda _: None
    seen: Seen | None = None
    before: Callable[[Office, Try], Try] = lambda _, one: one


def _nothing_counted(_: Try, text: str) -> bool:
    return '"count":0' not in text


def _task_in(one: Try, text: str) -> bool:
    return f'"id":"{one.task}"' in text


def _case_in(one: Try, text: str) -> bool:
    return f'"id":"{one.case}"' in text or f'"id":{one.case},' in text


def _sop_in(_: Try, text: str) -> bool:
    return f'"key":"{SKM}"' in text or f'"tenantId":"{HOME}"' in text


def _task(path: str, action: str = "read-task", **more: Any) -> Route:
    return Route(path, action, "read-task", **more)


def _case(path: str, action: str = "read-case", **more: Any) -> Route:
    return Route(path, action, "read-case", **more)


def _sop(path: str, action: str = "know", **more: Any) -> Route:
    return Route(path, action, "know", **more)


def _suspended(office: Office, one: Try) -> Try:
    office.run(Suspend(one.case, "uji"))
    return one


def _broken(office: Office, one: Try) -> Try:
    return replace(one, incident=office.incident(one.case))


def _reason(_: Try) -> Any:
    return {"reason": "uji"}


def _typed(_: Try) -> Any:
    return {"variables": typed(ANSWERS["langkah_3"])}


ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/task": _task(f"{REST}/task", "list", seen=_task_in),
    f"GET {REST}/task/count": _task(f"{REST}/task/count?taskId={{task}}", "list", seen=_nothing_counted),
    f"GET {REST}/task/{{id}}": _task(f"{REST}/task/{{task}}"),
    f"GET {REST}/task/{{id}}/form-variables": _task(f"{REST}/task/{{task}}/form-variables"),
    f"POST {REST}/task/{{id}}/claim": _task(
        f"{REST}/task/{{task}}/claim", "claim", json=lambda one: {"userId": one.login}
    ),
    f"POST {REST}/task/{{id}}/unclaim": _task(f"{REST}/task/{{task}}/unclaim", "unclaim"),
    f"POST {REST}/task/{{id}}/assignee": _task(
        f"{REST}/task/{{task}}/assignee", "assign", json=lambda _: {"userId": "sekcam"}
    ),
    f"POST {REST}/task/{{id}}/complete": _task(f"{REST}/task/{{task}}/complete", "complete", json=_typed),
    f"GET {REST}/process-instance": _case(f"{REST}/process-instance", seen=_case_in),
    f"GET {REST}/process-instance/count": _case(
        f"{REST}/process-instance/count?businessKey={{business_key}}", seen=_nothing_counted
    ),
    f"GET {REST}/process-instance/{{id}}": _case(f"{REST}/process-instance/{{case}}"),
    f"DELETE {REST}/process-instance/{{id}}": _case(f"{REST}/process-instance/{{case}}", "cancel"),
    f"GET {REST}/history/process-instance": _case(f"{REST}/history/process-instance", seen=_case_in),
    f"GET {REST}/history/process-instance/count": _case(
        f"{REST}/history/process-instance/count?processInstanceId={{case}}", seen=_nothing_counted
    ),
    f"GET {REST}/history/process-instance/{{id}}": _case(f"{REST}/history/process-instance/{{case}}"),
    f"GET {REST}/history/task": _case(f"{REST}/history/task?processInstanceId={{case}}", seen=_task_in),
    f"GET {REST}/history/task/count": _task(
        f"{REST}/history/task/count?taskId={{task}}", "list", seen=_nothing_counted
    ),
    f"GET {REST}/history/activity-instance": _case(f"{REST}/history/activity-instance?processInstanceId={{case}}"),
    f"GET {REST}/history/activity-instance/count": _case(
        f"{REST}/history/activity-instance/count?processInstanceId={{case}}"
    ),
    f"GET {REST}/process-definition": _sop(f"{REST}/process-definition", seen=_sop_in),
    f"GET {REST}/process-definition/count": _sop(f"{REST}/process-definition/count?key={{key}}", seen=_nothing_counted),
    f"GET {REST}/process-definition/{{id}}": _sop(f"{REST}/process-definition/{{definition}}"),
    f"GET {REST}/process-definition/{{id}}/xml": _sop(f"{REST}/process-definition/{{definition}}/xml"),
    f"GET {REST}/process-definition/key/{{key}}": _sop(f"{REST}/process-definition/key/{{key}}"),
    f"GET {REST}/process-definition/key/{{key}}/xml": _sop(f"{REST}/process-definition/key/{{key}}/xml"),
    f"POST {REST}/process-definition/{{id}}/start": _sop(f"{REST}/process-definition/{{definition}}/start", "start"),
    f"POST {REST}/process-definition/key/{{key}}/start": _sop(f"{REST}/process-definition/key/{{key}}/start", "start"),
    f"GET {REST}/deployment": _sop(f"{REST}/deployment", seen=_sop_in),
    f"GET {REST}/deployment/count": _sop(f"{REST}/deployment/count?id=1", seen=_nothing_counted),
    f"GET {REST}/deployment/{{id}}": _sop(f"{REST}/deployment/1"),
    f"POST {REST}/deployment/create": Route(f"{REST}/deployment/create", "deploy", "anybody"),
    f"POST {REST}/message": Route(f"{REST}/message", "wrongly asked", "", lambda _: {"messageName": "surat"}),
    f"GET {V1}/sops": _sop(f"{V1}/sops", seen=_sop_in),
    f"GET {V1}/sops/{{key}}": _sop(f"{V1}/sops/{{key}}"),
    f"POST {V1}/cases": _sop(f"{V1}/cases", "start", json=lambda _: {"sop": SKM}),
    f"GET {V1}/cases": _case(f"{V1}/cases?status=all", seen=_case_in),
    f"GET {V1}/cases/{{id}}": _case(f"{V1}/cases/{{case}}"),
    f"GET {V1}/cases/{{id}}/history": _case(f"{V1}/cases/{{case}}/history"),
    f"GET {V1}/tasks": _task(f"{V1}/tasks", "complete", seen=_task_in),
    f"GET {V1}/tasks/{{id}}": _task(f"{V1}/tasks/{{task}}"),
    f"POST {V1}/tasks/{{id}}/claim": _task(f"{V1}/tasks/{{task}}/claim", "claim"),
    f"POST {V1}/tasks/{{id}}/release": _task(f"{V1}/tasks/{{task}}/release", "unclaim"),
    f"POST {V1}/tasks/{{id}}/complete": _task(
        f"{V1}/tasks/{{task}}/complete", "complete", json=lambda _: {"answers": ANSWERS["langkah_3"]}
    ),
    f"POST {V1}/tasks/{{id}}/assign": _task(
        f"{V1}/tasks/{{task}}/assign", "assign", json=lambda _: {"assignee": "sekcam"}
    ),
    f"POST {V1}/tasks/{{id}}/delegate": _task(
        f"{V1}/tasks/{{task}}/delegate", "delegate", json=lambda one: {"to": "sekcam", **_reason(one)}
    ),
    f"POST {V1}/cases/{{id}}/suspend": _case(f"{V1}/cases/{{case}}/suspend", "suspend", json=_reason),
    f"POST {V1}/cases/{{id}}/resume": _case(f"{V1}/cases/{{case}}/resume", "resume", before=_suspended),
    f"POST {V1}/cases/{{id}}/cancel": _case(f"{V1}/cases/{{case}}/cancel", "cancel", json=_reason),
    f"POST {V1}/cases/{{id}}/comments": _case(
        f"{V1}/cases/{{case}}/comments", "comment", json=lambda _: {"text": "uji"}
    ),
    f"POST {V1}/cases/{{id}}/incidents/{{event}}/retry": _case(
        f"{V1}/cases/{{case}}/incidents/{{incident}}/retry", "retry", before=_broken
    ),
    f"POST {V1}/messages": Route(f"{V1}/messages", "nobody waits", "", lambda _: {"message": "surat"}),
    f"POST {V1}/clock/confirm": Route(f"{V1}/clock/confirm", "clock", "anybody"),
}


def test_every_route_of_both_apis_is_tried(shared: Office) -> None:
    rules = [rule for rule in shared.app.url_map.iter_rules() if rule.endpoint.startswith(("rest.", "v1."))]
    found = routes((rule.rule, rule.methods or ()) for rule in rules if not rule.endpoint.endswith(".nowhere"))
    assert set(found) == OPEN | ROUTES.keys()
    nowhere = [rule for rule in rules if rule.endpoint.endswith(".nowhere")]
    assert len(nowhere) == 4, "two in each API; whatever they get is not there"


@pytest.mark.parametrize("login", [None, *POSTS, *ROLES])
@pytest.mark.parametrize("name", ROUTES)
def test_a_role_reaches_what_the_policy_says_and_no_more(shared: Office, name: str, login: str | None) -> None:
    key = f"uji-{next(_numbers)}"
    route = ROUTES[name]
    one = route.before(shared, Try(login, shared.case(done=2, business_key=key), key))
    status, text = _call(shared, name, one)
    if login is None:
        assert status == 401
    elif route.seen is not None:
        assert status == 200
        assert route.seen(one, text) is (_expected(route, shared.who(login)) == "done"), text
    else:
        outcome = {200: "done", 201: "done", 204: "done", 400: "asked wrongly", 403: "forbidden", 404: "not there"}
        assert outcome[status] == _expected(route, shared.who(login)), text
    with suppress(NotPossible):
        shared.run(Cancel(one.case, "Selesai diuji"))


def _call(office: Office, name: str, one: Try) -> tuple[int, str]:
    route, method = ROUTES[name], name.split(maxsplit=1)[0]
    options = {"data": _files(office)} if route.action == "deploy" else {"json": route.json(one)}
    response = office.call(one.login, method, one.fill(route.path), **options)
    return response.status_code, response.text


def _files(office: Office) -> dict[str, Any]:
    """The first deployment once more, as a form sends it."""
    with office.store.reading() as reading:
        rows = reading.all(RESOURCES, deployment=1)
    files = {row["name"]: (BytesIO(bytes(row["body"])), row["name"]) for row in rows}
    return {"tenant-id": HOME, "enable-duplicate-filtering": "true", **files}


def _expected(route: Route, actor: Actor) -> str:
    """What the policy table makes of it."""
    if route.action in ("wrongly asked", "nobody waits"):
        return "asked wrongly" if route.action == "wrongly asked" else "not there"
    part = actor.login in TOOK_PART
    task = Facts(HOME, PRESENT, None, part)
    sop = Facts(HOME, FIRST, None, any(post.startswith(f"{HOME}/") for post in actor.posts))
    facts = task if route.read in ("read-task", "read-case") else sop
    if _allowed(actor, route.action, facts):
        return "done"
    known = route.read == "anybody" or _allowed(actor, route.read, facts)
    return "forbidden" if known else "not there"


def _allowed(actor: Actor, action: str, facts: Facts) -> bool:
    if action == "list":  # lists of tasks leave out those of colleagues, unless they are asked for by case
        return may(actor, "read-task", replace(facts, takes_part=False))
    if action == "know":  # whoever may start an SOP knows it
        return may(actor, "read-definition", facts) or may(actor, "start", facts)
    return may(actor, action, facts)
