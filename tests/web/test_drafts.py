"""What is typed comes back on the next visit; two tabs lose nothing; what is handed in leaves no draft."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.commands.account import Hold
from engine.store import Store
from tests.api.office import KB, PASSWORD, Office

CSRF = re.compile(r'name="_csrf" value="([^"]+)"')
TAB = re.compile(r'name="_tab" value="([^"]+)"')
REVISION = re.compile(r'name="_revisi" value="([^"]+)"')


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


class Tab:
    """A page that somebody has open: what it carries and what he types into it."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self.client, self.path = client, path
        self.open()

    def open(self, query: str = "") -> str:
        self.text = self.client.get(self.path + query).text
        self.carries = {"_csrf": CSRF.findall(self.text)[0]}
        for name, found in (("_tab", TAB.findall(self.text)), ("_revisi", REVISION.findall(self.text))):
            self.carries |= {name: found[0]} if found else {}
        return self.text

    def press(self, where: str = "", **typed: Any) -> TestResponse:
        return self.client.post(self.path + where, data={**self.carries, **typed})

    def autosave(self, **typed: Any) -> dict[str, Any]:
        answer = self.client.post(self.path + "/draf", data={**self.carries, **typed}, headers={"X-Lajur-Draf": "1"})
        body: dict[str, Any] = answer.get_json()
        self.carries["_revisi"] = str(body.get("revision", self.carries["_revisi"]))
        return body


def browser(office: Office, login: str) -> FlaskClient:
    client = office.app.test_client()
    form = {"nama": login, "sandi": PASSWORD, "_csrf": CSRF.findall(client.get("/masuk").text)[0]}
    assert client.post("/masuk", data=form).status_code == 303
    return client


def tab(office: Office, login: str = "staf", case: int | None = None) -> Tab:
    """The page of the second task of a case, which asks for an agenda number."""
    return Tab(browser(office, login), f"/tugas/{case or office.case(1)}-2")


def test_a_draft_comes_back_with_its_time(office: Office) -> None:
    page = tab(office)
    assert "Belum ada draf" in page.text
    answer = page.press("/draf", nomor_agenda="12/A", tanggal_agenda="besok?")
    assert (answer.status_code, answer.location) == (303, page.path)
    shown = page.open()
    assert 'value="12/A"' in shown
    assert 'value="besok?"' in shown, "a draft is kept as it was typed, right or wrong"
    assert re.search(r"Draf tersimpan \d\d\.\d\d", shown)


def test_the_script_gets_a_sentence(office: Office) -> None:
    page = tab(office)
    first, second = page.autosave(nomor_agenda="1"), page.autosave(nomor_agenda="12")
    assert re.fullmatch(r"Draf tersimpan \d\d\.\d\d", first["said"])
    assert (second["revision"], second["others"]) == (2, 0)
    assert 'value="12"' in page.open()


def test_a_colleague_does_not_see_the_draft(office: Office) -> None:
    page = tab(office)
    page.press("/draf", nomor_agenda="rahasia-77")
    case = int(page.path.removeprefix("/tugas/").removesuffix("-2"))
    assert "rahasia-77" not in tab(office, "pemilik", case).text


def test_two_tabs_keep_both_texts_and_show_where_they_differ(office: Office) -> None:
    first = tab(office)
    second = Tab(first.client, first.path)
    first.autosave(nomor_agenda="dari tab satu")
    assert "keduanya disimpan" in second.autosave(nomor_agenda="dari tab dua")["said"]
    shown = second.open()
    assert 'value="dari tab dua"' in shown
    assert "<dd>dari tab satu</dd>" in shown
    older = re.findall(r'href="[^"]*\?draf=(\d+)"', shown)[0]
    shown = second.open(f"?draf={older}")
    assert 'value="dari tab satu"' in shown
    assert "<dd>dari tab dua</dd>" in shown
    unwanted = re.findall(r'name="_buang" value="([^"]+)"', shown)
    for name in unwanted:
        second.press("/draf/buang", _buang=name)
    assert "Belum ada draf" in second.open()


def test_a_refused_answer_goes_on_with_its_own_draft(office: Office) -> None:
    page = tab(office)
    page.autosave(nomor_agenda="9")
    refused = page.press(_aksi="kirim", nomor_agenda="9", tanggal_agenda="bukan tanggal")
    assert refused.status_code == 422
    assert TAB.findall(refused.text) == [page.carries["_tab"]]
    assert page.autosave(nomor_agenda="9", tanggal_agenda="19-11-2026")["others"] == 0


def test_a_draft_goes_with_the_answer(office: Office) -> None:
    page = tab(office)
    page.autosave(nomor_agenda="draf-31", tanggal_agenda="19-11-2026")
    late = Tab(page.client, page.path)
    assert page.press(_aksi="kirim", nomor_agenda="31", tanggal_agenda="19-11-2026").status_code == 303
    assert "draf-31" not in page.client.get(page.path).text
    assert "sudah diselesaikan" in late.autosave(nomor_agenda="terlambat")["said"]


def test_a_file_of_a_draft_is_kept_and_a_bad_one_says_why(office: Office) -> None:
    page = Tab(browser(office, "staf"), f"/tugas/{office.case(0)}-1")
    good, bad = (BytesIO(b"%PDF-1.4 surat"), "surat.pdf"), (BytesIO(b"MZ program"), "program.exe")
    answer = page.press("/draf", nama_pemohon="Ani", pindaian_berkas=[good, bad])
    assert answer.status_code == 422
    assert "Jenis berkas program.exe tidak dikenal" in answer.text
    shown = page.open()
    assert 'value="Ani"' in shown
    assert re.search(r"checked> surat\.pdf", shown)


def test_a_start_form_has_a_draft_that_goes_when_the_case_begins(office: Office) -> None:
    office.run(Hold("jfu", "kukar-kb/kasi-advokasi", date(2026, 1, 1)))
    page = Tab(browser(office, "jfu"), f"/mulai/{KB}")
    page.autosave(lokasi_kegiatan="Desa Uji")
    assert "Desa Uji" in page.open()
    assert page.press("/draf/buang").status_code == 303
    assert "Desa Uji" not in page.open()
    page.autosave(lokasi_kegiatan="Desa Uji")
    begun = page.press(_aksi="kirim", lokasi_kegiatan="Desa Uji", tanggal_kegiatan="20-12-2026")
    assert begun.status_code == 303, begun.text
    assert "Desa Uji" not in page.open()
