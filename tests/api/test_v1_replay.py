"""`/api/v1` replays a case for machines, tells how far it is, and what failed."""

from __future__ import annotations

from typing import Any

from engine.commands.case import Cancel
from engine.store.jobs import INSERT_JOB, job_row
from tests.api.office import HOME, Office
from tests.api.test_rest_jobs import stuck, work


def replayed(office: Office, case: int, who: str = "auditor", cursor: str = "") -> Any:
    """The replay of a case."""
    return office.get(who, f"/api/v1/cases/{case}/replay{cursor}")


def stands(frame: Any, when: str) -> list[tuple[str, list[int]]]:
    """Where the tokens of a frame stand."""
    return [(one["element"], one["tokens"]) for one in frame[when]["stands"]]


def test_a_replay_tells_where_the_tokens_stood_before_and_after(office: Office) -> None:
    case = office.case(done=2)
    told = replayed(office, case)
    assert (told["case"], told["diagram"]["version"], len(told["diagram"]["sha256"])) == (case, 1, 64)
    started, first, second, numbered = told["items"]
    assert (stands(started, "before"), stands(started, "after")) == ([], [("langkah_1", [1])])
    assert [(one["mark"], one["id"]) for one in first["path"]][:1] == [("left", "langkah_1")]
    assert (stands(first, "before"), stands(first, "after")) == ([("langkah_1", [1])], [("langkah_2", [2])])
    assert first["actor"] == "staf"
    assert (first["acting_for"], first["recorded_by"]) == (f"{HOME}/pemohon", [f"{HOME}/staf"])
    assert "nama_pemohon" in first["set"]
    assert "Ani Suryani" not in str(told), "a replay holds no values"
    assert stands(second, "after") == stands(numbered, "after") == [("langkah_3", [3])]
    office.run(Cancel(case, "salah"), "pemilik")
    last = replayed(office, case)["items"][-1]
    assert (last["closed"], stands(last, "after"), last["outcome"]) == ([3], [], "Dibatalkan")


def test_a_replay_goes_on_where_its_page_ended(office: Office, monkeypatch: Any) -> None:
    case = office.case(done=4)
    whole = replayed(office, case)["items"]
    monkeypatch.setattr("engine.api.v1_replay.PAGE", 2)
    pages, cursor = [], ""
    while True:
        told = replayed(office, case, cursor=cursor)
        pages.append(told["items"])
        if told["next"] is None:
            break
        cursor = f"?cursor={told['next']}"
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert [frame for page in pages for frame in page] == whole


def test_a_case_says_how_many_of_its_steps_and_norms_are_done(office: Office) -> None:
    found = office.get("auditor", f"/api/v1/cases/{office.case(done=3)}")["progress"]
    assert (found["steps"], found["done"]) == (6, 3)
    assert (found["waktu"]["minutes"], found["waktu_done"]["minutes"]) == (30, 15)
    ended = office.get("auditor", f"/api/v1/cases/{office.case(done=6)}")["progress"]
    assert (ended["done"], ended["waktu_done"]) == (6, ended["waktu"])


def test_an_owner_sees_what_failed_and_lets_it_be_tried_again(office: Office, monkeypatch: Any) -> None:
    case, _ = stuck(office)
    with office.store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("START", 0, 1, definition_id=1, element="tidak-ada", payload=b"{}")])
    for _ in range(6):
        work(office, hours=2)
    monkeypatch.setattr("engine.queries.incidents.PAGE", 1)
    first = office.get("pemilik", "/api/v1/incidents")
    (caseless,) = first["items"]
    assert (caseless["case"], caseless["office"], caseless["kind"]) == (None, HOME, "start")
    second = office.get("pemilik", f"/api/v1/incidents?cursor={first['next']}")
    (of_case,) = second["items"]
    assert (of_case["case"], of_case["element"], second["next"]) == (case, "satu_jam", None)
    assert of_case["name"] == "satu_jam"
    assert office.get("auditor", "/api/v1/incidents")["items"][0]["may_retry"] is False
    for who in ("pemilik-lain", "staf", "admin"):
        assert office.get(who, "/api/v1/incidents") == {"items": [], "next": None}
    retried = office.call("pemilik", "POST", f"/api/v1/incidents/{caseless['id']}/retry")
    assert retried.get_json() == {"incident": int(caseless["id"].partition("-")[2])}
    assert office.get("pemilik", "/api/v1/incidents")["items"] == [of_case]
    assert office.call("pemilik", "GET", "/api/v1/incidents?cursor=WzEsLTFd").status_code == 400
