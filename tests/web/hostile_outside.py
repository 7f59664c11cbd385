"""The same markup in what other systems send and are sent, and the pages of owner, auditor and administrator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import httpx

from tests.web.hostile import KEY, PASSWORD, RUN

__all__ = ["Outside", "pages", "spread"]

OUTWARD: Final = "https://penerima.example.com/masuk?x=%22%3E%3Cimg%20src=x%3E"


@dataclass
class Outside:
    """What was made on the server: names to put into addresses."""

    url: str
    names: dict[str, str] = field(default_factory=dict)

    def call(self, login: str, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a request that succeeds."""
        answer = httpx.request(method, self.url + path, json=body, auth=(login, PASSWORD), timeout=30)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


def spread(url: str, case: str, number: str) -> Outside:
    """A subscription with a trial, a sender with a kept message, and a link to somebody with such a name."""
    made = Outside(url, {"case": case, "number": number, "key": KEY, "asked": quote(RUN)})
    wanted = {"office": "uji", "name": RUN[:96], "url": OUTWARD, "active": True}
    hook = made.call("pemilik", "POST", "/api/v1/webhooks", wanted)
    made.names["hook"] = str(hook["id"])
    made.names["trial"] = str(made.call("pemilik", "POST", f"/api/v1/webhooks/{hook['id']}/test", {})["delivery"])
    mapping = '{"message": "kartu", "correlation": "nik", "values": {"nomor_kartu": "kartu"}}'
    asked = {"office": "uji", "name": "pengirim-uji", "verify": "token", "mapping": mapping}
    sender = made.call("pemilik", "POST", "/api/v1/inbound", asked)
    made.names["sender"] = str(sender["id"])
    bearer = {"Authorization": f"Bearer {sender['secret']}"}
    body = {"nik": "6106" + RUN, "kartu": RUN, RUN[:40]: RUN}
    answer = httpx.post(f"{url}/hooks/pengirim-uji", json=body, headers=bearer)
    assert answer.status_code == 202, answer.text
    (message,) = made.call("pemilik", "GET", f"/api/v1/inbound/{sender['id']}/messages")["items"]
    made.names["message"] = str(message["id"])
    link = made.call("staf", "POST", f"/api/v1/cases/{case}/links", {"n": 4, "for_whom": RUN[:96]})
    made.names["secret"] = link["url"].rpartition("/j/")[2]
    return made


PAGES: Final = {
    "pemilik": (
        "/sop/{key}",
        "/sop/{key}/diagram",
        "/sop/{key}/versi",
        "/sop/{key}/versi/2",
        "/sop/{key}/versi/1..2",
        "/sop/{key}/versi/1..2?lihat=dua",
        "/sop/{key}/versi/1/berlakukan-lagi",
        "/perancang/{key}",
        "/perancang/{key}/berlakukan",
        "/webhook",
        "/webhook/{hook}",
        "/webhook/{hook}/kiriman/{trial}",
        "/webhook/pengirim/{sender}",
        "/webhook/pengirim/{sender}/pesan/{message}",
        "/kendala",
    ),
    "auditor": (
        "/kasus",
        "/kasus?q={asked}",
        "/kasus/perbuatan",
        "/kasus/perbuatan?orang={asked}",
        "/kasus/ekspor",
        "/putar-ulang/{number}",
        "/putar-ulang/{number}?m=4",
        "/putar-ulang/{number}?tampil=cerita",
        "/putar-ulang/{number}/cerita",
        "/bukti",
        "/bukti/kasus/{number}",
        "/data-pribadi?siapa={asked}",
        "/sop",
        "/sop/{key}/syarat",
    ),
    "administrator": (
        "/kelola",
        "/kelola?cari={asked}",
        "/kelola/kantor/uji",
        "/kelola/kantor/uji/jabatan/staf",
        "/kelola/kantor/uji/sebutan",
        "/kelola/kantor/uji/riwayat",
        "/kelola/akun",
        "/kelola/akun/staf",
        "/kelola/penugasan?kantor=uji",
        "/kelola/kalender?kantor=uji&tahun=2026",
    ),
    "": ("/j/{secret}",),
}


def pages(made: Outside, login: str) -> list[str]:
    """The addresses that somebody opens; nobody is who has a link alone."""
    return [path.format(**made.names) for path in PAGES[login]]
