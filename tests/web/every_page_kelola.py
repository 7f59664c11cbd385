"""The administrator's pages: offices, posts, labels, accounts, actings, calendar; empty, full and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page

from tests.web.every_page import ADMIN, Made, Visit

OFFICE: Final = "/kelola/kantor/bunut-hilir"
STAFF: Final = "/kelola/akun/operator-siak.bunut-hilir"


def prepare(made: Made) -> None:
    """Somebody acts for the camat, an account is shut, and a machine has a role."""
    acting = {"post": "bunut-hilir/camat", "login": "sekcam.bunut-hilir", "kind": "plh", "since": "2026-01-01"}
    more = {"until": "2099-12-31", "holder": "camat.bunut-hilir", "letter": "800/9/2026", "reason": "Dinas luar"}
    made.call(ADMIN, "POST", "/api/v1/acting", acting | more)
    for login in ("mesin-cetak", "sudah-pindah"):
        made.call(ADMIN, "POST", "/api/v1/accounts", {"login": login, "name": login, "office": "bunut-hilir"})
    made.call(ADMIN, "PATCH", "/api/v1/accounts/sudah-pindah", {"active": False})
    made.call(ADMIN, "POST", "/api/v1/accounts/mesin-cetak/roles", {"role": "worker", "office": "bunut-hilir"})


def _sent(place: str) -> Callable[[Page], None]:
    """Opens every fold and sends the form of this address as it stands."""

    def act(page: Page) -> None:
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        page.locator(f"form[action='{place}'] button").last.click()
        page.locator(".note.late").wait_for()

    return act


PAGES: Final = (
    Visit("web.manage.index", "/kelola", ADMIN),
    Visit("web.manage.index", "/kelola?cari=tidakada", ADMIN),
    Visit("web.manage.new_office", "/kelola/kantor-baru", ADMIN),
    Visit("web.manage.new_office", "/kelola/kantor-baru", ADMIN, _sent("/kelola/kantor-baru")),
    Visit("web.manage.office", OFFICE, ADMIN),
    Visit("web.manage.office", OFFICE, ADMIN, _sent(f"{OFFICE}/jabatan")),
    Visit("web.manage.post", f"{OFFICE}/jabatan/camat", ADMIN),
    Visit("web.manage.post", f"{OFFICE}/jabatan/camat", ADMIN, _sent(f"{OFFICE}/jabatan/camat/penugasan")),
    Visit("web.manage.post", f"{OFFICE}/jabatan/pemohon", ADMIN),
    Visit("web.manage.labels_page", f"{OFFICE}/sebutan", ADMIN),
    Visit("web.manage.office_history", f"{OFFICE}/riwayat", ADMIN),
    Visit("web.manage.accounts", "/kelola/akun", ADMIN),
    Visit("web.manage.accounts", "/kelola/akun?tampil=tutup", ADMIN),
    Visit("web.manage.accounts", "/kelola/akun?cari=tidakada", ADMIN),
    Visit("web.manage.new_account", "/kelola/akun-baru?kantor=bunut-hilir", ADMIN),
    Visit("web.manage.one_account", "/kelola/akun/sekcam.bunut-hilir", ADMIN),
    Visit("web.manage.one_account", "/kelola/akun/mesin-cetak", ADMIN),
    Visit("web.manage.one_account", "/kelola/akun/admin", ADMIN),
    Visit("web.manage.one_account", STAFF, ADMIN, _sent(f"{STAFF}/jabatan")),
    Visit("web.manage.actings", "/kelola/penugasan?kantor=bunut-hilir", ADMIN),
    Visit("web.manage.calendar", "/kelola/kalender?kantor=bunut-hilir&tahun=2026", ADMIN),
    Visit("web.manage.calendar", "/kelola/kalender?kantor=bunut-hilir&tahun=2028", ADMIN),
)
