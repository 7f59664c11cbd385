"""Kelola asks both databases the same: every list, history and change once on each; its details stand beside this."""

from __future__ import annotations

from tests.api.conftest import office, shared
from tests.api.office import HOME, SKM, Office
from tests.web.managed import at, flat, local_administrator, posts_of

__all__ = ["office", "shared"]

PLACE = f"/kelola/kantor/{HOME}"


def test_every_page_asks_both_databases(office: Office) -> None:
    local = local_administrator(office)
    post = f"{PLACE}/jabatan/camat"
    for path, form in (
        (f"{PLACE}/jabatan", {"nama": "Kasi Trantib"}),
        (f"{PLACE}/sebutan", {"label": "Trantib", "sop": SKM, "jabatan": "kasi-trantib"}),
        (f"{post}/pemegang", {"akun": "kasi", "sejak": "1-12-2026", "sampai": "31-12-2026"}),
        ("/kelola/akun/kasi/jabatan/akhiri", {"jabatan": f"{HOME}/camat", "terakhir": "24-12-2026"}),
        ("/kelola/akun/kasi/peran", {"peran": "auditor", "untuk": HOME}),
        ("/kelola/kalender/hari", {"untuk": HOME, "mulai": "7-12-2026", "alasan": "Hari jadi"}),
        (
            f"{post}/penugasan",
            {"jenis": "plh", "pengganti": "sekcam", "diwakili": "camat", "mulai": "20-11-2026", "hingga": "30-11-2026"}
            | {"surat": "800/9/2026", "alasan": "Dinas luar"},
        ),
    ):
        assert local.post(path, form, of="/kelola").status_code == 303, path
    assert (f"{HOME}/camat", "2026-12-01", "2026-12-24") in posts_of(office, "kasi")
    assert "16 jabatan" in flat(local.get("/kelola?cari=BUNUT").text)
    found = flat(local.get(f"/kelola/akun?cari=SEK&kantor={HOME}").text)
    assert "Sekcam sekcam Plh Camat Sekcam" in found
    assert "Kasi kasi" not in found
    assert "Plh Camat: Sekcam mewakili Camat" in flat(local.get("/kelola/penugasan").text)
    assert "Trantib hanya di" in flat(local.get(f"{PLACE}/sebutan").text)
    told = flat(local.get(f"{PLACE}/riwayat").text)
    for said in (
        "Sekcam ditunjuk Plh Camat",
        "Sebutan “Trantib” berarti kasi-trantib.",
        "Jabatan Kasi Trantib dibuat.",
    ):
        assert said in told
    assert "Peran Auditor diberikan untuk bunut-hilir." in flat(local.get("/kelola/akun/kasi").text)
    assert "7 Desember 2026 tutup · Hari jadi" in flat(local.get("/kelola/kalender?tahun=2026").text)
    assert at(office, "admin").get(f"{PLACE}/riwayat").status_code == 200
