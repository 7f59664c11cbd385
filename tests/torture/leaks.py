"""Requests with swapped ids against the application: nobody gets, changes or learns of what is not his."""

from __future__ import annotations

import hashlib
import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from engine.logs import configure
from engine.store import Store
from tests.torture.databases import store_of
from tests.torture.leaks_answers import Watch
from tests.torture.leaks_ids import gathered, ghost
from tests.torture.leaks_oracle import Oracle, Rights
from tests.torture.leaks_requests import Drawing, Request, Route
from tests.torture.leaks_routes import lists_of, routes_of, schemas_of
from tests.torture.leaks_rows import changes, filters_of, rows_of, wrongly_changed
from tests.torture.leaks_senders import Sender
from tests.torture.leaks_world import Person, World, build
from tests.torture.outcome import Outcome

__all__ = ["Attack", "attack", "leak_nothing"]

ROUND: Final = 5_000
"""Requests to one world; then another one is made, for people, cases and definitions are worn out by then."""
BATCH: Final = 50
"""Requests of one person between two fingerprints."""
OFTENER: Final = 2
"""How often those who open pages ask besides: a token opens none."""
NOBODY: Final = Person("", "anonim", "tidak-ada")
MOST: Final = 200  # complaints that are kept


@dataclass
class Attack:
    """What has been sent so far and what came of it."""

    requests: int = 0
    twins: int = 0
    counted: int = 0
    writes: int = 0
    worlds: int = 0
    canaries: int = 0
    read: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def complain(self, what: str, told: str) -> None:
        """Notes a leak, of each kind a few."""
        if what not in self._told and len(self.complaints) < MOST:
            self._told.add(what)
            self.complaints.append(f"{what}: {told}"[:700])

    @property
    def missed(self) -> list[str]:
        """Routes that no request reached."""
        return sorted(self.routes - self.hits.keys())

    def figures(self) -> str:
        """One line."""
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.requests} requests ({self.twins} pairs of foreign and absent, {self.counted} counts) on "
            f"{len(self.hits)} of {len(self.routes)} routes in {self.worlds} worlds; {statuses}; "
            f"{self.writes} things changed; {self.canaries} canaries, {self.read} times read by who may; "
            f"{len(self.complaints)} leaks"
        )


def leak_nothing(kind: str, requests: int, seed: int) -> Outcome:
    """That many requests on that kind of database."""
    configure("error")
    done, number = Attack(), 0
    while done.requests < requests:
        with store_of(kind) as store:
            attack(store, done, min(requests - done.requests, ROUND), seed + number)
        number += 1
    missed = [f"no request reached {name}" for name in done.missed] if requests >= ROUND else []
    return Outcome(f"leaks {kind}", done.figures(), done.complaints + missed)


def attack(store: Store, done: Attack, requests: int, seed: int) -> None:
    """That many requests to a new world on an empty store."""
    _Trial(build(store), done, random.Random(seed)).run(requests)


class _Trial:
    def __init__(self, world: World, done: Attack, chance: random.Random) -> None:
        self._world, self._done, self._chance = world, done, chance
        app = world.office.app
        self._routes = routes_of(app)
        self._lists = {route.path: route for route in self._routes if route.method == "GET" and "{" not in route.path}
        done.routes |= {route.name for route in self._routes}
        done.worlds += 1
        done.canaries += len(world.canaries.made)
        ids = gathered(world, lists_of(self._routes))
        self._drawing = Drawing(world, ids, schemas_of(app), chance)
        self._sender = Sender(world)
        self._oracle = Oracle(world.office.store)
        self._watch = Watch(world, self._oracle)
        whole = [person for person in world.people if person.scopes is None]
        self._people = [*world.people, *whole * OFTENER, NOBODY]
        self._given: set[str] = set()
        """Ids of nothing that a request gave to something."""

    def run(self, requests: int) -> None:
        order, until = self._endless(), self._done.requests + requests
        people = itertools.cycle(self._chance.sample(self._people, len(self._people)))
        while self._done.requests < until:
            self._batch(next(people), order, min(BATCH, until - self._done.requests))

    def _endless(self) -> Iterator[Route]:
        """Every route as often as every other, in an order of chance."""
        while True:
            yield from self._chance.sample(self._routes, len(self._routes))

    def _batch(self, person: Person, order: Iterator[Route], many: int) -> None:
        store = self._world.office.store
        who, before, filters = self._oracle.rights(person), rows_of(store), filters_of(store)
        took_part = {case for kind, case in before if kind == "case" and self._oracle.takes_part(who, case)}
        self._watch.begin(who)
        self._sender.unthrottle()
        until, asked = self._done.requests + many, []
        while self._done.requests < until:
            route = next(order)
            if route.page and person.secret is not None and self._chance.random() < 0.8:
                continue
            request = self._drawing.request(route, person)
            asked.append(request.path)
            self._one(person, who, request)
        self._done.read += self._watch.read
        changed = changes(before, rows_of(store))
        self._done.writes += len(changed)
        wrong = wrongly_changed(self._oracle, who, changed, filters) if changed else []
        if wrong:  # he may have been given a right meanwhile
            wrong = wrongly_changed(self._oracle, self._oracle.rights(person), changed, filters)
        wrong = [what for what in wrong if what.removeprefix("case ") not in took_part]  # he gave his task back since
        if wrong:
            self._done.complain(f"{person.name} changed {', '.join(wrong)}", f"{asked}")

    def _send(self, person: Person, request: Request) -> Any:
        answer = self._sender.send(person, request)
        self._done.requests += 1
        self._done.statuses[answer.status_code] += 1
        self._done.hits[request.route.name] += 1
        return answer

    def _one(self, person: Person, who: Rights, request: Request) -> None:
        reads = request.route.reads
        seen = {one.id for one in request.things if self._readable(who, one, reads=reads)}
        hidden = {one.id: ghost(one.id) for one in request.things if one.id not in seen}
        other = request.swapped(hidden)
        twin = bool(hidden) and other != request and self._given.isdisjoint(hidden.values())
        ghostly = self._send(person, other) if twin and self._chance.random() < 0.5 else None
        if ghostly is not None and not reads and ghostly.status_code < 400:
            self._given.update(hidden.values())
        answer = self._send(person, request)
        for what in self._watch.look(request, answer):
            self._done.complain(f"{request.route.name} {what}", f"{person.name}: {self._shown(request, answer)}")
        if request.route.path.endswith("/redeploy"):  # says the first name that is not there, in the order of names
            return
        if ghostly is not None and (reads or ghostly.status_code >= 400):
            self._compare(person, request, ghostly, (hidden, answer))
        if request.route.path.endswith("/count") and answer.status_code == 200:
            self._count(person, request, answer)

    def _readable(self, who: Rights, thing: Any, *, reads: bool) -> bool:
        """Machines and narrow tokens set variables in cases of their office that they do not read."""
        secret = thing.secret
        if secret.kind == "open" or self._oracle.reads(who, secret):
            return True
        acts = secret.kind == "case" and not reads and who.may(frozenset({"external", "manage", "tasks"}))
        return acts and (who.has("worker", secret.office) or who.has("pemilik", secret.office))

    def _compare(self, person: Person, request: Request, other: Any, mine: tuple[Mapping[str, str], Any]) -> None:
        self._done.twins += 1
        (hidden, answer), ghostly = mine, other
        found = _difference(_told(answer), _told(ghostly), hidden)
        if found is not None:
            statuses = f"({answer.status_code}, {ghostly.status_code})"
            what = f"{request.route.name} tells what is there from what is not {statuses}"
            self._done.complain(what, f"{person.name}: {request.told()[:200]}: {found}")

    def _count(self, person: Person, request: Request, answer: Any) -> None:
        """A count counts what the list shows."""
        path = request.route.path.removesuffix("/count")
        route = Route(request.route.method, path, reads=True)
        if path not in self._lists or self._chance.random() < 0.5:
            return
        listed = self._send(person, Request(route, request.args, request.query, request.body, request.things))
        if listed.status_code != 200 or not isinstance(listed.get_json(), list):
            return
        self._done.counted += 1
        if len(listed.get_json()) != answer.get_json()["count"]:
            told = f"{answer.text} but {len(listed.get_json())} are listed: {request.told()}"
            self._done.complain(f"{request.route.name} counts others", f"{person.name}: {told}")

    def _shown(self, request: Request, answer: Any) -> str:
        return f"{request.told()[:300]} -> {answer.status_code} {answer.text[:300]}"


VOLATILE: Final = re.compile(r'name="_(?:csrf|kunci|key)" value="[^"]*"|nonce-?="?[^"\']*')
TOKENS: Final = re.compile(r"(\W+)")


def _told(answer: Any) -> list[str]:
    """Status and body in words and what is between them, without what is new in each answer."""
    if answer.mimetype == "application/pdf":
        return [str(answer.status_code), hashlib.sha256(answer.data).hexdigest()]
    text = unquote(f"{answer.status_code}\n{answer.headers.get('Location', '')}\n{unquote(answer.text)}")
    return TOKENS.split(VOLATILE.sub("", text))


def _difference(mine: list[str], absent: list[str], hidden: Mapping[str, str]) -> str | None:
    """Where two answers differ in more than the ids that were swapped; None where they do not."""
    swapped = {pair for names in hidden.items() for pair in zip(*map(TOKENS.split, names), strict=False)}
    for at, (one, other) in enumerate(itertools.zip_longest(mine, absent)):
        if one != other and (one, other) not in swapped:
            near = slice(max(0, at - 12), at + 20)
            return f"{''.join(mine[near])!r} BUT {''.join(absent[near])!r}"
    return None
