"""An auditor examines the history: the verdict comes first, then the evidence; others find no such page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web import axe
from tests.web.site import DESK, PHONE, Site

pytestmark = pytest.mark.browser


def readable(page: Page) -> None:
    """Nobody is kept out, and nothing stands beside the window, on a desk and on a phone."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        axe.unfold(page)
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.set_viewport_size(DESK)


def test_an_auditor_examines_the_history_and_finds_what_was_compared_with_what(site: Site) -> None:
    number = site.visitor("staf.bunut-hilir").start("Surat Keterangan Miskin")
    page = site.visitor("auditor").page
    page.goto("/bukti")
    page.get_by_role("button", name=re.compile("^Periksa")).click()
    verdict = page.locator("#vonis")
    expect(verdict).to_have_text("Utuh.", timeout=30_000)  # the page asks again by itself
    expect(page.locator(".vonis")).to_contain_text(
        re.compile(r"\d+ peristiwa cocok dengan checkpoint \d+ di tempat kedua")
    )
    expect(page.get_by_role("row", name=re.compile("Isi setiap peristiwa"))).to_contain_text("cocok")
    assert not re.search(r"\b(valid|aman|sah)\b", page.locator("main").inner_text(), re.IGNORECASE)
    readable(page)
    page.get_by_role("link", name=re.compile("sebagai teks")).click()
    expect(page.locator("body")).to_contain_text(re.compile(r"checkpoint \d+"))
    page.goto("/bukti")
    page.get_by_label("Nomor kasus").fill(number.lower())
    page.get_by_role("button", name="Lihat buktinya").click()
    expect(page.locator("#vonis")).to_have_text(re.compile(r"^(Belum tercakup|Utuh sampai checkpoint \d+)$"))
    readable(page)


def test_who_watches_over_no_office_finds_no_such_page(site: Site) -> None:
    page = site.visitor("staf.bunut-hilir").page
    for path in ("/bukti", "/bukti/checkpoint/1", "/bukti/kasus/BH-2026-00001-4"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404
