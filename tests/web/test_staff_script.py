"""What the script of staff does better, in a real browser; and the same work without a line of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, Request, Route, expect

from engine.web.files import built
from tests.web.site import Site

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"
SKM = "Surat Keterangan Miskin"
STAF = "staf.bunut-hilir"
FIRST, NEXT = 60 * 1024, 15 * 1024  # bytes over the line


@pytest.fixture(autouse=True)
def _bundled() -> None:
    assert built("staf.js"), "the scripts are not built: make web"


def file(name: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


def signed_in(site: Site, *, script: bool = True) -> Page:
    """A window of the clerk that a test may kill."""
    page = site.window(script=script)
    page.goto(f"/masuk?akun={STAF}")
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/kotak-tugas"))
    return page


def begun(page: Page) -> str:
    """Starts a case; the address of its first task."""
    page.goto("/mulai")
    page.locator(".sop", has_text=SKM).get_by_role("link").click()
    page.get_by_role("button", name="Mulai berkas").click()
    expect(page).to_have_url(re.compile(r"/tugas/\d+-1"))
    return page.url


def test_what_was_typed_survives_a_killed_tab_and_two_tabs_lose_nothing(site: Site) -> None:
    page = signed_in(site)
    address = begun(page)
    page.get_by_label("Nama pemohon").fill("Ani Suryani")
    expect(page.locator(".draft .said")).to_have_text(re.compile(r"Draf tersimpan \d\d\.\d\d"))
    other = page.context.new_page()
    other.goto(address)
    page.context.new_cdp_session(page).send("Page.enable")
    page.close(run_before_unload=False)
    expect(other.get_by_label("Nama pemohon")).to_have_value("Ani Suryani")
    third = other.context.new_page()
    third.goto(address)
    other.locator("[name=desa]").fill("dari tab satu")
    expect(other.locator(".draft .said")).to_have_text(re.compile("Draf tersimpan"))
    third.locator("[name=desa]").fill("dari tab dua")
    expect(third.locator(".draft .said")).to_contain_text("keduanya disimpan")
    third.get_by_role("link", name="Bandingkan").click()
    expect(third.locator(".note", has_text="draf lain dari tab lain")).to_contain_text("dari tab satu")
    expect(third.locator("[name=desa]")).to_have_value("dari tab dua")
    third.get_by_role("button", name="Buang draf ini").click()
    expect(third.locator(".note", has_text="draf lain")).to_have_count(0)


def test_several_files_go_at_once_with_progress_and_a_double_click_counts_once(site: Site) -> None:
    page = signed_in(site)
    begun(page)
    for name, text in (("nama_pemohon", "Budi"), ("nik", "6106010101900001"), ("desa", "Bunut")):
        page.locator(f"[name={name}]").fill(text)
    page.get_by_label("SKM", exact=True).check()
    held: list[Route] = []
    page.route("**/unggah", lambda route: held.append(route))  # noqa: PLW0108 - as above
    files = [file("ktp.pdf", PDF), file("kk.pdf", PDF + b"kk"), file("hama.exe", b"MZ\x90\0")]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator(".uploads progress")).to_have_count(3)
    expect(page.locator(".uploads")).to_contain_text("ktp.pdf")
    page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    page.unroute("**/unggah")
    expect(page.locator(".uploads")).to_contain_text("terunggah")
    expect(page.locator(".uploads .err")).to_contain_text("Jenis berkas hama.exe tidak dikenal")
    page.locator(".decide").get_by_role("button", name=re.compile("^Selesai")).click()
    expect(page.get_by_role("button", name="Jangan ikutkan")).to_be_focused()  # nothing left without a word
    page.keyboard.press("Enter")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if re.search(r"/tugas/\d+-1$", request.url) else None)
    page.locator(".decide").get_by_role("button", name=re.compile("^Selesai")).dblclick()
    expect(page.locator(".note.ok")).to_be_visible()
    assert [request.method for request in sent].count("POST") == 1
    page.locator(".note.ok").get_by_role("link", name="Lihat berkas").click()
    expect(page.locator(".papers a")).to_have_text(["ktp.pdf", "kk.pdf"], use_inner_text=True)


def test_the_inbox_renews_itself_but_never_under_somebodys_hands(site: Site) -> None:
    page = signed_in(site)
    page.clock.install()
    page.goto("/kotak-tugas?urut=baru")  # the youngest first, however many there are
    rows = page.locator(".row[data-tugas]")
    expect(page.locator("#daftar")).to_be_visible()
    before = rows.count()
    number = re.sub(r".*/tugas/(\d+)-1", r"\1", begun(signed_in(site)))
    page.clock.fast_forward(21_000)
    expect(page.locator(f'.row[data-tugas="{number}-1"]')).to_be_visible()
    assert rows.count() in (before + 1, before)
    expect(page.locator("#isi > [role=status]")).to_contain_text("tugas baru")
    box = rows.first.locator("input[type=checkbox]")
    box.check(force=True)
    expect(page.locator("[data-jumlah]")).to_have_text("1 tugas dicentang")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks the function
    page.clock.fast_forward(45_000)
    assert asked == []
    box.uncheck(force=True)
    expect(page.locator("[data-centang]")).to_be_hidden()
    page.clock.fast_forward(21_000)
    if not asked:
        page.wait_for_event("request")


def test_keys_move_tick_search_and_can_be_switched_off(site: Site) -> None:
    page = signed_in(site)
    begun(page)
    page.goto("/kotak-tugas")
    page.keyboard.press("j")
    expect(page.locator(".row.now .what a")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-jumlah]")).to_have_text("1 tugas dicentang")
    page.keyboard.press("x")
    page.keyboard.press("/")
    expect(page.locator("#cari")).to_be_focused()
    page.keyboard.type("xj?")
    expect(page.locator("#cari")).to_have_value("xj?")
    expect(page.locator("[data-centang]")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator(".keys")).to_have_attribute("open", "")
    page.get_by_label("Tombol satu huruf aktif").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".row.now")).to_have_count(0)
    page.evaluate("localStorage.clear()")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tugas/"))


def test_without_a_script_drafts_files_and_times_work_by_buttons(site: Site) -> None:
    page = signed_in(site, script=False)
    address = begun(page)
    page.get_by_label("Nama pemohon").fill("Citra")
    page.locator("input[type=file]").set_input_files([file("ktp.pdf", PDF), file("kk.pdf", PDF + b"kk")])
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.locator(".draft .said")).to_have_text(re.compile(r"Draf tersimpan \d\d\.\d\d"))
    page.goto(address)
    expect(page.get_by_label("Nama pemohon")).to_have_value("Citra")
    expect(page.get_by_role("checkbox", name="kk.pdf")).to_be_checked()
    page.locator("[name=nik]").fill("6106010101900001")
    page.locator("[name=desa]").fill("Bunut")
    page.get_by_label("SKM", exact=True).check()
    page.locator(".decide").get_by_role("button", name=re.compile("^Selesai")).click()
    page.locator(".note.ok").get_by_role("link", name="Lihat berkas").click()
    expect(page.locator(".papers a")).to_have_count(2)
    page.get_by_role("link", name="Tanda terima").click()
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Citra")


def test_a_task_page_is_light_on_the_first_visit_and_lighter_after(site: Site) -> None:
    page = signed_in(site)
    address = begun(page)
    weighed: list[float] = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.clearBrowserCache")
    client.on("Network.loadingFinished", lambda event: weighed.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    first, count = sum(weighed), len(weighed)
    weighed.clear()
    page.goto(address, wait_until="networkidle")
    assert 0 < first <= FIRST, f"{first} bytes in {count} answers"
    assert 0 < sum(weighed) <= NEXT
