"""The pages of staff that were there first: sign-in, inbox, task, start, case, incidents, account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page

from tests.api.office import ANSWERS, SKM
from tests.web.every_page import ADMIN, AUDITOR, KASI, NOBODY, OWNER, STAFF, Made, Visit

TANAH_LAUT: Final = "staf.tanah-laut-p2kbp3a"
LETTER: Final = {
    "nomor_surat_regulasi": "440/1/2026",
    "tanggal_surat_regulasi": "2026-11-02",
    "daftar_kecamatan": ["Pelaihari", "Takisung"],
}


def prepare(made: Made) -> None:
    """A case that came back once and stands with its decision, one that is done, one that waits for a letter."""
    back = {**ANSWERS["langkah_3"], "keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "KK buram"}
    case = _case(made, STAFF, SKM)
    for n, login, step, answers in (
        (1, STAFF, "langkah_1", {}),
        (2, STAFF, "langkah_2", {}),
        (3, KASI, "langkah_3", back),
        (4, STAFF, "langkah_1", {}),
        (5, STAFF, "langkah_2", {"nomor_agenda": "418/KEC-BH/2026"}),
    ):
        made.complete(login, f"{case}-{n}", **{**ANSWERS[step], **answers})
    made.call(STAFF, "POST", f"/api/v1/cases/{case}/comments", {"text": "Pemohon menunggu di loket."})
    found = made.call(STAFF, "GET", f"/api/v1/cases/{case}")
    made.names |= {"number": found["number"], "decision": f"{case}-6", "done": f"{case}-1"}
    made.names["open"] = f"{_case(made, STAFF, SKM)}-1"
    waits = _case(made, TANAH_LAUT, "penggerakan_kader_imp")
    made.complete(TANAH_LAUT, f"{waits}-1", **LETTER)
    found = made.call(TANAH_LAUT, "GET", f"/api/v1/cases/{waits}")
    made.names |= {"waits": found["number"], "wait": "2"}


def _case(made: Made, login: str, key: str) -> int:
    return int(made.call(login, "POST", "/api/v1/cases", {"sop": key})["case"])


def _pressed(button: str) -> Callable[[Page], None]:
    """Presses a button of the page (by selector: its words differ by language) and waits for what comes."""

    def act(page: Page) -> None:
        page.locator(button).first.click()
        page.wait_for_load_state()

    return act


def _refused(page: Page) -> None:
    page.locator(".more summary").click()
    page.locator(".reason button").click()
    page.wait_for_load_state()


def _menu(page: Page) -> None:
    page.locator(".me summary").click()


PAGES: Final = (
    Visit("web.sign_in.show", "/masuk", NOBODY),
    Visit("web.sign_in.show", "/masuk?akun=auditor", NOBODY),
    Visit("web.sign_in.show", "/masuk", NOBODY, _pressed("#masuk")),
    Visit("web.inbox.show", "/kotak-tugas"),
    Visit("web.inbox.show", "/kotak-tugas", act=_menu),
    Visit("web.inbox.show", "/kotak-tugas?kotak=saya"),
    Visit("web.inbox.show", "/kotak-tugas", ADMIN),
    Visit("web.task.show", "/tugas/{open}"),
    Visit("web.task.show", "/tugas/{done}"),
    Visit("web.task.show", "/tugas/{decision}", KASI),
    Visit("web.task.show", "/tugas/{decision}", KASI, _refused),
    Visit("web.start.show", "/mulai"),
    Visit("web.start.show", "/mulai?cari=tidakadayangbegini"),
    Visit("web.start.form", f"/mulai/{SKM}"),
    Visit("web.case.index", "/berkas"),
    Visit("web.case.index", "/berkas?tampil=semua", AUDITOR),
    Visit("web.case.show", "/berkas/{number}"),
    Visit("web.case.show", "/berkas/TIDAK-ADA", status=404),
    Visit("web.case.diagram", "/berkas/{number}/diagram"),
    Visit("web.incidents.show", "/kendala", OWNER),
    Visit("web.wait.show", "/berkas/{waits}/tunggu/{wait}", TANAH_LAUT),
    Visit("web.account.show", "/akun"),
)
EXCEPTED: Final = {
    "web.file": "gives style sheets, pictures and scripts",
    "web.inbox.front": "leads to the inbox",
    "web.preferences.choose": "leads back to the page that asked",
    "web.oidc.begin": "leads to the provider",
    "web.oidc.back": "leads on from the provider; test_oidc_browser looks at what stays",
    "web.papers.show": "gives a paper as it is",
}
