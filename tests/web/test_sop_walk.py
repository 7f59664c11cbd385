"""A process owner reads an SOP, sees what changed by keyboard, and puts the former version in force again."""

from __future__ import annotations

import io
import re

import httpx
import pypdf
from playwright.sync_api import expect

from tests.web.every_page import OWNER, PASSWORD
from tests.web.site import PHONE, Site

SOP = "surat_pindah_keluar"
NAME = "Pindah"


def _deploy(site: Site) -> None:
    """A second version: another norm in activity 3, and its Tidak ends nowhere else."""
    with httpx.Client(base_url=site.url, auth=(OWNER, PASSWORD), timeout=60) as client:
        found = client.get("/engine-rest/process-definition", params={"key": SOP, "latestVersion": "true"}).json()[0]
        place = f"/engine-rest/deployment/{found['deploymentId']}/resources"
        files = {}
        for one in client.get(place).json():
            body = client.get(f"{place}/{one['id']}/data").content
            if one["name"].endswith(".bpmn"):
                body, changed = re.subn(rb'(name="sop:waktu" value=")5 Menit"', rb'\g<1>50 Menit"', body, count=1)
                assert changed
            files[one["name"]] = (one["name"], body)
        sent = {"deployment-name": SOP, "tenant-id": "bunut-hilir"}
        assert client.post("/engine-rest/deployment/create", data=sent, files=files).is_success


def test_an_owner_reads_compares_and_goes_back(site: Site) -> None:
    _deploy(site)
    page = site.window()
    page.goto(f"/masuk?akun={OWNER}")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto("/sop")
    page.get_by_label("Nama, nomor, atau pelaksana").fill(NAME)
    page.keyboard.press("Enter")
    page.locator(".shelf tbody a").first.click()
    expect(page.locator(".lembar svg")).to_have_count(2)
    printed = page.request.get(page.get_by_role("link", name="Unduh PDF").get_attribute("href") or "")
    assert "50 Menit" in pypdf.PdfReader(io.BytesIO(printed.body())).pages[1].extract_text()

    page.get_by_role("link", name="Versi", exact=True).click()
    page.get_by_role("link", name="Perubahan dari versi 1").click()
    line = page.locator("#ubah-1")
    expect(line).to_contain_text("waktu 50 Menit, dahulu 5 Menit")
    page.keyboard.press("j")
    expect(line).to_have_class(re.compile("kini"))
    expect(page.locator("#pin-sesudah-1")).to_be_in_viewport()
    page.keyboard.press("v")
    expect(page).to_have_url(re.compile("lihat=dahulu#ubah-1"))
    expect(page.locator("#pin-dahulu-1")).to_be_in_viewport()

    page.get_by_role("link", name="Versi", exact=True).click()
    page.get_by_role("link", name="Berlakukan lagi versi 1").click()
    page.get_by_label("Alasan perubahan").fill("Norma lama lebih tepat.")
    page.get_by_label("Disahkan oleh").select_option(label="Camat")
    page.get_by_role("button", name="Berlakukan versi 3").click()
    expect(page.get_by_role("status")).to_contain_text("Versi 1 berlaku lagi, sebagai versi 3.")

    page.set_viewport_size(PHONE)
    page.goto(f"/sop/{SOP}")
    expect(page.locator(".lembar").first).to_be_hidden()
    expect(page.locator(".langkah li").first).to_be_visible()
