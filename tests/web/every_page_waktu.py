"""The inbox in its states, and the page that hands a task over."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from tests.api.office import SKM
from tests.web.every_page import STAFF, Made, Visit


def prepare(made: Made) -> None:
    """A task that waits for the applicant, which the clerk may hand to his account."""
    case = int(made.call(STAFF, "POST", "/api/v1/cases", {"sop": SKM})["case"])
    made.names |= {"waktu_tugas": f"{case}-1"}


def _send(page: Page) -> None:
    """Hands over without saying to whom or why: it comes back with what is missing."""
    page.locator("form.card button.primary").click()
    page.wait_for_load_state()


def _filters(page: Page) -> None:
    page.locator("details.pick summary").click()


PAGES: Final = (
    Visit("web.inbox.show", "/kotak-tugas", act=_filters),
    Visit("web.inbox.show", "/kotak-tugas?waktu=bebas&urut=baru"),
    Visit("web.inbox.show", f"/kotak-tugas?sop={SKM}"),
    Visit("web.inbox.show", "/kotak-tugas?kotak=selesai"),
    Visit("web.inbox.show", "/kotak-tugas?cari=tidakadayangbegini"),
    Visit("web.hand_over.show", "/tugas/{waktu_tugas}/serahkan"),
    Visit("web.hand_over.show", "/tugas/{waktu_tugas}/serahkan", act=_send, known=("status of 422",)),
)
