"""The catalogue says what to bring and how long it takes; a case gets a number and a receipt that names nobody."""

from __future__ import annotations

import re

import pytest

from engine.commands.account import Hold
from engine.commands.numbers import is_case_number
from engine.queries.bring import needed
from engine.seeding import Seed, library, load
from engine.store import Store
from engine.web.files import FILES
from tests.api.office import ANSWERS, HOME, NOW, SKM, TODAY, Office
from tests.web.desk import Browser, number_of


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def more(office: Office, *slugs: str) -> None:
    """Puts more SOPs of the office in force."""
    seed = next(seed for seed in library() if seed.office["id"] == HOME)
    load(office.desk, NOW, lambda _: None, iter([Seed(seed.office, {slug: seed.sops[slug] for slug in slugs})]))


def row(text: str, name: str) -> str:
    """The row of an SOP in the catalogue."""
    found = next(part for part in text.split('<li class="sop">')[1:] if name in part)
    return re.sub(r"<[^>]+>", " ", found)


def test_the_catalogue_says_what_to_bring_and_how_long_it_takes(office: Office) -> None:
    more(office, "usulan-lp2p", "legalisir-ktp-dan-kk")
    shown = Browser(office, "staf").get("/mulai")
    total = row(shown, "Surat Keterangan Miskin")
    assert re.search(r"SKM\s+Foto Copy KTP\s+Foto Copy KK", total)
    assert re.search(r"35 Menit\s+waktu seluruh layanan", total)
    added = row(shown, "Usulan LP2P")
    assert re.search(r"2 jam 20 menit kerja\s+paling lama, jumlah langkah; 3 langkah tanpa waktu tercetak", added)
    assert "SOP tidak mencetak syarat" in row(shown, "Legalisir")


def test_an_sop_without_times_says_so(office: Office) -> None:
    more(office, "pembinaan-desa")
    office.run(Hold("staf", "bunut-hilir/ketua-tim", TODAY))
    assert "SOP tidak mencetak waktu" in row(Browser(office, "staf").get("/mulai"), "Pembinaan Desa")


def test_search_finds_documents_too_and_groups_part_services_from_office_work(office: Office) -> None:
    more(office, "usulan-lp2p", "mekanisme-pengumpulan-data-kinerja")
    page = Browser(office, "staf")
    found = page.get("/mulai?cari=foto copy kk")
    assert "Surat Keterangan Miskin" in found
    assert "LP2P" not in found
    assert "Tidak ada SOP yang cocok" in page.get("/mulai?cari=tidakadaini")


def test_supplies_are_no_requirement(office: Office) -> None:
    with office.store.reading() as reading:
        definition = office.desk.library.latest(reading, SKM)
    assert definition is not None
    assert needed(definition, "langkah_2") == ((), ("Lembar disposisi", "Pulpen"))
    assert needed(definition, "langkah_3")[1] == ("Kertas", "Buku agenda")


def test_a_receipt_has_the_number_with_its_check_digit_and_a_code(office: Office) -> None:
    number = number_of(office, office.case(0))
    shown = Browser(office, "staf").get(f"/berkas/{number}/tanda-terima")
    assert is_case_number(number)
    assert shown.count(number) >= 3
    assert "<path" in shown.split('class="qr"')[1]
    assert "Belum diperiksa petugas" in shown


def test_a_receipt_tells_what_was_brought_and_what_is_missing_and_names_nobody(office: Office) -> None:
    case, page = office.case(0), Browser(office, "staf")
    given = {**ANSWERS["langkah_1"], "berkas_dibawa": ["SKM", "Foto Copy KTP"]}
    assert page.press(f"/tugas/{case}-1", f"/tugas/{case}-1", _aksi="kirim", **given).status_code == 303
    shown = page.get(f"/berkas/{number_of(office, case)}/tanda-terima")
    here, gone = shown.split("Sudah diterima")[1].split("Masih kurang, harap dilengkapi")
    assert "☒ SKM" in here
    assert "☒ Foto Copy KTP" in here
    assert "☐ Foto Copy KK" in gone.split("</ul>")[0]
    for personal in ("Ani Suryani", "6106010101900001", "Bunut Tengah"):
        assert personal not in shown
    assert "dihitung setelah berkas lengkap" in shown


def test_a_complete_receipt_says_how_long_it_takes(office: Office) -> None:
    shown = Browser(office, "staf").get(f"/berkas/{number_of(office, office.case(1))}/tanda-terima")
    assert "35 Menit untuk seluruh layanan, menurut SOP" in shown
    assert "Masih kurang" not in shown


def test_a_receipt_fits_a_roll(office: Office) -> None:
    number = number_of(office, office.case(0))
    shown = Browser(office, "staf").get(f"/berkas/{number}/tanda-terima?kertas=80")
    assert '<body class="roll">' in shown
    assert "Kertas A5" in shown


def test_a_stranger_gets_no_receipt(office: Office) -> None:
    Browser(office, "jfu").get(f"/berkas/{number_of(office, office.case(0))}/tanda-terima", status=404)


def test_nothing_on_paper_is_smaller_than_eight_points() -> None:
    sizes = re.findall(r"(\d+(?:\.\d+)?)pt", (FILES / "cetak.css").read_text(encoding="utf-8"))
    assert sizes
    assert min(map(float, sizes)) >= 8
