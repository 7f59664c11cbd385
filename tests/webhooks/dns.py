"""A DNS server of ours on loopback, and a resolver for the whole process that asks it alone."""

from __future__ import annotations

import errno
import ipaddress
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from dnslib import AAAA, CNAME, QTYPE, RR, A, DNSRecord

__all__ = ["Zone", "asking", "serving"]

Rounds = Sequence[Sequence[str]]
"""What a name is said to be when it is asked for the first, second … time (the last one stays): addresses or a name."""


@dataclass
class Zone:
    """Names and what they are said to be; `own` holds the addresses that may be dialled, `dialled` what was."""

    names: dict[str, Rounds] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    dialled: list[str] = field(default_factory=list)
    port: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def answer(self, wire: bytes) -> bytes:
        """The answer to a query."""
        query = DNSRecord.parse(wire)
        name, kind = str(query.q.qname).rstrip(".").lower(), QTYPE[query.q.qtype]
        reply = query.reply()
        rounds = self.names.get(name, ())
        self.asked[name, kind] += 1
        said = rounds[min(self.asked[name, kind], len(rounds)) - 1] if rounds else ()
        for word in said:
            record = _record(word)
            if record is not None and QTYPE[record[0]] in (kind, "CNAME"):
                reply.add_answer(RR(query.q.qname, record[0], rdata=record[1], ttl=0))
        return bytes(reply.pack())


def _record(word: str) -> tuple[int, Any] | None:
    if word[-1].isalpha() and ":" not in word:
        return QTYPE.CNAME, CNAME(word)
    return (QTYPE.AAAA, AAAA(ipaddress.IPv6Address(word).exploded)) if ":" in word else (QTYPE.A, A(word))


@contextmanager
def serving(zone: Zone) -> Iterator[Zone]:
    """The zone on a UDP port of loopback until the block ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        zone.port = server.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, zone), daemon=True)
        thread.start()
        yield zone
        server.sendto(b"", ("127.0.0.1", zone.port))
        thread.join()


def _serve(server: socket.socket, zone: Zone) -> None:
    while True:
        wire, sender = server.recvfrom(4096)
        if not wire:
            return
        server.sendto(zone.answer(wire), sender)


@contextmanager
def asking(zone: Zone) -> Iterator[None]:
    """Until the block ends, the process asks that server for names and dials nothing but its own machine."""
    real = socket.getaddrinfo

    def resolved(host: str, port: Any, *more: Any, **named: Any) -> list[Any]:
        try:  # what the C library takes for an address, in whatever notation
            literal = real(host, port, *more, **{**named, "flags": socket.AI_NUMERICHOST})
        except socket.gaierror:
            return [found for word in _lookup(zone, host) for found in real(word, port, *more, **named)]
        if port is not None:
            address = str(literal[0][4][0])
            zone.dialled.append(address)
            if address not in zone.own and not ipaddress.ip_address(address).is_loopback:
                raise OSError(errno.ENETUNREACH, "the tests dial nobody outside")
        return literal

    with mock.patch("socket.getaddrinfo", resolved):
        yield


def _lookup(zone: Zone, host: str) -> list[str]:
    found, name = [], host
    for kind in ("A", "AAAA"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(5)
            client.sendto(bytes(DNSRecord.question(name, kind).pack()), ("127.0.0.1", zone.port))
            reply = DNSRecord.parse(client.recv(4096))
        for record in reply.rr:
            if record.rtype == QTYPE.CNAME:
                return _lookup(zone, str(record.rdata).rstrip("."))
            found.append(str(record.rdata))
    if not found:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return found
