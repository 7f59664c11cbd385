"""The pages of a task that is signed, numbered, taken back or done together with others."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

from tests.api.office import SKM
from tests.web.every_page import ADMIN, KASI, STAFF, Made, Visit

SEKCAM: Final = "sekcam.bunut-hilir"
_APPLICANT: Final = {"nama_pemohon": "Ani Suryani", "nik": "6106010101900001", "desa": "Bunut Tengah"}
_PAPERS: Final = {"skm_3": "ada", "foto_copy_ktp_3": "ada", "foto_copy_kk_3": "ada"}
_STEPS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (STAFF, _APPLICANT | {"berkas_dibawa": ["SKM", "Foto Copy KTP", "Foto Copy KK"]}),
    (STAFF, {"nomor_agenda": "otomatis", "tanggal_agenda": "2026-11-20"}),
    (KASI, _PAPERS | {"keputusan_3": "Ya"}),
)


def prepare(made: Made) -> None:
    """Two letters that wait for the Sekcam, one that Staf has just sent on, and one to be registered."""
    made.names["tugas_paraf"] = f"{_case(made, 3)}-4"
    _case(made, 3)
    made.names["tugas_terkirim"] = f"{_case(made, 2)}-2"
    made.names["tugas_agenda"] = f"{_case(made, 1)}-2"
    made.names["tugas_periksa"] = f"{_case(made, 2)}-3"


def _case(made: Made, done: int) -> int:
    case = int(made.call(STAFF, "POST", "/api/v1/cases", {"sop": SKM})["case"])
    for n, (login, answers) in enumerate(_STEPS[:done], 1):
        made.complete(login, f"{case}-{n}", **answers)
    return case


def _together(action: str) -> Any:
    def act(page: Page) -> None:
        for box in page.locator(".row input[type=checkbox]").all()[:2]:
            box.check(force=True)
        page.locator(f"button[name=_aksi][value={action}]").click()
        page.locator(".narrow, .inrow").first.wait_for()

    return act


def _missing(page: Page) -> None:
    for box in page.locator(".check input[value='ada']").all():
        box.check(force=True)
    page.locator(".check input[value='tidak ada']").first.check(force=True)
    page.locator(".decide button.way").first.click()
    page.locator(".excuse .err").wait_for()


PAGES: Final = (
    Visit("web.task.show", "/tugas/{tugas_paraf}", SEKCAM),
    Visit("web.task.show", "/tugas/{tugas_terkirim}", STAFF),
    Visit("web.task.show", "/tugas/{tugas_agenda}", STAFF),
    Visit("web.task.show", "/tugas/{tugas_periksa}", KASI, act=_missing, known=("422",)),
    Visit("web.inbox.show", "/kotak-tugas", SEKCAM, act=_together("ya")),
    Visit("web.inbox.show", "/kotak-tugas", SEKCAM, act=_together("urut")),
    Visit("web.inbox.show", "/kotak-tugas", SEKCAM, act=_together("serahkan")),
    Visit("web.manage.agenda", "/kelola/agenda?kantor=bunut-hilir", ADMIN),
)
