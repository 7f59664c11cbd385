"""Takes the pictures of docs/panduan-staf.md anew: `python -m tests.web.guide`."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import FilePayload, ViewportSize, expect, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.web.site import DESK, PHONE, Site, Visitor, serve

TALL: Final[ViewportSize] = {"width": 1366, "height": 1080}
IMAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "img"
PDF: Final = b"%PDF-1.4\n"
OTHERS: Final = (("Ahmad Rifai", "Nanga Tuan"), ("Yohanes Unyang", "Bunut Tengah"), ("Maria Lenggang", "Ujung Pandang"))
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
    staf, kasi = site.visitor("staf.bunut-hilir"), site.visitor("kasi-kesra.bunut-hilir")
    number = begin(site, staf)
    for name, village in OTHERS:
        other = staf.start("Surat Keterangan Miskin")
        staf.do(other, nama_pemohon=name, desa=village)
    staf.inbox()
    for box in staf.page.locator(".row", has_text="Meregistrasi").locator("input").all():
        box.check()
    take(staf, "centang")
    staf.page.get_by_role("button", name="Jawab Ya bersama").click()
    staf.page.get_by_label("Tanggal agenda").fill("20-11-2026")
    staf.page.mouse.wheel(0, 400)
    take(staf, "bersama")
    staf.page.get_by_role("button", name=re.compile("^Selesai")).click()
    expect(staf.page.locator(".note.ok")).to_contain_text("terkirim")
    kasi.inbox()
    take(kasi, "kotak-tugas")
    kasi.page.set_viewport_size(PHONE)
    take(kasi, "kotak-tugas-telepon")
    kasi.page.set_viewport_size(DESK)
    check(kasi, number)
    again(staf, kasi, number)
    sign(site, staf, number)


def begin(site: Site, staf: Visitor) -> str:
    """Signs in, looks at the catalogue, starts a case and hands its first step in; the number of the case."""
    window = site.window()
    window.goto("/masuk?akun=staf.bunut-hilir")
    window.screenshot(path=IMAGES / "masuk.png")
    staf.page.goto("/mulai")
    take(staf, "mulai")
    number = staf.start("Surat Keterangan Miskin")
    staf.page.goto(f"/berkas/{number}/tanda-terima")
    take(staf, "tanda-terima")
    staf.open(number)
    staf.fill({"nama_pemohon": "Siti Rahmah", "desa": "Muara Contoh"})
    papers: list[FilePayload] = [
        {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF + name.encode()} for name in ("KTP", "KK")
    ]
    staf.page.locator("input[type=file]").first.set_input_files(papers)
    expect(staf.page.locator(".uploads input:checked")).to_have_count(2)
    staf.page.locator(".uploads").scroll_into_view_if_needed()
    staf.page.mouse.move(0, 0)
    take(staf, "isian")
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text(number)
    take(staf, "terkirim")
    return number


def check(kasi: Visitor, number: str) -> None:
    """The kasi finds a copy unreadable and returns the case."""
    kasi.open(number)
    kasi.fill()
    kasi.page.set_viewport_size(TALL)
    kasi.page.evaluate("scrollTo(0, 0)")
    take(kasi, "tugas")
    kasi.page.set_viewport_size(DESK)
    kasi.page.locator(".more summary").click()
    kasi.page.locator(".reason").get_by_label("Dilengkapi").check()
    kasi.page.locator(".reason textarea").fill(REASON)
    take(kasi, "tidak")
    kasi.page.get_by_role("button", name="Kirim jawaban Tidak").click()
    expect(kasi.page.locator(".note.ok")).to_contain_text(number)


def again(staf: Visitor, kasi: Visitor, number: str) -> None:
    """The second round, to the kasi's Ya."""
    staf.open(number)
    staf.page.set_viewport_size(PHONE)
    take(staf, "putaran-2")
    staf.page.set_viewport_size(DESK)
    staf.fill()
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text(number)
    staf.do(number)
    kasi.do(number, "Ya")


def sign(site: Site, staf: Visitor, number: str) -> None:
    """The sekcam initials; the page of the case tells all of it."""
    sekcam = site.visitor("sekcam.bunut-hilir")
    sekcam.open(number)
    take(sekcam, "pengesahan")
    sekcam.do(number)
    staf.page.goto(f"/berkas/{number}")
    staf.page.set_viewport_size(TALL)
    take(staf, "berkas")


def take(person: Visitor, name: str) -> None:
    """A picture of what stands in the window, once a draft is saved."""
    person.page.evaluate("document.activeElement.blur()")
    expect(person.page.get_by_text("Ada isian yang belum tersimpan")).to_have_count(0)
    person.page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
