"""Pengesahan Surat Keterangan Miskin, walked by its people."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.site import Site, Visitor

SKM = "Surat Keterangan Miskin"
REASON = "Foto Copy KK tidak terbaca; mohon difotokopi ulang."


def test_a_returned_application_tells_its_reason_and_goes_on_to_its_end(site: Site) -> None:
    staf, kasi = site.visitor("staf.bunut-hilir"), site.visitor("kasi-kesra.bunut-hilir")
    number = received(staf)
    kasi.open(number)
    expect(kasi.page.locator(".fact").first).to_contain_text("Siti Rahmah")
    kasi.fill()
    refused_until_it_has_a_reason(kasi)
    told_why_and_put_right(staf, number)
    staf.do(number, nomor_agenda=f"A/{number}")

    kasi.open(number)
    expect(kasi.page.get_by_text("kembali setelah diperbaiki")).to_be_visible()
    expect(kasi.page.locator(".note", has_text="Yang berubah")).to_contain_text("Nomor agenda surat masuk")
    assert kasi.page.locator(".decide :checked").count() == 0
    kasi.fill()
    kasi.press("Ya")
    expect(kasi.page.locator(".note.ok")).to_contain_text("Diteruskan ke Sekcam")
    site.visitor("sekcam.bunut-hilir").do(number)
    site.visitor("camat.bunut-hilir").do(number)
    staf.do(number, nama_penerima="Siti Rahmah")
    expect(staf.page.locator(".note.ok")).to_contain_text("Berkas berakhir: Selesai")
    story_is_told(staf)


def received(staf: Visitor) -> str:
    """Staf starts a case for an applicant and registers it; its number."""
    number = staf.start(SKM)
    assert number.startswith("BH-")
    expect(staf.page.get_by_text("Anda mengisi atas nama Pemohon")).to_be_visible()
    staf.fill({"nama_pemohon": "Siti Rahmah"})
    staf.press("Selesai")
    staf.page.get_by_role("link", name="Lanjutkan").click()
    staf.fill()
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text("Diteruskan ke Kasi")
    return number


def refused_until_it_has_a_reason(kasi: Visitor) -> None:
    """A Tidak without a reason comes back as it was filled in; with one it is sent."""
    kasi.refuse("", "Dilengkapi")
    expect(kasi.page.get_by_role("alert")).to_contain_text("Belum terkirim")
    expect(kasi.page.locator(".reason textarea")).to_have_attribute("aria-invalid", "true")
    assert kasi.page.locator(".reason").get_by_label("Dilengkapi").is_checked()
    kasi.page.locator(".reason textarea").fill(REASON)
    kasi.page.get_by_role("button", name="Kirim jawaban Tidak").click()
    expect(kasi.page.locator(".note.ok")).to_contain_text("Diteruskan ke Pemohon")


def told_why_and_put_right(staf: Visitor, number: str) -> None:
    """The step it returns to says which round, who returned it and why, and keeps what was filled in."""
    staf.page.goto(f"/kotak-tugas?cari={number}")  # the inbox has pages
    expect(staf.page.locator(".row", has_text=number)).to_contain_text("Putaran 2")
    staf.open(number)
    expect(staf.page.locator("blockquote")).to_contain_text(REASON)
    expect(staf.page.get_by_text("dikembalikan oleh Kasi Kesejahteraan Rakyat")).to_be_visible()
    expect(staf.page.get_by_label("Nama pemohon")).to_have_value("Siti Rahmah")
    staf.fill({"telepon": "0812 3456 789"})
    staf.press("Selesai")
    expect(staf.page.locator(".note.ok")).to_contain_text(number)


def story_is_told(staf: Visitor) -> None:
    """The case's page tells all of it."""
    staf.page.get_by_role("link", name="Lihat berkas").click()
    story = staf.page.locator(".card", has=staf.page.locator("#riwayat"))
    expect(story).to_contain_text("Kasi Kesejahteraan Rakyat menjawab Tidak, Dilengkapi")
    expect(story).to_contain_text(REASON)
    expect(story).to_contain_text("dicatat Staf atas nama Pemohon")
    expect(story.locator(".step", has_text="Putaran 2")).to_have_count(3)


def test_without_javascript_an_application_is_refused_and_ends(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir", script=False)
    kasi = site.visitor("kasi-kesra.bunut-hilir", script=False)
    number = staf.start(SKM)
    staf.page.get_by_label("Nama pemohon").fill("Yusuf Hamid")
    staf.page.get_by_label("NIK").fill("6101234567890002")
    staf.page.locator("[name=desa]").fill("Contoh Hilir")
    staf.page.get_by_label("SKM", exact=True).check()
    staf.press("Selesai")
    staf.page.get_by_role("link", name="Lanjutkan").click()
    staf.page.get_by_label("Tanggal agenda").fill("20-11-2026")
    staf.press("Selesai")
    kasi.open(number)
    for paper in kasi.page.locator(".check").all():
        paper.get_by_label("tidak ada").check(force=True)
    kasi.refuse("Pemohon bukan warga kecamatan ini.", "Ditolak")
    expect(kasi.page.locator(".note.ok")).to_contain_text("Berkas berakhir: Ditolak")
    kasi.page.get_by_role("link", name="Lihat berkas").click()
    expect(kasi.page.locator("main")).to_contain_text("Pemohon bukan warga kecamatan ini.")
    expect(kasi.page.locator("h2").first).to_contain_text("Ditolak")


def test_the_enter_key_never_answers_and_nothing_typed_is_lost(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start(SKM)
    staf.page.get_by_label("Nama pemohon").fill("Lena Marlina")
    staf.page.get_by_label("Nama pemohon").press("Enter")
    expect(staf.page.get_by_role("alert")).to_contain_text("isian perlu diperbaiki")
    expect(staf.page.get_by_label("Nama pemohon")).to_have_value("Lena Marlina")
    staf.fill({})
    staf.page.get_by_label("NIK").fill("12")
    staf.press("Selesai")
    expect(staf.page.get_by_label("NIK")).to_have_attribute("aria-invalid", "true")
    expect(staf.page.get_by_label("NIK")).to_have_value("12")
    staf.page.get_by_label("NIK").fill("6101234567890003")
    staf.page.get_by_label("NIK").press("Enter")
    expect(staf.page.get_by_role("alert")).to_contain_text("Tekan tombol di bawah")
    staf.page.goto(f"/kotak-tugas?cari={number}")  # the inbox has pages
    expect(staf.page.locator(".row", has_text=number)).to_be_visible()


def test_the_enter_key_keeps_an_open_tidak_with_its_reason(site: Site) -> None:
    staf, kasi = site.visitor("staf.bunut-hilir"), site.visitor("kasi-kesra.bunut-hilir")
    kasi.open(received(staf))
    kasi.page.locator(".more summary").click()
    kasi.page.locator(".reason textarea").fill(REASON)
    kasi.page.locator(".reason").get_by_label("Ditolak").check()
    kasi.page.locator(".reason").get_by_label("Ditolak").press("Enter")
    expect(kasi.page.get_by_role("alert")).to_contain_text("Belum terkirim")
    expect(kasi.page.locator(".reason textarea")).to_be_visible()
    expect(kasi.page.locator(".reason textarea")).to_have_value(REASON)


def test_two_clicks_complete_a_task_once(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start(SKM)
    staf.fill({})
    staf.page.locator(".decide .primary").dblclick()
    expect(staf.page.locator(".note.ok").first).to_contain_text(number)
    staf.page.goto(f"/berkas/{number}")
    done = staf.page.locator(".step", has_text="menyelesaikan")
    expect(done).to_have_count(1)
