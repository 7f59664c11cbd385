"""Kelola: accounts, what they hold, and who acts for whom; an administrator of one office sees only that one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from engine.commands.account import CreateAccount, Hold
from engine.scopes import SCOPES
from engine.store.history import stream
from tests.api.conftest import office, shared
from tests.api.office import AWAY, HOME, PASSWORD, TODAY, Office
from tests.web.managed import LOCAL, Browser, at, flat, local_administrator, note, posts_of

__all__ = ["office", "shared"]

# test_manage_databases asks the other one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRET = re.compile(r'id="rahasia-baru">([^<]+)<')
CAMAT = f"/kelola/kantor/{HOME}/jabatan/camat"


@pytest.fixture
def admin(office: Office) -> Browser:
    """The administrator of all offices."""
    return at(office, "admin")


@pytest.mark.parametrize("login", ["staf", "pemilik", "auditor", "mesin"])
def test_nobody_else_has_these_pages(office: Office, login: str) -> None:
    browser = at(office, login)
    for path in ("/kelola", "/kelola/akun", f"/kelola/kantor/{HOME}", CAMAT, "/kelola/kalender"):
        assert browser.get(path).status_code == 404
    sent = browser.post("/kelola/akun/staf/keadaan", of="/akun")
    assert sent.status_code == 404
    assert 'href="/kelola"' not in browser.get("/kotak-tugas").text


def test_who_is_not_signed_in_is_asked_to(office: Office) -> None:
    assert Browser(office.app).get("/kelola").location.startswith("/masuk?ke=")


def test_an_administrator_of_one_office_finds_no_other(office: Office) -> None:
    local = local_administrator(office)
    assert AWAY not in local.get("/kelola").text
    assert "jfu" not in local.get("/kelola/akun").text
    assert "jfu" not in local.get(f"/kelola/akun?kantor={AWAY}").text
    foreign = f"/kelola/kantor/{AWAY}"
    for path in (
        foreign,
        f"{foreign}/jabatan/jfu",
        f"{foreign}/sebutan",
        f"{foreign}/riwayat",
        "/kelola/akun/jfu",
        "/kelola/akun/admin",
        "/kelola/akun/pemilik",
        f"/kelola/kalender?kantor={AWAY}",
    ):
        assert local.get(path).status_code == 404, path
    for path, form in (
        (foreign, {"nama": "Diambil", "wilayah": "X", "zona": "WIB", "kode": "XX"}),
        (f"{foreign}/jabatan", {"nama": "Baru"}),
        (f"{foreign}/jabatan/jfu/pemegang", {"akun": LOCAL, "sejak": "01-11-2026"}),
        (f"{foreign}/sebutan", {"label": "JFU", "jabatan": "jfu"}),
        ("/kelola/akun/jfu", {"nama": "Diambil"}),
        ("/kelola/akun/jfu/sandi", {}),
        ("/kelola/akun/jfu/keadaan", {}),
        ("/kelola/akun/jfu/peran", {"peran": "auditor", "untuk": HOME}),
        ("/kelola/akun/jfu/jabatan", {"jabatan": f"{HOME}/camat", "sejak": "01-11-2026"}),
    ):
        assert local.post(path, form, of="/kelola").status_code == 404, path


def test_a_new_account_shows_its_password_once_and_holds_its_post(office: Office) -> None:
    local = local_administrator(office)
    form = {"kantor": HOME, "nama": "Rina Wulandari", "akun": "Rina", "jabatan": f"{HOME}/sekcam", "sejak": "1-12-2026"}
    answer = local.post("/kelola/akun-baru", form, of=f"/kelola/akun-baru?kantor={HOME}")
    assert answer.status_code == 200
    secret = SECRET.findall(answer.text)[0]
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", secret)
    assert posts_of(office, "rina") == [(f"{HOME}/sekcam", "2026-12-01", None)]
    assert secret not in local.get("/kelola/akun/rina").text
    rina = Browser(office.app)
    assert rina.sign_in("rina", secret).status_code == 303
    assert rina.get("/kotak-tugas").location == "/akun"


def test_a_second_click_creates_nothing_and_does_not_show_another_password(office: Office, admin: Browser) -> None:
    page = admin.get("/kelola/akun-baru").text
    hidden = dict(re.findall(r'name="(_csrf|_kunci)" value="([^"]+)"', page))
    form = {**hidden, "nama": "Rina", "akun": "rina", "kantor": ""}
    assert SECRET.search(admin.client.post("/kelola/akun-baru", data=form).text)
    again = admin.client.post("/kelola/akun-baru", data=form)
    assert (again.status_code, SECRET.search(again.text)) == (200, None)
    assert "sudah ditampilkan" in again.text


def test_what_is_wrong_with_an_account_stands_at_its_field(office: Office, admin: Browser) -> None:
    form = {"kantor": HOME, "nama": " ", "akun": "Rina W!", "jabatan": f"{HOME}/camat", "sejak": "31-02-2026"}
    answer = admin.post("/kelola/akun-baru", form, of="/kelola/akun-baru")
    assert answer.status_code == 422
    assert "Tulis tanggal-bulan-tahun" in note(answer.text)
    answer = admin.post("/kelola/akun-baru", form | {"sejak": "01-12-2026"}, of="/kelola/akun-baru")
    assert "2 isian perlu diperbaiki" in note(answer.text)
    assert 'href="#akun-akun"' in answer.text
    assert 'id="akun-akun-g"' in answer.text
    assert 'value="Rina W!"' in answer.text
    taken = admin.post("/kelola/akun-baru", {"nama": "Staf", "akun": "staf", "kantor": ""}, of="/kelola/akun-baru")
    assert (taken.status_code, "Akun staf sudah ada." in note(taken.text)) == (409, True)
    english = admin.get("/bahasa/en")
    assert english.status_code == 302
    assert "2 answers need attention" in note(
        admin.post("/kelola/akun-baru", form | {"sejak": "01-12-2026"}, of="/kelola/akun-baru").text
    )


def test_accounts_are_found_by_letters_and_by_page(office: Office, admin: Browser) -> None:
    for n in range(55):
        office.run(CreateAccount(f"petugas-{n:02}", f"Petugas {n}_%", None, HOME))
    office.run(Hold("petugas-07", f"{HOME}/camat", date(2026, 1, 1)))
    first = admin.get(f"/kelola/akun?cari=PETUGAS&kantor={HOME}").text
    assert [f"petugas-{n:02}" in first for n in (0, 49, 50)] == [True, True, False]
    (after,) = re.findall(r'href="([^"]+sesudah=[^"]+)"', first)
    second = admin.get(after.replace("&amp;", "&")).text
    assert [f">petugas-{n:02}<" in second for n in (49, 50, 54)] == [False, True, True]
    assert "Berikutnya" not in second
    assert "Camat" in flat(admin.get("/kelola/akun?cari=petugas-07").text)
    assert "petugas-07" in admin.get("/kelola/akun?cari=7_%25").text
    assert "Tidak ada akun yang cocok" in admin.get("/kelola/akun?cari=%25x").text


def test_an_ended_holding_can_be_given_back(office: Office, admin: Browser) -> None:
    form = {"jabatan": f"{HOME}/camat", "terakhir": "20-11-2026", "_ke": CAMAT}
    sent = admin.post("/kelola/akun/camat/jabatan/akhiri", form, of=CAMAT)
    assert (sent.status_code, sent.location) == (303, CAMAT)
    assert posts_of(office, "camat") == [(f"{HOME}/camat", "2026-01-01", "2026-11-20")]
    page = admin.get(CAMAT).text
    assert "camat memegang jabatan itu sampai 20 November 2026." in note(page)
    undo = re.findall(r'<form method="post" action="(/kelola/akun/camat/jabatan)">(.*?)</form>', page, re.DOTALL)[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', undo[1]))
    assert admin.client.post(undo[0], data=fields).status_code == 303
    assert posts_of(office, "camat") == [(f"{HOME}/camat", "2026-01-01", None)]
    history = flat(admin.get("/kelola/akun/camat").text)
    assert "Camat memegang Camat: 1 Januari 2026 sampai 20 November 2026. oleh Admin" in history
    assert "Camat memegang Camat: sejak 1 Januari 2026. oleh Admin" in history


def test_a_holder_is_named_by_his_name_and_a_wrong_one_is_told(office: Office, admin: Browser) -> None:
    sent = admin.post(f"{CAMAT}/pemegang", {"akun": "Sekcam", "sejak": "1-12-2026", "sampai": "31-12-2026"}, of=CAMAT)
    assert sent.status_code == 303
    assert (f"{HOME}/camat", "2026-12-01", "2026-12-31") in posts_of(office, "sekcam")
    for form, said in (
        ({"akun": "tidak.ada", "sejak": "1-12-2026"}, "Akun tidak.ada tidak ada."),
        ({"akun": "", "sejak": "1-12-2026"}, "Tulis nama pengguna"),
        ({"akun": "staf", "sejak": "kemarin"}, "Tulis tanggal-bulan-tahun"),
        ({"akun": "staf", "sejak": "2-12-2026", "sampai": "1-12-2026"}, "mendahului"),
    ):
        answer = admin.post(f"{CAMAT}/pemegang", form, of=CAMAT)
        assert (answer.status_code, said in note(answer.text)) == (422, True), said


def test_an_acting_official_is_recorded_with_his_letter_and_ended(office: Office, admin: Browser) -> None:
    form = {"jenis": "plh", "pengganti": "sekcam", "diwakili": "camat", "mulai": f"{TODAY:%d-%m-%Y}"}
    answer = admin.post(f"{CAMAT}/penugasan", form, of=CAMAT)
    assert answer.status_code == 422
    assert [said in note(answer.text) for said in ("hari terakhir", "nomor surat", "alasan")] == [True] * 3
    assert '<option value="camat" selected>' in answer.text
    more = {"hingga": "30-11-2026", "surat": "800/9/2026", "alasan": "Dinas luar"}
    assert admin.post(f"{CAMAT}/penugasan", form | more, of=CAMAT).status_code == 303
    listed = flat(admin.get("/kelola/penugasan").text)
    assert "Plh Camat: Sekcam mewakili Camat · 20 November 2026 sampai 30 November 2026 · surat 800/9/2026" in listed
    overlapping = admin.post(f"{CAMAT}/penugasan", form | more, of=CAMAT)
    assert (overlapping.status_code, "Akhiri itu dahulu" in note(overlapping.text)) == (409, True)
    (end,) = re.findall(r'action="(/kelola/penugasan/\d+/akhiri)"', admin.get(CAMAT).text)
    early = admin.post(end, {"terakhir": "1-11-2026"}, of=CAMAT)
    assert (early.status_code, "Paling awal kemarin" in note(early.text)) == (422, True)
    assert admin.post(end, {"terakhir": "19-11-2026"}, of=CAMAT).status_code == 303
    assert "dibatalkan" in flat(admin.get(CAMAT).text)
    assert "Dinas luar" not in admin.get("/kelola/akun/sekcam").text, "a reason is an answer"


def test_roles_are_given_and_taken_and_nobody_changes_his_own(office: Office, admin: Browser) -> None:
    place = "/kelola/akun/kasi"
    assert admin.post(f"{place}/peran", {"peran": "auditor", "untuk": HOME}, of=place).status_code == 303
    assert "Auditor Kecamatan Bunut Hilir" in flat(admin.get(place).text)
    assert admin.post(f"{place}/peran", {"peran": "auditor", "untuk": HOME, "cabut": "1"}, of=place).status_code == 303
    page = admin.get(place).text
    assert "Peran dicabut." in note(page)
    assert "Berikan kembali" in note(page)
    assert "Peran Auditor dicabut untuk bunut-hilir." in flat(page)
    assert admin.post(f"{place}/peran", {"peran": "", "untuk": HOME}, of=place).status_code == 422
    own = admin.post("/kelola/akun/admin/peran", {"peran": "auditor", "untuk": "*"}, of="/kelola/akun/kasi")
    assert (own.status_code, "administrator lain" in note(own.text)) == (409, True)
    local = local_administrator(office)
    wide = local.post(f"{place}/peran", {"peran": "auditor", "untuk": "*"}, of=place)
    assert wide.status_code == 403


def test_a_new_password_and_a_shut_account_let_nobody_in(office: Office, admin: Browser) -> None:
    place, staf = "/kelola/akun/staf", at(office, "staf")
    secret = SECRET.findall(admin.post(f"{place}/sandi", of=place).text)[0]
    assert staf.get("/kotak-tugas").location.startswith("/masuk")
    assert Browser(office.app).sign_in("staf", PASSWORD).status_code == 403
    assert Browser(office.app).sign_in("staf", secret).status_code == 303
    assert admin.post(f"{place}/keadaan", of=place).status_code == 303
    assert Browser(office.app).sign_in("staf", secret).status_code == 403
    assert "staf" in admin.get("/kelola/akun?tampil=tutup").text
    assert admin.post(f"{place}/keadaan", {"buka": "1"}, of=place).status_code == 303
    assert Browser(office.app).sign_in("staf", secret).status_code == 303
    said = flat(admin.get(place).text)
    for line in ("Kata sandi diganti administrator.", "Akun ditutup.", "Akun dibuka lagi."):
        assert line in said


def test_a_nip_has_eighteen_digits_and_stands_in_no_history(office: Office, admin: Browser) -> None:
    place = "/kelola/akun/camat"
    form = {"nama": "Camat", "kantor": HOME, "nip": "123"}
    answer = admin.post(place, form, of=place)
    assert (answer.status_code, "NIP terdiri atas 18 angka." in note(answer.text)) == (422, True)
    assert admin.post(place, form | {"nip": "123456789012345678"}, of=place).status_code == 303
    page = admin.get(place).text
    assert 'value="123456789012345678"' in page
    assert "NIP diganti." in flat(page)
    with office.store.reading() as reading:
        assert all("12345678901" not in str(event.data) for event in stream(reading, 0))
    assert admin.post(place, form | {"nip": ""}, of=place).status_code == 303
    assert "12345678901" not in admin.get(place).text


def test_a_machine_gets_a_token_and_a_person_does_not(office: Office, admin: Browser) -> None:
    form = {"nama": "Pencetak", "akun": "pencetak", "kantor": HOME, "mesin": "1"}
    page = admin.post("/kelola/akun-baru", form, of="/kelola/akun-baru").text
    assert SECRET.search(page) is None
    place = "/kelola/akun/pencetak"
    bad = admin.post(f"{place}/token", {"nama": "", "hari": "30"}, of=place)
    assert bad.status_code == 422
    assert ", ".join(SCOPES) in note(bad.text)
    wanted = {"nama": "server cetak", "cakupan": ["external", "read"], "hari": "30"}
    secret = SECRET.findall(admin.post(f"{place}/token", wanted, of=place).text)[0]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert office.call(None, "GET", "/api/v1/tasks", headers=bearer).status_code == 200
    (revoke,) = re.findall(rf'action="({place}/token/\d+/cabut)"', admin.get(place).text)
    assert admin.post(revoke, of=place).status_code == 303
    assert office.call(None, "GET", "/api/v1/tasks", headers=bearer).status_code == 401
    assert "/token" not in local_administrator(office).get("/kelola/akun/staf").text


def test_a_history_is_told_from_its_events_a_page_at_a_time(office: Office, admin: Browser) -> None:
    for n in range(25):
        admin.post("/kelola/akun/staf", {"nama": f"Staf {n}", "kantor": HOME}, of="/kelola/akun/staf")
    page = admin.get("/kelola/akun/staf").text
    assert page.count("Nama diganti.") == 20
    (older,) = re.findall(r'href="(/kelola/akun/staf\?sebelum=\d+)#riwayat"', page)
    rest = admin.get(older).text
    assert rest.count("Nama diganti.") == 5
    assert "Akun dibuat." in rest
    with office.store.reading() as reading:
        assert all("Staf 1" not in str(event.data) for event in stream(reading, 0))
