"""Two offices with a real SOP each, people in every role, and a client that speaks as any of them."""

from __future__ import annotations

import base64
import functools
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.case import StartCase
from engine.commands.desk import Context, Desk
from engine.commands.task import Complete
from engine.library import Library
from engine.policy import Actor
from engine.seeding import CONSOLE, Seed, library, load
from engine.settings import load as settings
from engine.store import NewEvent, Stamp, Store
from engine.store.cases import CASE
from engine.store.people import actor
from tests.api.applications import application
from tests.api.strict import demand_documented

__all__ = ["ANSWERS", "HOME", "KB", "PASSWORD", "SKM", "Office", "typed"]

SKM: Final = "pengesahan_surat_keterangan_miskin"
KB: Final = "pengumpulan_data_pencanangan_kampung_kb"
HOME, AWAY = "bunut-hilir", "kukar-kb"
PASSWORD: Final = "rahasia kantor"
TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "langkah_1": {
        "nama_pemohon": "Ani Suryani",
        "nik": "6106010101900001",
        "desa": "Bunut Tengah",
        "berkas_dibawa": ["SKM", "Foto Copy KTP", "Foto Copy KK"],
    },
    "langkah_2": {"nomor_agenda": "otomatis", "tanggal_agenda": "2026-11-19"},
    "langkah_3": {
        "skm_3": "ada",
        "foto_copy_ktp_3": "ada",
        "foto_copy_kk_3": "ada",
        "keputusan_3": "Ya",
    },
    "langkah_4": {},
    "langkah_5": {},
    "langkah_6": {"nama_penerima": "Ani Suryani", "tanggal_penyerahan": "2026-11-20"},
}
POSTS: Final = {
    "staf": "bunut-hilir/staf",
    "kasi": "bunut-hilir/kasi-kesra",
    "sekcam": "bunut-hilir/sekcam",
    "camat": "bunut-hilir/camat",
    "jfu": "kukar-kb/jfu",
}
ROLES: Final = {
    "pemilik": ("pemilik", HOME),
    "pemilik-lain": ("pemilik", AWAY),
    "auditor": ("auditor", HOME),
    "auditor-lain": ("auditor", AWAY),
    "admin": ("administrator", "*"),
    "mesin": ("worker", HOME),
}


@functools.cache
def _library() -> tuple[Seed, ...]:
    return tuple(library())


@functools.cache
def _hash() -> str:
    """A hash that costs a test a millisecond instead of a hundred."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def typed(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Variables as the dialect sends them; lists as Json text."""
    return {
        name: {"value": json.dumps(value), "type": "Json"} if isinstance(value, list) else {"value": value}
        for name, value in values.items()
    }


@dataclass
class Office:
    """The application on a store; `now` is the time of every request and command."""

    store: Store
    now: datetime = NOW
    desk: Desk = field(init=False)
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, Library())
        slugs = {HOME: SKM.replace("_", "-"), AWAY: KB.replace("_", "-")}
        found = [(seed, slugs[seed.office["id"]]) for seed in _library() if seed.office["id"] in slugs]
        load(self.desk, NOW, lambda _: None, iter(Seed(seed.office, {slug: seed.sops[slug]}) for seed, slug in found))
        for login, post in POSTS.items():
            self.run(CreateAccount(login, login.title(), _hash(), post.partition("/")[0]))
            self.run(Hold(login, post, date(2026, 1, 1)))
        for login, (role, place) in ROLES.items():
            self.run(CreateAccount(login, login.title(), _hash()))
            self.run(Grant(login, role, place))
        chosen = settings(database_url=self.store.url, secret_key="kunci-untuk-uji-coba")
        self.app = application(self.desk, chosen)
        self.app.extensions["lajur.now"] = lambda: self.now

    @property
    def people(self) -> list[str]:
        """All logins."""
        return [*POSTS, *ROLES]

    def who(self, login: str) -> Actor:
        """The actor of a login."""
        with self.store.reading() as reading:
            found = actor(reading, login, TODAY)
        assert found is not None
        return found

    def run(self, command: object, login: str | None = None) -> dict[str, Any]:
        """A command's body, by somebody or by the console."""
        who = CONSOLE if login is None else self.who(login)
        return self.desk.run(Context(who, self.now), command).body

    def case(self, done: int = 0, business_key: str | None = None) -> int:
        """A case of the SKM SOP with that many of its steps done."""
        case: int = self.run(StartCase(key=SKM, business_key=business_key), "staf")["case"]
        for n, login in enumerate(("staf", "staf", "kasi", "sekcam", "camat", "staf")[:done], 1):
            self.run(Complete(case, n, ANSWERS[f"langkah_{n}"]), login)
        return case

    def incident(self, case: int) -> int:
        """Something goes wrong in a case; the number of the event that says so."""
        with self.store.transaction() as tx:
            row = tx.one(CASE, case=case)
            assert row is not None
            tx.numbered(case, row["events"], row["last_at"])
            told = NewEvent(case, "IncidentRaised", {"kind": "uji", "message": "uji"})
            return tx.append(told, Stamp(None, self.now)).number

    def call(self, login: str | None, method: str, path: str, **options: Any) -> TestResponse:
        """A request of somebody; None sends no credentials. `options` are those of Flask's client.

        No answer may leave what the OpenAPI document of its API says.
        """
        headers = dict(options.pop("headers", {}))
        if login is not None:
            headers["Authorization"] = basic(login, PASSWORD)
        response = self.app.test_client().open(path, method=method, headers=headers, **options)
        demand_documented(self.app, response)
        return response

    def get(self, login: str, path: str) -> Any:
        """The JSON of a GET that is answered with 200."""
        response = self.call(login, "GET", path)
        assert response.status_code == 200, response.text
        return response.get_json()


def basic(login: str, password: str) -> str:
    """The header of Basic credentials."""
    return "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()
