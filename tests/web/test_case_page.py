"""The case page says where a case stands, what comes next and by when, and what its owner may do with it."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest

from engine.commands.case import Cancel
from engine.store import Store
from engine.store.cases import CASE
from tests.api.office import NOW, Office
from tests.web.desk import PDF, Browser, number_of


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def words(shown: str) -> str:
    """The text of a page on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def status(office: Office, case: int) -> str:
    with office.store.reading() as reading:
        row = reading.one(CASE, case=case)
    assert row is not None
    return str(row["status"])


def test_what_comes_next_has_the_latest_times_of_the_norms(office: Office) -> None:
    case = office.case(1)
    shown = words(Browser(office, "staf").get(f"/berkas/{number_of(office, case)}"))
    # Registered at 08.00 WIB on a Friday: 5 minutes, then 5-10, 10 and 5; step 6 prints the time of the whole service.
    assert re.search(r"08\.15 3\. .*? 08\.25 4\. .*? 08\.30 5\. .*? – 6\. ", shown)
    assert "Sesudah langkah tanpa norma, jamnya tidak dapat dikatakan" in shown


def test_a_done_step_is_told_with_its_working_time_against_the_norm(office: Office) -> None:
    case = office.case(1)
    office.now = NOW + timedelta(minutes=12)
    page = Browser(office, "staf")
    path = f"/tugas/{case}-2"
    assert page.press(path, path, _aksi="kirim", nomor_agenda="1", tanggal_agenda="20-11-2026").status_code == 303
    shown = page.get(f"/berkas/{number_of(office, case)}")
    assert '<b class="late">12 menit kerja dari norma 5 menit kerja</b>' in shown
    assert "waktu pihak luar, tidak dihitung bagi petugas" in shown


def test_the_story_is_cut_by_round(office: Office) -> None:
    case, page = office.case(2), Browser(office, "kasi")
    path = f"/tugas/{case}-3"
    given = dict.fromkeys(("skm_3", "foto_copy_ktp_3", "foto_copy_kk_3"), "ada") | {"foto_copy_kk_3": "tidak ada"}
    given |= {"keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "KK belum ada."}
    answer = page.press(path, path, **given)
    assert answer.status_code == 303, answer.text
    shown = page.get(f"/berkas/{number_of(office, case)}")
    assert "dikembalikan 1 kali" in shown
    assert "“KK belum ada.”" in shown
    assert "Putaran 1 – Jumat, 20 November 2026</h3>" in shown


def test_the_owner_suspends_resumes_and_cancels_with_a_reason_that_others_read(office: Office) -> None:
    case = office.case(1)
    page = f"/berkas/{number_of(office, case)}"
    owner, clerk = Browser(office, "pemilik"), Browser(office, "staf")
    assert "Tangguhkan" not in clerk.get(page)
    refused = owner.press(page, f"{page}/tangguhkan", tangguhkan="  ")
    assert (refused.status_code, "Tulis alasannya" in refused.text) == (422, True)
    assert owner.press(page, f"{page}/tangguhkan", tangguhkan="Menunggu surat edaran").status_code == 303
    assert status(office, case) == "SUSPENDED"
    shown = clerk.get(page)
    assert "“Menunggu surat edaran”" in shown
    assert "Berkas ditangguhkan oleh pemilik proses" in shown
    assert owner.press(page, f"{page}/lanjutkan", lanjutkan="").status_code == 303
    assert status(office, case) == "ACTIVE"
    refused = owner.press(page, f"{page}/batalkan", batalkan="")
    assert (refused.status_code, "Tulis alasan pembatalan" in refused.text) == (422, True)
    assert owner.press(page, f"{page}/batalkan", batalkan="Pemohon pindah").status_code == 303
    assert status(office, case) == "CANCELLED"
    assert "“Pemohon pindah”" in clerk.get(page)


def test_who_is_no_owner_may_not(office: Office) -> None:
    case = office.case(1)
    page = f"/berkas/{number_of(office, case)}"
    for act in ("tangguhkan", "batalkan"):
        assert Browser(office, "staf").press(page, f"{page}/{act}", **{act: "coba"}).status_code == 403
    assert Browser(office, "jfu").press("/kotak-tugas", f"{page}/batalkan", batalkan="coba").status_code == 404
    assert status(office, case) == "ACTIVE"


def test_a_comment_is_kept_and_an_empty_one_says_what_to_do(office: Office) -> None:
    page = f"/berkas/{number_of(office, office.case(1))}"
    clerk = Browser(office, "staf")
    assert "Tulis catatan" in clerk.press(page, f"{page}/komentar", komentar=" ").text
    assert clerk.press(page, f"{page}/komentar", komentar="Pemohon minta dikabari").status_code == 303
    assert "Pemohon minta dikabari" in clerk.get(page)


def test_the_slip_and_the_case_are_printed_whole(office: Office) -> None:
    case = office.case(2)
    number = number_of(office, case)
    slip = words(Browser(office, "kasi").get(f"/tugas/{case}-3/cetak"))
    for said in ("Diterima tanggal / jam", "Selesai tanggal / jam", "masukkan ke Lajur dengan kedua jam di atas"):
        assert said in slip
    assert re.search(r"Dokumen ada tidak ada perlu diganti SKM ☐ ☐ ☐", slip)
    assert re.search(r"☐ Ya .*☐ Tidak", slip)
    office.run(Cancel(case, "uji cetak"), "pemilik")
    paper = words(Browser(office, "staf").get(f"/berkas/{number}/cetak"))
    assert "dibatalkan, 20 November 2026" in paper
    assert paper.index("Berkas dimulai") < paper.index("membatalkan berkas"), "the oldest first"


def test_papers_are_added_from_the_case_page_once(office: Office) -> None:
    page = f"/berkas/{number_of(office, office.case(2))}"
    clerk = Browser(office, "staf")
    files = [(BytesIO(PDF), "satu.pdf"), (BytesIO(PDF + b"2"), "dua.pdf")]
    assert clerk.press(page, f"{page}/lampiran", lampiran=files).status_code == 303
    shown = clerk.get(page)
    assert "2 berkas ditambahkan." in shown
    assert shown.count('class="papers"') == 1
    assert clerk.press(page, f"{page}/lampiran").status_code == 422
    assert re.search(r"melampirkan berkas</b> dua\.pdf", shown)
    event = re.findall(r"/lampiran/(\d+)/lepas", shown)[0]
    assert Browser(office, "kasi").press("/kotak-tugas", f"{page}/lampiran/{event}/lepas").status_code == 403
    assert clerk.press(page, f"{page}/lampiran/{event}/lepas").status_code == 303
    after = clerk.get(page)
    assert "Lampiran dilepas" in after
    assert f"/lampiran/{event}/lepas" not in after
    assert "tidak dipakai lagi" in after
    bad = clerk.press(page, f"{page}/lampiran", lampiran=[(BytesIO(b"MZ"), "hama.exe")])
    assert "Jenis berkas hama.exe tidak dikenal" in bad.text
