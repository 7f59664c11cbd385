"""Signing in and out, changing over, languages, and pages that are not for everybody."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.site import Site

SKM = "Surat Keterangan Miskin"


def test_one_click_on_an_account_of_the_demonstration_fills_the_form(site: Site) -> None:
    page = site.window(script=False)
    page.goto("/masuk")
    page.get_by_text("Kecamatan Bunut Hilir", exact=True).click()
    page.get_by_role("link", name="sekcam.bunut-hilir").click()
    expect(page.get_by_label("Nama pengguna")).to_have_value("sekcam.bunut-hilir")
    expect(page.get_by_label("Nama pengguna")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Masuk")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kotak tugas")).to_be_visible()
    expect(page.locator(".me")).to_contain_text("Sekcam")


def test_a_wrong_password_and_a_wrong_name_get_the_same_words(site: Site) -> None:
    page = site.window()
    said = []
    for name in ("sekcam.bunut-hilir", "tidak.ada"):
        page.goto("/masuk")
        page.get_by_label("Nama pengguna").fill(name)
        page.get_by_label("Kata sandi").fill("salah")
        page.get_by_role("button", name="Masuk").click()
        said.append(page.get_by_role("alert").inner_text())
        expect(page.get_by_label("Nama pengguna")).to_have_value(name)
    assert said[0] == said[1]


def test_guessing_is_slowed_down_even_for_the_right_password(site: Site) -> None:
    page = site.window()
    for attempt in range(8):
        page.goto("/masuk")
        page.get_by_label("Nama pengguna").fill("kasi-ekbang.bunut-hilir")
        page.get_by_label("Kata sandi").fill("lajur" if attempt == 7 else "salah")
        page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("Terlalu banyak percobaan")


def test_a_page_asks_who_you_are_and_then_shows_itself(site: Site) -> None:
    page = site.window()
    page.goto("/berkas?tampil=semua")
    expect(page).to_have_url(re.compile("/masuk"))
    page.get_by_label("Nama pengguna").fill("auditor")
    page.get_by_label("Kata sandi").fill("lajur")
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile(r"/berkas\?tampil=semua$"))


def test_a_link_to_the_sign_in_page_never_leads_to_another_site(site: Site) -> None:
    page = site.window()
    for place in ("https://contoh.invalid/", "//contoh.invalid/", "/\\contoh.invalid"):
        page.goto("/masuk?akun=admin&ke=" + place)
        page.get_by_role("button", name="Masuk").click()
        expect(page).to_have_url(f"{site.url}/kotak-tugas")
        page.goto("about:blank")  # the inbox asks for its numbers, and an answer would bring the cookie again
        page.context.clear_cookies()


def test_another_person_takes_over_at_the_same_computer(site: Site) -> None:
    page = site.window()
    page.goto("/masuk?akun=sekcam.bunut-hilir")
    page.get_by_role("button", name="Masuk").click()
    page.locator(".me summary").click()
    page.get_by_role("button", name="Ganti pengguna").click()
    page.goto("/kotak-tugas")
    expect(page).to_have_url(re.compile("/masuk"))
    page.goto("/masuk?akun=camat.bunut-hilir")
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".me")).to_contain_text("Camat")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_the_pages_speak_english_when_asked_and_remember_it(site: Site) -> None:
    page = site.window()
    page.goto("/masuk?akun=camat.bunut-hilir")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.get_by_role("link", name="Cases").click()
    expect(page.get_by_text("Cases that you started")).to_be_visible()


def test_a_case_is_hidden_from_people_who_have_no_part_in_it(site: Site) -> None:
    staf, kadis = site.visitor("staf.bunut-hilir"), site.visitor("kadis.kukar-kb")
    number = staf.start(SKM)
    kadis.page.goto(f"/berkas/{number}")
    expect(kadis.page.get_by_role("heading", level=1)).to_have_text(f"Berkas {number} tidak ada.")
    kadis.page.goto(staf.page.url)
    expect(kadis.page.get_by_role("heading", level=1)).to_contain_text("tidak ada")
    auditor = site.visitor("auditor")
    auditor.page.goto(f"/berkas?cari={number}")
    expect(auditor.page).to_have_url(re.compile(f"/berkas/{number}$"))
    assert auditor.page.get_by_role("link", name="Buka tugas").count() == 0


def test_a_request_without_its_token_changes_nothing(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start(SKM)
    answer = staf.page.request.post(staf.page.url, form={"nama_pemohon": "Penyusup"})
    assert answer.status == 400
    assert "Buka lagi halamannya" in answer.text()
    staf.inbox()
    expect(staf.page.locator(".row", has_text=number)).to_be_visible()


def test_what_people_write_is_shown_and_never_run(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    evil = "<script>document.title='diambil'</script><img src=x onerror=alert(1)>"
    number = staf.start(SKM)
    staf.fill({"nama_pemohon": evil})
    staf.press("Selesai")
    expect(staf.page.locator(".row", has_text=number)).to_contain_text("<script>")
    staf.page.goto(f"/berkas/{number}")
    staf.page.get_by_label("Tulis komentar").fill(f"Perhatian: {evil}")
    staf.page.get_by_role("button", name="Simpan komentar").click()
    expect(staf.page.get_by_role("status")).to_contain_text("Komentar tersimpan")
    expect(staf.page.locator(".said")).to_contain_text("<img src=x")
    assert staf.page.title() != "diambil"


def test_an_empty_comment_says_what_to_do(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start(SKM)
    staf.page.goto(f"/berkas/{number}")
    staf.page.get_by_role("button", name="Simpan komentar").click()
    expect(staf.page.locator("#tulis-g")).to_contain_text("Tulis catatan")
