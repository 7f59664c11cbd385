"""Takes the pictures of docs/panduan-staf.md anew: `python -m tests.web.guide`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.web.site import DESK, PHONE, Site, Visitor, serve

IMAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "img"
REASON: Final = "Foto Copy KK tidak terbaca; mohon difotokopi ulang."


def main() -> None:
    """Walks an application through a return, and takes a picture at each place of the guide."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS))
        site = Site(server.url, browser)
        try:
            walk(site)
        finally:
            site.close()
            browser.close()
            server.stop()


def walk(site: Site) -> None:
    """The story of the guide."""
    window = site.window()
    window.goto("/masuk?akun=staf.bunut-hilir")
    window.screenshot(path=IMAGES / "masuk.png")
    staf, kasi = site.visitor("staf.bunut-hilir"), site.visitor("kasi-kesra.bunut-hilir")
    staf.page.goto("/mulai")
    take(staf, "mulai")
    number = staf.start("Surat Keterangan Miskin")
    staf.fill({"nama_pemohon": "Siti Rahmah", "desa": "Muara Contoh"})
    staf.press("Selesai")
    take(staf, "terkirim")
    staf.do(number, tanggal_agenda="")
    kasi.inbox()
    take(kasi, "kotak-tugas")
    kasi.open(number)
    kasi.fill()
    take(kasi, "tugas")
    kasi.page.locator(".more summary").click()
    kasi.page.locator(".reason").get_by_label("Dilengkapi").check()
    kasi.page.locator(".reason textarea").fill(REASON)
    take(kasi, "tidak")
    kasi.page.get_by_role("button", name="Kirim jawaban Tidak").click()
    staf.open(number)
    staf.page.set_viewport_size(PHONE)
    take(staf, "putaran-2")
    staf.page.set_viewport_size(DESK)
    staf.page.goto(f"/berkas/{number}")
    take(staf, "berkas")


def take(person: Visitor, name: str) -> None:
    """A picture of what stands in the window."""
    person.page.evaluate("document.activeElement.blur()")
    person.page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
