"""An administrator makes an office, a post, an account and a Plh; the clerk signs in and finds the post's task."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import httpx
from playwright.sync_api import Page, expect

from engine.seeding import DEMO_PASSWORD
from tests.web.site import Site

ADMIN = ("admin", DEMO_PASSWORD)
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://lajur.example/uji">
  <bpmn:process id="surat_pengantar_uji" name="Surat Pengantar Uji" isExecutable="true">
    <bpmn:laneSet id="jalur"><bpmn:lane id="lajur_1" name="Kepala Kantor">
      <bpmn:flowNodeRef>mulai</bpmn:flowNodeRef><bpmn:flowNodeRef>langkah_1</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>selesai</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="mulai" name="Mulai"/>
    <bpmn:userTask id="langkah_1" name="Menandatangani surat pengantar"/>
    <bpmn:endEvent id="selesai" name="Selesai"/>
    <bpmn:sequenceFlow id="a" sourceRef="mulai" targetRef="langkah_1"/>
    <bpmn:sequenceFlow id="b" sourceRef="langkah_1" targetRef="selesai"/>
  </bpmn:process>
</bpmn:definitions>
"""


def test_what_an_administrator_makes_is_there_for_the_clerk(site: Site) -> None:
    page = site.visitor("admin").page
    page.goto("/kelola")
    page.get_by_role("link", name="Tambah kantor").click()
    for label, text in (
        ("Nama kantor", "Kelurahan Uji Walk"),
        ("Kabupaten atau kota", "Kabupaten Contoh"),
        ("Kode nomor berkas", "uw"),
        ("Pengenal", "uji-walk"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Buat kantor").click()
    add_post(page, "Lurah")
    add_post(page, "Sekretaris Lurah")
    sekretaris = add_account(page, "Dewi Lestari", "dewi.uji", "Sekretaris Lurah")
    add_account(page, "Pak Lurah", "lurah.uji", "Lurah")
    refused = deploy(site)
    assert (refused.status_code, "tidak dikenal di kantor uji-walk" in refused.text) == (400, True)
    page.goto("/kelola/kantor/uji-walk/sebutan")
    page.get_by_label("Sebutan di lajur").fill("Kepala Kantor")
    page.get_by_label("Lurah", exact=True).check()
    page.get_by_role("button", name="Simpan sebutan").click()
    expect(page.get_by_role("status").first).to_contain_text("sekarang dikenal")
    assert deploy(site).status_code == 200
    name_plh(page)
    clerk = first_sign_in(site, "dewi.uji", sekretaris)
    clerk.goto("/mulai/surat_pengantar_uji")
    clerk.get_by_role("button", name=re.compile("^Mulai berkas")).click()
    clerk.goto("/kotak-tugas")
    expect(clerk.locator(".row")).to_contain_text("Menandatangani surat pengantar")
    expect(clerk.locator(".row")).to_contain_text("UW-")
    expect(clerk.locator(".me")).to_contain_text("Plh Lurah")


def add_post(page: Page, name: str) -> None:
    """Adds a post at the office's page, by keyboard."""
    page.goto("/kelola/kantor/uji-walk")
    fold = page.locator("details", has_text="Tambah jabatan").first
    if fold.get_attribute("open") is None:
        fold.locator("summary").press("Enter")
    page.get_by_label("Nama jabatan").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def add_account(page: Page, name: str, login: str, post: str) -> str:
    """Adds an account that holds a post; its password."""
    page.goto("/kelola/akun-baru?kantor=uji-walk")
    page.get_by_label("Nama orang").fill(name)
    page.get_by_label("Nama pengguna").fill(login)
    page.get_by_label("Jabatan", exact=False).first.select_option(label=post)
    page.get_by_role("button", name="Buat akun").click()
    return page.locator("#rahasia-baru").inner_text()


def deploy(site: Site) -> httpx.Response:
    """Puts the SOP in force for the office."""
    form = {"deployment-name": "uji", "tenant-id": "uji-walk"}
    files = {"surat.bpmn": ("surat.bpmn", DIAGRAM.encode())}
    where = f"{site.url}/engine-rest/deployment/create"
    return httpx.post(where, data=form, files=files, auth=("pemilik", DEMO_PASSWORD), timeout=30)


def name_plh(page: Page) -> None:
    """Lets the secretary act for the lurah, at the page of that post."""
    page.goto("/kelola/kantor/uji-walk")
    page.get_by_role("link", name="Lurah", exact=True).click()
    page.locator("summary", has_text="Tunjuk Plt atau Plh").click()
    page.get_by_label("Siapa yang menggantikan").fill("Dewi Lestari")
    page.locator("#penugasan-hingga").fill(f"{datetime.now(UTC) + timedelta(days=9):%d-%m-%Y}")
    page.get_by_label("Nomor surat perintah").fill("800/1/2026")
    page.get_by_role("button", name="Catat penugasan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis alasan penugasan")
    page.locator("#penugasan-alasan").fill("Cuti tahunan")
    page.get_by_role("button", name="Catat penugasan").click()
    expect(page.locator("main")).to_contain_text("Plh Lurah, mewakili Pak Lurah")


def first_sign_in(site: Site, login: str, secret: str) -> Page:
    """Signs in with the password for one use and chooses another."""
    page = site.window(script=False)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill(login)
    page.get_by_label("Kata sandi").fill(secret)
    page.keyboard.press("Enter")
    for label, text in (("Kata sandi sekarang", secret), ("Kata sandi baru", "rahasia baru dewi")):
        page.get_by_label(label, exact=False).first.fill(text)
    page.get_by_label("Kata sandi baru sekali lagi").fill("rahasia baru dewi")
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_role("status")).to_contain_text("Kata sandi diganti")
    return page
