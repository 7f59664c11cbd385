"""The search over cases, lists of acts, exports and personal data, as an auditor, an owner and others find them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.canonical import loads
from engine.commands.desk import Context
from engine.commands.erasure import SetLegalHold
from engine.proof.verify import verify_case
from engine.seeding import CONSOLE
from engine.store.history import stream
from engine.store.personal import VALUES_OF_CASE
from tests.web.replayed import Replayed


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    """The case, for tests that change nothing but traces."""
    found = Replayed.below(tmp_path_factory.mktemp("cari"))
    yield found
    found.store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Replayed]:
    """The case, for a test that changes something."""
    found = Replayed.below(tmp_path)
    yield found
    found.store.close()


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


def send(client: FlaskClient, path: str, page: str, **form: Any) -> Any:
    token = re.search(r'name="_csrf" value="([^"]+)"', page)
    key = re.search(r'name="_kunci" value="([^"]+)"', page)
    assert token is not None
    data = {"_csrf": token[1], **({"_kunci": key[1]} if key else {}), **form}
    return client.post(path, data=data)


def kinds(case: Replayed, kind: str) -> list[dict[str, Any]]:
    with case.store.reading() as reading:
        return [dict(event.data) | {"actor": event.actor} for event in stream(reading, 0) if event.kind == kind]


LOST = (
    "?q=KKB-2020-00001-1",
    "?q=tidakadakatanya",
    "?sop=lain",
    "?orang=siapa",
    "?pos=kukar-kb/tidak",
    "?hasil=berjalan&hasil=dibatalkan",
    "?akhir=Ditolak",
    "?kantor=bunut-hilir",
)


def test_every_filter_finds_the_case_and_its_opposite_does_not(case: Replayed) -> None:
    client, sop = case.client("wulan"), case.desks.sop.process.id
    with case.store.reading() as reading:
        events = stream(reading, case.case)
    done = next(event for event in events if event.kind == "TaskCompleted")
    day = events[0].happened_at.strftime("%d-%m-%Y")
    before = (events[0].happened_at - timedelta(days=2)).strftime("%d-%m-%Y")
    found = [
        "",
        f"?q={case.number}",
        f"?sop={sop}",
        f"?orang={done.actor}",
        f"?pos={done.acting_for}",
        f"?sop={sop}&langkah={done.element}",
        f"?dari={day}&sampai={day}",
        "?hasil=selesai",
        "?akhir=Selesai",
        "?lewat=1",
        "?ulang=1",
        "?kantor=kukar-kb",
        f"?sop={sop}&hasil=selesai&lewat=1&ulang=1&orang={done.actor}",
    ]
    for query in found:
        assert f"/putar-ulang/{case.number}" in text_of(client, f"/kasus{query}"), query
    for query in (*LOST, f"?sop={sop}&langkah=tidak", f"?sampai={before}"):
        page = text_of(client, f"/kasus{query}")
        assert f"/putar-ulang/{case.number}" not in page, query
        assert "Tidak ada kasus yang cocok" in page


def test_a_row_tells_shape_returns_and_lateness_also_in_words(case: Replayed) -> None:
    page = text_of(case.client("wulan"), "/kasus")
    assert "1 kasus" in page
    assert page.count('class="balik"') == 7
    assert "7 kali dikembalikan" in page
    assert re.search(r"\d+ langkah, 7 kali dikembalikan, \d+ langkah lewat norma", page)
    english = case.client("budi")
    english.set_cookie("bahasa", "en")
    assert "returned 7 times" in text_of(english, "/kasus")


def test_who_watches_over_nothing_finds_no_page_and_others_cases_stay_hidden(case: Replayed) -> None:
    for path in ("/kasus", "/kasus/perbuatan", "/kasus/ekspor", "/data-pribadi?siapa=Budi"):
        text_of(case.client("orang"), path, 404)
        assert case.number not in text_of(case.client("jauh"), path)
    for login in ("wulan", "budi"):
        assert case.number in text_of(case.client(login), "/kasus")


def test_a_day_that_cannot_be_read_is_said(case: Replayed) -> None:
    assert "tidak terbaca" in text_of(case.client("wulan"), "/kasus?dari=31-31-2026")


def test_acts_say_who_did_what_and_who_read(case: Replayed) -> None:
    client = case.client("wulan")
    text_of(client, f"/putar-ulang/{case.number}")
    page = text_of(client, f"/kasus/perbuatan?kasus={case.number}")
    assert "Menyelesaikan langkah" in page
    assert "atas nama" not in page
    with case.store.reading() as reading:
        event = next(one for one in stream(reading, case.case) if one.kind == "TaskCompleted")
    whole = text_of(client, f"/kasus/perbuatan?orang={event.actor}&jenis=TaskCompleted")
    assert case.number in whole
    assert "Tidak ada perbuatan yang cocok" in text_of(client, "/kasus/perbuatan?sampai=01-01-2020")
    assert kinds(case, "PersonalDataRead")


def test_a_csv_leaves_one_event_and_pseudonyms_hide_names(own: Replayed) -> None:
    client = own.client("wulan")
    page = text_of(client, "/kasus/ekspor/baru?bentuk=csv")
    answer = send(client, "/kasus/ekspor", page, bentuk="csv", nama="nama")
    assert answer.status_code == 303, answer.text
    body = client.get(answer.location).data.decode("utf-8-sig")
    (head, row) = list(csv.reader(io.StringIO(body)))
    told = dict(zip(head, row, strict=True))
    assert told["nomor"] == own.number
    assert told["kali_dikembalikan"] == "7"
    assert told["perihal"] == ""
    (made,) = kinds(own, "CasesExported")
    assert (made["actor"], made["format"], made["cases"], made["names"]) == ("wulan", "csv", 1, True)
    page = text_of(client, "/kasus/ekspor/baru?bentuk=xes")
    answer = send(client, "/kasus/ekspor?hasil=selesai", page, bentuk="xes", nama="samaran")
    log = client.get(answer.location).text
    assert "orang-" in log
    with own.store.reading() as reading:
        actors = {event.actor for event in stream(reading, own.case) if event.actor not in ("lajur", "konsol", None)}
    assert not [one for one in actors if f'value="{one}"' in log]
    assert kinds(own, "CasesExported")[1]["filters"] == {"statuses": ["selesai"]}
    assert own.client("budi").get(answer.location).status_code == 404, "an export belongs to who asked for it"


def test_subjects_leave_only_by_choice_and_each_case_is_recorded(own: Replayed) -> None:
    client = own.client("wulan")
    page = text_of(client, "/kasus/ekspor/baru")
    answer = send(client, "/kasus/ekspor", page, bentuk="csv", perihal="1")
    body = client.get(answer.location).data.decode("utf-8-sig")
    assert next(iter(csv.DictReader(io.StringIO(body))))["perihal"]
    assert [one["page"] for one in kinds(own, "PersonalDataRead")] == ["export"]


def test_acts_leave_as_a_csv(own: Replayed) -> None:
    client = own.client("wulan")
    page = text_of(client, f"/kasus/perbuatan?kasus={own.number}")
    answer = send(client, f"/kasus/perbuatan?kasus={own.number}".replace("/perbuatan", "/ekspor/perbuatan"), page)
    rows = list(csv.DictReader(io.StringIO(client.get(answer.location).data.decode("utf-8-sig"))))
    with own.store.reading() as reading:
        assert len(rows) == len(stream(reading, own.case))
    assert rows[-1]["jenis"] == "CaseStarted"


def said(case: Replayed) -> tuple[str, str]:
    """A text that somebody gave in the case, and the label of its field."""
    page = text_of(case.client("budi"), f"/kasus?q={case.number}")
    assert page
    with case.store.reading() as reading:
        for row in reading.all(VALUES_OF_CASE, case=case.case, limit=500):
            value = loads(bytes(row["value"]))
            if isinstance(value, str) and 8 <= len(value) <= 60 and value.replace(" ", "").isalpha():
                return value, row["name"]
    raise AssertionError("no text in the case")


def test_personal_data_is_listed_erased_with_a_reason_and_all_still_passes(own: Replayed) -> None:
    owner, (text, _) = own.client("budi"), said(own)
    page = text_of(owner, f"/data-pribadi?siapa={text}")
    assert own.number in page
    assert "cocok" in page
    assert [one["page"] for one in kinds(own, "PersonalDataRead")] == ["personal"]
    assert "Dibaca karena tugas pengawasan" in page
    table = owner.get(f"/data-pribadi/berkas.csv?siapa={text}").data.decode("utf-8-sig")
    assert text in table
    assert owner.get(f"/data-pribadi/berkas.pdf?siapa={text}").data.startswith(b"%PDF")
    to = f"/data-pribadi/{own.number}/hapus?siapa={text}"
    page = text_of(owner, to)
    picked = re.findall(r'value="(\d+:[^"]+)" aria-label="[^"]+" checked', page)
    assert picked
    assert "alasannya" in send(owner, to, page, nilai=picked, alasan="").text
    sure = send(owner, to, page, nilai=picked, alasan="permohonan 12/2026", langkah="periksa")
    assert "Yakin hapus?" in sure.text
    gone = send(owner, to, sure.text, nilai=picked, alasan="permohonan 12/2026", langkah="yakin")
    assert gone.status_code == 303, gone.text
    after = text_of(owner, gone.location)
    assert "Sudah dihapus" in after
    assert "(UU 27/2022)" in after
    assert text not in after
    with own.store.reading() as reading:
        assert list(verify_case(reading, own.case)) == []
    assert text not in text_of(owner, f"/putar-ulang/{own.number}/cerita")
    assert own.number in text_of(owner, "/kasus")
    page = text_of(owner, "/kasus/ekspor/baru")
    assert send(owner, "/kasus/ekspor", page, bentuk="xes").status_code == 303


def test_a_legal_hold_wins_over_erasure_and_says_so(own: Replayed) -> None:
    owner = own.client("budi")
    own.desks.desk.run(Context(CONSOLE, own.now), SetLegalHold(own.case, "pemeriksaan"))
    page = text_of(owner, f"/data-pribadi/{own.number}/hapus")
    assert "Penahanan menang atas penghapusan" in page
    assert "Lihat dahulu" not in page
    text_of(own.client("wulan"), f"/data-pribadi/{own.number}/hapus", 404)
