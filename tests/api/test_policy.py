"""Every route is tried by every role on own and foreign things; the policy table says what must come out."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from contextlib import suppress
from dataclasses import replace
from typing import Final

import pytest

import tests.api
from engine.commands.case import Cancel
from engine.commands.refusals import NotPossible
from engine.policy import Actor, Facts, may
from tests.api.office import HOME, POSTS, ROLES, Office
from tests.api.route import REST, V1, Route, Try
from tests.house.documented import routes

FIRST, PRESENT = f"{HOME}/pemohon", f"{HOME}/kasi-kesra"  # who does step 1, and step 3, which is open
TOOK_PART: Final = frozenset({"staf", "kasi"})
OPEN: Final = frozenset(  # they show nobody's things
    {f"GET {REST}/version", f"GET {REST}/engine", f"GET {REST}/openapi.json", f"GET {V1}/openapi.json"}
)
_numbers = itertools.count(1)

THEMES: Final = tuple(
    importlib.import_module(f"tests.api.{found.name}")
    for found in pkgutil.iter_modules(tests.api.__path__)
    if found.name.startswith("routes_")
)
ROUTES: Final[dict[str, Route]] = {name: route for theme in THEMES for name, route in theme.ROUTES.items()}


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
    options = {"json": route.json(one)} if route.options is None else route.options(office, one)
    response = office.call(one.login, method, one.fill(route.path), **options)
    return response.status_code, response.text


def _expected(route: Route, actor: Actor) -> str:
    """What the policy table makes of it."""
    if route.expected is not None:
        return route.expected(actor)
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
