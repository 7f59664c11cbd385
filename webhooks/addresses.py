"""Where a delivery may go: URLs read strictly, their addresses checked, and the office's own network allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_network
from typing import Final

from webhooks.networks import Address, Network, Reach, is_own, reach

__all__ = ["Allowed", "Rules", "Target", "TargetRefused", "admit", "parse", "precheck", "read_allowed"]

LONGEST: Final = 2000
SHAPE: Final = re.compile(r"(https?)://([^/?#]*)((?:/[^?#]*)?(?:\?[^#]*)?)")
REST: Final = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
PLACE: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?")
LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
INSIDE: Final = frozenset(
    {
        "localhost",
        "local",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "localdomain",
        "arpa",
        "test",
        "invalid",
        "onion",
    }
)
HOME_PORTS: Final = frozenset({80, 443})  # beside those from 1024 on, where an entry of the allow-list names no port


class TargetRefused(ValueError):
    """A URL or an address that no delivery goes to; `code` for programs, `id` and `en` for people."""

    def __init__(self, code: str, id: str, en: str) -> None:
        super().__init__(f"{id} / {en}")
        self.code, self.id, self.en = code, id, en


@dataclass(frozen=True, slots=True)
class Allowed:
    """An entry of the allow-list: a host or a network of the office's own, and a port (None: 80, 443, 1024 and up)."""

    host: str | None = None
    network: Network | None = None
    port: int | None = None

    def opens(self, port: int) -> bool:
        """Whether it speaks of this port."""
        return port == self.port if self.port is not None else port in HOME_PORTS or port >= 1024

    def covers(self, target: Target, address: Address) -> bool:
        """Whether it lets a delivery to the target go to this address."""
        if not self.opens(target.port):
            return False
        if self.network is not None:
            inside = self.network.version == address.version and address in self.network
            return inside and reach(address) is not Reach.NEVER
        return self.host == target.host and reach(address) in (Reach.PUBLIC, Reach.OFFICE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation allows: entries for its own network, and the ports of everybody else (https alone)."""

    allowed: tuple[Allowed, ...] = ()
    ports: frozenset[int] = frozenset({443, 8443})


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in its parts. `host` is lower case, without brackets; `address` is there when the host is an address."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None = None

    @property
    def place(self) -> str:
        """`host` or `host:port` as a Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _usual(self.scheme) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL that these parts make."""
        return f"{self.scheme}://{self.place}{self.path}"


def parse(url: str) -> Target:
    """The parts of an http or https URL; raises TargetRefused for all that two readers could read in two ways."""
    if len(url) > LONGEST or not (found := SHAPE.fullmatch(url)) or not REST.fullmatch(found[3]):
        raise _unreadable()
    if "@" in found[2]:
        raise TargetRefused(
            "target.credentials",
            "URL tidak boleh memuat nama pengguna atau kata sandi.",
            "A URL must not hold a user name or a password.",
        )
    place = PLACE.fullmatch(found[2])
    port = int(place[2]) if place and place[2] else _usual(found[1])
    if place is None or not 1 <= port <= 65535:
        raise _unreadable()
    host, address = _host(place[1].lower())
    path = found[3] if found[3].startswith("/") else f"/{found[3]}"
    return Target(found[1], host, port, path, address)


def precheck(url: str, rules: Rules) -> Target:
    """The target of a URL that somebody enters, checked as far as can be without asking a DNS; raises TargetRefused."""
    target = parse(url)
    if target.address is not None:
        admit(target, [target.address], rules)
    elif not any(entry.host == target.host and entry.opens(target.port) for entry in rules.allowed):
        homely = any(entry.network is not None and entry.opens(target.port) for entry in rules.allowed)
        if not homely:
            _demand_public(target, rules)
    return target


def admit(target: Target, addresses: Sequence[Address], rules: Rules) -> tuple[Address, ...]:
    """The addresses to connect to, all that the host has, in their order; TargetRefused if any of them is refused."""
    if not addresses:
        raise TargetRefused(
            "target.unknown", f"Nama {target.host} tidak punya alamat.", f"The name {target.host} has no address."
        )
    for address in addresses:
        if any(entry.covers(target, address) for entry in rules.allowed):
            continue
        if reach(address) is not Reach.PUBLIC or is_own(address):
            raise TargetRefused(
                "target.address",
                f"Alamat {address} bukan alamat umum; mintalah pengelola menambahkannya ke daftar yang diizinkan.",
                f"The address {address} is not a public one; ask the administrator to add it to the allow-list.",
            )
        _demand_public(target, rules)
    return tuple(dict.fromkeys(addresses))


def read_allowed(entries: Iterable[str]) -> tuple[Allowed, ...]:
    """Entries such as `10.20.0.0/16`, `10.20.1.5:8080`, `[fd12::/64]:443`, `gerbang.kantor.lan:8080`; or ValueError."""
    return tuple(_entry(entry.strip().lower()) for entry in entries if entry.strip())


def _entry(text: str) -> Allowed:
    bracketed = re.fullmatch(r"\[([0-9a-f:./]+)\](?::([0-9]{1,5}))?", text)
    plain = re.fullmatch(r"([a-z0-9.-]+(?:/[0-9]{1,2})?)(?::([0-9]{1,5}))?", text)
    found = bracketed or plain
    name, port = (found[1], found[2]) if found else (text, None)
    if port is not None and not 1 <= int(port) <= 65535:
        raise ValueError(f"{text}: no such port")
    number = None if port is None else int(port)
    if bracketed or ":" in name or re.fullmatch(r"[0-9./]+", name):
        return Allowed(network=ip_network(name), port=number)
    if not _is_name(name):
        raise ValueError(f"{text}: neither a host nor a network")
    return Allowed(host=name, port=number)


def _host(text: str) -> tuple[str, Address | None]:
    try:
        if text.startswith("["):
            six = IPv6Address(text[1:-1])
            return str(six), six
        if NUMBER.fullmatch(text.rstrip(".").rpartition(".")[2]):
            four = IPv4Address(text)
            return str(four), four
    except AddressValueError:
        raise _unreadable() from None
    if not _is_name(text):
        raise _unreadable()
    return text, None


def _is_name(text: str) -> bool:
    labels = text.split(".")
    fits = len(text) <= 253 and all(LABEL.fullmatch(label) for label in labels)
    return fits and not NUMBER.fullmatch(labels[-1])


def _demand_public(target: Target, rules: Rules) -> None:
    """What holds for everybody whom no entry of the allow-list covers."""
    labels = target.host.split(".")
    if target.address is None and (len(labels) == 1 or labels[-1] in INSIDE):
        raise TargetRefused(
            "target.name",
            f"Nama {target.host} hanya berlaku di jaringan sendiri; mintalah pengelola menambahkannya ke daftar.",
            f"The name {target.host} means something inside a network only; ask the administrator to allow it.",
        )
    if target.scheme != "https":
        raise TargetRefused("target.scheme", "URL harus dimulai dengan https://.", "The URL must begin with https://.")
    if target.port not in rules.ports:
        ports = ", ".join(map(str, sorted(rules.ports)))
        raise TargetRefused(
            "target.port",
            f"Porta {target.port} tidak diizinkan; yang boleh: {ports}.",
            f"The port {target.port} is not allowed; these are: {ports}.",
        )


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _unreadable() -> TargetRefused:
    return TargetRefused(
        "target.url",
        "URL tidak dapat dibaca; tulis seperti https://gerbang.contoh.id/kait, tanpa spasi dan tanpa #.",
        "The URL cannot be read; write it like https://gateway.example.id/hook, without spaces and without #.",
    )
