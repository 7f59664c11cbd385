"""Kendala: owners see what failed, what to do, and let it be tried again; others meet it in their own cases alone."""

from __future__ import annotations

import re

from engine.store.jobs import INSERT_JOB, job_row
from tests.api.conftest import office, shared
from tests.api.office import Office
from tests.api.test_rest_jobs import stuck, work
from tests.web.test_account_page import Browser

__all__ = ["office", "shared"]


def seen_by(office: Office, login: str) -> Browser:
    """Somebody at the pages, signed in."""
    browser = Browser(office.app)
    assert browser.sign_in(login).status_code == 303
    return browser


def number_of(office: Office, case: int) -> str:
    """The number of a case."""
    return str(office.get("auditor", f"/api/v1/cases/{case}")["number"])


def test_an_owner_reads_what_happened_and_what_to_do_and_tries_again(office: Office) -> None:
    case, _ = stuck(office)
    owner, number = seen_by(office, "pemilik"), number_of(office, case)
    page = owner.get("/kendala").text
    assert f'href="/berkas/{number}"' in page
    assert "satu_jam" in page
    assert "Tidak ada cabang yang cocok" in page
    assert "No branch fits" not in page
    assert "Periksa jawaban dan syarat" in page
    assert re.search(r"sejak (\d|hari ini|kemarin)", page)
    event = office.get("pemilik", "/api/v1/incidents")["items"][0]["id"].partition("-")[2]
    sent = owner.post(f"/kendala/{case}-{event}/ulangi", of="/kendala")
    assert (sent.status_code, sent.location) == (303, "/kendala")
    after = owner.get("/kendala").text
    assert "Sedang diulang" in after
    assert "Tidak ada kendala" in after
    for _ in range(6):
        work(office, hours=2)
    assert "satu_jam" in owner.get("/kendala").text, "it failed again, five times"


def test_the_page_of_the_case_shows_it_and_the_button_comes_back_there(office: Office) -> None:
    case, _ = stuck(office)
    number, owner = number_of(office, case), seen_by(office, "pemilik")
    page = owner.get(f"/berkas/{number}").text
    event = office.get("pemilik", "/api/v1/incidents")["items"][0]["id"].partition("-")[2]
    assert f'action="/kendala/{case}-{event}/ulangi"' in page
    sent = owner.post(f"/kendala/{case}-{event}/ulangi", {"_berkas": number}, of=f"/berkas/{number}")
    assert (sent.status_code, sent.location) == (303, f"/berkas/{number}")
    assert "Sedang diulang" in owner.get(f"/berkas/{number}").text


def test_staff_read_it_in_their_case_without_a_button_and_have_no_page_of_it(office: Office) -> None:
    case, _ = stuck(office)
    staff = seen_by(office, "staf")
    page = staff.get(f"/berkas/{number_of(office, case)}").text
    assert "Pemilik proses dapat mengulanginya." in page
    assert "/ulangi" not in page
    assert 'href="/kendala"' not in page
    assert staff.get("/kendala").status_code == 404
    event = office.get("pemilik", "/api/v1/incidents")["items"][0]["id"].partition("-")[2]
    assert staff.post(f"/kendala/{case}-{event}/ulangi", of="/kotak-tugas").status_code in (400, 403)
    assert office.get("pemilik", "/api/v1/incidents")["items"], "nothing was retried"


def test_a_case_that_could_not_begin_is_shown_to_its_owner_and_to_no_other(office: Office) -> None:
    with office.store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("START", 0, 1, definition_id=1, element="tidak-ada", payload=b"{}")])
    for _ in range(6):
        work(office, hours=2)
    page = seen_by(office, "pemilik").get("/kendala").text
    assert "tidak ada berkas yang dimulai" in page
    assert "Berkas tidak dapat dimulai" in page
    other = seen_by(office, "pemilik-lain").get("/kendala").text
    assert "Tidak ada kendala" in other
    assert 'aria-current="page">Kendala' in other


def test_the_english_page_says_it_in_english(office: Office) -> None:
    stuck(office)
    owner = seen_by(office, "pemilik")
    owner.client.set_cookie("bahasa", "en")
    page = owner.get("/kendala").text
    assert "No branch fits" in page
    assert "Tidak ada cabang" not in page
    assert "Check the answers and conditions" in page


def test_an_auditor_reads_and_does_not_try_again(office: Office) -> None:
    stuck(office)
    page = seen_by(office, "auditor").get("/kendala").text
    assert "satu_jam" in page
    assert "/ulangi" not in page
    assert seen_by(office, "admin").get("/kendala").status_code == 404
