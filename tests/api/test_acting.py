"""Somebody who only acts for a post: every event that he writes has both people, and pages and API say so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.acting import LetAct
from engine.commands.case import Comment, StartCase
from engine.commands.office import LoadOffice
from engine.commands.task import Claim, Complete, Delegate, Unclaim
from engine.events import Event
from engine.passwords import hashed
from engine.seeding import library
from engine.store import Store
from engine.store.history import stream
from tests.api.office import ANSWERS, AWAY, HOME, PASSWORD, SKM, TODAY, Office
from tests.proven import prove

UNTIL = date(2026, 11, 27)
CAMAT: dict[str, Any] = {"kind": "plh", "post": f"{HOME}/camat", "holder": "camat"}
STAF: dict[str, Any] = {"kind": "plh", "post": f"{HOME}/staf", "holder": "staf"}


@pytest.fixture
def office(store: Store) -> Office:
    """An office whose sekcam acts for the camat, and Wati, who holds nothing, for the staf."""
    found = Office(store)
    found.run(CreateAccount("wati", "Wati", office=HOME))
    for post, login in (("camat", "sekcam"), ("staf", "wati")):
        found.run(LetAct(f"{HOME}/{post}", login, "plh", TODAY, UNTIL, post, "800/9/2026", "Dinas luar"))
    return found


def told(office: Office, case: int) -> list[Event]:
    """The history of a case, once it is proven."""
    prove(office.desk, case)
    with office.store.reading() as reading:
        return stream(reading, case)


def test_every_act_on_a_task_has_both_people(office: Office) -> None:
    case = office.case(done=4)
    office.run(Claim(case, 5), "sekcam")
    office.run(Unclaim(case, 5), "sekcam")
    office.run(Delegate(case, 5, "sekcam", "Saya sendiri"), "sekcam")
    office.run(Complete(case, 5, ANSWERS["langkah_5"]), "sekcam")
    acts = told(office, case)[-5:]
    kinds = ["TaskClaimed", "TaskReleased", "TaskDelegated", "TaskCompleted", "SignOffGiven"]
    assert [one.kind for one in acts] == kinds
    for one in acts:
        assert (one.actor, one.acting_for, one.data["capacity"]) == ("sekcam", f"{HOME}/camat", CAMAT)


def test_what_he_does_as_himself_has_none(office: Office) -> None:
    case = office.case(done=4)
    sekcam = [one for one in told(office, case) if one.actor == "sekcam"]
    assert [one.kind for one in sekcam] == ["TaskCompleted", "SignOffGiven"]
    assert {(one.acting_for, "capacity" in one.data) for one in sekcam} == {(f"{HOME}/sekcam", False)}


def test_a_start_a_comment_and_the_end_of_the_case_have_both_people(office: Office) -> None:
    case = office.run(StartCase(key=SKM), "wati")["case"]
    office.run(Comment(case, "Berkas lengkap."), "wati")
    begun, comment = told(office, case)
    assert (begun.actor, begun.acting_for, begun.data["capacity"]) == ("wati", f"{HOME}/pemohon", STAF)
    assert (comment.acting_for, comment.data["capacity"]) == (f"{HOME}/staf", STAF)
    case = office.case(done=5)
    office.run(Complete(case, 6, ANSWERS["langkah_6"]), "wati")
    done, ended = told(office, case)[-2:]
    assert (done.kind, ended.kind) == ("TaskCompleted", "CaseCompleted")
    for one in (done, ended):
        assert (one.acting_for, one.data["capacity"]) == (done.acting_for, STAF)


def test_who_records_for_an_outside_post_as_plh_has_all_three_recorded(office: Office) -> None:
    case = office.run(StartCase(key=SKM), "wati")["case"]
    office.run(Complete(case, 1, ANSWERS["langkah_1"]), "wati")
    done = told(office, case)[-1]
    assert (done.acting_for, done.data["recorded_by"]) == (f"{HOME}/pemohon", [f"{HOME}/staf"])
    assert done.data["capacity"] == STAF


def test_a_comment_of_somebody_who_is_there_himself_has_none(office: Office) -> None:
    case = office.case(done=4)
    office.run(Comment(case, "Sudah saya paraf."), "sekcam")
    assert told(office, case)[-1].acting_for is None


def test_the_api_says_who_stood_for_whom(office: Office) -> None:
    case = office.case(done=4)
    line = next(one for one in office.get("sekcam", "/api/v1/tasks")["items"] if one["id"] == f"{case}-5")
    assert line["capacity"]["text"] == "Plh Camat, mewakili Camat"
    task = office.get("sekcam", f"/api/v1/tasks/{case}-5")
    assert task["may_answer"]
    assert task["capacity"]["holder"] == {"login": "camat", "name": "Camat"}
    assert office.get("camat", f"/api/v1/tasks/{case}-5")["capacity"] is None
    office.run(Complete(case, 5, ANSWERS["langkah_5"]), "sekcam")
    entry = office.get("staf", f"/api/v1/cases/{case}/history")["items"][-1]
    assert entry["capacity"] == {
        "kind": "plh",
        "post": {"id": f"{HOME}/camat", "name": "Camat", "outside": False},
        "holder": {"login": "camat", "name": "Camat"},
        "text": "Plh Camat: Sekcam, mewakili Camat",
    }


def test_a_post_that_nobody_holds_has_a_plt_who_stands_for_nobody(office: Office) -> None:
    office.run(LetAct(f"{HOME}/operator-siak", "wati", "plt", TODAY, None, None, "800/10/2026", "Kosong"))
    wati = office.who("wati")
    found = wati.capacity(f"{HOME}/operator-siak")
    assert found is not None
    assert (found[1].kind, found[1].holder) == ("plt", None)


@pytest.mark.parametrize(("zone", "holds"), [("WIT", True), ("WIB", False)])
def test_at_half_past_midnight_in_an_office_of_wit_its_people_hold_the_posts_of_that_day(
    office: Office, zone: str, holds: bool
) -> None:
    seed = next(seed for seed in library() if seed.office["id"] == AWAY)
    office.run(LoadOffice({**seed.office, "zona": zone}))
    office.run(Hold("jfu", f"{AWAY}/jfu", date(2026, 1, 1), date(2025, 12, 31)))
    office.run(Hold("jfu", f"{AWAY}/jfu", date(2026, 11, 20)))
    office.now = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)  # 00:30 on the 20th in WIT, 22:30 on the 19th in WIB
    items = office.get("jfu", "/api/v1/sops")["items"]
    assert any(one["office"]["id"] == AWAY for one in items) is holds


def test_a_role_for_a_region_reaches_all_its_offices_and_no_others(office: Office) -> None:
    office.run(CreateAccount("inspektorat", "Inspektorat", hashed(PASSWORD)))
    office.run(Grant("inspektorat", "auditor", "region:kabupaten  kapuas hulu"))
    case = office.case(done=1)
    assert office.get("inspektorat", f"/api/v1/cases/{case}")["id"] == case
    who = office.who("inspektorat")
    assert who.has("auditor", HOME)
    assert not who.has("auditor", AWAY)
