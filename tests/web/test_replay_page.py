"""The replay of a real case: each moment as its events say, for whom it is, and what reading it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from engine.queries.reel import BESIDE
from engine.store import Query
from engine.store.history import stream
from engine.web.trace import READ_BY
from tests.web.replayed import Replayed

MARKED = re.compile(r'class="(lj-[^"]*)" data-id="([^"]*)"')


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    """The case, for tests that change nothing."""
    found = Replayed.below(tmp_path_factory.mktemp("putar"))
    yield found
    found.store.close()


@pytest.fixture
def own(tmp_path: object) -> Iterator[Replayed]:
    """The case, for a test that changes something."""
    found = Replayed.below(tmp_path)  # type: ignore[arg-type]
    yield found
    found.store.close()


def acts(case: Replayed) -> list[list[str]]:
    """The marks of each event that is a moment."""
    with case.store.reading() as reading:
        events = stream(reading, case.case)
    return [str(event.data.get("path", "")).split() for event in events if event.kind not in BESIDE]


def test_every_moment_shows_just_the_flows_that_its_events_took(case: Replayed) -> None:
    told, taken = case.moments(case.client("wulan")), set[str]()
    done = acts(case)
    assert len(told) == len(done) > 40
    for moment, marks in zip(told, done, strict=True):
        here = [mark[1:] for mark in marks if mark[0] == ">"]
        taken |= set(here)
        assert moment["flows"] == here
        assert {id for id, names in moment["marks"].items() if "is-taken" in names} == taken
        assert {id for id in moment["marks"] if moment["marks"][id].endswith("is-now is-taken")} >= set(here)
    assert sum(moment["back"] for moment in told) == 7


def test_what_is_open_at_a_moment_is_what_the_events_opened_and_did_not_close(case: Replayed) -> None:
    told, open_now = case.moments(case.client("wulan")), list[str]()
    with case.store.reading() as reading:
        events = [event for event in stream(reading, case.case) if event.kind not in BESIDE]
    for moment, event in zip(told, events, strict=True):
        if event.kind == "TaskCompleted":
            open_now.remove(event.element or "")
        open_now += [row[1] for row in event.data.get("opened", ())]
        shown = {id for id, names in moment["marks"].items() if "is-open" in names}
        assert shown == set(open_now), moment["text"]


def test_the_page_without_a_script_is_drawn_as_the_script_would(case: Replayed) -> None:
    client = case.client("wulan")
    told = case.moments(client)
    for m in (1, 13, len(told)):
        page = case.page(client, f"?m={m}")
        large = page[page.index('class="lj-diagram"') : page.index('class="kecil"')]
        drawn = {id: set(names.split()) for names, id in MARKED.findall(large)}
        for id, names in told[m - 1]["marks"].items():
            if id in drawn:
                assert set(names.split()) <= drawn[id], (m, id)
        assert told[m - 1]["panel"].strip() in page.replace("\r", "")
        assert f'href="/putar-ulang/{case.number}?m={min(m + 1, len(told))}#ini" data-go="on"' in page


def test_a_moment_shows_nothing_of_moments_after_it(case: Replayed) -> None:
    first = case.page(case.client("wulan"), "?m=1")
    large = first[first.index('class="lj-diagram"') : first.index('class="kecil"')]
    marked = {id for names, id in MARKED.findall(large) if "is-" in names.replace("is-return", "")}
    assert marked == {"mulai", "alur_mulai", "langkah_1"}
    assert "Sasaran belum diukur" not in first[first.index('id="langkah"') : first.index('id="cerita"')]


def test_the_panel_tells_reason_capacity_time_answers_and_papers(case: Replayed) -> None:
    told = case.moments(case.client("wulan"))
    back = next(moment["panel"] for moment in told if moment["back"])
    assert "Tidak. Dikembalikan ke Kegiatan 3" in back
    assert "Kolom paraf belum ada" in back
    late = next(moment["panel"] for moment in told if "lewat" in moment["panel"])
    assert re.search(r"dari norma \d+ menit kerja <span class=\"tag soon\">lewat", late)
    assert any("isian tidak berubah" in moment["panel"] for moment in told)
    assert any("Pengesahan" in moment["panel"] and "paraf" in moment["panel"].lower() for moment in told)
    assert any("atas nama Sekda" in moment["panel"] for moment in told)
    assert any("Waktu pihak luar, tidak dihitung bagi pegawai" in moment["panel"] for moment in told)


def test_who_may_not_read_the_case_learns_nothing_of_it(case: Replayed) -> None:
    for login in ("jauh", "orang"):
        client = case.client(login)
        for path in ("", "/momen", "/cerita"):
            assert client.get(f"/putar-ulang/{case.number}{path}").status_code == 404
    for login in ("wulan", "budi", "peserta"):
        case.page(case.client(login))
    assert case.app.test_client().get(f"/putar-ulang/{case.number}").status_code == 302
    assert case.client("wulan").get("/putar-ulang/TIDAK-ADA").status_code == 404


def test_a_moment_beyond_the_ends_is_the_nearest(case: Replayed) -> None:
    client = case.client("wulan")
    last = len(case.moments(client))
    for query, m in (("?m=0", last), ("?m=9999999", last), ("?m=x", last), ("", last), ("?m=2", 2)):
        assert f'data-m="{m}"' in case.page(client, query), query


def reads(case: Replayed) -> list[tuple[str | None, str]]:
    with case.store.reading() as reading:
        events = [event for event in stream(reading, 0) if event.kind == "PersonalDataRead"]
    assert all(event.data["case"] == case.case for event in events)
    return [(event.actor, event.data["page"]) for event in events]


def test_an_auditor_leaves_one_trace_an_hour_whatever_page_he_opens(own: Replayed) -> None:
    client, number = own.client("wulan"), own.number
    for path in (f"/putar-ulang/{number}?m=3", f"/putar-ulang/{number}/momen", f"/berkas/{number}"):
        assert client.get(path).status_code == 200
    assert reads(own) == [("wulan", "replay")]
    own.now = own.now.replace(minute=0) + (own.now - own.now.replace(minute=0)).__class__(hours=1)
    assert client.get(f"/putar-ulang/{number}/cerita").status_code == 200
    assert reads(own) == [("wulan", "replay"), ("wulan", "story")]
    assert own.client("budi").get(f"/berkas/{number}").status_code == 200
    assert reads(own)[2:] == [("budi", "case")]
    for login in ("peserta", "jauh"):
        own.client(login).get(f"/putar-ulang/{number}")
    assert len(reads(own)) == 3, "who takes part, and who is shown nothing, leave none"


def test_every_page_of_a_case_leaves_a_trace(case: Replayed) -> None:
    rules = [rule for rule in case.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    shown = {rule.endpoint for rule in rules if rule.rule.startswith(("/berkas/<", "/putar-ulang/<", "/tugas/<"))}
    assert shown == set(READ_BY)


def test_other_bytes_than_those_in_force_are_said_so_loudly(own: Replayed) -> None:
    client = own.client("wulan")
    assert 'role="alert"' not in own.page(client)
    with own.store.transaction() as tx:
        for trigger in tx.all(Query("Triggers.", text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))):
            tx.run(Query("Away.", text(f'DROP TRIGGER "{trigger["name"]}"')))
        tx.run(Query("Other.", text("UPDATE resource SET body = CAST(body || x'0A' AS BLOB) WHERE name LIKE '%.bpmn'")))
    page = own.page(client)
    assert 'role="alert"' in page
    assert "Berkas diagram tidak sama dengan yang diberlakukan" in page


def test_an_erased_value_reads_as_erased_and_the_replay_goes_on(own: Replayed) -> None:
    client = own.client("wulan")
    with own.store.transaction() as tx:
        tx.run(Query("Erased.", text("UPDATE answer SET value = NULL, salt = NULL WHERE case_id > 0")))
    told = own.moments(client)
    assert any("Dihapus (UU 27/2022). Bukti tetap utuh." in moment["panel"] for moment in told)
    assert "Kolom paraf belum ada" not in str(told)
    assert sum(moment["back"] for moment in told) == 7
    assert client.get(f"/putar-ulang/{own.number}/cerita").status_code == 200


def test_a_history_that_was_made_unreadable_is_named_and_leads_to_the_proof(own: Replayed) -> None:
    with own.store.transaction() as tx:
        tx.run(Query("Open.", text("DROP TRIGGER event_no_update")))
        tx.run(Query("Break.", text("UPDATE event SET data = 'bukan JSON' WHERE case_id > 0 AND number = 6")))
    client = own.client("wulan")
    for path in ("", "/cerita"):
        answer = client.get(f"/putar-ulang/{own.number}{path}")
        assert answer.status_code == 409
        assert "Riwayat kasus ini tidak dapat dibaca" in answer.text


def test_what_people_wrote_is_never_markup(own: Replayed) -> None:
    hostile = b'"<script>alert(1)</script><img src=x onerror=alert(2)>"'
    with own.store.transaction() as tx:
        tx.run(Query("Hostile.", text("UPDATE answer SET value = :v WHERE name LIKE 'alasan%'")), v=hostile)
    client = own.client("wulan")
    told = str(own.moments(client)) + client.get(f"/putar-ulang/{own.number}/cerita").text
    assert "&lt;script&gt;alert(1)" in told
    assert "<script>alert" not in told
    assert "<img src=x" not in told


def test_the_story_tells_who_did_what_why_it_came_back_and_how_it_ended(case: Replayed) -> None:
    page = case.client("wulan").get(f"/putar-ulang/{case.number}/cerita").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "dengan hasil Selesai." in words
    assert "Kasus dikembalikan 7 kali." in words
    assert re.search(r"Pukul \d\d\.\d\d WITA: \S+.* mengembalikan kasus dari Kegiatan 4 ", words)
    assert "Alasan atau catatannya: “Kolom paraf belum ada”." in words
    assert re.search(r"Langkah ini memakan [^.]+, lewat [^.]+ dari norma [^.]+ kerja\.", words)
    assert re.search(r"Sidik SHA-256 diagram dan formulirnya: ([0-9a-f]{4} ){16}", words)
    assert " mengambil Kegiatan 6 " not in words, "a story is no log"


def test_page_and_story_speak_english(case: Replayed) -> None:
    client = case.client("wulan")
    client.set_cookie("bahasa", "en")
    assert "returned 7 times" in case.page(client)
    assert "The case was returned 7 times." in client.get(f"/putar-ulang/{case.number}/cerita").text
