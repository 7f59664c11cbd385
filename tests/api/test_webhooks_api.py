"""Webhooks, inbound messages and links over `/api/v1`: what is shown once, what never, and who sees what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, text

from engine.commands.task import Complete
from engine.commands.webhook import CreateWebhook, Wanted
from engine.events import instant
from engine.store import Query
from engine.store.cases import CASE
from engine.store.tables import metadata
from tests.api.office import ANSWERS, HOME, Office
from tests.api.route import V1
from tests.api.routes_webhooks import MAPPING, URL

HOOK = {"office": HOME, "name": "Gerbang WhatsApp", "url": URL}
SENDER = {"office": HOME, "name": "dukcapil", "verify": "token", "mapping": MAPPING}


def asked(office: Office, what: str, body: Any = None, login: str = "pemilik", **more: Any) -> Any:
    """The JSON of an answer that is not refused; `what` is method and path."""
    method, path = what.split(maxsplit=1)
    response = office.call(login, method, f"{V1}/{path}", json=body, **more)
    assert response.status_code < 300, response.text
    return response.get_json()


def refused(office: Office, what: str, body: Any = None, login: str = "pemilik") -> tuple[int, str]:
    method, path = what.split(maxsplit=1)
    response = office.call(login, method, f"{V1}/{path}", json=body)
    return response.status_code, response.text


@pytest.mark.parametrize(("path", "body"), [("webhooks", HOOK), ("inbound", SENDER)])
def test_a_secret_is_shown_once_and_never_again(office: Office, path: str, body: dict[str, Any]) -> None:
    key: dict[str, Any] = {"headers": {"Idempotency-Key": "satu"}}
    made = asked(office, f"POST {path}", body, **key)
    secrets = [made["secret"], asked(office, f"POST {path}/{made['id']}/secret")["secret"]]
    assert all(one.startswith("whsec_") for one in secrets)
    assert len(set(secrets)) == 2
    assert asked(office, f"POST {path}", body, **key)["secret"] is None
    later = [
        asked(office, f"GET {path}"),
        asked(office, f"GET {path}/{made['id']}"),
        asked(office, f"PATCH {path}/{made['id']}", {"active": False}),
    ]
    assert not [one for one in secrets if one in json.dumps(later)]
    stored = b"".join(_everything(office))
    assert not [one for one in secrets if one.encode() in stored]


def _everything(office: Office) -> list[bytes]:
    """All that the tables hold, as bytes."""
    with office.store.reading() as reading:
        rows = [row for table in metadata.sorted_tables for row in reading.all(Query("All of it.", select(table)))]
    return [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row.values()]


def test_a_url_that_no_delivery_may_go_to_is_refused_by_its_field(office: Office) -> None:
    for url in ("http://127.0.0.1/", "https://10.0.0.1/a", "https://u:p@contoh.example.com/", "ftp://a.example.com/"):
        status, said = refused(office, "POST webhooks", HOOK | {"url": url})
        assert status == 400
        assert "url" in said
    id = asked(office, "POST webhooks", HOOK)["id"]
    assert refused(office, f"PATCH webhooks/{id}", {"url": "http://169.254.169.254/"})[0] == 400
    assert asked(office, f"GET webhooks/{id}")["url"] == URL


def test_answers_leave_by_the_word_of_the_process_owner_alone(office: Office) -> None:
    asking = HOOK | {"fields": ["nama_pemohon"]}
    assert refused(office, "POST webhooks", asking, "admin")[0] == 403
    assert refused(office, "POST webhooks", HOOK | {"topic": "cetak"}, "admin")[0] == 403
    assert asked(office, "POST webhooks", HOOK, "admin")["fields"] == []
    id = asked(office, "POST webhooks", asking)["id"]
    changed = asked(office, f"PATCH webhooks/{id}", {"topic": "cetak"})
    assert (changed["topic"], changed["fields"]) == ("cetak", ["nama_pemohon"])
    assert asked(office, f"PATCH webhooks/{id}", {"topic": None})["topic"] is None


def delivered(office: Office) -> tuple[int, int, int]:
    """A delivery of step 1 that failed and was parked: its subscription, its id, its case."""
    wanted = Wanted("Gerbang", URL, fields=("nama_pemohon",))
    hook = office.run(CreateWebhook(HOME, wanted, b"tersegel"))["id"]
    case = office.case(done=1)
    at = instant(office.now)
    with office.store.transaction() as tx:
        row = tx.one(CASE, case=case)
        assert row is not None
        put = (
            "INSERT INTO delivery (webhook_id, case_id, event, kind, status, created_at, run_at, attempts, done_at) "
            "VALUES (:hook, :case, 2, 'TaskCompleted', 'PARKED', :at, :at, 2, :at) RETURNING id"
        )
        id: int = tx.value(Query("A delivery.", text(put)), hook=hook, case=case, at=at)
        tried = (
            "INSERT INTO attempt (delivery_id, n, at, ms, answer, code, id, en) "
            "VALUES (:d, :n, :at, 120, 500, 'status', 'Penerima menjawab 500.', 'The receiver answered 500.')"
        )
        for n in (1, 2):
            tx.run(Query("An attempt.", text(tried)), d=id, n=n, at=at + n)
    return hook, id, case


def test_a_delivery_shows_its_attempts_and_the_body_and_answers_to_the_owner_alone(office: Office) -> None:
    hook, id, case = delivered(office)
    (line,) = asked(office, f"GET webhooks/{hook}/deliveries?state=PARKED")["items"]
    assert (line["id"], line["case"], line["last"]["n"]) == (id, case, 2)
    assert asked(office, f"GET webhooks/{hook}/deliveries?state=DONE")["items"] == []
    whole = asked(office, f"GET webhooks/{hook}/deliveries/{id}")
    assert [one["answer"] for one in whole["tried"]] == [500, 500]
    assert json.loads(whole["body"])["data"]["answers"] == {"nama_pemohon": ANSWERS["langkah_1"]["nama_pemohon"]}
    with office.store.reading() as reading:
        kinds = [row["kind"] for row in reading.all(Query("Reads.", text("SELECT kind FROM event")))]
    assert "PersonalDataRead" in kinds
    blind = asked(office, f"GET webhooks/{hook}/deliveries/{id}", login="admin")
    assert blind["without_answers"] is True
    assert "answers" not in json.loads(blind["body"])["data"]
    told = asked(office, f"GET webhooks/{hook}")
    assert (told["parked"], told["last"]["answer"]) == (1, 500)


def test_parked_deliveries_are_replayed_and_dropped(office: Office) -> None:
    hook, id, _ = delivered(office)
    other = asked(office, "POST webhooks", HOOK)["id"]
    assert refused(office, f"POST webhooks/{other}/deliveries/{id}/replay")[0] == 404
    assert asked(office, f"POST webhooks/{hook}/replay-parked")["count"] == 1
    assert asked(office, f"GET webhooks/{hook}/deliveries/{id}")["status"] == "WAITING"
    asked(office, f"POST webhooks/{hook}/deliveries/{id}/drop")
    assert asked(office, f"GET webhooks/{hook}/deliveries/{id}")["status"] == "DROPPED"
    asked(office, f"POST webhooks/{hook}/deliveries/{id}/replay")
    assert asked(office, f"GET webhooks/{hook}")["waiting"] == 1
    trial = asked(office, f"POST webhooks/{hook}/test")["delivery"]
    body = json.loads(asked(office, f"GET webhooks/{hook}/deliveries/{trial}")["body"])
    assert body["type"] == "id.lajur.Ping"
    asked(office, f"PATCH webhooks/{hook}", {"active": False})
    assert refused(office, f"POST webhooks/{hook}/test")[0] == 409


def test_a_mapping_is_tried_without_writing_anything(office: Office) -> None:
    id = asked(office, "POST inbound", SENDER)["id"]
    told = asked(office, f"POST inbound/{id}/test", {"body": '{"nik": "6101"}'})
    assert (told["message"], told["correlation"], told["ignored"]) == ("surat-datang", "6101", False)
    assert "nik" in asked(office, f"POST inbound/{id}/test", {"body": "{}"})["lacks"]
    only = '{"message": "a", "only": {"jenis": "x"}}'
    assert asked(office, f"POST inbound/{id}/test", {"body": "{}", "mapping": only})["ignored"] is True
    status, said = refused(office, f"POST inbound/{id}/test", {"body": "{}", "mapping": "{}"})
    assert (status, "message" in said) == (400, True)
    assert refused(office, f"POST inbound/{id}/test", {"body": "{"})[0] == 400
    assert asked(office, f"GET inbound/{id}/messages")["items"] == []


def test_values_of_kept_messages_are_for_the_process_owner(office: Office) -> None:
    mapping = json.dumps(json.loads(MAPPING) | {"values": {"nama": "nama"}})
    made = asked(office, "POST inbound", SENDER | {"mapping": mapping})
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    sent = office.app.test_client().post("/hooks/dukcapil", json={"nik": "6101", "nama": "Ani"}, headers=bearer)
    assert sent.status_code == 202
    (line,) = asked(office, f"GET inbound/{made['id']}/messages?state=KEPT")["items"]
    assert (line["values"], line["correlation"]) == ({"nama": "Ani"}, "6101")
    place = f"inbound/{made['id']}/messages/{line['id']}"
    assert asked(office, f"GET {place}", login="admin")["values"] is None
    assert refused(office, f"POST {place}/drop", {"reason": "uji"}, "admin")[0] == 404
    asked(office, f"POST {place}/drop", {"reason": "salah alamat"})
    settled = asked(office, f"GET {place}")
    assert (settled["status"], settled["values"]) == ("DROPPED", None)


def test_a_link_answers_the_step_of_somebody_outside_once(office: Office) -> None:
    case = office.case()
    made = asked(office, f"POST cases/{case}/links", {"n": 1, "for_whom": "Ani", "days": 3}, "staf")
    secret = made["url"].rpartition("/j/")[2]
    (line,) = asked(office, f"GET cases/{case}/links", login="staf")["items"]
    assert (line["state"], line["for_whom"]) == ("open", "Ani")
    assert secret not in json.dumps(line)
    assert secret.encode() not in b"".join(_everything(office))
    asked(office, f"DELETE cases/{case}/links/{made['id']}", login="staf")
    assert asked(office, f"GET cases/{case}/links", login="staf")["items"][0]["state"] == "revoked"
    for days in (0, 61):
        assert refused(office, f"POST cases/{case}/links", {"n": 1, "for_whom": "Ani", "days": days}, "staf")[0] == 400
    other = office.case()
    assert refused(office, f"DELETE cases/{other}/links/{made['id']}", None, "staf")[0] == 404
    office.run(Complete(case, 1, ANSWERS["langkah_1"]), "staf")
    assert refused(office, f"POST cases/{case}/links", {"n": 2, "for_whom": "Ani"}, "staf")[0] == 409
