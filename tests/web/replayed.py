"""The Kampung KB case after its returns, with people who may and may not replay it, and the pages on it."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

import engine.commands
from engine.app import create_app
from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.desk import Context
from engine.commands.office import LoadOffice
from engine.commands.task import Claim, Complete
from engine.policy import Actor
from engine.seeding import CONSOLE
from engine.settings import load as settings
from engine.store import Store
from engine.store.cases import CASE
from engine.store.migrate import upgrade
from tests.sop.library import SOPS, office
from tests.sop.walking import Desks, Way, walks

__all__ = ["PASSWORD", "Replayed"]

PASSWORD: Final = "rahasia kantor"
SLUG: Final = "pengumpulan-data-pencanangan-kampung-kb"
BEGIN: Final = datetime(2026, 11, 23, 0, 40, tzinfo=UTC)
STEPS: Final = (1, 2, 4, 15, 40, 120)  # minutes between two acts
ROLES: Final = {"wulan": ("auditor", "kukar-kb"), "jauh": ("auditor", "bunut-hilir"), "budi": ("pemilik", "kukar-kb")}

for _found in pkgutil.iter_modules(engine.commands.__path__, "engine.commands."):
    importlib.import_module(_found.name)


@cache
def hash_of(password: str) -> str:
    """A hash that costs a millisecond instead of a hundred."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


@dataclass
class Working(Desks):
    """People who take their time, in working hours only, and mostly take a task before they do it."""

    dice: random.Random = field(default_factory=lambda: random.Random(5))

    def run(self, who: Actor, command: object) -> dict[str, Any]:
        """The command's body, some minutes after the last one."""
        self.now += timedelta(minutes=self.dice.choice(STEPS))
        while not (self.now.hour < 8 and self.now.weekday() < 5):
            self.now += timedelta(hours=1)
        if isinstance(command, Complete) and self.dice.random() < 0.5:
            self.desk.run(Context(who, self.now), Claim(command.case, command.n))
            self.now += timedelta(minutes=self.dice.choice(STEPS[:4]))
        body: dict[str, Any] = self.desk.run(Context(who, self.now), command).body
        return body


@dataclass
class Replayed:
    """The application on a store with that case; `number` and `case` name it."""

    store: Store
    number: str = ""
    case: int = 0
    app: Flask = field(init=False)
    desks: Working = field(init=False)
    now: datetime = field(init=False)

    @classmethod
    def below(cls, folder: Path) -> Replayed:
        """On a new SQLite database in this folder."""
        store = Store(f"sqlite:///{folder / 'lajur.sqlite'}")
        upgrade(store)
        return cls(store)

    def __post_init__(self) -> None:
        sop = next(one for one in SOPS if one.path.stem == SLUG)
        self.desks = Working(self.store, sop, BEGIN)
        self.number = self._walked(walks(sop)[0])
        context = Context(CONSOLE, self.desks.now)
        self.desks.desk.run(context, LoadOffice(office("bunut-hilir")))
        for login, (role, place) in ROLES.items():
            self.desks.desk.run(context, CreateAccount(login, login.title(), hash_of(PASSWORD)))
            self.desks.desk.run(context, Grant(login, role, place))
        self.desks.desk.run(context, CreateAccount("peserta", "Peserta", hash_of(PASSWORD), office="kukar-kb"))
        self.desks.desk.run(context, Hold("peserta", "kukar-kb/jfu", date(2026, 1, 1)))
        self.desks.desk.run(context, CreateAccount("orang", "Orang", hash_of(PASSWORD), office="bunut-hilir"))
        self.desks.desk.run(context, Hold("orang", "bunut-hilir/staf", date(2026, 1, 1)))
        self.app = create_app(self.desks.desk, settings(database_url=self.store.url, secret_key="kunci-untuk-uji-coba"))
        self.now = self.desks.now + timedelta(hours=1)
        self.app.extensions["lajur.now"] = lambda: self.now

    def _walked(self, walk: Any) -> str:
        gone = Way(self.desks, walk)
        gone.gone()
        self.case = gone.case
        with self.store.reading() as reading:
            row = reading.one(CASE, case=gone.case)
        assert row is not None
        return str(row["number"])

    def client(self, login: str) -> FlaskClient:
        """A browser without a script in which somebody is signed in."""
        client = self.app.test_client()
        token = re.search(r'name="_csrf" value="([^"]+)"', client.get("/masuk").text)
        assert token is not None
        answer = client.post("/masuk", data={"_csrf": token[1], "nama": login, "sandi": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def page(self, client: FlaskClient, query: str = "", status: int = 200) -> str:
        """A page of the replay."""
        answer = client.get(f"/putar-ulang/{self.number}{query}")
        assert answer.status_code == status, answer.text
        return answer.text

    def moments(self, client: FlaskClient) -> list[dict[str, Any]]:
        """Every moment as the script gets it, and the page that it came with."""
        found: list[dict[str, Any]] = []
        total = 1
        while len(found) < total:
            page = client.get(f"/putar-ulang/{self.number}/momen?m={len(found) + 1}").get_json()
            assert page["first"] == len(found) + 1
            total = page["total"]
            found += page["moments"]
        return found
