"""Requests drawn at random for every route, with ids of all offices in all places that take one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.torture.leaks_ids import Ids, Thing
from tests.torture.leaks_names import CHOICES, FORMS, KINDS, PATHS, QUERIES, WORDS, kind_of_path
from tests.torture.leaks_secrets import WORD
from tests.torture.leaks_world import DIAGRAM, OFFICES, Person, World

__all__ = ["Drawing", "Request", "Route"]

NAME: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>|\{(\w+)\}")
MANAGING: Final = re.compile(r"/(user|accounts|group|acting|tokens|authorization|tenant|akun)\b")
NEUTRAL: Final = "uji"


@dataclass(frozen=True)
class Route:
    """A method and a path with `{names}`; what the document of its API says about parameters and body."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict, compare=False)
    body: Mapping[str, Any] | None = field(default=None, compare=False)
    multipart: bool = field(default=False, compare=False)
    reads: bool = field(default=False, compare=False)
    page: bool = field(default=False, compare=False)

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Request:
    """What is sent; `things` are all that it names."""

    route: Route
    args: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    body: Any
    things: tuple[Thing, ...]

    @property
    def path(self) -> str:
        """The path with its names filled in."""
        return self.route.path.format(**self.args)

    def swapped(self, others: Mapping[str, str]) -> Request:
        """The same about other things."""
        args = {name: str(_swapped(value, others)) for name, value in self.args.items()}
        query = [(name, str(_swapped(value, others))) for name, value in self.query]
        return replace(self, args=args, query=query, body=_swapped(self.body, others))

    def told(self) -> str:
        """All that the asker said himself."""
        return f"{self.path} {self.query} {self.body}"


def _swapped(value: Any, others: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _swapped(one, others) for name, one in value.items()}
    if isinstance(value, list):
        return [_swapped(one, others) for one in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return int(others.get(str(value), value))
    if not isinstance(value, str):
        return value
    if "," in value:
        return ",".join(_swapped(one, others) for one in value.split(","))
    if value in others:
        return others[value]
    return WORD.sub(lambda found: others.get(found[0], found[0]), value)


class Drawing:
    """Draws requests; the same seed and world give the same ones."""

    def __init__(self, world: World, ids: Ids, schemas: Mapping[str, Any], chance: random.Random) -> None:
        self._world, self._ids, self._schemas, self._chance = world, ids, schemas, chance
        self._words = [word for word, secret in world.canaries.made.items() if secret.what != "number"]
        self._things: list[Thing] = []
        self._person: Person = world.people[0]
        self._route: Route | None = None

    def request(self, route: Route, person: Person) -> Request:
        """A request of somebody."""
        self._things, self._person, self._route = [], person, route
        args, near = {}, None
        for found in NAME.finditer(route.path):
            name = found[1] or found[2]
            args[name] = self._argument(route, name, near)
            near = self._things[0] if self._things else None
        query = self._page_query(route.path) if route.page else list(self._query(route))
        if route.page:
            body: Any = self._form(route) if route.method == "POST" else None
        elif route.multipart:
            body = self._multipart(route)
        else:
            body = None if route.body is None else self._value("", route.body)
        return Request(route, args, query, body, tuple(self._things))

    def _argument(self, route: Route, name: str, near: Thing | None) -> str:
        if name in PATHS:
            return self._chance.choice(PATHS[name])
        kind = kind_of_path(route.path, name)
        if route.page and name in ("case", "n", "event"):
            thing = self._ids.any("incident" if "kendala" in route.path else "task", self._chance, near)
            if name != "case" and near is not None:
                return near.id.rpartition("-")[2] or "1"
            id = self._note(thing)
            return id.partition("-")[0]
        return self._named(kind, near) or "1"

    def _named(self, kind: str, near: Thing | None = None) -> str:
        if kind == "login":
            return self._login()
        return self._note(self._ids.any(kind, self._chance, near))

    def _note(self, thing: Thing | None) -> str:
        if thing is None:
            return "1"
        self._things.append(thing)
        return thing.id

    def _login(self) -> str:
        """An administrator's own people stay as they are, so that they can go on asking."""
        route, person = self._route, self._person
        if person.part in ("admin", "pusat") and route and not route.reads and MANAGING.search(route.path):
            offices = [person.office] if person.office else [place.id for place in OFFICES]
            victims = [login for office in offices for login in self._world.victims[office]]
            others = [
                t for t in self._ids.things["login"] if person.office and t.secret.office not in (person.office, "")
            ]
            if not others or self._chance.random() < 0.5:
                return self._chance.choice(victims)
            return self._note(self._chance.choice(others))
        return self._note(self._ids.any("login", self._chance))

    def _query(self, route: Route) -> Iterator[tuple[str, str]]:
        for name, schema in self._some(route.query):
            value = self._value(name, schema)
            if isinstance(value, bool):
                value = str(value).lower()
            yield name, ",".join(map(str, value)) if isinstance(value, list) else str(value)
        if "variables" in route.query and self._chance.random() < 0.1:
            yield "variables", f"catatan_eq_{self._chance.choice(self._words)}"

    def _some(self, given: Mapping[str, Any], needed: Sequence[str] = ()) -> Iterator[tuple[str, Any]]:
        """A few parameters, mostly such as take an id."""
        telling = [name for name in given if name in KINDS or name in WORDS]
        drop = {"sortBy", "sortOrder", "sorting", "variables", "cursor"} if self._chance.random() < 0.85 else set()
        for name, schema in given.items():
            often = 1.4 / max(1, len(telling)) if name in telling else 0.4 / max(1, len(given))
            if name in needed or (name not in drop and self._chance.random() < min(0.7, often)):
                yield name, schema

    def _value(self, name: str, schema: Mapping[str, Any]) -> Any:
        schema = self._resolved(schema)
        found = self._id_or_word(name, schema)
        if found is not None:
            return found
        kinds = schema.get("type", "string")
        kind = kinds[0] if isinstance(kinds, list) else kinds
        if "enum" in schema:
            return self._chance.choice(schema["enum"])
        if kind == "object" or "properties" in schema:
            return self._object(schema)
        if kind == "array":
            return [self._value(name, schema.get("items", {})) for _ in range(self._chance.choice((1, 1, 2)))]
        if kind == "boolean":
            return self._chance.random() < 0.5
        if kind in ("integer", "number"):
            return self._chance.choice((1, 2, 5, 60_000))
        if "T" in schema.get("example", "") or schema.get("format") == "date-time":
            return "2026-11-20T08:00:00.000+0700"
        return "2026-11-20" if "[0-9]{4}-" in schema.get("pattern", "") else NEUTRAL

    def _id_or_word(self, name: str, schema: Mapping[str, Any]) -> Any:
        route = self._route
        assert route is not None
        if (choice := CHOICES.get((route.path, name)) or CHOICES.get(("", name))) is not None:
            found: Any = self._chance.choice(choice)
        elif name in KINDS:
            own = [part for part in route.path.split("/") if name == "id" and part in self._ids.things]
            found = self._named(own[-1] if own else self._chance.choice(KINDS[name]))
        elif name in WORDS:
            if not route.reads and self._chance.random() < 0.95:
                return NEUTRAL
            word = self._chance.choice(self._words)
            secret = self._world.canaries.made[word]
            self._things.append(Thing(word, secret))
            found = f"%{word}%" if name.endswith("Like") else word
        else:
            return None
        kinds = str(schema.get("type", ""))
        if "array" in kinds:
            return [found]
        return int(found) if "integer" in kinds and str(found).isdigit() else found

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while True:
            if "$ref" in schema:
                schema = self._schemas[schema["$ref"].rpartition("/")[2]]
            elif "anyOf" in schema:
                schema = schema["anyOf"][0]
            else:
                return schema

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        given = schema.get("properties", {})
        if not given:
            inner = schema.get("additionalProperties")
            return {"catatan": {"value": NEUTRAL}} if isinstance(inner, dict) and inner.get("properties") else {}
        return {name: self._value(name, one) for name, one in self._some(given, schema.get("required", ()))}

    def _multipart(self, route: Route) -> dict[str, Any]:
        if route.path.endswith("/deployment/create"):
            office = self._chance.choice(OFFICES)
            text = DIAGRAM.read_text(encoding="utf-8").replace("KANTOR", office.id.replace("-", "_"))
            for n, post in enumerate(office.posts, 1):
                text = text.replace(f"POS{n}", post)
            tenant = self._named("office")
            return {"deployment-name": NEUTRAL, "tenant-id": tenant, "files": {"leaks.bpmn": text}}
        if route.path.endswith("/attachment/create"):
            return {"attachment-name": NEUTRAL, "files": {"uji.pdf": "%PDF-1.4\n% uji\n%%EOF\n"}}
        return {"valueType": "File", "files": {"data": "uji"}}

    def _form(self, route: Route) -> dict[str, Any]:
        found = {name: self._filled(kind) for name, kind in FORMS.get(route.path, {}).items()}
        return {"_kunci": f"{self._chance.random()}", **found}

    def _filled(self, kind: str) -> str:
        return self._named(kind) if kind in ("login", "tokens") else kind

    def _page_query(self, path: str) -> list[tuple[str, str]]:
        """What a page is asked besides."""
        found = []
        for name, kinds in QUERIES.get(path, {}).items():
            if self._chance.random() < 0.6:
                kind = self._chance.choice(kinds)
                if kind == "word":
                    word = self._chance.choice(self._words)
                    self._things.append(Thing(word, self._world.canaries.made[word]))
                    found.append((name, word))
                else:
                    found.append((name, self._named(kind) if kind in self._ids.things else kind))
        return found
