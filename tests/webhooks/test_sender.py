"""What becomes of an attempt, whatever the receiver does."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.webhooks.receivers import OK, Answer, Request, plain, receiving
from tests.webhooks.reference import LIBRARIES
from webhooks.addresses import Rules, read_allowed
from webhooks.networks import Address
from webhooks.outcome import Kind, Outcome
from webhooks.sender import Limits, Parcel, Sender, Surroundings
from webhooks.signature import new_secret

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOME = Rules(read_allowed(["127.0.0.0/8"]))
SECRETS = (new_secret(), new_secret())
BODY = b'{"id":"msg_1"}'
BRIEF = Limits(seconds=5)


def home(host: str) -> tuple[Address, ...]:
    """Every name is this machine."""
    return (ipaddress.ip_address("127.0.0.1"),)


def sent(port: int, limits: Limits = BRIEF, **parcel: object) -> Outcome:
    sender = Sender(HOME, limits, Surroundings(now=lambda: NOW, luck=lambda: 0.5, resolve=home))
    first = Parcel(f"http://gerbang.contoh.id:{port}/kait?a=1", "msg_1", BODY, SECRETS)
    return sender.send(replace(first, **parcel))  # type: ignore[arg-type]


def drips(connection: socket.socket, request: Request, end: threading.Event) -> None:
    """A byte at a time, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not end.wait(0.05):
        connection.sendall(b".")


def drips_headers(connection: socket.socket, request: Request, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not end.wait(0.05):
        connection.sendall(b".")


def is_silent(connection: socket.socket, request: Request, end: threading.Event) -> None:
    end.wait()


def closes_half_way(connection: socket.socket, request: Request, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")


def closes_at_once(connection: socket.socket, request: Request, end: threading.Event) -> None:
    return


def babbles(connection: socket.socket, request: Request, end: threading.Event) -> None:
    connection.sendall(b"what?\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "kind", "code", "wait"),
    [
        (OK, Kind.DELIVERED, "delivered", None),
        (plain("200 OK", b"{}"), Kind.DELIVERED, "delivered", None),
        (plain("500 Broken"), Kind.RETRY, "status", 5),
        (plain("404 None"), Kind.RETRY, "status", 5),
        (plain("429 Slow", Retry_After="100"), Kind.RETRY, "asked", 107.5),
        (plain("503 Down", Retry_After="Fri, 20 Nov 2026 12:01:40 GMT"), Kind.RETRY, "asked", 107.5),
        (plain("429 Slow"), Kind.RETRY, "asked", 5),
        (plain("410 Gone"), Kind.DISABLED, "gone", None),
        (plain("301 Moved", Location="/lain"), Kind.RETRY, "redirect", 5),
        (plain("307 Moved", Location="/lain"), Kind.RETRY, "redirect", 5),
        (closes_half_way, Kind.RETRY, "unreachable", 5),
        (closes_at_once, Kind.RETRY, "unreachable", 5),
        (babbles, Kind.RETRY, "unreachable", 5),
    ],
)
def test_each_answer_has_its_outcome_and_is_asked_once(
    answer: Answer, kind: Kind, code: str, wait: float | None
) -> None:
    with receiving(answer) as receiver:
        outcome = sent(receiver.port)
    assert (outcome.kind, outcome.reason.code) == (kind, code)
    assert outcome.at == (None if wait is None else NOW + timedelta(seconds=wait))
    assert len(receiver.requests) == 1
    assert outcome.reason.id != outcome.reason.en
    assert "{" not in outcome.reason.id + outcome.reason.en


@pytest.mark.parametrize("answer", [drips, drips_headers, is_silent])
def test_a_receiver_that_never_ends_has_only_so_long_in_all(answer: Answer) -> None:
    with receiving(answer) as receiver:
        outcome = sent(receiver.port, Limits(seconds=0.5))
    assert (outcome.kind, outcome.reason.code) == (Kind.RETRY, "timeout")
    assert outcome.ms >= 500


def test_an_endless_answer_is_read_to_64_kilobytes() -> None:
    def floods(connection: socket.socket, request: Request, end: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        while not end.is_set():
            connection.sendall(b"x" * 10_000)

    with receiving(floods) as receiver:
        outcome = sent(receiver.port)
    assert (outcome.kind, len(outcome.answer), outcome.cut) == (Kind.DELIVERED, 65_536, True)


def test_the_receiver_gets_the_body_signed_with_both_secrets_under_the_hosts_name() -> None:
    with receiving(OK) as receiver:
        sender = Sender(HOME, Limits(), Surroundings(resolve=home))
        sender.send(Parcel(f"http://gerbang.contoh.id:{receiver.port}/kait?a=1", "msg_1", BODY, SECRETS))
    (request,) = receiver.requests
    assert request.line == "POST /kait?a=1 HTTP/1.1"
    assert request.headers["host"] == f"gerbang.contoh.id:{receiver.port}"
    assert request.headers["content-type"] == "application/cloudevents+json"
    for library in LIBRARIES.values():
        assert all(library.verifies(secret, request.headers, request.body) for secret in SECRETS)


def test_after_three_days_a_delivery_is_parked() -> None:
    with receiving(plain("500 Broken")) as receiver:
        assert sent(receiver.port, attempt=12, began=NOW - timedelta(hours=71.5)).kind is Kind.PARKED
        assert sent(receiver.port, attempt=12, began=NOW - timedelta(hours=60)).at == NOW + timedelta(hours=12)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://1.1.1.1/", "target.scheme"),
        ("https://10.0.0.1/", "target.address"),
        ("https://a:b@c.id/", "target.credentials"),
    ],
)
def test_a_refused_target_is_parked_at_once_and_says_why(url: str, code: str) -> None:
    outcome = sent(1, url=url)
    assert (outcome.kind, outcome.reason.code) == (Kind.PARKED, code)


def test_a_secret_that_is_none_parks_the_delivery() -> None:
    assert sent(9999, secrets=("x",)).reason.code == "webhook.secret"


def test_a_closed_port_and_an_unknown_name_are_tried_again() -> None:
    def unknown(host: str) -> tuple[Address, ...]:
        raise OSError("no such name")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert sent(port).reason.code == "unreachable"
    sender = Sender(HOME, Limits(seconds=5), Surroundings(resolve=unknown))
    assert sender.send(Parcel("https://tidak-ada.contoh.id:443/", "m", BODY, SECRETS)).reason.code == "dns"


def test_a_dns_that_does_not_answer_costs_no_more_than_the_time_of_an_attempt() -> None:
    asked = threading.Event()

    def silent(host: str) -> tuple[Address, ...]:
        asked.wait()
        return home(host)

    sender = Sender(HOME, Limits(seconds=0.3), Surroundings(resolve=silent))
    outcome = sender.send(Parcel("https://lambat.contoh.id/", "m", BODY, SECRETS))
    asked.set()
    assert (outcome.kind, outcome.reason.code) == (Kind.RETRY, "timeout")


def test_a_host_has_so_many_at_once_and_another_is_not_held_up() -> None:
    with receiving(is_silent) as slow, receiving(OK) as quick:
        sender = Sender(HOME, Limits(seconds=30, at_once=1), Surroundings(resolve=home))
        slow_one = Parcel(f"http://lambat.contoh.id:{slow.port}/", "msg_1", BODY, SECRETS)
        thread = threading.Thread(target=sender.send, args=(slow_one,))
        thread.start()
        while not slow.requests:
            slow.end.wait(0.01)
        busy = sender.send(slow_one)
        other = sender.send(replace(slow_one, url=f"http://cepat.contoh.id:{quick.port}/"))
        slow.end.set()
        thread.join()
    assert busy.kind is Kind.BUSY
    assert busy.at is not None
    assert other.kind is Kind.DELIVERED
    assert len(slow.requests) == 1


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """What a server of that name shows; `folder/ca.pem` is what to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ca.pem").write_bytes(pem)
    (folder / "both.pem").write_bytes(pem + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


@pytest.mark.parametrize(("host", "code"), [("gerbang.contoh.id", "delivered"), ("lain.contoh.id", "tls")])
def test_a_pinned_connection_shows_and_demands_the_name_of_the_url(tmp_path: Path, host: str, code: str) -> None:
    server = certificate(tmp_path, "gerbang.contoh.id")
    trust = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    with receiving(OK, server) as receiver:
        sender = Sender(HOME, Limits(), Surroundings(resolve=home, tls=trust))
        outcome = sender.send(Parcel(f"https://{host}:{receiver.port}/", "m", BODY, SECRETS))
    assert outcome.reason.code == code
    assert [request.name for request in receiver.requests] == ([host] if code == "delivered" else [])
