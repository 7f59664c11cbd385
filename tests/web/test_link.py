"""A link lets somebody outside answer one step once: without an account, without seeing the case, from a phone."""

from __future__ import annotations

import importlib
import re
from io import BytesIO
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect
from sqlalchemy import text
from werkzeug.test import TestResponse

from engine.commands.link import MakeLink
from engine.commands.task import Complete
from engine.store import Query
from engine.tokens import digest
from tests.api.conftest import office
from tests.api.office import ANSWERS, Office
from tests.web.desk import CSRF, PNG, Browser, number_of
from tests.web.site import PHONE, Site

__all__ = ["office"]

GIVEN: Final = ANSWERS["langkah_1"]
URL: Final = re.compile(r"https?://[^\s<]+/j/([A-Za-z0-9_-]{43})")
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def made(office: Office, case: int, word: str = "rahasia-uji") -> str:
    """A link to step 1, by the clerk who records for the applicant; its path."""
    office.run(MakeLink(case, 1, digest(word), "Ani Suryani"), "staf")
    return f"/j/{word}"


def sent(client: FlaskClient, path: str, **given: Any) -> TestResponse:
    """The form of a link, filled in and sent."""
    page = client.get(path)
    return client.post(path, data={"_csrf": CSRF.findall(page.text)[0], "_aksi": "kirim", **given})


def kinds(office: Office, case: int) -> list[str]:
    with office.store.reading() as reading:
        asked = Query("Kinds.", text("SELECT kind FROM event WHERE case_id = :case ORDER BY number"))
        return [row["kind"] for row in reading.all(asked, case=case)]


@sqlite
def test_a_guest_answers_once_and_nothing_of_the_case_is_shown(office: Office) -> None:
    case = office.case()
    client, path = office.app.test_client(), made(office, case)
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "Kotak tugas" not in page.text
    assert "<script" not in page.text
    assert sent(client, path, nama_pemohon="").status_code == 422
    done = sent(client, path, **GIVEN)
    assert done.status_code == 303, done.text
    assert "Terima kasih" in client.get(done.location).text
    assert kinds(office, case)[-2:] == ["TaskCompleted", "LinkUsed"]
    assert client.post(path, data={**GIVEN, "_csrf": CSRF.findall(client.get("/masuk").text)[0]}).status_code == 409
    assert kinds(office, case).count("TaskCompleted") == 1


@sqlite
def test_a_form_from_elsewhere_and_one_that_is_only_checked_answer_nothing(office: Office) -> None:
    case = office.case()
    client, path = office.app.test_client(), made(office, case)
    assert client.post(path, data=GIVEN).status_code == 400
    assert sent(client, path, **GIVEN, _aksi="periksa").status_code == 422
    secure = office.app.test_client()
    page = secure.get(path, base_url="https://localhost")
    token = CSRF.findall(page.text)[0]
    answer = secure.post(path, base_url="https://localhost", data={**GIVEN, "_csrf": token, "_aksi": "kirim"})
    assert answer.status_code == 303, "a browser that names no referrer answers over TLS too"


@sqlite
def test_a_link_says_why_it_counts_no_more(office: Office) -> None:
    case = office.case()
    client, path, other = office.app.test_client(), made(office, case), made(office, case, "lain")
    staf = Browser(office, "staf")
    number = number_of(office, case)
    page = staf.get(f"/berkas/{number}")
    ends = re.findall(rf"/berkas/{number}/tautan/\d+/cabut", page)
    assert len(ends) == 2
    assert staf.press(f"/berkas/{number}", ends[0]).status_code == 303
    assert "tidak berlaku lagi" in client.get(other).text
    office.run(Complete(case, 1, GIVEN), "staf")
    assert "tidak diperlukan lagi" in client.get(path).text


@sqlite
def test_guessed_secrets_are_slowed_down_and_the_right_one_is_not(office: Office) -> None:
    client, path = office.app.test_client(), made(office, office.case())
    found = [client.get(f"/j/tebakan-{n}").status_code for n in range(62)]
    assert found[0] == 404
    assert found[-1] == 429
    assert client.get(path).status_code == 200


@sqlite
def test_a_guest_who_is_not_known_sends_no_large_form(office: Office) -> None:
    client = office.app.test_client()
    token = CSRF.findall(client.get("/masuk").text)[0]
    assert client.post("/j/tiada", data={"_csrf": token, "a": "x" * 200_000}).status_code == 413
    assert client.post("/j/tiada", data={"_csrf": token}).status_code == 404


@sqlite
def test_the_secret_stands_on_one_page_and_in_no_log(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    case = office.case()
    number = number_of(office, case)
    staf = Browser(office, "staf")
    form = {"n": "1", "untuk": "Ani Suryani", "hari": "7"}
    page = staf.press(f"/tugas/{case}-1", f"/berkas/{number}/tautan", **form)
    (secret,) = set(URL.findall(page.text))
    office.app.test_client().get(f"/j/{secret}")
    assert secret not in staf.get(f"/berkas/{number}")
    assert secret not in staf.get(f"/tugas/{case}-1")
    out, err = capfd.readouterr()
    assert "/j/<secret>" in out + err
    assert secret not in out + err
    for wrong in ({"untuk": ""}, {"hari": "99"}, {"hari": "x"}):
        refused = staf.press(f"/tugas/{case}-1", f"/berkas/{number}/tautan", **form | wrong)
        assert refused.status_code == 422
        assert not URL.findall(refused.text)


@sqlite
def test_a_link_brings_so_many_papers_and_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("engine.web.link"), "MOST_PAPERS", 0)
    client, path = office.app.test_client(), made(office, office.case())
    answer = sent(client, path, **GIVEN, foto=(BytesIO(PNG), "foto.png"))
    assert answer.status_code == 422


@pytest.mark.browser
def test_a_clerk_sends_a_link_and_somebody_answers_it_on_a_phone(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start("Surat Keterangan Miskin")
    staf.open(number)
    page = staf.page
    page.get_by_text("Kirim tautan jawaban").click()
    page.get_by_label("Untuk siapa").fill("Ani Suryani")
    page.get_by_role("button", name="Buat tautan").click()
    url = page.locator("#alamat").inner_text()
    expect(page.locator("#pesan")).to_contain_text(url)
    guest = site.window(script=False)
    guest.set_viewport_size(PHONE)
    guest.goto(url)
    expect(guest.locator("main")).to_contain_text("Untuk Ani Suryani")
    for box in guest.locator(".fields fieldset").all():
        box.locator("input").first.check()
    guest.locator("[name=nama_pemohon]").fill("Ani Suryani")
    guest.locator("[name=nik]").fill("6106010101900001")
    guest.get_by_role("button", name="Kirim jawaban").click()
    expect(guest.locator(".note.late")).to_contain_text("Belum terkirim")
    guest.locator("[name=desa]").fill("Bunut Tengah")
    guest.get_by_role("button", name="Kirim jawaban").click()
    expect(guest.locator(".note.ok")).to_contain_text("Terima kasih")
    guest.goto(url)
    expect(guest.locator("main form")).to_have_count(0)
    page.goto(f"/berkas/{number}")
    expect(page.locator("main")).to_contain_text("sudah dipakai")
    expect(page.locator("main")).to_contain_text("(langkah 2)")
