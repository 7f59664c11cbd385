"""A list is written line by line, and the letter that a case waits for is written down on its page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.site import Site


def test_a_clerk_writes_down_what_the_case_waited_for(site: Site) -> None:
    staf = site.visitor("staf.tanah-laut-p2kbp3a")
    number = staf.start("Kader")
    staf.open(number)
    staf.fill({"daftar_kecamatan": "Pelaihari\nTakisung\n"})
    staf.press("Selesai")
    staf.page.goto(f"/berkas/{number}")
    staf.page.get_by_role("link", name="Catat jawaban").click()
    expect(staf.page.locator("main")).to_contain_text("Berkas ini menunggu pihak lain")
    staf.fill()
    staf.press("Catat jawaban")
    expect(staf.page.locator(".note.ok")).to_contain_text("Jawaban dicatat")
    expect(staf.page.locator("main")).to_contain_text("Sekarang di")
