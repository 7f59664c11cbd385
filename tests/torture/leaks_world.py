"""Two offices in which every personal or internal value is a canary, and people of every role and post."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.acting import LetAct
from engine.commands.document import StoreDocument
from engine.commands.token import CreateToken
from engine.store import Store
from engine.tokens import digest, made
from tests.api.office import AWAY, HOME, Office, _hash
from tests.torture.leaks_secrets import Canaries, Secret

__all__ = ["OFFICES", "Person", "Place", "World", "build"]

DIAGRAM: Final = Path(__file__).parent / "leaks.bpmn"
NAMES: Final = 13  # canaries of the diagram


@dataclass(frozen=True)
class Place:
    """An office with three posts that somebody holds, its region, and how its case numbers begin."""

    id: str
    posts: tuple[str, str, str]
    region: str
    code: str


OFFICES: Final = (
    Place(HOME, (f"{HOME}/staf", f"{HOME}/kasi-kesra", f"{HOME}/sekcam"), "Kabupaten Kapuas Hulu", "BH"),
    Place(AWAY, (f"{AWAY}/jfu", f"{AWAY}/tim", f"{AWAY}/kabid"), "Kabupaten Kutai Kartanegara", "KK"),
)
SCOPES: Final = (("read",), ("tasks",), ("manage",), ("deploy",), ("external",), ("admin",))
NARROW: Final = ("satu", "pemilik", "mesin", "admin", "auditor")


@dataclass(frozen=True)
class Person:
    """Somebody who asks: an account, or a token of his with less than all scopes. `office` is empty for everywhere."""

    login: str
    part: str
    office: str
    secret: str | None = None
    scopes: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.part}@{self.office or '*'}" + (f"[{' '.join(sorted(self.scopes))}]" if self.scopes else "")


@dataclass
class World:
    """The application with its people; `logins` by office and part, `victims` may be changed by administrators."""

    office: Office
    canaries: Canaries = field(default_factory=Canaries)
    people: list[Person] = field(default_factory=list)
    logins: dict[tuple[str, str], str] = field(default_factory=dict)
    victims: dict[str, list[str]] = field(default_factory=dict)
    papers: list[tuple[str, str, str]] = field(default_factory=list)
    """Office, case and digest of each paper."""

    def ask(self, who: tuple[str, str], method: str, path: str, **options: Any) -> Any:
        """The JSON of an answer; a request that is refused is an error."""
        response = self.office.call(self.logins[who], method, path, **options)
        assert response.status_code < 300, (who, method, path, response.status_code, response.text)
        return response.get_json() if response.data and response.is_json else None


def build(store: Store) -> World:
    """The world on an empty store."""
    world = World(Office(store))
    for place in OFFICES:
        _people(world, place)
    _above(world)
    for place in OFFICES:
        _Furnished(world, place).all()
    return world


def _account(world: World, part: str, office: str, **more: Any) -> str:
    login = f"{part}.{world.canaries.new('account', office, what='login')}"
    name = f"{part.title()} {world.canaries.new('account', office, login, 'name')}"
    world.canaries.told([login.rpartition(".")[2]], login)
    world.office.run(CreateAccount(login, name, None if part == "mesin" else _hash(), more.get("of", office) or None))
    world.logins[office, part] = login
    return login


def _people(world: World, place: Place) -> None:
    run, canary = world.office.run, world.canaries.new
    for part, post in zip(("satu", "dua", "tiga"), place.posts, strict=True):
        run(Hold(_account(world, part, place.id), post, date(2026, 1, 1)))
    for part, role in (("pemilik", "pemilik"), ("auditor", "auditor"), ("admin", "administrator"), ("mesin", "worker")):
        run(Grant(_account(world, part, place.id, of=""), role, place.id))
    _account(world, "tamu", place.id)
    for part in ("korban1", "korban2"):
        login = _account(world, part, place.id)
        run(Hold(login, place.posts[2], date(2026, 1, 1), date(2026, 12, 31)))
        world.victims.setdefault(place.id, []).append(login)
    letter, reason = canary("acting", place.id, what="letter"), canary("acting", place.id, what="reason")
    stand_in, holder = _account(world, "plh", place.id), world.logins[place.id, "satu"]
    until = date(2026, 12, 30)
    run(LetAct(place.posts[0], stand_in, "plh", date(2026, 11, 1), until, holder, letter, reason))
    for part in ("satu", "dua", "tiga", "pemilik", "auditor", "admin", "mesin", "tamu", "plh"):
        login = world.logins[place.id, part]
        _token(world, login, place.id, ("read",))
        if part != "mesin":
            world.people.append(Person(login, part, place.id))
        else:
            world.people.append(Person(login, part, place.id, _token(world, login, place.id, ("external", "read"))))
        for scopes in SCOPES if part in NARROW else ():
            secret = _token(world, login, place.id, scopes)
            world.people.append(Person(login, part, place.id, secret, frozenset(scopes)))


def _token(world: World, login: str, office: str, scopes: tuple[str, ...]) -> str:
    secret = made()
    name = world.canaries.new("token", office, login, "token")
    world.office.run(CreateToken(login, name, digest(secret), tuple(sorted(scopes))))
    return secret


def _above(world: World) -> None:
    """Who has a role for a whole region, and the administrator of all offices."""
    place = OFFICES[0]
    login = _account(world, "wilayah", "")
    world.office.run(Grant(login, "auditor", f"region:{place.region}"))
    world.people.append(Person(login, "wilayah", place.id))
    login = _account(world, "pusat", "")
    world.office.run(Grant(login, "administrator", "*"))
    world.people.append(Person(login, "pusat", ""))


@dataclass
class _Furnished:
    """Puts definitions, cases and all else into one office."""

    world: World
    place: Place

    def all(self) -> None:
        self._deploy()
        for n in range(3):
            self._plain(n)
        for n in range(3):
            self._busy(n)
        self._ended()
        self._filters()

    def ask(self, part: str, method: str, path: str, **options: Any) -> Any:
        return self.world.ask((self.place.id, part), method, f"/engine-rest{path}", **options)

    def word(self, kind: str = "case", about: str = "", what: str = "") -> str:
        return self.world.canaries.new(kind, self.place.id, about, what)

    def _deploy(self) -> None:
        text = DIAGRAM.read_text(encoding="utf-8").replace("KANTOR", self.place.id.replace("-", "_"))
        for n, post in enumerate(self.place.posts, 1):
            text = text.replace(f"POS{n}", post)
        for n in range(NAMES, 0, -1):
            text = text.replace(f"RAHASIA{n}", self.word("definition", what="diagram"))
        file = f"leaks-{self.word('definition', what='resource')}.bpmn"
        self.ask(
            "pemilik",
            "POST",
            "/deployment/create",
            data={
                "deployment-name": self.word("definition", what="deployment"),
                "deployment-source": self.word("definition", what="source"),
                "tenant-id": self.place.id,
                file: (BytesIO(text.encode()), file),
            },
            content_type="multipart/form-data",
        )

    def _start(self, sop: str, **values: Any) -> str:
        key = self.word(what="business key")
        words = {name: self.word(what="answer") for name in ("catatan", "nama")}
        variables = {name: {"value": value} for name, value in {**words, **values}.items()}
        path = f"/process-definition/key/{sop}_{self.place.id.replace('-', '_')}/start"
        case = str(self.ask("satu", "POST", path, json={"businessKey": key, "variables": variables})["id"])
        self.world.canaries.told([key, *words.values()], case)
        number = self.world.ask((self.place.id, "satu"), "GET", f"/api/v1/cases/{case}")["number"]
        self.world.canaries.made[number] = Secret("case", self.place.id, case, "number")
        return case

    def _paper(self, case: str) -> dict[str, Any]:
        body = f"%PDF-1.4\n% {self.word(about=case, what='bytes')}\n%%EOF\n".encode()
        command = StoreDocument(f"{self.word(about=case, what='file name')}.pdf", body)
        kept = self.world.office.run(command, self.world.logins[self.place.id, "satu"])
        self.world.papers.append((self.place.id, case, kept["sha256"]))
        return kept

    def _plain(self, n: int) -> None:
        case = self._start("polos")
        (task,) = self.ask("satu", "GET", f"/task?processInstanceId={case}")
        id = task["id"]
        self.ask("satu", "POST", f"/task/{id}/comment/create", json={"message": self.word(about=case, what="comment")})
        self.ask("satu", "POST", f"/task/{id}/claim", json={"userId": self.world.logins[self.place.id, "satu"]})
        local = {"value": self.word(about=case, what="local variable")}
        self.ask("pemilik", "PUT", f"/task/{id}/localVariables/catatan_tugas", json=local)
        self._attach(case, id)
        if n == 0:
            return
        papers = {"value": f"[{json.dumps(self._paper(case))}]", "type": "Json"}
        said = {"value": self.word(about=case, what="answer")}
        self.ask("satu", "POST", f"/task/{id}/complete", json={"variables": {"berkas": papers, "alasan": said}})
        if n == 2:
            path = f"/api/v1/cases/{case}/suspend"
            reason = {"reason": self.word(about=case, what="reason")}
            self.world.ask((self.place.id, "pemilik"), "POST", path, json=reason)

    def _attach(self, case: str, task: str) -> None:
        body = f"%PDF-1.4\n% {self.word(about=case, what='bytes')}\n%%EOF\n".encode()
        name = f"{self.word(about=case, what='file name')}.pdf"
        data = {
            "attachment-name": self.word(about=case, what="attachment"),
            "attachment-description": self.word(about=case, what="description"),
            "attachment-type": "application/pdf",
            "content": (BytesIO(body), name),
        }
        path = f"/task/{task}/attachment/create"
        self.ask("satu", "POST", path, data=data, content_type="multipart/form-data")

    def _busy(self, n: int) -> None:
        case = self._start("ramai")
        (task,) = self.ask("satu", "GET", f"/task?processInstanceId={case}")
        people = {"value": json.dumps([self.word(about=case, what="item") for _ in range(2)]), "type": "Json"}
        said = {"value": self.word(about=case, what="answer")}
        self.ask("satu", "POST", f"/task/{task['id']}/complete", json={"variables": {"daftar": people, "isi": said}})
        if n == 2:
            return
        worker = f"w-{self.word(about=case, what='worker')}"
        topics = [{"topicName": "kirim", "lockDuration": 600_000}]
        body = {"workerId": worker, "maxTasks": 1, "topics": topics}
        (lent,) = self._machine("POST", "/external-task/fetchAndLock", body)
        if n == 1:
            return
        failure = {
            "workerId": worker,
            "errorMessage": self.word(about=case, what="error"),
            "errorDetails": self.word(about=case, what="details"),
            "retries": 0,
        }
        self._machine("POST", f"/external-task/{lent['id']}/failure", failure)
        (incident,) = self.ask("pemilik", "GET", f"/incident?processInstanceId={case}")
        note = {"annotation": self.word(about=case, what="annotation")}
        self.ask("pemilik", "PUT", f"/incident/{incident['id']}/annotation", json=note)

    def _machine(self, method: str, path: str, body: Any) -> Any:
        secret = next(one.secret for one in self.world.people if one.login == self.world.logins[self.place.id, "mesin"])
        headers = {"Authorization": f"Bearer {secret}"}
        found = self.world.office.call(None, method, f"/engine-rest{path}", json=body, headers=headers)
        assert found.status_code < 300, found.text
        return found.get_json() if found.data else None

    def _ended(self) -> None:
        case = self._start("polos")
        reason = {"reason": self.word(about=case, what="reason")}
        self.world.ask((self.place.id, "pemilik"), "POST", f"/api/v1/cases/{case}/cancel", json=reason)

    def _filters(self) -> None:
        for part, owner in (("satu", True), ("dua", True), ("pemilik", False)):
            login = self.world.logins[self.place.id, part]
            kind, about = ("filter", login) if owner else ("shared", "")
            body = {
                "resourceType": "Task",
                "name": self.word(kind, about, "filter"),
                "owner": login if owner else None,
                "query": {"nameLike": f"%{self.word(kind, about, 'filter query')}%"},
                "properties": {"color": self.word(kind, about, "filter property")},
            }
            self.ask(part, "POST", "/filter/create", json=body)
