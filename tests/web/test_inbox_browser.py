"""A clerk finds, claims and hands over a task from the inbox, with and without a script."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.web.site import Site

SKM = "Surat Keterangan Miskin"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_clerk_finds_claims_and_hands_over_a_task(site: Site, script: bool) -> None:
    staf = site.visitor("staf.bunut-hilir", script=script)
    page = staf.page
    number = staf.start(SKM)
    staf.inbox()
    page.get_by_role("link", name=re.compile("^Tanpa batas")).click()
    expect(page.locator("#daftar h2", has_text="Tanpa batas waktu")).to_be_visible()
    page.get_by_role("searchbox").fill(number)
    page.get_by_role("button", name="Cari").click()
    row = page.locator(".row", has_text=number)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("tanpa batas waktu")
    expect(row).to_contain_text("atas nama Pemohon")
    row.get_by_role("button", name="Ambil").click()
    expect(page.locator(".row", has_text=number)).to_contain_text("Milik Anda")
    page.get_by_role("link", name=re.compile("^Milik saya")).click()
    page.locator(".row", has_text=number).get_by_role("link", name="Serahkan").click()
    page.get_by_role("button", name="Serahkan tugas").click()
    expect(page.get_by_role("alert")).to_contain_text("Tugas belum diserahkan")
    page.get_by_label("Pemohon").check()
    page.get_by_label("Alasan").fill("Pemohon mengisi sendiri di loket")
    page.get_by_role("button", name="Serahkan tugas").click()
    expect(page.locator(".note.ok")).to_contain_text("Diserahkan kepada Pemohon")
    page.goto(f"/kotak-tugas?cari={number}")
    expect(page.locator(".row", has_text=number)).to_contain_text("dikerjakan Pemohon")
    page.goto("/kotak-tugas?cari=tidakadayangbegini")
    page.get_by_role("link", name="Hapus saringan").first.click()
    expect(page).to_have_url(re.compile("/kotak-tugas$"))


def test_the_words_of_done_tasks_stand_side_by_side(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start(SKM)
    staf.fill({"nama_pemohon": "Siti Rahmah"})
    staf.press("Selesai")
    staf.page.goto(f"/kotak-tugas?kotak=selesai&cari={number}")
    row = staf.page.locator(".row", has_text=number)
    edges = [row.locator(part).bounding_box() for part in (".due b", ".what a", ".about .num")]
    for left, right in pairwise(edges):
        assert left is not None
        assert right is not None
        assert left["x"] + left["width"] < right["x"]
