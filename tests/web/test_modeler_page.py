"""The modeler page as a process owner works with it, by mouse and keyboard."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx
import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from bpmn import document
from bpmn.check import check_bytes
from engine import expressions
from engine.seeding import library
from engine.web.modeler_words import template_words
from forms.library import fields_of
from tests.web.every_page import OWNER, PASSWORD, STAFF
from tests.web.site import Site

pytestmark = pytest.mark.browser

SOP: Final = "legalisir_ktp_dan_kk"
PAGE: Final = f"/perancang/{SOP}"
READY: Final = '#perancang[data-siap="ya"]'
OPENED: Final = """async (xml) => {
  const modeler = window.perancang.modeler;
  const { warnings } = await modeler.importXML(xml);
  return [warnings.map((one) => one.message), (await modeler.saveXML({ format: true })).xml];
}"""
LEFT_OUT: Final = re.compile(r"<bpmn:(incoming|outgoing)>[^<]*</bpmn:\1>| camunda:modelerTemplate(Version)?=\"[^\"]*\"")
CONNECTED: Final = """() => window.perancang.modeler.get("elementRegistry").getAll()
  .filter((one) => one.businessObject?.incoming?.length).map((one) => one.id)"""
PLACE: Final = """([id, end]) => {
  const one = window.perancang.modeler.get("elementRegistry").get(id);
  const canvas = window.perancang.modeler.get("canvas");
  const { x, y, scale } = canvas.viewbox();
  const at = end ? one.waypoints.at(-1) : { x: one.x + one.width / 2, y: one.y + one.height / 2 };
  const box = canvas.getContainer().getBoundingClientRect();
  return [box.left + (at.x - x) * scale, box.top + (at.y - y) * scale];
}"""


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """The owner's window, at the modeler page of an SOP that no other test changes."""
    found = site.visitor(OWNER).page
    found.goto(PAGE)
    expect(found.locator(READY)).to_be_visible()
    yield found
    found.goto("/kotak-tugas")


def test_an_owner_changes_an_sop_and_an_auditor_replays_and_verifies_its_case(site: Site, page: Page) -> None:
    before = _case(site)
    _changes_the_norm(page)
    _leads_a_flow_elsewhere(page)
    _changes_the_form(page)
    expect(page.locator("#status")).to_contain_text("Draf tersimpan")
    page.reload()
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("#status")).to_contain_text("Draf tersimpan")
    _select(page, "langkah_2")
    expect(_field(page, "Durasi")).to_have_value("PT7M")
    assert _untranslated(page) == []
    page.locator("#berlakukan").click()
    expect(page.get_by_role("heading", name="Berlakukan versi 2")).to_be_visible()
    told = page.locator(".ubahan").inner_text()
    for piece in ("waktu 7 Menit, dahulu 5 Menit", "Nomor agenda masuk", "kembali ke kegiatan 1"):
        assert piece in told, told
    expect(page.locator("main")).to_contain_text("Versi 1 tetap dipakai oleh")
    page.get_by_label("Alasan perubahan").fill("Norma registrasi disesuaikan")
    page.get_by_label("Disahkan oleh").select_option(label="Camat")
    page.get_by_role("button", name="Berlakukan versi 2").click()
    expect(page.locator(".note.ok")).to_contain_text("Versi 2 berlaku.")
    after = _case(site)
    assert (_version(site, before), _version(site, after)) == (1, 2)
    _sees_the_difference_and_prints(page)
    _replays_and_verifies(site, _returned(site))


def test_what_was_not_sent_before_the_power_went_is_offered_again(site: Site) -> None:
    page = site.window()
    page.goto(f"/masuk?akun={OWNER}")
    page.get_by_role("button", name="Masuk").click()
    at = "/perancang/pembuatan_kartu_keluarga"
    page.goto(at)
    expect(page.locator(READY)).to_be_visible()
    page.route("**/draf", lambda route: route.abort())
    _select(page, "langkah_2")
    _write(page, "Nama singkat", "Meregistrasi berkas warga")
    expect(page.locator("#status")).to_contain_text("server tidak menjawab")
    page.evaluate("window.perancang.leaving = true")
    page.unroute("**/draf")
    page.goto("/kotak-tugas")
    page.goto(at)
    page.get_by_role("button", name="Pulihkan").click()
    expect(page.locator("#status")).to_contain_text("Draf tersimpan")
    _select(page, "langkah_2")
    expect(_field(page, "Nama singkat")).to_have_value("Meregistrasi berkas warga")
    _another_window_overwrites_nothing(page, at)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#menu-berkas summary").click()
    page.get_by_role("button", name="Buang draf").click()
    expect(page.locator("#status")).to_contain_text("Belum ada perubahan")


def test_each_sop_opens_without_a_warning_and_stays_what_check_sees(page: Page) -> None:
    wrong = []
    for seed in library():
        for slug, files in seed.sops.items():
            data = files[f"{slug}.bpmn"]
            warnings, saved = page.evaluate(OPENED, data.decode())
            same = _seen(saved.encode(), files, slug) == _seen(data, files, slug)
            if warnings or not same:
                wrong.append((slug, warnings, same))
    _, saved = page.evaluate(OPENED, LEFT_OUT.sub("", data.decode()))
    completed = document.read(saved.encode()).processes[0]
    assert "lajur.sop.langkah" in saved
    assert {flow.target for flow in completed.flows.values()} <= set(page.evaluate(CONNECTED))
    page.evaluate("window.perancang.leaving = true")
    assert wrong == []


def _changes_the_norm(page: Page) -> None:
    """A slip is marked on the element and in the list, found by its button, and mended in the panel."""
    _select(page, "langkah_2")
    _write(page, "Waktu (tercetak)", "7 Menit")
    _write(page, "Durasi", "tujuh menit")
    row = page.locator("#temuan li", has_text="tujuh menit")
    expect(row).to_contain_text("Galat")
    expect(page.locator('[data-container-id="langkah_2"] .bjsl-icon-error')).to_be_visible()
    _select(page, "langkah_3")
    row.get_by_role("button", name="Tunjukkan").click()
    _write(page, "Durasi", "PT7M")
    expect(row).to_have_count(0)
    expect(page.locator(".bjsl-icon-error")).to_have_count(0)


def _leads_a_flow_elsewhere(page: Page) -> None:
    """The end of a return is dragged to another step; undone and done again by keys, and tidied up."""
    _select(page, "tidak_3")
    _drag(page, ("tidak_3", True), ("langkah_1", False))
    target = "window.perancang.modeler.get('elementRegistry').get('tidak_3').target.id"
    assert page.evaluate(target) == "langkah_1"
    expect(_field(page, "Alur ini menuju")).to_have_value("langkah_1")
    page.locator("#kanvas svg").first.focus()
    page.keyboard.press("Control+z")
    assert page.evaluate(target) == "langkah_2"
    page.keyboard.press("Control+y")
    assert page.evaluate(target) == "langkah_1"
    page.locator("#rapikan").click()
    expect(page.locator("#kabar")).to_contain_text("Diagram dirapikan")


def _changes_the_form(page: Page) -> None:
    """A label in the form editor, and how staff will see it."""
    _select(page, "langkah_2")
    page.get_by_role("tab", name="Formulir").click()
    page.get_by_role("button", name="Ubah formulir").click()
    page.locator(".fjs-form-field", has_text="Nomor agenda").first.click()
    page.locator("#penyusun .bio-properties-panel-group-header", has_text="Umum").click()
    label = page.locator("#penyusun [data-entry-id=label] :is(input, textarea, [contenteditable])").first
    label.fill("Nomor agenda masuk")
    page.locator("#form-lihat-2").click()
    expect(page.locator("#pratinjau-isi")).to_contain_text("Nomor agenda masuk")
    expect(page.locator("#pratinjau-isi")).to_contain_text("Data dan berkas memenuhi ketentuan?")
    page.get_by_role("button", name="Tutup", exact=True).click()
    page.get_by_role("button", name="Kembali ke diagram").click()
    expect(page.locator("#form-isian")).to_contain_text("Nomor agenda masuk")
    page.get_by_role("tab", name="Unsur").click()


def _sees_the_difference_and_prints(page: Page) -> None:
    """In words and as pins on the diagram; the PDF has the new norm."""
    page.get_by_role("link", name="Lihat perubahannya").click()
    norm = page.locator(".daftar-ubah li", has_text="waktu 7 Menit, dahulu 5 Menit")
    expect(norm.locator("b")).to_have_text("Kegiatan 2")
    flow = page.locator(".daftar-ubah li", has_text="kembali ke kegiatan 1 (Pemohon), dahulu kegiatan 2 (Staf)")
    expect(flow.locator("b")).to_have_text("Kegiatan 3, Tidak")
    flow.locator("a.pin").click()
    expect(page.locator(f"#pin-sesudah-{flow.get_attribute('data-nomor')}")).to_be_in_viewport()
    printed = page.request.get(page.get_by_role("link", name="Unduh PDF").get_attribute("href") or "")
    assert "7 Menit" in pypdf.PdfReader(io.BytesIO(printed.body())).pages[1].extract_text()


def _returned(site: Site) -> str:
    """The number of a new case that took the flow which the owner led elsewhere."""
    staf = site.visitor(STAFF)
    number = staf.start("Legalisir KTP dan KK")
    staf.fill()
    staf.press("Selesai")
    staf.do(number, "Ya")
    kasi = site.visitor("kasi-pemerintahan.bunut-hilir")
    kasi.open(number)
    kasi.fill()
    kasi.refuse("Fotokopi KK tidak terbaca.")
    expect(kasi.page.locator(".note.ok")).to_contain_text(number)
    return number


def _replays_and_verifies(site: Site, number: str) -> None:
    """The auditor sees the new version at work, finds the case under the newest checkpoint, and so does `verify`."""
    auditor = site.visitor("auditor").page
    auditor.goto(f"/putar-ulang/{number}?m=1")
    expect(auditor.locator(".versi")).to_contain_text("Diagram versi 2")
    auditor.keyboard.press("ArrowRight")
    auditor.keyboard.press("ArrowRight")
    expect(auditor.locator("#langkah")).to_contain_text("dari norma 7 menit kerja")
    auditor.keyboard.press("k")
    expect(auditor.locator("#langkah .kembali")).to_contain_text("Dikembalikan ke Kegiatan 1")
    expect(auditor.locator('.besar [data-id="tidak_3"]')).to_have_class(re.compile("is-return.*is-taken"))
    site.lajur("checkpoint")
    auditor.reload()
    auditor.get_by_role("link", name=re.compile("Utuh sampai checkpoint")).click()
    expect(auditor.locator("#vonis")).to_have_text(re.compile(r"^Utuh sampai checkpoint \d+$"))
    assert "Utuh." in site.lajur("verify")


def _another_window_overwrites_nothing(page: Page, at: str) -> None:
    other = page.context.new_page()
    other.goto(at)
    expect(other.locator(READY)).to_be_visible()
    _select(other, "langkah_2")
    _write(other, "Nama singkat", "Meregistrasi")
    expect(other.locator("#status")).to_contain_text("Draf tersimpan")
    _write(page, "Nama singkat", "Mencatat berkas")
    expect(page.locator("#sengketa")).to_contain_text("jendela lain")
    page.get_by_role("button", name="Ambil alih").click()
    expect(page.locator("#sengketa")).to_be_hidden()
    other.evaluate("window.perancang.leaving = true")
    other.close()


def _untranslated(page: Page) -> list[str]:
    """The words that bpmn-js asked for and our map lacks; what is longer was said by the server."""
    asked = page.evaluate("[...window.kataKurang]")
    return [text for text in asked if text not in template_words() and len(text) < 50]


def _select(page: Page, id: str) -> None:
    page.evaluate("(id) => window.perancang.show(id)", id)
    expect(page.locator('#sifat [data-entry-id="id"] input')).to_have_value(id)


def _field(page: Page, label: str) -> Locator:
    return page.locator("#sifat").get_by_label(label, exact=True).first


def _write(page: Page, label: str, text: str) -> None:
    _field(page, label).fill(text)
    page.keyboard.press("Tab")


def _drag(page: Page, start: tuple[str, bool], end: tuple[str, bool]) -> None:
    x, y = page.evaluate(PLACE, list(start))
    to_x, to_y = page.evaluate(PLACE, list(end))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=5)
    page.mouse.move(to_x, to_y, steps=5)
    page.mouse.up()


def _case(site: Site) -> int:
    answer = httpx.post(f"{site.url}/api/v1/cases", json={"sop": SOP}, auth=(STAFF, PASSWORD), timeout=30)
    assert answer.is_success, answer.text
    return int(answer.json()["case"])


def _version(site: Site, case: int) -> Any:
    answer = httpx.get(f"{site.url}/api/v1/cases/{case}", auth=(STAFF, PASSWORD), timeout=30)
    return answer.json()["sop"]["version"]


def _seen(data: bytes, files: Mapping[str, bytes], slug: str) -> tuple[object, ...]:
    """What our own reading and the check say of a file; lines depend on how it is written."""
    found = document.read(data)
    told = check_bytes(data, fields_of(files, expressions.compile, slug), lambda text: expressions.compile(text).names)
    process = found.processes[0]
    elements = {
        id: (one.kind, one.name, one.lane, dict(one.properties), one.form_ref) for id, one in process.elements.items()
    }
    flows = {id: (one.name, one.source, one.target, one.condition) for id, one in process.flows.items()}
    lanes = [(one.id, one.name) for one in process.lanes]
    findings = sorted((one.rule, one.severity, one.element or "", one.id) for one in told)
    return json.dumps(dict(process.properties)), process.name, elements, flows, lanes, findings
