"""Markup in every field, name, label, file name, comment and reason is shown as text and runs on no page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.web import hostile_outside as outside
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


@dataclass
class Window:
    """A window that tells what came alive in it."""

    context: BrowserContext
    url: str
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch, self.page = Watch(self.context, self.url), self.context.new_page()
        self.page.on("dialog", self._opened)

    def _opened(self, dialog: Dialog) -> None:
        self.told.append(f"{self.page.url}: {dialog.message}")
        dialog.dismiss()

    def sign_in(self, login: str) -> None:
        """As somebody else than before; nobody without a name."""
        self.context.clear_cookies()
        if login:
            self.page.goto("/masuk")
            self.page.fill("[name=nama]", login)
            self.page.fill("[name=sandi]", PASSWORD)
            self.page.get_by_role("button", name="Masuk", exact=True).click()
            expect(self.page.locator(".me")).to_be_visible()

    def all_told(self) -> list[str]:
        """What came alive, and what the browser complained about."""
        return self.told + [one for one in self.watch.heard() if not any(own in one for own in VIEWER)]


@pytest.fixture
def window(browser: Browser, hostile: tuple[str, str]) -> Iterator[Window]:
    """A window of its own on the server."""
    context = browser.new_context(base_url=hostile[0], viewport=DESK, locale="id-ID")
    yield Window(context, hostile[0])
    context.close()


def number_of(page: Page, case: str) -> str:
    """The number of a case, as its page has it."""
    page.goto(f"/berkas/{case}")
    return page.locator(".head .num").inner_text()


@pytest.mark.browser
def test_nothing_that_people_wrote_runs_for_staff(window: Window, hostile: tuple[str, str]) -> None:
    page, case = window.page, hostile[1]
    for login in ("kasi", "staf", "pemilik"):
        window.sign_in(login)
        number = number_of(page, case)
        every = pages(number, case)
        shown = [visit(page, path, window.told) for path in (every if login == "staf" else every[:1] + every[9:12])]
        assert sum(SEEN in text for text in shown) >= len(shown) // 2, "the markup itself has to stand there as text"
    page.goto(f"/berkas/{number}")
    for field_name in ("tangguhkan", "komentar"):
        page.locator(f"[name={field_name}]").evaluate("(one, text) => { one.value = text }", RUN)
    page.locator("details:has([name=batalkan]) > summary").click()
    page.locator("details:has([name=batalkan]) button").click()
    window.told += page.evaluate(INJECTED)
    assert window.all_told() == []


@pytest.mark.browser
def test_nothing_that_people_wrote_runs_at_the_other_desks(window: Window, hostile: tuple[str, str]) -> None:
    url, case = hostile
    window.sign_in("staf")
    made = outside.spread(url, case, number_of(window.page, case))
    for login in outside.PAGES:
        window.sign_in(login)
        shown = {path: visit(window.page, path, window.told) for path in outside.pages(made, login)}
        silent = [path for path, text in shown.items() if SEEN not in text]
        assert len(silent) <= len(shown) // 2, f"the markup itself has to stand there as text: {silent}"
    assert window.all_told() == []


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
