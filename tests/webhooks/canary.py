"""A canary on every address of this machine: it counts who comes."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Canary", "own_addresses", "singing"]


@dataclass
class Canary:
    """Its port, and from where connections came (`knocks` of them are our own)."""

    port: int
    listeners: list[socket.socket]
    came: list[str] = field(default_factory=list)
    knocks: int = 0

    def serve(self, listener: socket.socket) -> None:
        """Counts connections until the listener is closed."""
        while True:
            try:
                connection, peer = listener.accept()
            except OSError:
                return
            self.came.append(str(peer[0]))
            connection.close()

    def reached(self) -> int:
        """How many connections came, each listener's queue emptied first by one more that is not counted."""
        for listener in self.listeners:
            host = "127.0.0.1" if listener.family == socket.AF_INET else "::1"
            with socket.create_connection((host, self.port), timeout=10) as knock:
                knock.recv(1)  # the end: this one was accepted, so all before it were
            self.knocks += 1
        return len(self.came) - self.knocks


@contextmanager
def singing() -> Iterator[Canary]:
    """A canary until the block ends, on IPv4 and, where the machine has it, on IPv6."""
    first = socket.create_server(("0.0.0.0", 0), backlog=512)  # noqa: S104 - it has to be on every address
    canary = Canary(first.getsockname()[1], [first])
    with suppress(OSError):
        canary.listeners.append(socket.create_server(("::", canary.port), family=socket.AF_INET6, backlog=512))
    for listener in canary.listeners:
        threading.Thread(target=canary.serve, args=(listener,), daemon=True).start()
    try:
        yield canary
    finally:
        for listener in canary.listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def own_addresses() -> list[str]:
    """The machine's own addresses but for loopback, as the kernel tells them (Linux)."""
    found: set[str] = set()
    trie = Path("/proc/net/fib_trie")
    if trie.exists():
        lines = trie.read_text().splitlines()
        found |= {lines[n - 1].split()[-1] for n, line in enumerate(lines) if "/32 host LOCAL" in line}
    six = Path("/proc/net/if_inet6")
    if six.exists():
        rows = [line.split() for line in six.read_text().splitlines()]
        found |= {str(ipaddress.IPv6Address(int(row[0], 16))) for row in rows if row[3] != "20"}  # link-local apart
    return sorted(address for address in found if not ipaddress.ip_address(address).is_loopback)
