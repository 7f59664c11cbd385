"""Hostile targets: URLs whose one aim is that the sender connects to a machine's inside."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final
from unittest import mock

from tests.webhooks.canary import Canary, own_addresses, singing
from tests.webhooks.dns import Zone, asking, serving
from tests.webhooks.notations import embedded, four, six
from tests.webhooks.receivers import Receiver, Request, plain, receiving
from webhooks.addresses import Rules, read_allowed
from webhooks.outcome import Kind, Outcome
from webhooks.sender import Limits, Parcel, Sender
from webhooks.signature import new_secret

__all__ = ["Assault", "assault"]

PUBLIC: Final = ("93.184.215.14", "1.1.1.1", "2606:4700:4700::1111")
KINDS: Final = (
    "literal",
    "six",
    "embedded",
    "name",
    "mixed",
    "rebinding",
    "alias",
    "inside",
    "person",
    "trick",
    "redirect",
)
SCHEMES: Final = ("https", "https", "https", "http", "HTTPS", "Http")
CODES: Final = ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent", "300 Choices", "304 Same")


@dataclass
class Assault:
    """What came of it: targets by kind, connections at the canary, complaints, redirects answered, public dials."""

    targets: dict[str, int]
    reached: int
    complaints: list[str]
    redirected: int
    outside: int


@dataclass
class Field:
    """Where it takes place: the DNS, the canary, a receiver that is allowed and redirects, and what is drawn from."""

    zone: Zone
    canary: Canary
    receiver: Receiver
    luck: random.Random
    n: int = 0

    def inner(self) -> str:
        """An IPv4 address that nobody outside may have reached."""
        luck = self.luck
        own = [address for address in self.zone.own if ":" not in address]
        byte = luck.randrange
        return luck.choice(
            [
                "127.0.0.1",
                f"127.{byte(256)}.{byte(256)}.{byte(1, 255)}",
                "0.0.0.0",  # noqa: S104 - nobody binds to it
                *own,
                f"10.{byte(256)}.{byte(256)}.{byte(256)}",
                f"172.{byte(16, 32)}.{byte(256)}.{byte(256)}",
                f"192.168.{byte(256)}.{byte(256)}",
                f"100.{byte(64, 128)}.{byte(256)}.{byte(256)}",
                f"169.254.{byte(256)}.{byte(256)}",
                "169.254.169.254",
                "168.63.129.16",
                f"{byte(224, 256)}.{byte(256)}.{byte(256)}.{byte(256)}",
                f"0.{byte(256)}.{byte(256)}.{byte(256)}",
                f"198.{byte(18, 20)}.{byte(256)}.{byte(256)}",
                f"192.0.2.{byte(256)}",
            ]
        )

    def inner6(self) -> str:
        """An IPv6 address that nobody outside may have reached."""
        own = [address for address in self.zone.own if ":" in address]
        low = f"{self.luck.randrange(1, 0xFFFF):x}"
        named = ["::1", "::", "::1", *own, f"fe80::{low}", f"fc00::{low}", f"fd12:3456::{low}", f"ff02::{low}"]
        return self.luck.choice(
            [*named, f"fec0::{low}", f"2001:db8::{low}", f"100::{low}", "fd00:ec2::254", f"3fff::{low}"]
        )

    def any(self) -> str:
        """Any inner address, plain or with another one inside."""
        return self.luck.choice([self.inner(), self.inner6(), embedded(self.inner(), self.luck)])

    def name(self, *rounds: list[str], under: str = "contoh.id") -> str:
        """A new name that the DNS answers so."""
        self.n += 1
        host = f"n{self.n}.{under}"
        self.zone.names[host] = rounds
        return host

    def url(self, host: str) -> str:
        """A URL of that host at the canary's port."""
        port = self.luck.choice([f"{self.canary.port}"] * 6 + [f"0{self.canary.port}", f"{self.canary.port + 65536}"])
        return f"{self.luck.choice(SCHEMES)}://{host}:{port}/{self.luck.choice(['', 'kait', 'a?b=c', '@contoh.id'])}"


def _trick(field: Field) -> str:
    """A URL that two readers read in two ways."""
    inner, port = field.luck.choice(["127.0.0.1", "[::1]", "localhost"]), field.canary.port
    return field.luck.choice(
        [
            f"https:{inner}:{port}/",
            f"https:/{inner}:{port}/",
            f"https:///{inner}:{port}/",
            f"//{inner}:{port}/",
            f"{inner}:{port}/",
            f"https://contoh.id\\@{inner}:{port}/",
            f"https://{inner}:{port}\\.contoh.id/",
            f"https://{inner}:{port}#.contoh.id/",
            f"https://{inner}:{port}#@contoh.id/",
            f"https://{inner}:{port}?@contoh.id/",
            f"https://contoh.id:443:{port}@{inner}:{port}/",
            f"https://contoh.id\r\nHost: {inner}:{port}/",
            f" https://{inner}:{port}/",
            f"https://{inner}:{port}/\n",
            f"https://{inner}\t:{port}/",
            f"ht\ntps://{inner}:{port}/",
            *(
                f"{scheme}://{inner}:{port}/"
                for scheme in ("ftp", "gopher", "ws", "wss", "file", "ldap", "unix", "javascript")
            ),
            f"https://{inner}:{port} .contoh.id/",
            f"https://{inner}:+{port}/",
            f"https://{inner}:{port}.0/",
            f"https://{inner}：{port}/",
        ]
    )


def _target(field: Field, kind: str) -> str:
    luck = field.luck
    makers: dict[str, Callable[[], str]] = {
        "literal": lambda: field.url(four(field.inner(), luck)),
        "six": lambda: field.url(six(field.inner6(), luck)),
        "embedded": lambda: field.url(six(embedded(field.inner(), luck), luck)),
        "name": lambda: field.url(field.name([field.any()])),
        "mixed": lambda: field.url(field.name(luck.sample([luck.choice(PUBLIC), field.any()], 2))),
        "rebinding": lambda: field.url(
            field.name([luck.choice(PUBLIC[:2])], [luck.choice(["127.0.0.1", *_own4(field)])])
        ),
        "alias": lambda: field.url(field.name([field.name([field.any()])])),
        "inside": lambda: field.url(
            luck.choice(["localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "kantor"])
            if luck.random() < 0.5
            else field.name([luck.choice(PUBLIC)], ["127.0.0.1"], under=luck.choice(["localhost", "local", "internal"]))
        ),
        "person": lambda: field.url(
            luck.choice(["a@", "a:b@", ":@", "@", "contoh.id@", "contoh.id:443@", "a%40b@", "contoh.id%2f@"])
            + luck.choice(
                [four(field.inner(), luck), six("::1", luck), field.name([luck.choice(PUBLIC)], ["127.0.0.1"])]
            )
        ),
        "trick": lambda: _trick(field),
        "redirect": lambda: f"http://127.0.0.1:{field.receiver.port}/{luck.randrange(10**6)}",
    }
    return makers[kind]()


def _own4(field: Field) -> list[str]:
    return sorted(address for address in field.zone.own if ":" not in address)


def _complaints(kind: str, url: str, outcome: Outcome) -> Iterator[str]:
    told = f"{kind} {url!r}: {outcome.kind.value}, {outcome.reason.code}"
    if kind == "redirect":
        if outcome.reason.code != "redirect":
            yield told
    elif kind == "rebinding":
        if (
            not (outcome.kind is Kind.RETRY and outcome.reason.code == "unreachable")
            and outcome.kind is not Kind.PARKED
        ):
            yield told
    elif outcome.kind is not Kind.PARKED:
        yield told


def assault(count: int, seed: int) -> Assault:
    """Sends to so many hostile targets, the kinds in turn, with proxies in the environment that are the canary too."""
    with ExitStack() as stack:
        luck = random.Random(seed)
        zone = stack.enter_context(serving(Zone(own=set(own_addresses()))))
        canary = stack.enter_context(singing())

        def redirect(connection: object, request: Request, end: object) -> None:
            place = (
                f"{luck.choice(['http', 'https'])}://{luck.choice(['127.0.0.1', 'localhost', '[::1]'])}:{canary.port}/"
            )
            plain(luck.choice(CODES), Location=place, Refresh=f"0; url={place}")(connection, request, end)  # type: ignore[arg-type]

        receiver = stack.enter_context(receiving(redirect))
        field = Field(zone, canary, receiver, luck)
        proxy = f"http://127.0.0.1:{canary.port}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        stack.enter_context(mock.patch.dict(os.environ, {n: proxy for name in names for n in (name, name.lower())}))
        stack.enter_context(asking(zone))
        return _send_all(field, count)


def _send_all(field: Field, count: int) -> Assault:
    rules = Rules(read_allowed([f"127.0.0.1:{field.receiver.port}"]), frozenset({443, 8443, field.canary.port}))
    sender = Sender(rules, Limits(at_once=64, per_second=1e6))
    secrets = (new_secret(),)
    done: dict[str, int] = {}
    complaints: list[str] = []
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        url = _target(field, kind)
        outcome = sender.send(Parcel(url, f"msg_{n}", b"{}", secrets))
        complaints += _complaints(kind, url, outcome)
        done[kind] = done.get(kind, 0) + 1
    outside = [address for address in field.zone.dialled if address in PUBLIC]
    return Assault(done, field.canary.reached(), complaints, len(field.receiver.requests), len(outside))
