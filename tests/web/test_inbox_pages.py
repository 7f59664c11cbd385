"""The inbox says how much time is left, finds by applicant, and lets tasks be claimed and handed over."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from engine.commands.account import CreateAccount, Hold
from engine.commands.task import Complete
from engine.store import Query, Store
from engine.store.words import DROP_WORDS, words_of
from tests.api.office import ANSWERS, NOW, Office
from tests.web.test_drafts import CSRF, browser

WORDS = Query("All words.", text("SELECT word, case_id FROM case_word ORDER BY case_id, word"))


@pytest.fixture
def office(store: Store) -> Office:
    """Friday 2026-11-20, 08.00 WIB, in a sub-district."""
    return Office(store)


def at(office: Office, hour: int, minute: int) -> None:
    """The office's clock: WIB, the day of the tests."""
    office.now = datetime(2026, 11, 20, hour - 7, minute, tzinfo=UTC)


def inbox(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/kotak-tugas{query}")
    assert answer.status_code == 200
    return answer.text


def numbers(page: str) -> list[str]:
    """The case numbers of the list, in order."""
    return re.findall(r'class="num">(BH-[\d-]+)<', page.partition('id="daftar"')[2])


def test_a_task_says_in_words_how_much_of_its_norm_is_left_and_every_page_warns(office: Office) -> None:
    case = office.case(1)
    client = browser(office, "staf")
    for hour, minute, group, words, warned in (
        (8, 1, "Cukup waktu – 1", "sisa 4 menit kerja", ""),
        (8, 3, "Hampir lewat – 1", "sisa 2 menit kerja", "hampir"),
        (9, 5, "Lewat waktu – 1", "lewat 1 jam kerja", "lewat"),
    ):
        at(office, hour, minute)
        page = inbox(client)
        assert group in page
        assert words in page
        assert "norma 5 Menit · batas 08.05" in page
        assert words in client.get(f"/tugas/{case}-2").text
        assert re.findall(r'alarm">.*?1 <span>(\w+)</span>', client.get("/mulai").text, re.S) == [warned] * bool(warned)


def test_groups_of_time_are_filters_with_counts(office: Office) -> None:
    office.case(1)
    office.case(0)
    client = browser(office, "staf")
    at(office, 9, 0)
    assert len(numbers(inbox(client))) == 2
    assert len(numbers(inbox(client, "?waktu=lewat"))) == 1
    assert len(numbers(inbox(client, "?waktu=bebas"))) == 1
    for empty in ("hampir", "cukup"):
        page = inbox(client, f"?waktu={empty}")
        assert "Tidak ada tugas yang cocok" in page
        assert "Hapus saringan" in page
    counted = re.findall(r'class="when[^>]*>.*?<span class="n push">(\d+)</span>', inbox(client), re.S)
    assert counted == ["1", "0", "0", "1"]
    at(office, 16, 0)  # what an applicant has to do has no limit for who records it, however late it is
    page = inbox(client, "?waktu=bebas")
    assert "atas nama Pemohon" in page
    assert "Tanpa batas waktu – 1" in page


def test_a_task_is_found_by_the_beginning_of_the_applicants_name_and_case_does_not_matter(office: Office) -> None:
    case = office.case(2)
    kasi = browser(office, "kasi")
    number = numbers(inbox(kasi))[0]
    for asked in ("suryani", "SURY ani", "Ani", number, number[:-2]):
        assert numbers(inbox(kasi, f"?cari={asked}")) == [number], asked
    for asked in ("uryani", "suryani+budi", "Bunut"):
        assert numbers(inbox(kasi, f"?cari={asked}")) == [], asked
    assert numbers(inbox(browser(office, "sekcam"), "?cari=suryani")) == []
    with office.store.transaction() as tx:
        tx.run(DROP_WORDS, case=case)
    assert numbers(inbox(kasi, "?cari=suryani")) == []


def test_a_corrected_name_is_found_and_the_old_one_forgotten(office: Office) -> None:
    case = office.case(2)
    with office.store.reading() as reading:
        assert [row["word"] for row in reading.all(WORDS)] == ["ani", "suryani"]
    refused = ANSWERS["langkah_3"] | {"keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "nama salah"}
    opened = office.run(Complete(case, 3, refused), "kasi")["opened"]
    n = int(opened[0]["task"].partition("-")[2])
    office.run(Complete(case, n, ANSWERS["langkah_1"] | {"nama_pemohon": "Siti Nur’aini"}), "staf")
    with office.store.reading() as reading:
        assert [row["word"] for row in reading.all(WORDS)] == ["aini", "nur", "siti"]


def test_words_are_folded() -> None:
    assert words_of("  Élan S.Pd., ÉLAN  nur-AINI ") == ["elan", "s", "pd", "nur", "aini"]
    assert words_of(None) == words_of(417) == words_of("_ – ,") == []


def test_a_task_is_claimed_and_released_from_the_list(office: Office) -> None:
    case = office.case(1)
    client = browser(office, "staf")
    page = inbox(client)
    sent = {"_csrf": CSRF.findall(page)[0], "_ke": "/kotak-tugas?urut=lama"}
    assert f'formaction="/tugas/{case}-2/ambil"' in page
    assert client.post(f"/tugas/{case}-2/ambil", data=sent).location == "/kotak-tugas?urut=lama"
    page = inbox(client, "?kotak=saya")
    assert "Milik Anda" in page
    assert f'formaction="/tugas/{case}-2/lepas"' in page
    client.post(f"/tugas/{case}-2/lepas", data=sent)
    assert "Anda tidak sedang memegang tugas" in inbox(client, "?kotak=saya")


def test_a_task_is_handed_to_a_colleague_of_the_post_with_a_reason(office: Office) -> None:
    case = office.case(1)
    path = f"/tugas/{case}-2/serahkan"
    assert browser(office, "kasi").get(path).status_code == 404
    client = browser(office, "staf")
    assert "Tidak ada rekan yang memegang jabatan ini" in client.get(path).text
    office.run(CreateAccount("budi", "Budi Santosa"))
    office.run(Hold("budi", "bunut-hilir/staf", date(2026, 1, 1)))
    page = client.get(path).text
    assert "Budi Santosa" in page
    sent = {"_csrf": CSRF.findall(page)[0], "_ke": "/kotak-tugas"}
    for wrong in ({"kepada": "budi"}, {"alasan": "cuti"}, {"kepada": "kasi", "alasan": "cuti"}):
        answer = client.post(path, data=sent | wrong)
        assert answer.status_code == 422
        assert "Tugas belum diserahkan" in answer.text
    assert client.post(path, data=sent | {"kepada": "budi", "alasan": "Saya dinas luar"}).status_code == 303
    page = inbox(client)
    assert "Diserahkan kepada Budi Santosa" in page
    assert "dikerjakan Budi Santosa" in page
    assert "Sedang dikerjakan Budi Santosa" in client.get(path).text


def test_what_is_done_says_whether_it_was_in_time(office: Office) -> None:
    office.now = NOW
    case = office.case(1)
    at(office, 8, 2)
    office.run(Complete(case, 2, ANSWERS["langkah_2"]), "staf")
    assert "tepat waktu" in inbox(browser(office, "staf"), "?kotak=selesai")


def test_the_script_gets_the_list_alone_and_questions_choose_what_stands_in_it(office: Office) -> None:
    office.case(1)
    office.case(0)
    client = browser(office, "staf")
    answer = client.get("/kotak-tugas", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="daftar"' in answer.text
    assert '<div id="hitungan" hx-swap-oob="true">' in answer.text
    assert re.search(r'<li class="row" data-tugas="\d+-2">', answer.text)
    for query in ("sesudah=1.2", "sesudah=99999999999999999999.1.1", "urut=x&waktu=y&kotak=z", "langkah=langkah_9"):
        assert len(numbers(inbox(client, f"?{query}"))) == 2, query
    sop = "pengesahan_surat_keterangan_miskin"
    page = inbox(client, f"?sop={sop}")
    assert 'value="langkah_2"' in page
    assert len(numbers(page)) == 2
    assert len(numbers(inbox(client, f"?sop={sop}&langkah=langkah_2"))) == 1


def test_a_suspended_task_stays_in_the_list_and_cannot_be_taken(office: Office) -> None:
    case = office.case(1)
    client = browser(office, "staf")
    assert f"/tugas/{case}-2/ambil" in inbox(client)
    office.call("pemilik", "POST", f"/api/v1/cases/{case}/suspend", json={"reason": "Menunggu surat"})
    page = inbox(client)
    assert f"/tugas/{case}-2/ambil" not in page
    assert re.search(r"<b>ditangguhkan</b>", page, re.I)
