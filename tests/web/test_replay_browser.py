"""An auditor replays the Kampung KB case by keyboard, by slider and on a phone; and with no script at all."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.web.replayed import PASSWORD, Replayed
from tests.web.site import DESK, PHONE


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replayed, str]]:
    """The case on a loopback port, and the address of its replay."""
    case = Replayed.below(tmp_path_factory.mktemp("putar"))
    server = make_server("127.0.0.1", 0, case.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield case, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    case.store.close()


def auditor(browser: Browser, base: str, **options: Any) -> Page:
    """The auditor at a window of her own."""
    context = browser.new_context(base_url=base, locale="id-ID", **{"viewport": DESK, **options})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/masuk")
    page.locator("[name=nama]").fill("wulan")
    page.locator("[name=sandi]").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/kotak-tugas"))
    return page


def at(page: Page, m: int) -> None:
    """The replay shows this moment everywhere at once."""
    expect(page).to_have_url(re.compile(rf"[?&]m={m}(#|$)"))
    expect(page.locator("#langkah")).to_contain_text(f"Langkah {m} dari")
    expect(page.locator(".geser output")).to_have_text(re.compile(rf"^{m} / "))


@pytest.mark.browser
def test_an_auditor_replays_the_case_by_keyboard(browser: Browser, served: tuple[Replayed, str]) -> None:
    case, base = served
    page = auditor(browser, base)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"/putar-ulang/{case.number}#m=2")
    at(page, 2)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".lj-token").first).to_be_attached()
    at(page, 3)
    page.keyboard.press("k")
    expect(page.locator("#langkah .kembali")).to_contain_text("Dikembalikan ke Kegiatan 3")
    expect(page.locator(".lj-diagram .lj-balik")).to_have_text("kembali, putaran 2")
    expect(page.locator('.lj-diagram .lj-gate[data-id="putusan_4"]')).to_have_class(re.compile("is-back"))
    page.keyboard.press("n")
    expect(page.locator("#langkah .fakta .tag.soon")).to_contain_text("lewat")
    page.keyboard.press("c")
    expect(page.locator("#cerita")).to_be_visible()
    page.locator('[data-told="5"] a').click()
    page.keyboard.press("c")
    at(page, 5)
    page.keyboard.press("End")
    expect(page.locator("#langkah h2")).to_have_text("Kasus selesai: Selesai")
    page.keyboard.press("Home")
    at(page, 1)
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
    expect(page.locator(".geser output")).to_have_text(re.compile(r"^[3-9] / "))
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Putar", exact=False)).to_be_visible()
    page.locator("#geser").fill("41")
    at(page, 41)
    page.locator(".papan-ketik summary").click()
    page.locator("[data-letters]").uncheck()
    page.keyboard.press("k")
    page.locator('[data-go="back"]').click()
    at(page, 40)
    assert told == []


@pytest.mark.browser
def test_without_a_script_every_step_is_a_link(browser: Browser, served: tuple[Replayed, str]) -> None:
    case, base = served
    page = auditor(browser, base, java_script_enabled=False)
    page.goto(f"/putar-ulang/{case.number}?m=1")
    page.get_by_role("link", name="Maju satu langkah").click()
    at(page, 2)
    page.get_by_role("link", name="Pengembalian berikut").click()
    expect(page.locator("#langkah .kembali")).to_contain_text("Dikembalikan ke Kegiatan 3")
    box = page.locator('.lj-diagram [data-id="langkah_4"]').bounding_box()
    frame = page.locator(".gambar").bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["y"] < box["y"] < frame["y"] + frame["height"], "the link scrolls to the step"
    page.get_by_role("link", name="Ke akhir").click()
    expect(page.locator("#langkah h2")).to_have_text("Kasus selesai: Selesai")
    page.get_by_role("link", name="Cetak cerita").click()
    expect(page.locator("main")).to_contain_text("Kasus dikembalikan 7 kali.")


@pytest.mark.browser
def test_on_a_phone_the_map_and_the_controls_stay_in_sight(browser: Browser, served: tuple[Replayed, str]) -> None:
    case, base = served
    page = auditor(browser, base, viewport=PHONE)
    page.goto(f"/putar-ulang/{case.number}?m=12")
    expect(page.locator(".kecil svg")).to_be_visible()
    expect(page.locator(".besar svg")).to_be_hidden()
    page.locator('[data-go="on"]').click()
    at(page, 13)
    expect(page.locator('.lj-peta [data-id="langkah_6"]')).to_be_in_viewport()
    expect(page.locator("#geser")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
