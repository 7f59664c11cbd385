"""Akun saya: own tokens and own password, and what somebody meets whose password is for one use."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.app import create_app
from engine.commands.account import ChangeAccount
from engine.commands.desk import Desk
from engine.commands.identity import LinkIdentity
from engine.library import Library
from engine.passwords import hashed
from engine.seeding import first_administrator
from engine.settings import load as settings
from engine.store import Store
from engine.store.history import stream
from tests.api.conftest import office, shared
from tests.api.office import PASSWORD, Office

__all__ = ["office", "shared"]

NEW = "kata sandi yang baru"
SECRET = re.compile(r'id="token-baru">(lajur_[\w-]+)<')


class Browser:
    """A person at the pages, without scripts."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str) -> TestResponse:
        """A page."""
        return self.client.get(path)

    def post(self, path: str, form: dict[str, Any] | None = None, *, of: str = "/akun") -> TestResponse:
        """A form of a page, with what it hides."""
        page = self.get(of).text
        hidden = {name: re.findall(f'name="{name}" value="([^"]+)"', page)[:1] for name in ("_csrf", "_kunci")}
        return self.client.post(path, data={name: found[0] for name, found in hidden.items() if found} | (form or {}))

    def sign_in(self, login: str = "staf", password: str = PASSWORD) -> TestResponse:
        """Signs in."""
        return self.post("/masuk", {"nama": login, "sandi": password}, of="/masuk")

    def change(self, present: str = PASSWORD, new: str = NEW, again: str = NEW) -> TestResponse:
        """Sends the form of the password."""
        return self.post("/akun/sandi", {"lama": present, "baru": new, "ulang": again})


@pytest.fixture
def staf(office: Office) -> Browser:
    """The staff member, signed in."""
    found = Browser(office.app)
    assert found.sign_in().status_code == 303
    return found


def test_a_token_is_made_shown_once_used_and_revoked(staf: Browser, office: Office) -> None:
    form = {"nama": "laptop", "cakupan": ["read", "tasks"], "hari": "30"}
    kept = re.findall(r'name="_(?:kunci|csrf)" value="([^"]+)"', staf.get("/akun").text)
    key = next(one for one in kept if len(one) < 30)
    response = staf.post("/akun/token", form | {"_kunci": key})
    secret = SECRET.findall(response.text)[0]
    again = staf.post("/akun/token", form | {"_kunci": key})
    assert secret not in again.text
    assert "sudah ditampilkan" in again.text
    page = staf.get("/akun").text
    assert "laptop" in page
    assert secret not in page
    bearer = {"Authorization": f"Bearer {secret}"}
    assert office.call(None, "GET", "/api/v1/tasks", headers=bearer).status_code == 200
    (id,) = re.findall(r"/akun/token/(\d+)/cabut", page)
    assert staf.post(f"/akun/token/{id}/cabut").status_code == 303
    page = staf.get("/akun").text
    assert "Token dicabut" in page
    assert "laptop" not in page
    assert office.call(None, "GET", "/api/v1/tasks", headers=bearer).status_code == 401


def test_a_token_that_cannot_be_comes_back_as_it_was_filled_in(staf: Browser) -> None:
    response = staf.post("/akun/token", {"nama": "", "cakupan": ["read"], "hari": "366"})
    assert response.status_code == 422
    assert "Beri nama" in response.text
    assert 'value="read" checked' in response.text
    assert 'value="366" selected' in response.text
    assert "Pilih cakupan" in staf.post("/akun/token", {"nama": "x"}).text


def test_nobody_revokes_the_token_of_another_person(staf: Browser, office: Office) -> None:
    other = Browser(office.app)
    other.sign_in("kasi")
    other.post("/akun/token", {"nama": "x", "cakupan": "read"})
    assert staf.post("/akun/token/1/cabut").status_code == 404
    assert "x" in other.get("/akun").text


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(staf: Browser, office: Office) -> None:
    elsewhere = Browser(office.app)
    elsewhere.sign_in()
    assert staf.change().status_code == 303
    assert "Kata sandi diganti" in staf.get("/akun").text
    assert elsewhere.get("/kotak-tugas").status_code == 302
    assert Browser(office.app).sign_in().status_code == 403
    assert Browser(office.app).sign_in(password=NEW).status_code == 303
    with office.store.reading() as reading:
        last = list(stream(reading, 0))[-1]
    assert (last.actor, last.data) == ("staf", {"change": "own-password", "login": "staf"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"present": "salah"}, "Kata sandi sekarang salah"),
        ({"again": "lain"}, "Kedua kata sandi baru tidak sama"),
        ({"new": "pendek", "again": "pendek"}, "10 sampai"),
        ({"new": PASSWORD, "again": PASSWORD}, "yang lain dari yang sekarang"),
    ],
)
def test_a_password_that_cannot_be_is_refused(staf: Browser, given: dict[str, str], said: str) -> None:
    response = staf.change(**given)
    assert response.status_code == 422
    assert said in response.text
    for password in (*given.values(), PASSWORD):
        assert f'value="{password}"' not in response.text


def test_who_found_an_open_session_cannot_guess_the_password_for_ever(staf: Browser) -> None:
    said = [staf.change(present=f"tebakan {n}").status_code for n in range(6)]
    assert said == [422] * 5 + [429]


def test_a_password_for_one_use_is_replaced_before_anything_else(office: Office) -> None:
    office.run(ChangeAccount("staf", password=hashed("sekali pakai saja"), temporary=True))
    staf = Browser(office.app)
    assert staf.sign_in(password="sekali pakai saja").status_code == 303
    for path in ("/", "/kotak-tugas", "/berkas", "/mulai"):
        assert staf.get(path).location == "/akun", path
    page = staf.get("/akun").text
    assert "sekali pakai" in page
    assert "Buat token" not in page
    assert staf.post("/akun/token", {"nama": "x", "cakupan": "read"}).location == "/akun"
    assert staf.change("sekali pakai saja").status_code == 303
    assert staf.get("/kotak-tugas").status_code == 200
    assert office.call(None, "GET", "/api/v1/tasks", auth=("staf", NEW)).status_code == 200


def test_the_first_administrator_replaces_the_password_that_was_printed(store: Store) -> None:
    desk = Desk(store, Library())
    printed = first_administrator(desk, datetime.now(UTC))
    assert printed is not None
    app = create_app(desk, settings(database_url=store.url, secret_key="kunci-untuk-uji-coba"))
    admin = Browser(app)
    assert app.test_client().get("/engine-rest/version", auth=("admin", printed)).status_code == 403
    assert admin.sign_in("admin", printed).status_code == 303
    assert admin.get("/kotak-tugas").location == "/akun"
    assert admin.change(printed).status_code == 303
    assert app.test_client().get("/engine-rest/version", auth=("admin", NEW)).status_code == 200
    assert app.test_client().get("/engine-rest/version", auth=("admin", printed)).status_code == 401
    assert first_administrator(desk, datetime.now(UTC)) is None


def test_a_link_with_a_provider_is_shown_and_taken(staf: Browser, office: Office) -> None:
    office.run(LinkIdentity("staf", "https://masuk.contoh.invalid", "123"))
    assert "masuk.contoh.invalid" in staf.get("/akun").text
    assert staf.post("/akun/putus", {"penyedia": "https://masuk.contoh.invalid"}).status_code == 303
    page = staf.get("/akun").text
    assert "diputus" in page
    assert "masuk.contoh.invalid" not in page


def test_without_a_session_or_the_page_s_own_mark_nothing_changes(staf: Browser, shared: Office) -> None:
    assert Browser(shared.app).get("/akun").status_code == 302
    assert staf.client.post("/akun/sandi", data={"lama": PASSWORD, "baru": NEW, "ulang": NEW}).status_code == 400
    assert staf.client.post("/akun/token", data={"nama": "x", "cakupan": "read"}).status_code == 400
