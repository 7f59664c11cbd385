"""The pages of somebody who only acts for a post say so, and so do the pages of those who read what he did."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from engine.commands.acting import LetAct
from engine.commands.task import Complete
from engine.store import Store
from tests.api.office import ANSWERS, HOME, PASSWORD, TODAY, Office

SAID = "Plh Camat: Sekcam, mewakili Camat"


@pytest.fixture
def office(store: Store) -> Office:
    """An office whose sekcam acts for the camat."""
    found = Office(store)
    found.run(LetAct(f"{HOME}/camat", "sekcam", "plh", TODAY, TODAY, "camat", "800/9/2026", "Dinas luar"))
    return found


def signed_in(office: Office, login: str) -> FlaskClient:
    """A browser without scripts in which somebody is signed in."""
    client = office.app.test_client()
    page = client.get("/masuk").text
    token = re.search(r'name="_csrf" value="([^"]+)"', page)
    assert token is not None, page
    form = {"_csrf": token[1], "nama": login, "sandi": PASSWORD}
    assert client.post("/masuk", data=form).status_code == 303
    return client


def test_his_own_pages_name_the_post_and_whom_he_stands_for(office: Office) -> None:
    case = office.case(done=4)
    client = signed_in(office, "sekcam")
    inbox = client.get("/kotak-tugas").text
    assert "Sekcam" in inbox
    assert "Plh Camat" in inbox
    assert "sebagai Plh Camat, mewakili Camat" in inbox
    assert f"Anda menjawab sebagai {SAID}" in client.get(f"/tugas/{case}-5").text


def test_who_reads_the_case_sees_both_people(office: Office) -> None:
    case = office.case(done=4)
    office.run(Complete(case, 5, ANSWERS["langkah_5"]), "sekcam")
    client = signed_in(office, "camat")
    number = office.get("staf", f"/api/v1/cases/{case}")["number"]
    page = client.get(f"/berkas/{number}").text
    assert "<b>Plh Camat menyelesaikan</b>" in page
    assert SAID in page
    assert f"Sudah diselesaikan oleh {SAID}" in client.get(f"/tugas/{case}-5").text
