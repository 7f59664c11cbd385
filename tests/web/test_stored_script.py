"""Markup in every field, name, label, file name, comment and reason is shown as text and runs on no page of staff."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.web.desk import PDF, PNG
from tests.web.hostile import KEY, PASSWORD, RUN, fill
from tests.web.site import DESK, serve
from tests.web.violations import Watch

INJECTED = """() => [...document.querySelectorAll(
    'img:not([src^="/"]):not([src^="data:"]), svg[onload], script:not([src^="/statis/"]):not([type="application/json"])'
)].map(one => one.outerHTML.slice(0, 200))"""
VIEWER = ("chrome-extension://", "chrome://")  # the browser's own viewer of PDF files
SEEN = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server on such a database: its address, and the case."""
    folder = tmp_path_factory.mktemp("jahat")
    case = fill(folder)
    server = serve(folder)
    try:
        yield server.url, case
    finally:
        server.stop()


def visit(page: Page, path: str, told: list[str]) -> str:
    """Opens a page and looks for what came alive; its text."""
    page.goto(path)
    told += [f"{path}: {one}" for one in page.evaluate(INJECTED)]
    return page.locator("body").inner_text()


def pages(number: str, case: str) -> list[str]:
    """The pages of staff that show what people wrote."""
    own = f"/berkas/{number}"
    papers = [f"{own}/surat/{hashlib.sha256(body).hexdigest()}" for body in (PDF, PNG)]
    asked = quote(RUN)
    boxes = [
        "/kotak-tugas",
        f"/kotak-tugas?cari={asked}",
        "/kotak-tugas?kotak=selesai",
        f"/berkas?cari={asked}",
        "/berkas",
    ]
    tasks = [f"/tugas/{case}-{n}" for n in (1, 3, 4)] + [f"/tugas/{case}-4?draf=1", f"/tugas/{case}-4/cetak"]
    prints = [f"{own}/tanda-terima", f"{own}/cetak", f"{own}/diagram"]
    return [*boxes, *tasks, own, *prints, *papers, "/mulai", f"/mulai?cari={asked}", f"/mulai/{KEY}", "/akun"]


@pytest.mark.browser
def test_nothing_that_people_wrote_runs_anywhere(browser: Browser, hostile: tuple[str, str]) -> None:
    url, case = hostile
    context = browser.new_context(base_url=url, viewport=DESK, locale="id-ID")
    watch = Watch(context, url)
    told: list[str] = []
    page = context.new_page()

    def opened(dialog: Dialog) -> None:
        told.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", opened)
    for login in ("kasi", "staf", "pemilik"):
        context.clear_cookies()
        page.goto("/masuk")
        page.fill("[name=nama]", login)
        page.fill("[name=sandi]", PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.locator(".me")).to_be_visible()
        page.goto(f"/berkas/{case}")
        number = page.locator(".head .num").inner_text()
        every = pages(number, case)
        shown = [visit(page, path, told) for path in (every if login == "staf" else every[:1] + every[9:12])]
        assert sum(SEEN in text for text in shown) >= len(shown) // 2, "the markup itself has to stand there as text"
    page.goto(f"/berkas/{number}")
    for field in ("tangguhkan", "komentar"):
        page.locator(f"[name={field}]").evaluate("(one, text) => { one.value = text }", RUN)
    page.locator("details:has([name=batalkan]) > summary").click()
    page.locator("details:has([name=batalkan]) button").click()
    told += page.evaluate(INJECTED)
    told += [one for one in watch.heard() if not any(own in one for own in VIEWER)]
    assert told == []
    context.close()


@pytest.mark.browser
def test_the_eye_sees_what_came_alive(browser: Browser) -> None:
    page = browser.new_page()
    opened: list[str] = []

    def heard(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    page.set_content(f"<main><p>{RUN}</p></main>")
    assert len(page.evaluate(INJECTED)) == 3, "the picture, the script and the drawing"
    page.wait_for_timeout(100)
    assert opened
    page.close()
