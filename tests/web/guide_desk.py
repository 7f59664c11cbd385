"""Takes the pictures of docs/panduan-pemilik.md and docs/panduan-auditor.md anew: `python -m tests.web.guide_desk`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.web.guide import IMAGES, REASON, take
from tests.web.site import PHONE, Site, Visitor, serve

SOP: Final = "pengesahan_surat_keterangan_miskin"
WHY: Final = "Verifikasi memerlukan pencocokan ke desa."


def main() -> None:
    """An owner changes an SOP, an auditor replays a case of it; a picture at each place of the guides."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS))
        site = Site(server.url, browser, server.database)
        try:
            owner(site.visitor("pemilik"))
            auditor(site, returned(site))
        finally:
            site.close()
            browser.close()
            server.stop()


def owner(person: Visitor) -> None:
    """From the register to the difference of two versions."""
    page = person.page
    page.goto("/sop")
    take(person, "sop-daftar")
    page.goto(f"/perancang/{SOP}")
    expect(page.locator('#perancang[data-siap="ya"]')).to_be_visible()
    page.evaluate("window.perancang.show('langkah_3')")
    write(page, "Waktu (tercetak)", "30 Menit")
    expect(page.locator("#temuan li")).to_contain_text("tulis PT30M")
    take(person, "perancang-pemilik")
    write(page, "Durasi", "PT30M")
    page.evaluate("window.perancang.show('dilengkapi_3')")
    page.locator("#sifat").get_by_label("Alur ini menuju").select_option("langkah_2")
    page.locator("#rapikan").click()
    expect(page.locator("#kabar")).to_contain_text("Diagram dirapikan")
    expect(page.locator("#status")).to_contain_text("Draf tersimpan")
    page.locator("#berlakukan").click()
    page.get_by_label("Alasan perubahan").fill(WHY)
    page.get_by_label("Disahkan oleh").select_option(label="Camat")
    take(person, "berlakukan")
    page.get_by_role("button", name="Berlakukan versi 2").click()
    page.get_by_role("link", name="Lihat perubahannya").click()
    expect(page.locator("[data-tombol]")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.screenshot(path=IMAGES / "sop-perubahan.png")
    page.goto(f"/sop/{SOP}/versi")
    take(person, "sop-versi")
    page.goto(f"/sop/{SOP}")
    page.locator(".lembar").nth(1).evaluate("one => one.scrollIntoView()")
    take(person, "sop-dokumen")


def write(page: Page, label: str, text: str) -> None:
    """Fills a field of the modeler's panel."""
    page.locator("#sifat").get_by_label(label, exact=True).first.fill(text)
    page.keyboard.press("Tab")


def returned(site: Site) -> str:
    """The number of a case that came back once and reached the sekcam."""
    staf, kasi = site.visitor("staf.bunut-hilir"), site.visitor("kasi-kesra.bunut-hilir")
    number = staf.start("Surat Keterangan Miskin")
    staf.fill({"nama_pemohon": "Siti Rahmah", "desa": "Muara Contoh"})
    staf.press("Selesai")
    staf.do(number, tanggal_agenda="")
    kasi.open(number)
    kasi.fill()
    kasi.refuse(REASON, "Dilengkapi")
    staf.do(number)
    kasi.do(number, "Ya")
    site.lajur("checkpoint")
    return number


def auditor(site: Site, number: str) -> None:
    """Replay, story and proof of the case."""
    person = site.visitor("auditor")
    page = person.page
    page.goto(f"/putar-ulang/{number}?m=1")
    page.keyboard.press("k")
    expect(page.locator("#langkah .kembali")).to_be_visible()
    page.locator(".lj-token").first.wait_for(state="detached")
    take(person, "putar-ulang")
    page.set_viewport_size(PHONE)
    take(person, "putar-ulang-telepon")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"/putar-ulang/{number}/cerita")
    take(person, "cerita")
    page.goto(f"/bukti/kasus/{number}")
    take(person, "bukti-kasus")
    page.goto("/bukti")
    page.get_by_role("button", name="Periksa sekarang").click()
    expect(page.locator("#vonis")).to_have_text("Utuh.", timeout=30_000)
    take(person, "bukti")


if __name__ == "__main__":
    main()
