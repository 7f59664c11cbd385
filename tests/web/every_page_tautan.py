"""The pages of connections and links, those of somebody outside too."""

from __future__ import annotations

from typing import Any, Final

import httpx
from playwright.sync_api import Page

from tests.api.office import SKM
from tests.web.every_page import ADMIN, NOBODY, OWNER, STAFF, Made, Visit

_HOOK: Final[dict[str, Any]] = {"office": "bunut-hilir", "name": "Gerbang", "url": "https://penerima.example.com/masuk"}
_MAPPING: Final = '{"message": "kartu-jadi", "correlation": "nik", "values": {"nomor_kartu": "kartu"}}'
_SENDER: Final = {"office": "bunut-hilir", "name": "tautan-uji", "verify": "token", "mapping": _MAPPING}


def prepare(made: Made) -> None:
    """A subscription with a trial, a sender, and three links: one that counts, one revoked, and their case."""
    hook = made.call(OWNER, "POST", "/api/v1/webhooks", _HOOK | {"fields": ["nama_pemohon"], "active": True})
    made.names["tautan_hook"] = str(hook["id"])
    trial = made.call(OWNER, "POST", f"/api/v1/webhooks/{hook['id']}/test", {})
    made.names["tautan_kiriman"] = str(trial["delivery"])
    sender = made.call(OWNER, "POST", "/api/v1/inbound", _SENDER)
    made.names["tautan_pengirim"] = str(sender["id"])
    bearer = {"Authorization": f"Bearer {sender['secret']}"}
    answer = httpx.post(f"{made.site.url}/hooks/tautan-uji", json={"nik": "6106", "kartu": "K-1"}, headers=bearer)
    assert answer.status_code == 202
    (message,) = made.call(OWNER, "GET", f"/api/v1/inbound/{sender['id']}/messages", None)["items"]
    made.names["tautan_pesan"] = str(message["id"])
    case = made.call(STAFF, "POST", "/api/v1/cases", {"sop": SKM})
    made.names["tautan_tugas"] = f"{case['case']}-1"
    made.names["tautan_nomor"] = case["number"]
    for name in ("tautan_terbuka", "tautan_dicabut"):
        asked = {"n": 1, "for_whom": "Ani Suryani"}
        link = made.call(STAFF, "POST", f"/api/v1/cases/{case['case']}/links", asked)
        made.names[name] = link["url"].rpartition("/j/")[2]
    made.call(STAFF, "DELETE", f"/api/v1/cases/{case['case']}/links/{link['id']}", None)


def _sent(page: Page) -> None:
    page.locator("main form button.primary, main form button.way").first.click()
    page.locator(".note.late").wait_for()


def _tried(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.locator("form[action$='/coba#coba'] button").click()
    page.locator("[role=status] .fact, .note.late").first.wait_for()


def _made(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.locator("#tautan-untuk").fill("Ani Suryani")
    page.locator("form[action$='/tautan'] button").click()
    page.locator("#alamat").wait_for()


PAGES: Final = (
    Visit("web.link.show", "/j/{tautan_terbuka}", NOBODY),
    Visit("web.link.show", "/j/{tautan_terbuka}", NOBODY, _sent, known=("422",)),
    Visit("web.link.show", "/j/{tautan_dicabut}", NOBODY),
    Visit("web.link.show", "/j/tidak-ada", NOBODY, status=404, known=("404",)),
    Visit("web.task.show", "/tugas/{tautan_tugas}", STAFF, _made),
    Visit("web.case.show", "/berkas/{tautan_nomor}", STAFF),
    Visit("web.hooks.index", "/webhook", OWNER),
    Visit("web.hooks.index", "/webhook", ADMIN),
    Visit("web.hooks.new", "/webhook/baru", OWNER),
    Visit("web.hooks.new", "/webhook/baru", OWNER, _sent, known=("422",)),
    Visit("web.hooks.show", "/webhook/{tautan_hook}", OWNER),
    Visit("web.hooks.show", "/webhook/{tautan_hook}?tampil=dibuang", ADMIN),
    Visit("web.deliveries.show", "/webhook/{tautan_hook}/kiriman/{tautan_kiriman}", OWNER),
    Visit("web.senders.new", "/webhook/pengirim/baru", OWNER),
    Visit("web.senders.show", "/webhook/pengirim/{tautan_pengirim}", OWNER),
    Visit("web.senders.show", "/webhook/pengirim/{tautan_pengirim}", OWNER, _tried, known=("422",)),
    Visit("web.senders.one", "/webhook/pengirim/{tautan_pengirim}/pesan/{tautan_pesan}", OWNER),
    Visit("web.senders.one", "/webhook/pengirim/{tautan_pengirim}/pesan/{tautan_pesan}", ADMIN),
)
