"""The acts around a task on its pages: taking back, in a row, together, signing, numbering, missing papers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.commands.task import Claim, Complete
from engine.store import Store
from tests.api.office import ANSWERS, Office
from tests.web.test_acting import signed_in


@pytest.fixture
def office(store: Store) -> Office:
    """An office with the SKM procedure."""
    return Office(store)


def token(page: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def send(client: FlaskClient, path: str, at: str = "/kotak-tugas", **form: object) -> TestResponse:
    """Posts a form of the page `at`, and follows to where it leads."""
    data = {"_csrf": token(client.get(at).text), "_kunci": f"k-{path}", **form}
    return client.post(path, data=data, follow_redirects=True)


def test_an_answer_is_taken_back_from_its_confirmation_and_stands_in_the_form_again(office: Office) -> None:
    case = office.case(done=1)
    staf = signed_in(office, "staf")
    page = send(staf, f"/tugas/{case}-2", _aksi="kirim", nomor_agenda="12/2026", tanggal_agenda="19-11-2026").text
    assert "Terkirim" in page
    assert "12/2026" in page
    assert "Batalkan kiriman" in page
    assert "Batalkan kiriman" in staf.get(f"/tugas/{case}-2").text
    page = send(staf, f"/tugas/{case}-2/batalkan").text
    assert "Kiriman dibatalkan" in page
    assert 'value="12/2026"' in page
    assert 'value="19-11-2026"' in page
    page = send(
        staf, f"/tugas/{case}-2", _aksi="kirim", _kunci="lagi", nomor_agenda="12/2026", tanggal_agenda="18-11-2026"
    ).text
    assert "Terkirim" in page
    office.run(Claim(case, 4), "kasi")
    page = send(staf, f"/tugas/{case}-2/batalkan", _kunci="telat").text
    assert "Kiriman tidak dapat dibatalkan" in page
    assert "sudah diambil" in page


def test_the_number_is_prefilled_and_taken_as_it_is_by_then(office: Office) -> None:
    first, second = office.case(done=1), office.case(done=1)
    staf = signed_in(office, "staf")
    page = staf.get(f"/tugas/{first}-2").text
    assert 'name="_usul-nomor_agenda" value="1/2026"' in page
    office.run(Complete(second, 2, ANSWERS["langkah_2"]), "staf")
    form = {"_aksi": "kirim", "_usul-nomor_agenda": "1/2026", "nomor_agenda": "1/2026", "tanggal_agenda": "19-11-2026"}
    page = send(staf, f"/tugas/{first}-2", **form).text
    assert 'Nomor agenda surat masuk: <b class="num">2/2026</b>' in page
    third = office.case(done=1)
    page = send(staf, f"/tugas/{third}-2", _aksi="kirim", nomor_agenda="1/2026", tanggal_agenda="19-11-2026").text
    assert "sudah dipakai surat lain. Nomor berikutnya 3/2026" in page


def test_ya_to_a_missing_paper_asks_why(office: Office) -> None:
    case = office.case(done=2)
    kasi = signed_in(office, "kasi")
    answers = {**ANSWERS["langkah_3"], "skm_3": "tidak ada", "_aksi": "kirim"}
    page = send(kasi, f"/tugas/{case}-3", **answers)
    assert page.status_code == 422
    assert "Tulis alasan menjawab Ya walaupun ini tidak ada" in page.text
    assert "Ditandai tidak ada" in page.text
    page = send(kasi, f"/tugas/{case}-3", **answers, alasan_tidak_ada="Ditunjukkan aslinya", _kunci="lagi")
    assert "Terkirim" in page.text
    number = office.get("staf", f"/api/v1/cases/{case}")["number"]
    assert "Ditunjukkan aslinya" in kasi.get(f"/berkas/{number}").text


def test_a_step_that_is_signed_says_what_is_signed_and_who_signed_below(office: Office) -> None:
    case = office.case(done=3)
    sekcam, camat = signed_in(office, "sekcam"), signed_in(office, "camat")
    page = sekcam.get(f"/tugas/{case}-4").text
    assert "<b>Paraf</b>" in page
    assert "Yang Anda sahkan" in page
    send(sekcam, f"/tugas/{case}-4", _aksi="kirim")
    page = camat.get(f"/tugas/{case}-5").text
    assert "<b>Tanda tangan</b>" in page
    assert "Pengesahan" in page
    assert "<b>Paraf</b> Sekcam" in page
    send(camat, f"/tugas/{case}-5", _aksi="kirim")
    number = office.get("staf", f"/api/v1/cases/{case}")["number"]
    page = camat.get(f"/berkas/{number}").text
    assert "mengesahkan</b>" in page
    assert "<b>Tanda tangan, Stempel</b> Camat" in page


def test_ticked_tasks_open_in_a_row_until_the_last(office: Office) -> None:
    cases = [office.case(done=3) for _ in range(3)]
    sekcam = signed_in(office, "sekcam")
    ticked = [f"{case}-4" for case in cases]
    page = send(sekcam, "/tugas/bersama", _aksi="urut", tugas=ticked).text
    assert "1 dari 3" in page
    for place, task in enumerate(ticked[:-1], 2):
        row = re.search(r'name="_urut" value="([^"]+)"', page)
        assert row is not None
        page = send(sekcam, f"/tugas/{task}", _aksi="kirim", _urut=row[1]).text
        assert f"{place} dari 3" in page
        assert "Terkirim" in page
    page = send(sekcam, f"/tugas/{ticked[-1]}", _aksi="kirim", _urut=",".join(ticked)).text
    assert "Kotak tugas" in page
    assert "dari 3" not in page


def test_ya_together_is_said_to_each_task_of_one_step_and_the_others_are_named(office: Office) -> None:
    two, other, done = [office.case(done=3) for _ in range(2)], office.case(done=2), office.case(done=4)
    sekcam = signed_in(office, "sekcam")
    ticked = [*(f"{case}-4" for case in two), f"{other}-3", f"{done}-4", "99999-1"]
    page = send(sekcam, "/tugas/bersama", _aksi="ya", tugas=ticked).text
    assert "2 tugas akan diselesaikan" in page
    assert "3 tugas tidak ikut" in page
    assert "Sudah diselesaikan oleh" in page
    assert "Tidak bersama" not in page
    for _ in range(2):  # a second click is answered as the first
        page = send(sekcam, "/tugas/bersama", _aksi="kirim", _kunci="satu", tugas=ticked[:2]).text
        assert "2 tugas terkirim" in page
        assert "tidak terkirim" not in page
    kinds = [one["kind"] for one in office.get("camat", f"/api/v1/cases/{two[0]}/history")["items"]]
    assert kinds.count("SignOffGiven") == 1


def test_what_needs_a_look_is_not_answered_together(office: Office) -> None:
    first, second = office.case(done=2), office.case(done=2)
    kasi = signed_in(office, "kasi")
    page = send(kasi, "/tugas/bersama", _aksi="kirim", tugas=[f"{first}-3", f"{second}-3"]).text
    assert page.count("Kelengkapannya harus diperiksa satu per satu") == 2
    assert "Tidak ada tugas yang terkirim" in page
    staf = signed_in(office, "staf")
    third, fourth = office.case(done=1), office.case(done=1)
    page = send(staf, "/tugas/bersama", _aksi="ya", tugas=[f"{third}-2", f"{fourth}-2"]).text
    assert "Isian ini berlaku untuk semua tugas di atas" in page
    assert "nomor_agenda" not in page, "each gets a number of its own"
    refused = send(staf, "/tugas/bersama", _aksi="kirim", tugas=[f"{third}-2", f"{fourth}-2"])
    assert (refused.status_code, "Belum terkirim" in refused.text) == (422, True)
    form: dict[str, Any] = {
        "_aksi": "kirim",
        "tugas": [f"{third}-2", f"{fourth}-2"],
        "tanggal_agenda": "19-11-2026",
        "_kunci": "b",
    }
    assert "2 tugas terkirim" in send(staf, "/tugas/bersama", **form).text


def test_several_tasks_are_handed_over_with_one_reason(office: Office) -> None:
    cases = [office.case(done=1) for _ in range(2)]
    staf = signed_in(office, "staf")
    ticked = [f"{case}-2" for case in cases]
    page = send(staf, "/tugas/bersama", _aksi="serahkan", tugas=ticked).text
    assert "2 tugas akan diserahkan" in page


def test_nothing_ticked_goes_back_with_a_word(office: Office) -> None:
    page = send(signed_in(office, "staf"), "/tugas/bersama", _aksi="ya").text
    assert "Centang dulu" in page
