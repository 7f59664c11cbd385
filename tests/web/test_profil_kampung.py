"""Pengembangan Data Profil Kampung, walked by its people through a return."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.site import Site

# Step by step: who answers, the button, and for a Tidak the reason. Tim answers for Pokja, which stands outside.
WALK: list[tuple[str, str, str]] = [
    ("kadis", "Selesai", ""),
    ("kabid", "Selesai", ""),
    ("kasi", "Selesai", ""),
    ("kabid", "Ya", ""),
    ("kadis", "Tidak", "Jumlah anggota tim tidak sesuai anggaran."),
    ("kabid", "Ya", ""),
    ("kadis", "Ya", ""),
    ("kabid", "Selesai", ""),
    ("kasi", "Selesai", ""),
    ("tim", "Selesai", ""),
    ("tim", "Selesai", ""),
    ("tim", "Tidak", "Data tiga RT belum ada."),
    ("tim", "Selesai", ""),
    ("tim", "Ya", ""),
    ("tim", "Selesai", ""),
    ("tim", "Selesai", ""),
    ("kasi", "Selesai", ""),
]


def test_the_case_goes_through_two_returns_to_its_end(site: Site) -> None:
    number = site.visitor("kadis.profil-kampung").start("Profil Kampung")
    reason = ""
    for post, word, why in WALK:
        person = site.visitor(f"{post}.profil-kampung")
        person.open(number)
        if reason:
            expect(person.page.locator(".note blockquote")).to_contain_text(reason)
        person.fill()
        if word == "Tidak":
            person.refuse(why)
        else:
            person.press(word)
        expect(person.page.locator(".note.ok")).to_contain_text(number)
        reason = why
    page = site.visitor("kasi.profil-kampung").page
    page.goto(f"/berkas/{number}")
    expect(page.locator("h2").first).to_contain_text("Berkas berakhir: Selesai")
    expect(page.locator("main")).to_contain_text("dicatat Tim Kegiatan atas nama Pokja")
