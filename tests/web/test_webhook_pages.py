"""The pages of connections: who finds them, what is shown once, and what people do with deliveries and messages."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, Final

import pytest
from sqlalchemy import text

from engine.commands.webhook import CreateWebhook, DisableWebhook, Wanted
from engine.store import Query
from tests.api.conftest import office
from tests.api.office import HOME, Office
from tests.api.routes_webhooks import MAPPING, URL
from tests.api.test_webhooks_api import delivered
from tests.web.desk import Browser
from tests.web.managed import flat

__all__ = ["office"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/=]{20,}")
HOOK: Final[dict[str, Any]] = {"kantor": HOME, "nama": "Gerbang", "url": URL, "peristiwa": ["TaskCompleted"]}


def test_only_who_looks_after_connections_finds_the_page(office: Office) -> None:
    for login in ("staf", "auditor", "mesin"):
        assert "Sambungan" not in Browser(office, login).get("/kotak-tugas")
        Browser(office, login).get("/webhook", 404)
    for login in ("pemilik", "admin", "pemilik-lain"):
        assert "Belum ada yang diberi tahu" in Browser(office, login).get("/webhook")
    assert "/masuk" in office.app.test_client().get("/webhook").location


def test_a_secret_is_shown_on_one_page_alone(office: Office) -> None:
    owner = Browser(office, "pemilik")
    made = owner.press("/webhook/baru", "/webhook/baru", **HOOK)
    (first,) = SECRET.findall(unescape(made.text))
    rotated = owner.press("/webhook/1", "/webhook/1/rahasia")
    (second,) = SECRET.findall(unescape(rotated.text))
    sender = {"kantor": HOME, "nama": "dukcapil", "bukti": "token", "pemetaan": MAPPING}
    third = SECRET.findall(unescape(owner.press("/webhook/pengirim/baru", "/webhook/pengirim/baru", **sender).text))
    assert len({first, second, *third}) == 3
    later = [owner.get(path) for path in ("/webhook", "/webhook/1", "/webhook/pengirim/1", "/webhook/baru")]
    assert not [page for page in later if SECRET.search(unescape(page))]
    assert "Langkah selesai" in later[1]


def test_a_refused_form_comes_back_as_it_was_filled_in(office: Office) -> None:
    owner = Browser(office, "pemilik")
    for url in ("http://10.0.0.1/", "https://127.0.0.1/", "bukan alamat"):
        answer = owner.press("/webhook/baru", "/webhook/baru", **HOOK | {"url": url})
        assert answer.status_code == 422
        assert 'value="TaskCompleted" checked' in answer.text
        assert url in answer.text
    for name, mapping, said in (("A b", MAPPING, "Huruf kecil"), ("dukcapil", "{", "JSON")):
        form = {"kantor": HOME, "nama": name, "bukti": "token", "pemetaan": mapping}
        bad = owner.press("/webhook/pengirim/baru", "/webhook/pengirim/baru", **form)
        assert bad.status_code == 422
        assert said in flat(bad.text)


def test_an_administrator_changes_no_field_that_leaves(office: Office) -> None:
    asked = Wanted("Gerbang", URL, fields=("nama_pemohon",))
    id = office.run(CreateWebhook(HOME, asked, b"tersegel"))["id"]
    admin = Browser(office, "admin")
    assert "Isian yang ikut dikirim" not in admin.get(f"/webhook/{id}")
    answer = admin.press(f"/webhook/{id}", f"/webhook/{id}", nama="Lain", url=URL, hidup="1", isian="nik")
    assert answer.status_code == 403
    owner = Browser(office, "pemilik")
    assert owner.press(f"/webhook/{id}", f"/webhook/{id}", nama="Lain", url=URL, hidup="1").status_code == 303
    assert "tanpa data pribadi" in owner.get(f"/webhook/{id}")


def test_a_delivery_says_why_it_failed_and_is_tried_again_or_dropped(office: Office) -> None:
    hook, id, _ = delivered(office)
    owner = Browser(office, "pemilik")
    assert "1 kiriman diparkir" in owner.get(f"/webhook/{hook}")
    page = f"/webhook/{hook}/kiriman/{id}"
    shown = owner.get(page)
    assert "Penerima menjawab 500." in shown
    assert "Ani Suryani" in shown
    blind = Browser(office, "admin").get(page)
    assert "Ani Suryani" not in blind
    assert "hanya terlihat oleh pemilik proses" in blind
    with office.store.reading() as reading:
        kinds = [row["kind"] for row in reading.all(Query("Kinds.", text("SELECT kind FROM event")))]
    assert kinds.count("PersonalDataRead") == 1
    assert owner.press(page, f"{page}/ulangi").status_code == 303
    assert "menunggu" in flat(owner.get(page))
    assert owner.press(page, f"{page}/buang").status_code == 303
    assert "dibuang" in flat(owner.get(f"/webhook/{hook}?tampil=dibuang"))
    owner.get(f"/webhook/{hook + 1}/kiriman/{id}", 404)


def test_a_receiver_that_wants_no_more_is_told_of_and_switched_on_again(office: Office) -> None:
    id = office.run(CreateWebhook(HOME, Wanted("Gerbang", URL), b"tersegel"))["id"]
    office.run(DisableWebhook(id))
    owner = Browser(office, "pemilik")
    assert "menjawab 410" in owner.get(f"/webhook/{id}")
    assert owner.press(f"/webhook/{id}", f"/webhook/{id}/uji").status_code == 409
    owner.press(f"/webhook/{id}", f"/webhook/{id}", nama="Gerbang", url=URL, hidup="1")
    assert "menjawab 410" not in owner.get(f"/webhook/{id}")
    tried = owner.press(f"/webhook/{id}", f"/webhook/{id}/uji")
    assert "id.lajur.Ping" in owner.get(tried.location)


def sender(office: Office) -> tuple[Browser, str]:
    """The owner, and the page of a sender that sent a message which nobody waits for."""
    owner = Browser(office, "pemilik")
    mapping = json.dumps(json.loads(MAPPING) | {"values": {"nama": "nama"}})
    form = {"kantor": HOME, "nama": "dukcapil", "bukti": "token", "pemetaan": mapping}
    page = unescape(owner.press("/webhook/pengirim/baru", "/webhook/pengirim/baru", **form).text)
    bearer = {"Authorization": f"Bearer {SECRET.findall(page)[0]}"}
    body = {"nik": "6101", "nama": "Ani Suryani"}
    assert office.app.test_client().post("/hooks/dukcapil", json=body, headers=bearer).status_code == 202
    return owner, "/webhook/pengirim/1"


def test_a_kept_message_is_seen_by_the_owner_and_put_aside_with_a_reason(office: Office) -> None:
    owner, page = sender(office)
    assert "1 pesan menunggu petugas" in owner.get("/webhook")
    kept = f"{page}/pesan/1"
    assert "Ani Suryani" in owner.get(kept)
    admin = Browser(office, "admin")
    assert "Ani Suryani" not in admin.get(kept)
    assert admin.press(page, f"{kept}/sisihkan", alasan="uji").status_code == 404
    assert owner.press(kept, f"{kept}/serahkan").status_code == 422
    assert owner.press(kept, f"{kept}/sisihkan", alasan=" ").status_code == 422
    assert owner.press(kept, f"{kept}/sisihkan", alasan="kembar").status_code == 303
    assert "Ani Suryani" not in owner.get(kept)


def test_a_mapping_is_tried_on_a_body_without_writing(office: Office) -> None:
    owner, page = sender(office)
    tried = owner.press(page, f"{page}/coba", pemetaan=MAPPING, isi='{"nik": "6109"}')
    assert "surat-datang" in tried.text
    assert "6109" in tried.text
    for wrong in ({"isi": "{"}, {"isi": "{}"}, {"pemetaan": "{}"}):
        form = {"pemetaan": MAPPING, "isi": '{"nik": "1"}'} | wrong
        assert owner.press(page, f"{page}/coba", **form).status_code == 422
    with office.store.reading() as reading:
        assert len(reading.all(Query("All that came.", text("SELECT id FROM received")))) == 1


def test_a_sender_may_bring_its_own_secret(office: Office) -> None:
    owner, new = Browser(office, "pemilik"), "/webhook/pengirim/baru"
    form = {"kantor": HOME, "nama": "dukcapil", "bukti": "token", "pemetaan": MAPPING}
    for verify, secret, said in (("token", "pendek", "16 sampai 200"), ("standard", "x" * 20, "whsec_")):
        bad = owner.press(new, new, **form | {"bukti": verify, "rahasia": secret})
        assert bad.status_code == 422
        assert said in flat(bad.text)
        assert f'value="{secret}"' not in bad.text
    made = owner.press(new, new, **form | {"rahasia": "token-dari-dukcapil"})
    assert made.status_code == 303
    assert "token-dari-dukcapil" not in owner.get(made.location)
    assert _heard(office, "token-dari-dukcapil") == 202
    assert _heard(office, "token-dari-lainnya") == 401
    assert owner.press(made.location, f"{made.location}/rahasia", rahasia="token-kedua-dukcapil").status_code == 303
    assert [_heard(office, one) for one in ("token-dari-dukcapil", "token-kedua-dukcapil")] == [200, 202]
    assert owner.press(made.location, f"{made.location}/rahasia", rahasia="pendek").status_code == 422


def _heard(office: Office, token: str) -> int:
    """The status of one message more under a token."""
    body = {"nik": token, "nama": "Ani Suryani"}
    bearer = {"Authorization": f"Bearer {token}"}
    return office.app.test_client().post("/hooks/dukcapil", json=body, headers=bearer).status_code
