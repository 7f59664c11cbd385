"""Takes the pictures of docs/panduan-administrator.md anew: `python -m tests.web.guide_kelola`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.web.guide import IMAGES, take
from tests.web.site import Site, Visitor, serve

OFFICE = "/kelola/kantor/bunut-hilir"


def main() -> None:
    """A Plh is named, a post becomes vacant, and a picture is taken at each place of the guide."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS))
        site = Site(server.url, browser)
        try:
            walk(site.visitor("admin"))
        finally:
            site.close()
            browser.close()
            server.stop()


def walk(admin: Visitor) -> None:
    """The story of the guide; its pictures lie beside those of the staff's guide."""
    IMAGES.mkdir(exist_ok=True)
    page = admin.page
    page.goto(f"{OFFICE}/jabatan/camat")
    page.locator("summary", has_text="Tunjuk Plt atau Plh").click()
    for field, text in (
        ("pengganti", "Sekcam"),
        ("hingga", "31-12-2099"),
        ("surat", "800/9/2026"),
        ("alasan", "Dinas luar"),
    ):
        page.locator(f"#penugasan-{field}").fill(text)
    page.get_by_role("button", name="Catat penugasan").click()
    page.goto(f"{OFFICE}/jabatan/operator-siak")
    page.locator(".ending summary").click()
    page.locator(".ending [name=terakhir]").fill("01-01-2026")
    page.locator(".ending button").click()
    page.goto(OFFICE)
    take(admin, "kelola-kantor")
    page.goto("/kelola/akun/sekcam.bunut-hilir")
    take(admin, "kelola-akun")
    page.goto("/kelola/kalender?kantor=bunut-hilir&tahun=2026")
    take(admin, "kelola-kalender")


if __name__ == "__main__":
    main()
