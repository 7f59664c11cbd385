"""What other systems send: proven, mapped, brought to who waits, kept where nobody does, and never taken twice."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from engine.app import create_app
from engine.app.neighbours import webhook_box
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.inbound import AssignReceived, ChangeInbound, CreateInbound, DropReceived, Proof
from engine.commands.task import Complete
from engine.store.inbound import RECEIVED
from tests.commands.scenario_inbound import CARD, MAPPING, RECORDER
from tests.commands.world import OWNER
from tests.webhooks.post_office import SECRET, PostOffice, opened_office
from tests.webhooks.reference import LIBRARIES, Library
from webhooks.mapping import MappingRefused, Unfit, read_mapping

BODY: Final = {"data": {"nik": "6401", "kartu": "K-1"}}


class Counter:
    """The office, its application, and a sender of cards."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office
        self.client: FlaskClient = create_app(office.desk, office.settings).test_client()
        office.run(OWNER, Deploy("uji", "kartu", CARD))

    def let(self, verify: str, secret: str, mapping: str = MAPPING, header: str | None = None) -> int:
        sealed = webhook_box(self.office.settings).seal(secret, "uji")
        body = self.office.run(OWNER, CreateInbound("uji", "dukcapil", Proof(verify, mapping, header), sealed))
        id: int = body["id"]
        return id

    def waiting(self, nik: str = "6401") -> int:
        case: int = self.office.run(RECORDER, StartCase("kartu"))["case"]
        self.office.run(RECORDER, Complete(case, 1, {"nik": nik}))
        return case

    def send(self, body: object, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.client.post("/hooks/dukcapil", data=data, headers=headers, content_type="application/json")
        return answer.status_code, answer.get_json(silent=True) or {}

    def signed(self, body: object, id: str = "msg_1", at: datetime | None = None) -> dict[str, str]:
        library: Library = LIBRARIES["pypi"]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return headers_of(library, (id, at or datetime.now().astimezone()), data)

    def kinds(self, case: int) -> list[str]:
        return [
            row["kind"] for row in self.office.rows(f"SELECT kind FROM event WHERE case_id = {case} ORDER BY number")
        ]

    def kept(self, inbound: int) -> list[dict[str, Any]]:
        with self.office.store.reading() as reading:
            return reading.all(RECEIVED, inbound=inbound, states=["KEPT"], before=2**62, limit=10)


def headers_of(library: Library, stamp: tuple[str, datetime], body: bytes) -> dict[str, str]:
    """The three headers, signed by a reference library."""
    id, at = stamp
    signature = library.signs(SECRET, stamp, body)
    return {"webhook-id": id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


@pytest.fixture
def counter(database_url: str) -> Iterator[Counter]:
    with opened_office(database_url) as office:
        yield Counter(office)


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_message_of_a_reference_library_moves_the_case_once(counter: Counter, name: str) -> None:
    counter.let("standard", SECRET)
    case, other = counter.waiting("6401"), counter.waiting("6402")
    data = json.dumps(BODY).encode()
    headers = headers_of(LIBRARIES[name], ("msg_1", datetime.now().astimezone()), data)
    assert counter.send(data, headers) == (200, {"id": "msg_1", "status": "matched"})
    assert "MessageReceived" in counter.kinds(case)
    assert "MessageReceived" not in counter.kinds(other)
    assert counter.send(data, headers) == (200, {"id": "msg_1", "status": "repeated"})
    assert counter.kinds(case).count("MessageReceived") == 1
    assert (
        counter.office.rows(f"SELECT actor FROM event WHERE case_id = {case} ORDER BY number")[-1]["actor"]
        == "masuk:dukcapil"
    )


def test_altered_old_and_unsigned_messages_are_refused(counter: Counter) -> None:
    counter.let("standard", SECRET)
    case = counter.waiting()
    headers = counter.signed(BODY)
    assert counter.send({"data": {"nik": "6401", "kartu": "K-2"}}, headers)[0] == 401
    assert counter.send(BODY, {})[0] == 401
    old = counter.signed(BODY, at=datetime.now().astimezone() - timedelta(minutes=6))
    assert counter.send(BODY, old)[0] == 401
    assert counter.kinds(case)[-1] == "TaskCompleted"


def test_poor_senders_prove_themselves_by_an_hmac_or_a_token(counter: Counter) -> None:
    id = counter.let("hmac", "rahasia bersama")
    case = counter.waiting()
    data = json.dumps(BODY).encode()
    made = hmac.new(b"rahasia bersama", data, hashlib.sha256).hexdigest()
    assert counter.send(data, {"X-Hub-Signature-256": f"sha256={'0' * 64}"})[0] == 401
    assert counter.send(data, {"X-Hub-Signature-256": f"sha256={made}"})[1]["status"] == "matched"
    assert counter.send(data, {"X-Hub-Signature-256": f"sha256={made}"})[1]["status"] == "repeated"
    assert "MessageReceived" in counter.kinds(case)
    counter.office.run(OWNER, ChangeInbound(id, Proof("token", MAPPING, "X-Kunci")))
    second = counter.waiting("6402")
    other = {"data": {"nik": "6402", "kartu": "K-2"}}
    assert counter.send(other, {"X-Kunci": "salah"})[0] == 401
    assert counter.send(other, {"X-Kunci": "rahasia bersama"})[1]["status"] == "matched"
    assert "MessageReceived" in counter.kinds(second)


def test_what_fits_nobody_is_kept_until_a_person_assigns_or_drops_it(counter: Counter) -> None:
    id = counter.let("standard", SECRET)
    for number in ("msg_1", "msg_2"):
        assert counter.send(BODY, counter.signed(BODY, number)) == (202, {"id": number, "status": "kept"})
    assert counter.send(BODY, counter.signed(BODY, "msg_1"))[1]["status"] == "repeated"
    case = counter.waiting("salah ketik")
    last, first = counter.kept(id)
    counter.office.run(OWNER, AssignReceived(first["id"], case))
    counter.office.run(OWNER, DropReceived(last["id"], "kembar"))
    assert "MessageReceived" in counter.kinds(case)
    assert counter.kept(id) == []
    assert [row["payload"] for row in counter.office.rows("SELECT payload FROM received")] == [None, None]


def test_what_cannot_be_read_is_refused_and_does_nothing(counter: Counter) -> None:
    id = counter.let("standard", SECRET)
    assert counter.send(b"{", counter.signed(b"{"))[0] == 400
    lacks = {"data": {"kartu": "K-1"}}
    assert counter.send(lacks, counter.signed(lacks))[0] == 422
    assert counter.client.post("/hooks/tidak-ada", json=BODY).status_code == 404
    counter.office.run(OWNER, ChangeInbound(id, Proof("standard", MAPPING, active=False)))
    assert counter.send(BODY, counter.signed(BODY))[0] == 404
    assert counter.office.rows("SELECT * FROM received") == []


def test_what_the_mapping_leaves_out_is_noted_and_ignored(counter: Counter) -> None:
    mapping = json.loads(MAPPING) | {"only": {"jenis": "kartu"}, "id": "nomor"}
    counter.let("token", "rahasia bersama", json.dumps(mapping))
    token = {"Authorization": "Bearer rahasia bersama"}
    case = counter.waiting()
    assert counter.send(BODY | {"jenis": "lain"}, token)[1]["status"] == "ignored"
    told = BODY | {"jenis": "kartu", "nomor": 7}
    assert counter.send(told, token) == (200, {"id": "7", "status": "matched"})
    assert counter.send(told | {"tambahan": 1}, token)[1]["status"] == "repeated"
    assert counter.kinds(case).count("MessageReceived") == 1


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("[", "mapping"),
        ("[]", "mapping"),
        ('{"message": "a", "code": "b"}', "mapping"),
        ("{}", "message"),
        ('{"message": {"from": "a b", "is": {"x": "y"}}}', "message"),
        ('{"message": "a", "correlation": "a..b"}', "correlation"),
        ('{"message": "a", "values": {"x y": "a"}}', "values"),
        ('{"message": "a", "values": {"x": "a..b"}}', "values.x"),
        ('{"message": "a", "only": {"a": [1]}}', "only"),
    ],
)
def test_a_mapping_that_is_none_is_refused_by_its_part(told: str, key: str) -> None:
    with pytest.raises(MappingRefused) as caught:
        read_mapping(told)
    assert caught.value.key == key


def test_a_mapping_finds_values_deep_inside_and_a_message_by_a_word() -> None:
    mapping = read_mapping(
        '{"message": {"from": "jenis", "is": {"a": "pesan-a"}}, "values": {"x": "daftar[1].nama", "y": "tiada"}}'
    )
    found = mapping.apply({"jenis": "a", "daftar": [{}, {"nama": "Budi"}]})
    assert found is not None
    assert (found.message, found.values) == ("pesan-a", {"x": "Budi"})
    assert mapping.apply({"jenis": "b"}) is None


_json: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "nik"]), inner, max_size=3),
)


@given(_json)
def test_no_body_breaks_a_mapping(body: object) -> None:
    mapping = read_mapping('{"message": "m", "correlation": "a.nik", "values": {"x": "a.b[0]"}}')
    try:
        found = mapping.apply(body)
    except Unfit:
        return
    assert found is not None
    assert found.correlation
