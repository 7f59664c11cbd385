"""A clerk uploads papers, sees what was refused, and the next person opens them from the case."""

from __future__ import annotations

from playwright.sync_api import FilePayload, expect

from tests.web.site import Site

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"


def file(name: str, body: bytes) -> FilePayload:
    """A file as somebody picks it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


def test_papers_are_uploaded_kept_over_a_refusal_and_opened_by_the_next_person(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start("Legalisir")
    staf.open(number)
    staf.fill()
    picker = staf.page.locator("input[type=file]").first
    picker.set_input_files(file("hama.exe", b"MZ\x90\x00"))
    staf.press("Selesai")
    expect(staf.page.locator("main")).to_contain_text("Jenis berkas hama.exe tidak dikenal")
    staf.page.locator("input[type=file]").first.set_input_files(file("ktp asli.pdf", PDF))
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text(number)
    staf.page.goto(f"/berkas/{number}")
    staf.inbox()
    staf.open(number)
    link = staf.page.get_by_role("link", name="ktp asli.pdf").first
    expect(link).to_be_attached()
    answer = staf.page.request.get(site.url + str(link.get_attribute("href")))
    assert (answer.status, answer.body()) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    stranger = site.visitor("tim-pokja-1.batumandi")
    assert stranger.page.request.get(site.url + str(link.get_attribute("href"))).status == 404
