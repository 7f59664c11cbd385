"""The pages of SOPs: register, official document, versions, what changed, and the way back to an old version."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest

from bpmn.document import read
from engine.commands.account import ChangeAccount, EndHolding
from engine.commands.acting import LetAct
from engine.commands.definition import Deploy
from engine.commands.definition_facts import VersionFacts
from engine.commands.refusals import Invalid
from engine.store import Store
from engine.store.definitions import LAST_VERSION, RESOURCES
from engine.store.migrate import upgrade
from tests.api.office import HOME, NOW, SKM, Office
from tests.web.test_account_page import Browser

NUMBER = " ".join(("19700101", "199503", "1", "002"))  # an invented one

STEP = "langkah_3"


def _office(folder: Path) -> Iterator[Office]:
    """What these pages show does not depend on the database."""
    store = Store(f"sqlite:///{folder / 'lajur.sqlite'}")
    upgrade(store)
    yield Office(store)
    store.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The offices of one test."""
    yield from _office(tmp_path)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Offices with a second version of the SOP: another norm, another way back, another form; nobody changes them."""
    for found in _office(tmp_path_factory.mktemp("dua")):
        found.call("staf", "POST", f"/api/v1/sops/{SKM}/cases", json={"answers": {}})
        _changed(found, _norm, _flow)
        yield found


def _files(office: Office) -> dict[str, bytes]:
    with office.store.reading() as reading:
        row = reading.one(LAST_VERSION, key=SKM)
        assert row is not None
        return {one["name"]: bytes(one["body"]) for one in reading.all(RESOURCES, deployment=row["deployment_id"])}


def _changed(office: Office, *edits: Callable[[bytes], bytes], label: str = "12/SOP/2026") -> None:
    """Puts the SOP in force again with its diagram edited."""
    files = _files(office)
    name = next(name for name in files if name.endswith(".bpmn"))
    for edit in edits:
        files[name] = edit(files[name])
    files[f"{STEP}.form"] = files[f"{STEP}.form"].replace(b'"label": "', b'"label": "Baru: ', 1)
    with office.store.reading() as reading:
        last = reading.one(LAST_VERSION, key=SKM)
        assert last is not None
    facts = VersionFacts(label, NOW.date(), "Norma disesuaikan.", f"{HOME}/camat", last["id"])
    office.run(Deploy(HOME, SKM, files, facts=facts), "pemilik")


def _norm(data: bytes) -> bytes:
    return read(data).set_properties({STEP: {"sop:waktu": "30 Menit", "sop:durasi": "PT30M"}}).write()


def _flow(data: bytes) -> bytes:
    changed = re.sub(rb'(name="Dilengkapi"[^>]*targetRef=")langkah_1"', rb'\1langkah_2"', data)
    assert changed != data
    return re.sub(rb"<bpmn:(incoming|outgoing)>[^<]*</bpmn:\1>", b"", changed)


def _at(office: Office, login: str) -> Browser:
    browser = Browser(office.app)
    browser.sign_in(login)
    return browser


def _text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("login", ["staf", "pemilik", "auditor", "admin"])
def test_who_belongs_to_the_office_or_answers_for_it_reads_its_sops(two: Office, login: str) -> None:
    browser = _at(two, login)
    assert SKM in browser.get("/sop").text
    assert browser.get(f"/sop/{SKM}").status_code == 200
    assert browser.get(f"/sop/{SKM}/dokumen.pdf").data.startswith(b"%PDF-")


@pytest.mark.parametrize("login", ["jfu", "pemilik-lain", "auditor-lain", "mesin"])
def test_another_office_does_not_even_learn_that_the_sop_exists(two: Office, login: str) -> None:
    browser = _at(two, login)
    assert SKM not in browser.get("/sop").text
    for page in (
        "",
        "/dokumen.pdf",
        "/diagram",
        "/syarat",
        "/versi",
        "/versi/1",
        "/versi/1/dokumen.pdf",
        "/versi/1/berkas.zip",
        "/versi/1..1",
        "/versi/1/berlakukan-lagi",
    ):
        assert browser.get(f"/sop/{SKM}{page}").status_code == 404


def test_only_the_owner_is_led_to_the_modeler_and_to_an_old_version(two: Office) -> None:
    staf, pemilik = _at(two, "staf"), _at(two, "pemilik")
    assert f"/perancang/{SKM}" in pemilik.get(f"/sop/{SKM}").text
    assert f"/perancang/{SKM}" not in staf.get(f"/sop/{SKM}").text
    assert "berlakukan-lagi" not in staf.get(f"/sop/{SKM}/versi").text
    assert staf.get(f"/sop/{SKM}/versi/1/berlakukan-lagi").status_code == 403


def test_the_register_finds_by_name_number_and_performer(two: Office) -> None:
    browser = _at(two, "staf")
    for word in ("miskin", "12/SOP", "sekcam"):
        assert SKM in browser.get(f"/sop?cari={word}").text
    empty = browser.get("/sop?cari=tidakada").text
    assert "Tidak ada SOP yang cocok" in empty
    assert "Hapus pencarian" in empty


def test_the_signer_is_who_held_the_post_on_the_first_day_with_his_number(office: Office) -> None:
    office.run(ChangeAccount("camat", name="Rahmat Hidayat", nip=NUMBER))
    printed = _text(_at(office, "staf").get(f"/sop/{SKM}/dokumen.pdf").data)
    assert "Rahmat Hidayat" in printed
    assert f"NIP. {NUMBER}" in printed
    assert "Camat Bunut Hilir" in printed
    page = _at(office, "staf").get(f"/sop/{SKM}").text
    assert "Rahmat Hidayat" in page


def test_nobody_leaves_a_blank_line_and_who_acted_for_the_post_signs_where_nobody_held_it(office: Office) -> None:
    office.run(EndHolding("camat", f"{HOME}/camat", date(2026, 1, 5)))
    assert "_" * 34 in _text(_at(office, "staf").get(f"/sop/{SKM}/dokumen.pdf").data)
    office.run(LetAct(f"{HOME}/camat", "sekcam", "plt", date(2026, 1, 6), letter="800/1", reason="Jabatan kosong"))
    printed = _text(_at(office, "staf").get(f"/sop/{SKM}/dokumen.pdf").data)
    assert "Plt Camat Bunut Hilir" in printed
    assert "Sekcam\nNIP" in printed


def test_a_number_that_is_none_is_refused(office: Office) -> None:
    for nip in ("123", "1970010119950310023", "19700101 199503 1 00x"):
        with pytest.raises(Invalid) as refused:
            office.run(ChangeAccount("camat", nip=nip))
        assert [one.key for one in refused.value.problems] == ["nip"]


def test_a_pdf_that_the_browser_has_is_not_sent_again(two: Office) -> None:
    browser = _at(two, "staf")
    first = browser.get(f"/sop/{SKM}/dokumen.pdf")
    again = browser.client.get(f"/sop/{SKM}/dokumen.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_says_all_that_its_pictures_show_in_words(two: Office) -> None:
    page = _at(two, "staf").get(f"/sop/{SKM}").text
    words = page[page.index('class="card kata"') :]
    for word in ("Pemohon membawa", "Kasi", "5 Menit", "Tidak, Dilengkapi: kegiatan 2", "Dasar Hukum"):
        assert word in words
    assert page.count('class="lembar-gambar"') == 2


def test_each_version_is_listed_with_what_was_said_of_it(two: Office) -> None:
    page = _at(two, "staf").get(f"/sop/{SKM}/versi").text
    assert page.index("Versi 2") < page.index("Versi 1")
    for word in ("Norma disesuaikan.", "Nomor 12/SOP/2026", "Disahkan oleh Camat", "diberlakukan oleh Pemilik"):
        assert word in page
    assert page.count("Berlaku</span>") == 1


def test_a_version_is_taken_away_byte_by_byte(office: Office) -> None:
    files = _files(office)
    _changed(office, _norm)
    body = _at(office, "auditor").get(f"/sop/{SKM}/versi/1/berkas.zip").data
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files


def test_an_old_version_is_still_printed_with_its_own_number_and_norms(two: Office) -> None:
    browser = _at(two, "staf")
    old, new = (_text(browser.get(f"/sop/{SKM}/versi/{n}/dokumen.pdf").data) for n in (1, 2))
    assert "versi 1" in old
    assert "versi 2" in new
    assert "30 Menit" in new
    assert "30 Menit" not in old
    assert "tidak berlaku lagi" in browser.get(f"/sop/{SKM}/versi/1").text


def test_the_difference_is_told_by_activity_with_what_was_and_is(two: Office) -> None:
    page = _at(two, "staf").get(f"/sop/{SKM}/versi/1..2").text
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Kegiatan 3 waktu 30 Menit , dahulu 5-10 Menit" in plain
    assert "Kegiatan 3, Tidak, Dilengkapi kembali ke kegiatan 2 (Staf) , dahulu kegiatan 1 (Pemohon)" in plain
    assert 'data-pin="1"' in page
    assert "Kegiatan 3, formulir isian" in plain
    assert "3 perubahan" in plain


def test_both_versions_stand_beside_each_other(two: Office) -> None:
    page = _at(two, "staf").get(f"/sop/{SKM}/versi/1..2?lihat=dua").text
    assert 'id="pin-sesudah-1"' in page
    assert 'id="pin-dahulu-1"' in page
    assert page.count("is-changed") == 2
    assert page.count("lj-flow is-return is-gone") == page.count("lj-flow is-return is-back") == 1


def test_the_same_version_twice_differs_in_nothing(two: Office) -> None:
    assert "Tidak ada yang berubah" in _at(two, "staf").get(f"/sop/{SKM}/versi/1..1").text


def test_versions_that_are_not_there_are_not_compared(two: Office) -> None:
    browser = _at(two, "staf")
    assert browser.get(f"/sop/{SKM}/versi/1..9").status_code == 404
    assert browser.get(f"/sop/{SKM}/versi/9").status_code == 404
    assert browser.get(f"/sop/{SKM}/versi/banding?a=1&b=x").status_code == 303
    assert browser.get(f"/sop/{SKM}/versi/banding?a=2&b=1").headers["Location"].endswith("/versi/1..2")


def test_an_old_version_is_put_in_force_again_with_a_reason(office: Office) -> None:
    old = _files(office)
    _changed(office, _norm)
    pemilik, place = _at(office, "pemilik"), f"/sop/{SKM}/versi/1/berlakukan-lagi"
    refused = pemilik.post(place, {"reason": "", "approver": ""}, of=place)
    assert refused.status_code == 422
    assert "Isi alasan perubahan." in refused.text
    done = pemilik.post(place, {"reason": "Norma lama lebih tepat.", "approver": f"{HOME}/camat"}, of=place)
    assert done.status_code == 303
    assert _files(office) == old
    page = pemilik.get(f"/sop/{SKM}/versi").text
    assert "Versi 1 berlaku lagi, sebagai versi 3." in page
    assert "Norma lama lebih tepat." in page
    assert "Tidak ada yang berubah" in pemilik.get(f"/sop/{SKM}/versi/1..3").text


def test_what_a_diagram_says_is_never_markup(office: Office) -> None:
    bad = "<script>alert(1)</script>"

    def hostile(data: bytes) -> bytes:
        named = read(data).set_name(STEP, bad).set_documentation(STEP, bad)
        return named.set_properties(
            {STEP: {"sop:keterangan": bad, "sop:waktu": bad}, SKM: {"sop:dasar-hukum": bad}}
        ).write()

    _changed(office, hostile, label=bad)
    browser = _at(office, "staf")
    for page in ("", "/diagram", "/syarat", "/versi", "/versi/1..2"):
        assert bad not in browser.get(f"/sop/{SKM}{page}").text
    assert bad not in browser.get("/sop").text
    assert bad in _text(browser.get(f"/sop/{SKM}/dokumen.pdf").data).replace("\n", "")
