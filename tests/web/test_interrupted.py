"""What was typed when the session ended comes back to who typed it, and to nobody else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.store import Store
from tests.api.office import PASSWORD, Office
from tests.web.test_drafts import CSRF, Tab, browser, tab

HERE = {"Sec-Fetch-Site": "same-origin"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TYPED = {"nomor_agenda": "12/A", "tanggal_agenda": "besok <kira-kira>?"}


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def sent_too_late(page: Tab, login: str = "staf") -> TestResponse:
    """The session ends in another tab; then the page is sent with what was typed."""
    page.client.post("/keluar", data={"_csrf": CSRF.findall(page.text)[0]})
    return page.client.post(page.path, data={**page.carries, "_akun": login, **TYPED}, headers=HERE)


def signed_in(client: FlaskClient, shown: str, login: str, password: str = PASSWORD) -> TestResponse:
    """The sign-in page with all that it carries, filled in and sent."""
    carried = {name: unescape(text) for name, text in HIDDEN.findall(shown)}
    return client.post("/masuk", data={**carried, "nama": login, "sandi": password})


def test_the_text_of_an_ended_session_comes_back_after_signing_in(office: Office) -> None:
    page = tab(office)
    refused = sent_too_late(page)
    assert refused.status_code == 400
    assert "Belum terkirim: Anda sudah keluar." in refused.text
    wrong = signed_in(page.client, refused.text, "staf", "salah")
    assert wrong.status_code == 403
    answer = signed_in(page.client, wrong.text, "staf")
    assert (answer.status_code, answer.location) == (303, page.path)
    shown = page.open()
    assert 'value="12/A"' in shown
    assert 'value="besok &lt;kira-kira&gt;?"' in shown
    assert "Draf tersimpan" in shown


def test_somebody_else_who_signs_in_does_not_get_the_text(office: Office) -> None:
    page = tab(office)
    refused = sent_too_late(page)
    assert signed_in(page.client, refused.text, "kasi").status_code == 303
    case = int(page.path.removeprefix("/tugas/").removesuffix("-2"))
    assert "12/A" not in tab(office, "pemilik", case).text
    assert 'value="12/A"' not in tab(office, "staf", case).text


def test_who_signed_in_again_in_another_tab_goes_on_by_a_button(office: Office) -> None:
    page = tab(office)
    page.client.post("/keluar", data={"_csrf": CSRF.findall(page.text)[0]})
    form = {"nama": "staf", "sandi": PASSWORD, "_csrf": CSRF.findall(page.client.get("/masuk").text)[0]}
    page.client.post("/masuk", data=form)
    refused = page.client.post(page.path, data={**page.carries, "_akun": "staf", **TYPED}, headers=HERE)
    assert (refused.status_code, "Lanjutkan dengan isian tadi" in refused.text) == (400, True)
    carried = {name: unescape(text) for name, text in HIDDEN.findall(refused.text)}
    assert page.client.post(page.path + "/draf", data=carried).status_code == 303
    assert 'value="12/A"' in page.open()


def test_a_page_of_another_person_only_shows_the_text_to_be_copied(office: Office) -> None:
    page = tab(office)
    kasi = browser(office, "kasi")
    refused = kasi.post(page.path, data={**page.carries, "_akun": "staf", **TYPED}, headers=HERE)
    assert refused.status_code == 400
    assert "<dd>12/A</dd>" in refused.text
    assert "Lanjutkan dengan isian tadi" not in refused.text


def test_another_site_cannot_put_words_into_the_sign_in_page(office: Office) -> None:
    page = tab(office)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}, {}):
        answer = page.client.post(page.path, data={"_akun": "staf", **TYPED}, headers=headers)
        assert answer.status_code == 400
        assert "12/A" not in answer.text


def test_a_comment_that_could_not_be_sent_is_shown(office: Office) -> None:
    page = tab(office)
    number = re.findall(r"/berkas/([A-Z]{2,}-[\d-]+)", page.text)[0]
    sent = page.client.post(f"/berkas/{number}/komentar", data={"komentar": "KK menyusul"}, headers=HERE)
    assert (sent.status_code, "KK menyusul" in sent.text) == (400, True)
