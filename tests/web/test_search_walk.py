"""An auditor finds a case, replays it, takes the list out and asks what is held; an owner erases, without a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.site import Site

pytestmark = pytest.mark.browser


def test_an_auditor_finds_a_case_replays_it_and_takes_the_list_out(site: Site, tmp_path: Path) -> None:
    number = site.visitor("staf.bunut-hilir").start("Surat Keterangan Miskin")
    page = site.visitor("auditor").page
    page.goto("/kasus")
    page.get_by_label("Nomor kasus atau kata").fill(number)
    page.get_by_role("button", name="Cari").click()
    expect(page.locator("#hasil")).to_have_text("1 kasus")
    page.get_by_role("link", name="Unduh CSV").click()
    page.get_by_label("Nama disamarkan").check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Buat berkas").click()
    to = tmp_path / "kasus.csv"
    taken.value.save_as(to)
    text = to.read_text(encoding="utf-8-sig")
    assert number in text
    assert "orang-" in text
    page.goto(f"/kasus?q={number}")
    page.get_by_role("link", name=number).click()
    expect(page).to_have_url(re.compile(f"/putar-ulang/{number}"))
    page.goto("/kasus/perbuatan?orang=auditor")
    expect(page.get_by_role("row", name=re.compile("Mengekspor kasus")).first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(f"Membaca data pribadi.*{number}")).first).to_be_visible()
