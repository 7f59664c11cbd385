"""The replay of a case, at its moments, as a story, and its printable story."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from tests.web.every_page import AUDITOR, OWNER, Visit


def _stepped(page: Page) -> None:
    """One step on by the script, and the list of keys open."""
    page.locator("[data-go=on]").click()
    page.wait_for_function("new URL(location.href).searchParams.get('m') === '4'")
    page.locator(".papan-ketik summary").click()


PAGES: Final = (
    Visit("web.replay.show", "/putar-ulang/{number}", AUDITOR),
    Visit("web.replay.show", "/putar-ulang/{number}?m=4", AUDITOR),
    Visit("web.replay.show", "/putar-ulang/{number}?m=3", AUDITOR, _stepped),
    Visit("web.replay.show", "/putar-ulang/{number}?m=2&tampil=cerita", OWNER),
    Visit("web.replay.show", "/putar-ulang/{waits}", AUDITOR),
    Visit("web.replay.show", "/putar-ulang/TIDAK-ADA", AUDITOR, status=404),
    Visit("web.replay.story", "/putar-ulang/{number}/cerita", AUDITOR),
    Visit("web.replay.story", "/putar-ulang/{waits}/cerita", AUDITOR),
)
EXCEPTED: Final = {"web.replay.moments": "gives the script of the replay its JSON"}
