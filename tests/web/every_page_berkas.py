"""The pages around a task: drafts, catalogue, receipt, case with papers, print views."""

from __future__ import annotations

import hashlib
from typing import Final

from playwright.sync_api import FilePayload, Page

from tests.api.office import ANSWERS, SKM
from tests.web.desk import PDF, PNG
from tests.web.every_page import OWNER, STAFF, Made, Visit

VIEWER: Final = ("chrome-extension://", "chrome://")
"""What the browser's own viewer of PDF files loads in its frame."""


def prepare(made: Made) -> None:
    """A case with papers in two versions, one whose first step has a draft, one that is suspended."""
    case = int(made.call(STAFF, "POST", "/api/v1/cases", {"sop": SKM})["case"])
    made.complete(STAFF, f"{case}-1", **ANSWERS["langkah_1"])
    number = made.call(STAFF, "GET", f"/api/v1/cases/{case}")["number"]
    drafted = int(made.call(STAFF, "POST", "/api/v1/cases", {"sop": SKM})["case"])
    made.names |= {"berkas": number, "berkas_tugas": f"{case}-2", "berkas_draf": f"{drafted}-1"}
    page = made.site.visitor(STAFF, script=False).page
    for name, body in (("rincian.pdf", PDF), ("foto.png", PNG), ("rincian.pdf", PDF + b"2")):
        page.goto(f"/berkas/{number}")
        page.locator("#lampiran").set_input_files(_file(name, body))
        page.locator("form:has(#lampiran) button.slim").click()
    page.goto(f"/tugas/{drafted}-1")
    page.locator("[name=nama_pemohon]").fill("Ani")
    page.locator("button[value=draf]").click()
    held = int(made.call(STAFF, "POST", "/api/v1/cases", {"sop": SKM})["case"])
    made.names["berkas_tunda"] = made.call(STAFF, "GET", f"/api/v1/cases/{held}")["number"]
    owner = made.site.visitor(OWNER, script=False).page
    owner.goto(f"/berkas/{made.names['berkas_tunda']}")
    owner.locator("details:has([name=tangguhkan]) > summary").click()
    owner.locator("[name=tangguhkan]").fill("Menunggu surat edaran")
    owner.locator("details:has([name=tangguhkan]) button").click()


def _file(name: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _no_reason(page: Page) -> None:
    page.locator("details:has([name=batalkan]) > summary").click()
    page.locator("details:has([name=batalkan]) button").click()
    page.locator("#batalkan-g").wait_for()


def _on_paper(page: Page) -> None:
    page.locator("details:has([name=_jam]) > summary").click()
    page.locator("[name=_jam]").fill("25.00")
    page.locator("[name=tanggal_agenda]").fill("20-11-2026")
    page.locator(".decide button.way").first.click()
    page.locator(".note.late").first.wait_for()


def _bad_file(page: Page) -> None:
    page.locator("#lampiran").set_input_files(_file("program.exe", b"MZ\x90\0"))
    page.locator("form:has(#lampiran) button.slim").last.click()
    page.locator("form:has(#lampiran) .err").first.wait_for()


PAGES: Final = (
    Visit("web.start.show", "/mulai?kelompok=pemohon"),
    Visit("web.task.show", "/tugas/{berkas_draf}"),
    Visit("web.task.show", "/tugas/{berkas_tugas}", act=_on_paper, known=("422",)),
    Visit("web.case.show", "/berkas/{berkas}"),
    Visit("web.case.show", "/berkas/{berkas}", act=_bad_file, known=("422",)),
    Visit("web.case.show", "/berkas/{berkas}", OWNER, act=_no_reason, known=("422",)),
    Visit("web.case.show", "/berkas/{berkas_tunda}", OWNER),
    Visit("web.papers.page", f"/berkas/{{berkas}}/surat/{_digest(PDF)}", without=("iframe",), known=VIEWER),
    Visit("web.papers.page", f"/berkas/{{berkas}}/surat/{_digest(PNG)}", known=("net::ERR",)),
    Visit("web.prints.show_receipt", "/berkas/{berkas}/tanda-terima"),
    Visit("web.prints.show_receipt", "/berkas/{berkas}/tanda-terima?kertas=80"),
    Visit("web.prints.slip", "/tugas/{berkas_tugas}/cetak"),
    Visit("web.prints.case", "/berkas/{berkas}/cetak"),
)
