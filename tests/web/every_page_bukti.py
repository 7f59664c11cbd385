"""The proof of the history: its verdict, a case in it, an examination that was asked for."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from tests.web.every_page import AUDITOR, OWNER, Visit


def _examined(page: Page) -> None:
    """Asks for an examination; it is done in the background."""
    page.locator("form[action$='/bukti/periksa'] button").click()
    page.locator("main h1").wait_for()


PAGES: Final = (
    Visit("web.proof.show", "/bukti", AUDITOR),
    Visit("web.proof.show", "/bukti", OWNER),
    Visit("web.proof.show", "/bukti", AUDITOR, _examined),
    Visit("web.proof.case", "/bukti/kasus/{number}", AUDITOR),
    Visit("web.proof.case", "/bukti/kasus/{number}?peristiwa=2", AUDITOR),
    Visit("web.proof.case", "/bukti/kasus/TIDAK-ADA", AUDITOR, status=404),
)
EXCEPTED: Final = {
    "web.proof.note": "gives a signed note as text",
    "web.proof.find": "leads to the page of a case",
    "web.proof.file": "hands out a proof as JSON",
}
