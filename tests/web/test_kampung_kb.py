"""Pencanangan Kampung KB, walked by its people through two returns."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.site import Site

SOP = "Pencanangan Kampung KB"
# Step by step: who answers, the button, and for a Tidak the reason.
WALK: list[tuple[str, str, str]] = [
    ("kasi-advokasi", "Selesai", ""),
    ("tim", "Selesai", ""),
    ("kasi-advokasi", "Selesai", ""),
    ("kabid", "Tidak", "Kolom paraf belum ada."),
    ("kasi-advokasi", "Selesai", ""),
    ("kabid", "Ya", ""),
    ("jfu", "Selesai", ""),
    ("kabid", "Ya", ""),
    ("kasi-advokasi", "Selesai", ""),
    ("jfu", "Selesai", ""),
    ("kasi-advokasi", "Ya", ""),
    ("kabid", "Ya", ""),
    ("sekretaris", "Ya", ""),
    ("kadis", "Ya", ""),
    ("jfu", "Tidak", "Sekda minta nomor dokumen diperbaiki."),
    ("kadis", "Ya", ""),
    ("sekda", "Ya", ""),
    ("bupati", "Selesai", ""),
    ("kadis", "Selesai", ""),
    ("sekretaris", "Selesai", ""),
    ("kabid", "Selesai", ""),
    ("kasi-advokasi", "Selesai", ""),
]


def test_the_case_goes_through_two_returns_to_its_end(site: Site) -> None:
    number = site.visitor("kasi-advokasi.kukar-kb").start(SOP)
    assert number.startswith("KK-")
    reason = ""
    for post, word, why in WALK:
        person = site.visitor(f"{post}.kukar-kb")
        person.open(number)
        if reason:
            expect(person.page.locator(".note blockquote")).to_contain_text(reason)
            expect(person.page.locator("h1 ~ p, .note h2").filter(has_text="Putaran 2")).to_be_visible()
        person.fill()
        if word == "Tidak":
            person.refuse(why)
        else:
            person.press(word)
        expect(person.page.locator(".note.ok")).to_contain_text(number)
        reason = why
    page = site.visitor("kasi-advokasi.kukar-kb").page
    page.goto(f"/berkas/{number}")
    expect(page.locator("h2").first).to_contain_text("Berkas berakhir: Selesai")
    expect(page.locator(".step", has_text="Sekda minta nomor dokumen")).to_contain_text("dicatat")


def test_of_two_people_who_answer_the_same_task_one_is_told_who_was_faster(site: Site) -> None:
    number = site.visitor("kasi-advokasi.kukar-kb").start(SOP)
    site.visitor("kasi-advokasi.kukar-kb").do(number)
    jfu, tim = site.visitor("jfu.kukar-kb"), site.visitor("tim.kukar-kb")
    for person in (jfu, tim):
        person.open(number)
        person.fill({"langkah_pencanangan": f"Langkah menurut {person.login}"})
    jfu.press("Selesai")
    expect(jfu.page.locator(".note.ok")).to_contain_text(number)
    tim.press("Selesai")
    expect(tim.page.locator(".note").first).to_contain_text("Sudah diselesaikan oleh")
    expect(tim.page.get_by_text("Sudah diselesaikan oleh Jabatan Fungsional Umum (JFU)")).to_be_visible()
    expect(tim.page.get_by_text("Langkah menurut tim.kukar-kb")).to_be_visible()
    assert tim.page.locator(".decide").count() == 0


def test_a_task_that_a_colleague_took_cannot_be_answered_until_it_is_released(site: Site) -> None:
    number = site.visitor("kasi-advokasi.kukar-kb").start(SOP)
    site.visitor("kasi-advokasi.kukar-kb").do(number)
    jfu, tim = site.visitor("jfu.kukar-kb"), site.visitor("tim.kukar-kb")
    jfu.inbox()
    jfu.page.locator(".row", has_text=number).get_by_role("button", name="Ambil").click()
    expect(jfu.page.locator(".row", has_text=number)).to_contain_text("Milik Anda")
    tim.inbox()
    expect(tim.page.locator(".row", has_text=number)).to_contain_text("dikerjakan Jabatan Fungsional Umum")
    tim.open(number)
    expect(tim.page.get_by_text("Sedang dikerjakan Jabatan Fungsional Umum (JFU)")).to_be_visible()
    assert tim.page.locator(".decide").count() == 0
    jfu.open(number)
    jfu.page.get_by_role("button", name="Lepaskan").click()
    tim.do(number)
