"""Two letters from the counter to the signature: numbered, taken back, initialled together, signed in a row."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.web.site import Site, Visitor

SKM = "Surat Keterangan Miskin"


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_two_letters_are_numbered_initialled_together_and_signed_in_a_row(site: Site, *, script: bool) -> None:
    staf, kasi = (site.visitor(f"{who}.bunut-hilir", script=script) for who in ("staf", "kasi-kesra"))
    numbers = [_registered(staf), _registered(staf)]
    _taken_back(staf, numbers[1])
    kasi.do(numbers[0], "Ya")
    _excused(kasi, numbers[1])
    sekcam, camat = (site.visitor(f"{who}.bunut-hilir", script=script) for who in ("sekcam", "camat"))
    _ticked(sekcam, numbers, "Jawab Ya bersama")
    sekcam.page.get_by_role("button", name=re.compile("^Paraf")).click()
    expect(sekcam.page.get_by_role("status")).to_contain_text("2 tugas terkirim")
    _ticked(camat, numbers, "Buka berurutan")
    for place in (1, 2):
        expect(camat.page.locator(".inrow").first).to_contain_text(f"{place} dari 2")
        expect(camat.page.locator(".signs")).to_contain_text("Paraf")
        camat.press("Tanda tangan")
    expect(camat.page.locator(".note.ok")).to_contain_text("Terkirim")
    camat.page.locator(".note.ok").get_by_role("link", name="Lihat berkas").click()
    expect(camat.page.locator(".signs li")).to_have_count(2)


def _registered(staf: Visitor) -> str:
    """A letter with its number; the number of its case."""
    number = staf.start(SKM, nama_pemohon="Siti Rahmah")
    staf.fill({"nama_pemohon": "Siti Rahmah"})
    staf.press("Selesai")
    staf.page.get_by_role("link", name="Lanjutkan").click()
    expect(staf.page.locator("#f-nomor_agenda")).to_have_value(re.compile(r"^\d+/\d{4}$"))
    staf.fill()
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text("Nomor agenda surat masuk")
    return number


def _taken_back(staf: Visitor, number: str) -> None:
    """The last answer comes back with what was filled in, and goes out again under its number."""
    said = staf.page.locator(".note.ok").inner_text()
    staf.page.get_by_role("button", name="Batalkan kiriman").click()
    expect(staf.page.locator(".note.ok")).to_contain_text("Kiriman dibatalkan")
    written = staf.page.locator("#f-nomor_agenda").input_value()
    assert written in said
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text(written)
    expect(staf.page.locator(".note.ok")).to_contain_text(number)


def _excused(kasi: Visitor, number: str) -> None:
    """Ya to a missing paper is asked why."""
    kasi.open(number)
    kasi.fill()
    kasi.page.locator(".check input[value='tidak ada']").first.check(force=True)
    kasi.press("Ya")
    expect(kasi.page.get_by_role("alert")).to_contain_text("Belum terkirim")
    kasi.page.locator(".excuse textarea").fill("Aslinya ditunjukkan")
    kasi.press("Ya")
    expect(kasi.page.locator(".note.ok")).to_contain_text("Diteruskan ke Sekcam")


def _ticked(visitor: Visitor, numbers: list[str], button: str) -> None:
    visitor.inbox()
    for number in numbers:
        visitor.page.locator(".row", has_text=number).locator("input[type=checkbox]").check(force=True)
    visitor.page.get_by_role("button", name=button).click()
