"""Who prepares a task for somebody gives it back from its page, with what he filled in."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.commands.answers import variables
from engine.commands.document import StoreDocument
from engine.commands.modification import SetVariables
from engine.commands.task import Delegate
from engine.store import Store
from engine.store.views import TASK
from tests.api.office import PASSWORD, Office

CSRF = re.compile(r'name="_csrf" value="([^"]+)"')


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def signed_in(office: Office, login: str) -> FlaskClient:
    """The browser of somebody."""
    client = office.app.test_client()
    form = {"nama": login, "sandi": PASSWORD, "_csrf": CSRF.findall(client.get("/masuk").text)[0]}
    assert client.post("/masuk", data=form).status_code == 303
    return client


def handed_over(office: Office, done: int) -> tuple[int, FlaskClient]:
    """A case whose next task Staf handed to Kasi to prepare, and the browser of Kasi."""
    case = office.case(done)
    office.run(Delegate(case, done + 1, "kasi", "tolong siapkan", back=True), "staf")
    return case, signed_in(office, "kasi")


def send(page: FlaskClient, path: str, **given: Any) -> TestResponse:
    """What the server says when the button is pressed."""
    token = CSRF.findall(page.get("/kotak-tugas").text)[0]
    return page.post(path, data={"_csrf": token, "_aksi": "kembalikan", **given})


def holder(office: Office, case: int, n: int) -> tuple[str, str]:
    """Who has the task, and what became of handing it over."""
    with office.store.reading() as reading:
        row = reading.one(TASK, case=case, n=n)
    assert row is not None
    return row["assignee"], row["delegation"]


def values(office: Office, case: int) -> dict[str, Any]:
    """The variables of the case."""
    with office.store.reading() as reading:
        return variables(reading, case)


def test_a_prepared_task_goes_back_to_its_owner_with_what_was_filled_in(office: Office) -> None:
    case, page = handed_over(office, 1)
    shown = page.get(f"/tugas/{case}-2").text
    assert f'formaction="/tugas/{case}-2/kembalikan"' in shown
    assert "kepada Staf" in shown
    assert "Langkah ini sudah dikerjakan?" not in shown
    assert send(page, f"/tugas/{case}-2", tanggal_agenda="19-11-2026").status_code in (409, 422), "not his to complete"
    answer = send(page, f"/tugas/{case}-2/kembalikan", nomor_agenda="", tanggal_agenda="19-11-2026")
    assert (answer.status_code, answer.location) == (303, "/kotak-tugas")
    assert holder(office, case, 2) == ("staf", "RESOLVED")
    kept = values(office, case)
    assert (kept["tanggal_agenda"], "nomor_agenda" in kept) == (date(2026, 11, 19), False)
    owner = signed_in(office, "staf")
    shown = owner.get(f"/tugas/{case}-2").text
    assert "kembalikan" not in shown
    assert 'value="19-11-2026"' in shown
    form = {"_aksi": "kirim", "nomor_agenda": "417/2026", "tanggal_agenda": "19-11-2026"}
    assert send(owner, f"/tugas/{case}-2", **form).status_code == 303


def test_what_cannot_be_read_comes_back_and_the_task_stays(office: Office) -> None:
    case, page = handed_over(office, 1)
    answer = send(page, f"/tugas/{case}-2/kembalikan", nomor_agenda="417", tanggal_agenda="kemarin dulu")
    assert answer.status_code == 422
    assert "kemarin dulu" in answer.text
    assert holder(office, case, 2) == ("kasi", "PENDING")
    assert "nomor_agenda" not in values(office, case)


def test_files_go_back_with_the_task_and_hostile_ones_are_refused(office: Office) -> None:
    case, page = handed_over(office, 0)
    for name, body in (("a.txt", b"<script>alert(1)</script>"), ("a.csv", b"a;b\n=1+1;2"), ("a.html", b"teks")):
        answer = send(page, f"/tugas/{case}-1/kembalikan", pindaian_berkas=(BytesIO(body), name))
        assert (answer.status_code, f"Jenis berkas {name} tidak dikenal" in answer.text) == (422, True)
    answer = send(page, f"/tugas/{case}-1/kembalikan", pindaian_berkas=(BytesIO(b"%PDF-1.7 isi"), "pindai.pdf"))
    assert answer.status_code == 303
    assert [one["name"] for one in values(office, case)["pindaian_berkas"]] == ["pindai.pdf"]


def test_a_text_that_a_program_brought_is_handed_out_and_never_shown(office: Office) -> None:
    case = office.case(1)
    kept = office.run(StoreDocument("a.html", b"<script>alert(1)</script>", program=True), "pemilik")
    office.run(SetVariables(case, {"hasil": [kept]}), "pemilik")
    with office.store.reading() as reading:
        row = reading.one(TASK, case=case, n=2)
    assert row is not None
    found = signed_in(office, "staf").get(f"/berkas/{row['number']}/dokumen/{kept['sha256']}")
    assert (found.status_code, found.mimetype) == (200, "text/plain")
    assert found.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a.html.txt"
    assert found.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_only_who_prepares_it_gives_it_back_and_only_from_its_page(office: Office) -> None:
    case, page = handed_over(office, 1)
    assert page.post(f"/tugas/{case}-2/kembalikan", data={}).status_code in (400, 403)
    assert send(signed_in(office, "camat"), f"/tugas/{case}-2/kembalikan").status_code in (403, 404)
    assert holder(office, case, 2) == ("kasi", "PENDING")
    assert send(page, f"/tugas/{case}-2/kembalikan").status_code == 303
    assert send(page, f"/tugas/{case}-2/kembalikan").status_code == 404, "it is not his any more"
