"""Kelola: offices, posts, labels of lanes, and the calendar."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from engine.commands.account import EndHolding
from engine.commands.diagram_draft import SaveDiagramDraft
from engine.people import resolve
from engine.seeding import sop_folder
from engine.store.people import OFFICE, POST, aliases
from tests.api.conftest import office, shared
from tests.api.office import HOME, KB, SKM, Office
from tests.web.managed import Browser, at, flat, local_administrator, note

__all__ = ["office", "shared"]

# test_manage_databases asks the other one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PLACE = f"/kelola/kantor/{HOME}"
CALENDAR = f"/kelola/kalender?kantor={HOME}"


@pytest.fixture
def admin(office: Office) -> Browser:
    """The administrator of all offices."""
    return at(office, "admin")


def undone(browser: Browser, page: str) -> int:
    """Presses the button of a notice that takes a change back; the status of the answer."""
    ((to, inside),) = re.findall(r'<section class="note ok done".*?action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    pairs = re.findall(r'name="([^"]+)" value="([^"]*)"', inside)
    return browser.client.post(to, data={name: [v for key, v in pairs if key == name] for name, _ in pairs}).status_code


def test_an_office_is_created_with_all_mistakes_told_at_once(office: Office, admin: Browser) -> None:
    answer = admin.post("/kelola/kantor-baru", {"kantor": "Baru", "zona": "GMT"}, of="/kelola/kantor-baru")
    assert answer.status_code == 422
    assert "5 isian perlu diperbaiki" in note(answer.text)
    form = {"kantor": "baru", "nama": "Kecamatan Baru", "wilayah": "Kabupaten Uji", "zona": "WIT", "kode": "kb"}
    sent = admin.post("/kelola/kantor-baru", form, of="/kelola/kantor-baru")
    assert (sent.status_code, sent.location) == (303, "/kelola/kantor/baru")
    page = flat(admin.get(sent.location).text)
    assert "Kabupaten Uji · WIT · nomor berkas KB-…" in page
    assert "Belum ada jabatan" in page
    again = admin.post("/kelola/kantor-baru", form, of="/kelola/kantor-baru")
    assert "Kantor baru sudah ada." in note(again.text)
    local = local_administrator(office)
    assert "Tambah kantor" not in local.get("/kelola").text
    refused = local.post("/kelola/kantor-baru", form | {"kantor": "lain", "kode": "LN"}, of="/kelola/kantor-baru")
    assert refused.status_code == 403


def test_an_administrator_of_the_office_renames_it_and_cannot_move_it(office: Office) -> None:
    local = local_administrator(office)
    page = local.get(PLACE).text
    assert 'name="zona" value="WIB"' in page, "hidden: it is for administrators of all offices"
    facts = {"wilayah": "Kabupaten Kapuas Hulu", "zona": "WIB", "kode": "BH", "nama": "Kecamatan Baru Hilir"}
    assert local.post(PLACE, facts, of=PLACE).status_code == 303
    assert local.post(PLACE, facts | {"zona": "WIT"}, of=PLACE).status_code == 403
    with office.store.reading() as reading:
        found = reading.one(OFFICE, id=HOME)
    assert found is not None
    assert (found["name"], found["zone"]) == ("Kecamatan Baru Hilir", "WIB")
    assert "Data kantor ditulis: Kecamatan Baru Hilir. oleh Admin Lokal" in flat(local.get(f"{PLACE}/riwayat").text)


def test_a_post_gets_its_slug_from_its_name_and_one_outside_its_recorder(office: Office, admin: Browser) -> None:
    sent = admin.post(f"{PLACE}/jabatan", {"nama": "Kasi Trantib"}, of=PLACE)
    assert sent.location == f"{PLACE}/jabatan/kasi-trantib"
    assert "Belum ada yang memegang jabatan ini." in admin.get(sent.location).text
    answer = admin.post(f"{PLACE}/jabatan", {"nama": "Kapolsek", "luar": "1"}, of=PLACE)
    assert (answer.status_code, "mencatat jawabannya" in note(answer.text)) == (422, True)
    sent = admin.post(f"{PLACE}/jabatan", {"nama": "Kapolsek", "luar": "1", "pencatat": "kasi-trantib"}, of=PLACE)
    page = admin.get(sent.location).text
    assert "dicatat oleh Kasi Trantib" in flat(page)
    assert "Tunjuk Plt atau Plh" not in page
    assert admin.post(sent.location, {"nama": "Kepala Polsek"}, of=PLACE).status_code == 303
    with office.store.reading() as reading:
        found = reading.one(POST, id=f"{HOME}/kapolsek")
    assert found is not None
    assert (found["name"], found["outside"], found["recorder"]) == ("Kepala Polsek", 0, None)
    assert admin.get(f"{PLACE}/jabatan/tidak-ada").status_code == 404


def test_a_post_that_gets_tasks_and_that_nobody_holds_stands_on_top(office: Office, admin: Browser) -> None:
    assert "Sekcam" not in note(admin.get(PLACE).text)
    office.run(EndHolding("sekcam", f"{HOME}/sekcam", date(2026, 11, 19)))
    assert "Sekcam : Prosedur Layanan" in note(admin.get(PLACE).text)


def test_a_lane_of_a_draft_without_a_post_gets_one_by_a_click(office: Office, admin: Browser) -> None:
    diagram = (sop_folder() / HOME / f"{SKM.replace('_', '-')}.bpmn").read_bytes()
    drawn = diagram.replace(b'name="Sekcam"', b'name="Sekretaris Camat"').replace(SKM.encode(), b"skm_baru")
    assert drawn != diagram
    office.run(SaveDiagramDraft(HOME, "skm_baru", drawn, {}, None, 0))
    page = admin.get(f"{PLACE}/sebutan").text
    assert "lajur belum punya jabatan" in note(page)
    assert "(draf)" in flat(page)
    labels = [unescape(one) for one in re.findall(r'name="label" value="([^"]+)"', page.partition("h-sebutan")[0])]
    assert "Sekretaris Camat" in labels
    assert "selected" not in page.partition('value="Sekretaris Camat"')[2].partition("</form>")[0], "Camat is not near"
    empty = admin.post(f"{PLACE}/sebutan", {"label": "Sekretaris Camat", "jabatan": ""}, of=PLACE)
    assert (empty.status_code, "paling sedikit satu jabatan" in note(empty.text)) == (422, True)
    for label in labels:
        assert admin.post(f"{PLACE}/sebutan", {"label": label, "jabatan": "sekcam"}, of=PLACE).status_code == 303
        assert f"“{label}” sekarang dikenal" in note(admin.get(f"{PLACE}/sebutan").text)
    assert "Semua lajur punya jabatan" in admin.get(f"{PLACE}/sebutan").text
    with office.store.reading() as reading:
        assert resolve(aliases(reading, HOME), HOME, "skm_baru", "Sekretaris Camat") == (f"{HOME}/sekcam",)


def test_a_label_that_was_taken_away_comes_back_with_all_its_posts(office: Office, admin: Browser) -> None:
    form = {"label": "Para kasi", "sop": SKM, "jabatan": ["kasi-kesra", "kasi-ekbang"]}
    assert admin.post(f"{PLACE}/sebutan", form, of=PLACE).status_code == 303
    gone = {"label": "Para kasi", "sop": SKM, "hapus": "1"}
    assert admin.post(f"{PLACE}/sebutan", gone, of=PLACE).status_code == 303
    with office.store.reading() as reading:
        assert resolve(aliases(reading, HOME), HOME, SKM, "Para kasi") == ()
    assert undone(admin, admin.get(f"{PLACE}/sebutan").text) == 303
    with office.store.reading() as reading:
        assert len(resolve(aliases(reading, HOME), HOME, SKM, "Para kasi")) == 2
        assert resolve(aliases(reading, HOME), HOME, KB, "Para kasi") == ()
    answer = admin.post(f"{PLACE}/sebutan", {"label": "Para kasi"}, of=PLACE)
    assert (answer.status_code, "paling sedikit satu jabatan" in note(answer.text)) == (422, True)


def test_holidays_are_added_moved_taken_off_and_given_back(office: Office, admin: Browser) -> None:
    where = {"kantor": HOME, "tahun": "2026"}
    form = where | {"tanggal": "7-12-2026", "nama": "Hari Uji", "jenis": "cuti_bersama"}
    assert admin.post("/kelola/kalender/libur", form, of=CALENDAR).location == f"{CALENDAR}&tahun=2026"
    assert "Senin, 7 Desember 2026 Hari Uji cuti bersama" in flat(admin.get(CALENDAR).text)
    move = where | {"dari": "07-12-2026", "tanggal": "08-12-2026", "jenis": "cuti_bersama"}
    assert admin.post("/kelola/kalender/libur/pindah", move, of=CALENDAR).status_code == 303
    page = admin.get(CALENDAR).text
    assert "Selasa, 8 Desember 2026 Hari Uji" in flat(page)
    assert undone(admin, page) == 303
    assert "Senin, 7 Desember 2026 Hari Uji" in flat(admin.get(CALENDAR).text)
    gone = where | {"dari": "07-12-2026", "hapus": "1", "jenis": "cuti_bersama"}
    assert admin.post("/kelola/kalender/libur/pindah", gone, of=CALENDAR).status_code == 303
    page = admin.get(CALENDAR).text
    assert "Hari Uji" not in flat(page)
    assert undone(admin, page) == 303
    assert "Senin, 7 Desember 2026 Hari Uji cuti bersama" in flat(admin.get(CALENDAR).text)
    far = admin.post("/kelola/kalender/libur/pindah", move | {"tanggal": "1-1-2027"}, of=CALENDAR)
    assert (far.status_code, "tahun yang sama" in note(far.text)) == (422, True)
    assert admin.post("/kelola/kalender/tahun", where | {"bawaan": "1"}, of=CALENDAR).status_code == 303
    assert "Hari Uji" not in flat(admin.get(CALENDAR).text)


def test_a_year_without_a_decree_asks_for_it(office: Office, admin: Browser) -> None:
    place = f"{CALENDAR}&tahun=2029"
    assert "Belum ada keputusan untuk 2029" in admin.get(place).text
    form = {"kantor": HOME, "tahun": "2029", "tanggal": "2-1-2029", "nama": "Hari Uji", "jenis": "libur"}
    answer = admin.post("/kelola/kalender/libur", form, of=place)
    assert (answer.status_code, "keputusan yang menjadi dasarnya" in note(answer.text)) == (422, True)
    sent = admin.post("/kelola/kalender/libur", form | {"dasar": "Keputusan Bersama Nomor 1 Tahun 2028"}, of=place)
    assert sent.status_code == 303
    page = flat(admin.get(place).text)
    assert "Keputusan Bersama Nomor 1 Tahun 2028" in page
    assert "Selasa, 2 Januari 2029 Hari Uji" in page
    year = {"kantor": HOME, "tahun": "2029", "dasar": "Keputusan Bersama Nomor 2", "mulai": "16-1-2029"}
    answer = admin.post("/kelola/kalender/tahun", year, of=place)
    assert "kedua tanggal Ramadan" in note(answer.text)
    answer = admin.post("/kelola/kalender/tahun", year | {"sampai": "20-1-2029"}, of=place)
    assert "29 atau 30 hari" in note(answer.text)
    assert (
        admin.post("/kelola/kalender/tahun", year | {"sampai": "13-2-2029", "pasti": "1"}, of=place).status_code == 303
    )
    page = flat(admin.get(place).text)
    assert "Ramadan: 16 Januari 2029 sampai 13 Februari 2029" in page
    assert "Belum pasti" not in page


def test_an_administrator_of_one_office_writes_its_days_and_hours_alone(office: Office) -> None:
    local = local_administrator(office)
    page = local.get(CALENDAR).text
    assert "Tambah hari libur" not in page
    assert 'value="*"' not in page
    where = {"kantor": HOME, "tahun": "2026"}
    wide = {"untuk": "*", "mulai": "7-12-2026", "alasan": "Hari jadi"}
    assert local.post("/kelola/kalender/hari", where | wide, of=CALENDAR).status_code == 403
    assert local.post("/kelola/kalender/hari", where | wide | {"untuk": HOME}, of=CALENDAR).status_code == 303
    page = local.get(f"{CALENDAR}&tahun=2026").text
    assert "7 Desember 2026 tutup · Hari jadi · kantor ini" in flat(page)
    (gone,) = re.findall(r'action="(/kelola/kalender/hari/\d+/hapus)"', page)
    assert local.post(gone, where, of=CALENDAR).status_code == 303
    page = local.get(CALENDAR).text
    assert "Hari jadi ·" not in flat(page)
    assert undone(local, page) == 303
    assert "7 Desember 2026 tutup · Hari jadi" in flat(local.get(CALENDAR).text)
    holiday = where | {"tanggal": "9-12-2026", "nama": "X", "jenis": "libur"}
    assert local.post("/kelola/kalender/libur", holiday, of=CALENDAR).status_code == 403


def test_hours_are_written_refused_with_a_reason_and_given_back_to_the_law(office: Office) -> None:
    local = local_administrator(office)
    hours = {f"jam-{day}": "07:30-14:30" for day in ("senin", "selasa", "rabu", "kamis", "sabtu")}
    form = {"kantor": HOME, "tahun": "2026", "hampir": "25", "masuk": "1"} | hours
    wrong = local.post("/kelola/kalender/jam", form | {"jam-senin": "pagi"}, of=CALENDAR)
    assert wrong.status_code == 422
    assert 'value="pagi"' in wrong.text
    percent = local.post("/kelola/kalender/jam", form | {"hampir": "banyak"}, of=CALENDAR)
    assert "persen antara 1 dan 99" in note(percent.text)
    assert local.post("/kelola/kalender/jam", form, of=CALENDAR).status_code == 303
    page = flat(local.get(CALENDAR).text)
    assert "Sabtu 07:30-14:30" in page
    assert "Jumat libur" in page
    assert "sisa kurang dari 25% norma" in page
    assert "Tetap buka pada cuti bersama." in page
    assert local.post("/kelola/kalender/jam", form | {"bawaan": "1"}, of=CALENDAR).status_code == 303
    assert "Jumat 07:30-11:30, 13:00-16:30" in flat(local.get(CALENDAR).text)
