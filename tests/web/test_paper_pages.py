"""Papers stand on a page of ours with their versions; whatever they hold, nothing of it runs."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO
from typing import Any

import pytest

from engine.store import Store
from tests.api.office import ANSWERS, Office
from tests.web.desk import PDF, PNG, Browser, number_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def added(office: Office, *files: tuple[str, bytes]) -> tuple[Browser, str]:
    """A case page to which somebody added papers, each by itself."""
    page = f"/berkas/{number_of(office, office.case(1))}"
    clerk = Browser(office, "staf")
    for name, body in files:
        answer = clerk.press(page, f"{page}/lampiran", lampiran=[(BytesIO(body), name)])
        assert answer.status_code == 303, answer.text
    return clerk, page


def test_a_pdf_is_framed_and_a_picture_shown_by_our_own_page(office: Office) -> None:
    clerk, page = added(office, ("surat.pdf", PDF), ("foto.png", PNG))
    shown = clerk.client.get(f"{page}/surat/{digest(PDF)}")
    assert f'<iframe src="{page}/dokumen/{digest(PDF)}"' in shown.text
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "script-src 'nonce-" in shown.headers["Content-Security-Policy"]
    body = clerk.client.get(f"{page}/dokumen/{digest(PDF)}")
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in body.headers["Content-Security-Policy"]
    picture = clerk.client.get(f"{page}/surat/{digest(PNG)}")
    assert f'<img src="{page}/dokumen/{digest(PNG)}"' in picture.text
    assert "frame-src" not in picture.headers["Content-Security-Policy"]
    assert "sandbox" in clerk.client.get(f"{page}/dokumen/{digest(PNG)}").headers["Content-Security-Policy"]


def test_a_paper_of_the_same_name_is_the_next_version(office: Office) -> None:
    clerk, page = added(office, ("rincian.pdf", PDF), ("rincian.pdf", PDF + b"2"), ("lain.pdf", PDF + b"3"))
    case = clerk.get(page)
    assert re.search(r"rincian\.pdf</a> <span class=\"tag ok\">versi 2</span>", case)
    assert case.count("rincian.pdf</a>") == 1, "the older one is a link beside it"
    old = clerk.get(f"{page}/surat/{digest(PDF)}")
    assert "Sudah diganti dengan versi yang lebih baru" in old
    assert f"{page}/surat/{digest(PDF + b'2')}" in old
    assert "versi 2" not in clerk.get(f"{page}/surat/{digest(PDF + b'3')}")


def test_an_answer_that_is_given_again_replaces_its_paper(office: Office) -> None:
    case, clerk = office.case(0), Browser(office, "staf")
    page = f"/berkas/{number_of(office, case)}"
    first = f"/tugas/{case}-1"
    files: dict[str, Any] = {"pindaian_berkas": (BytesIO(PDF), "ktp.pdf")}
    assert clerk.press(first, first, _aksi="kirim", **ANSWERS["langkah_1"], **files).status_code == 303
    clerk.press(f"/tugas/{case}-2", f"/tugas/{case}-2", _aksi="kirim", nomor_agenda="1", tanggal_agenda="20-11-2026")
    given = dict.fromkeys(("skm_3", "foto_copy_ktp_3", "foto_copy_kk_3"), "perlu diganti")
    given |= {"keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "Buram."}
    assert Browser(office, "kasi").press(f"/tugas/{case}-3", f"/tugas/{case}-3", **given).status_code == 303
    again = f"/tugas/{case}-4"
    files = {"pindaian_berkas": (BytesIO(PDF + b"jelas"), "ktp jelas.pdf")}
    assert clerk.press(again, again, _aksi="kirim", **ANSWERS["langkah_1"], **files).status_code == 303
    shown = clerk.get(page)
    assert re.search(r"ktp jelas\.pdf</a> <span class=\"tag ok\">versi 2</span>", shown)
    assert f"{page}/surat/{digest(PDF)}" in shown


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gambar.svg", SVG),
        ("halaman.html", HTML),
        ("foto.png", HTML),
        ("surat.pdf", b"\n" + HTML),
        ("catatan.txt", HTML),
        ("program.exe", b"MZ\x90\0"),
        ("kosong.pdf", b""),
    ],
)
def test_what_could_run_is_refused_with_what_to_do(office: Office, name: str, body: bytes) -> None:
    page = f"/berkas/{number_of(office, office.case(1))}"
    answer = Browser(office, "staf").press(page, f"{page}/lampiran", lampiran=[(BytesIO(body), name)])
    assert answer.status_code == 422
    assert re.search(r"Pakai PDF, foto|kosong", answer.text)


def test_a_polyglot_is_what_its_first_bytes_say_and_no_browser_may_guess(office: Office) -> None:
    clerk, page = added(office, ("gambar.html.png", PNG + HTML), ("surat.svg.pdf", PDF + SVG))
    for body, kind in ((PNG + HTML, "image/png"), (PDF + SVG, "application/pdf")):
        answer = clerk.client.get(f"{page}/dokumen/{digest(body)}")
        assert answer.content_type == kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_file_over_the_limit_says_the_limit_and_what_to_do(office: Office) -> None:
    page = f"/berkas/{number_of(office, office.case(1))}"
    large = b"%PDF-1.4" + b"x" * (10 * 1024 * 1024)
    answer = Browser(office, "staf").press(page, f"{page}/lampiran", lampiran=[(BytesIO(large), "besar.pdf")])
    assert answer.status_code == 422
    assert "lebih dari 10 MB. Kecilkan atau pindai ulang" in answer.text


def test_the_script_uploads_one_file_and_gets_what_the_form_then_sends(office: Office) -> None:
    clerk = Browser(office, "staf")
    good = clerk.press("/kotak-tugas", "/unggah", bidang="lampiran", berkas=(BytesIO(PDF), "a.pdf")).get_json()
    assert good["name"] == "a.pdf"
    page = f"/berkas/{number_of(office, office.case(1))}"
    assert clerk.press(page, f"{page}/lampiran", lampiran=good["kept"]).status_code == 303
    assert "a.pdf</a>" in clerk.get(page)
    bad = clerk.press("/kotak-tugas", "/unggah", berkas=(BytesIO(b"MZ"), "b.exe"))
    assert (bad.status_code, "b.exe" in bad.get_json()["said"]) == (422, True)
    assert clerk.press("/kotak-tugas", "/unggah").status_code == 422


def test_papers_of_others_stay_unknown(office: Office) -> None:
    _, page = added(office, ("surat.pdf", PDF))
    stranger = Browser(office, "jfu")
    stranger.get(f"{page}/surat/{digest(PDF)}", status=404)
    stranger.get(f"{page}/dokumen/{digest(PDF)}", status=404)
    facts = {"name": "surat.pdf", "sha256": digest(PDF + b"x"), "size": len(PDF), "type": "application/pdf"}
    stolen = json.dumps(facts)
    own = f"/berkas/{number_of(office, office.case(1))}"
    answer = Browser(office, "staf").press(own, f"{own}/lampiran", lampiran=stolen)
    assert answer.status_code == 422, "nobody attaches what he did not bring"
