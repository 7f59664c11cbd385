"""Pages fit an office screen and a phone, and load nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, Request, ViewportSize

from tests.web.site import DESK, PHONE, Site

NARROW: ViewportSize = {"width": 320, "height": 640}


def test_no_page_scrolls_sideways_at_any_width(site: Site) -> None:
    wide = [
        f"{name} is {page.evaluate('document.documentElement.scrollWidth')} px wide at {size['width']}"
        for name, page in pages(site)
        for size in (DESK, PHONE, NARROW)
        if overflows(page, size)
    ]
    assert wide == []


def overflows(page: Page, size: ViewportSize) -> bool:
    """True when the page is wider than the window, with every part of it unfolded."""
    page.set_viewport_size(size)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    return bool(page.evaluate("document.documentElement.scrollWidth") > size["width"])


def pages(site: Site) -> Iterator[tuple[str, Page]]:
    """Every page with something on it, one after the other."""
    window = site.window()
    window.goto("/masuk?akun=staf.bunut-hilir")
    yield "masuk", window
    window.goto("/alamat-yang-tidak-ada")
    assert window.locator("main").evaluate("one => getComputedStyle(one).borderTopWidth") == "1px", "it has its style"
    yield "alamat yang tidak ada", window
    kasi, kadis = site.visitor("kasi-advokasi.kukar-kb"), site.visitor("kabid.kukar-kb")
    page = kasi.page
    page.goto("/mulai")
    yield "mulai", page
    page.goto("/mulai/pengumpulan_data_pencanangan_kampung_kb")
    page.get_by_role("button", name="Mulai berkas").click()
    yield "mulai, ditolak", page
    number = kasi.start("Kampung KB", lokasi_kegiatan="Kampung dengan nama yang sangat panjang sekali " * 3)
    yield "tugas", page
    kasi.inbox()
    yield "kotak tugas", page
    kasi.do(number)
    site.visitor("tim.kukar-kb").do(number)
    kasi.do(number)
    kadis.open(number)
    kadis.fill()
    kadis.refuse("")
    yield "putusan, ditolak", kadis.page
    case = f"/berkas/{number}"
    for path in (case, f"{case}/diagram", "/berkas", "/kotak-tugas?kotak=saya", "/berkas/X", "/akun"):
        kadis.page.goto(path)
        yield path, kadis.page


def test_a_first_visit_to_a_task_weighs_little_and_asks_no_other_host(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    staf.start("Surat Keterangan Miskin")
    task = staf.page.url
    window = site.window(storage_state=staf.page.context.storage_state())
    asked: list[Request] = []
    window.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright asks for a function of ours
    window.goto(task, wait_until="networkidle")
    assert all(request.url.startswith(site.url) for request in asked)
    weight = sum(request.sizes()["responseBodySize"] for request in asked)
    assert 4_000 < weight < 60_000
    asked.clear()
    window.goto(task, wait_until="networkidle")
    assert sum(request.sizes()["responseBodySize"] for request in asked) < 15_000
