"""Ids of everything that is there, whose they are, and ids of the same shape of which there is nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.numbers import check_digit, is_case_number
from tests.torture.leaks_secrets import WORD, Secret
from tests.torture.leaks_world import OFFICES, Place, World

__all__ = ["Ids", "Thing", "gathered", "ghost"]

ABOUT_CASES: Final = frozenset({"process-instance", "task", "cases", "tasks", "execution", "external-task"})
ABOUT_DEFINITIONS: Final = frozenset(
    {"process-definition", "deployment", "job-definition", "resources", "event-subscription", "group", "tenant"}
    | {"offices", "key", "post", "office", "sops"}
)
_NUMBER: Final = re.compile(r"(\d+)((?:[-:]|$).*)", re.DOTALL)
_DEFINITION: Final = re.compile(r"\w+:\d+:(\d+)")
_SHA: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Thing:
    """An id, and what has to be readable for whoever may know of it; kind `open` says nothing about that."""

    id: str
    secret: Secret = field(compare=False)


@dataclass
class Ids:
    """Things by the part of a path that stands before their id."""

    things: dict[str, list[Thing]] = field(default_factory=dict)

    def add(self, kind: str, id: str, secret: Secret) -> None:
        """Notes it, once."""
        known = self.things.setdefault(kind, [])
        if all(one.id != id for one in known):
            known.append(Thing(id, secret))

    def any(self, kind: str, chance: random.Random, near: Thing | None = None) -> Thing | None:
        """One of them; sometimes one of nothing; mostly about what `near` is about where there is one."""
        known = self.things.get(kind)
        if not known:
            return None
        if near is not None and chance.random() < 0.6:
            fitting = [one for one in known if one.secret.about == near.secret.about]
            known = fitting or known
        found = chance.choice(known)
        return Thing(ghost(found.id), Secret("open", "")) if chance.random() < 0.05 else found


def ghost(id: str) -> str:
    """An id of the same shape of which there is nothing."""
    if WORD.search(id):
        return WORD.sub(lambda found: f"qzz{found[0][3:]}", id)
    if _SHA.fullmatch(id):
        return id[::-1]
    if is_case_number(id):
        code, year, running, _ = id.split("-")
        return f"{code}-{year}-9{running[1:]}-{check_digit(f'{year}9{running[1:]}')}"
    if found := _NUMBER.fullmatch(id):
        return f"99{found[1]:0>6}{found[2]}"
    if found := _DEFINITION.fullmatch(id):
        return f"tidak_ada:1:99{found[1]:0>6}"
    head, slash, tail = id.partition("/")
    return f"tidak-ada/{tail}" if slash else "tidak_ada" if "_" in head else "tidak-ada"


def gathered(world: World, lists: list[str]) -> Ids:
    """All ids that people of each office find in these lists (paths of GET without names in them)."""
    ids = Ids()
    for place in OFFICES:
        for part in ("pemilik", "admin", "satu", "mesin"):
            for path in lists:
                for row in _listed(world, (place.id, part), path):
                    _note(ids, place, path, row)
        _more(world, ids, place)
    for office, case, digest in world.papers:
        ids.add("dokumen", digest, Secret("case", office, case))
    for word, secret in world.canaries.made.items():
        if secret.what == "number":
            ids.add("berkas", word, secret)
        elif secret.what == "business key":
            ids.add("business-key", word, secret)
        elif secret.what == "login":
            ids.add("login", secret.about, secret)
        elif secret.what == "resource":
            ids.add("resource-name", f"leaks-{word}.bpmn", secret)
    return ids


def _listed(world: World, who: tuple[str, str], path: str) -> Iterator[Mapping[str, Any]]:
    login = world.logins[who]
    secrets = [one.secret for one in world.people if one.login == login and one.scopes is None and one.secret]
    headers = {"Authorization": f"Bearer {secrets[0]}"} if secrets else {}
    response = world.office.call(None if secrets else login, "GET", path, headers=headers)
    if response.status_code != 200 or not response.is_json:
        return
    found = response.get_json()
    rows: Any = found.get("items", ()) if isinstance(found, dict) else found
    yield from (row for row in rows if isinstance(row, dict))


def _note(ids: Ids, place: Place, path: str, row: Mapping[str, Any]) -> None:
    kind = path.rstrip("/").rpartition("/")[2]
    id = row.get("id") or row.get("login")
    if id is None or (row.get("tenantId") or place.id) != place.id:
        return
    case = row.get("processInstanceId") or (id if kind in ABOUT_CASES else None)
    if case is not None:
        secret = Secret("case", place.id, str(case).partition("-")[0])
    elif kind in ABOUT_DEFINITIONS:
        secret = Secret("definition", place.id)
    elif kind == "filter":
        secret = Secret("filter" if row["owner"] else "shared", place.id, row["owner"] or "")
    elif kind in ("user", "accounts"):
        secret = Secret("account", place.id, str(id))
    elif kind == "acting":
        secret = Secret("acting", place.id)
    else:
        secret = Secret("open", place.id)
    ids.add(kind, str(id), secret)


def _more(world: World, ids: Ids, place: Place) -> None:
    """What stands in no list without an id in its path."""
    here = Secret("definition", place.id)
    for post in place.posts:
        ids.add("post", post, here)
    ids.add("office", place.id, here)
    for sop in ("polos", "ramai", "masuk", "siaga"):
        ids.add("key", f"{sop}_{place.id.replace('-', '_')}", here)
        ids.add("sops", f"{sop}_{place.id.replace('-', '_')}", here)
    owner = (place.id, "pemilik")
    for thing in list(ids.things["deployment"]):
        if thing.secret.office == place.id:
            for row in _listed(world, owner, f"/engine-rest/deployment/{thing.id}/resources"):
                ids.add("resources", row["id"], here)
    for thing in list(ids.things["task"]):
        if thing.secret.office == place.id:
            for what in ("comment", "attachment"):
                for row in _listed(world, owner, f"/engine-rest/task/{thing.id}/{what}"):
                    ids.add(what, row["id"], thing.secret)
    for part in ("satu", "dua", "tiga", "pemilik", "auditor", "tamu", "plh"):
        login = world.logins[place.id, part]
        rows = list(_listed(world, (place.id, part), "/api/v1/tokens"))
        oldest = min(rows, key=lambda row: int(row["id"]))  # the others are needed to ask with
        ids.add("tokens", str(oldest["id"]), Secret("token", place.id, login))
