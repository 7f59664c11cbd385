"""Names to addresses within a time: a slow DNS holds up nobody but who asks for that name."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from ipaddress import ip_address
from typing import Final

from webhooks.networks import Address

__all__ = ["Lookup", "Resolve", "system"]

Resolve = Callable[[str], tuple[Address, ...]]
MOST: Final = 256  # lookups under way at once in a process


def system(host: str) -> tuple[Address, ...]:
    """All addresses that the machine's own resolver gives for a name, in its order; raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))


class Lookup:
    """Asks a resolver in a thread of its own, one for each name that is being asked for."""

    def __init__(self, resolve: Resolve = system) -> None:
        self._resolve = resolve
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[tuple[Address, ...]]] = {}

    def addresses(self, host: str, seconds: float) -> tuple[Address, ...]:
        """The addresses of a name; raises TimeoutError after so many seconds, OSError when there are none."""
        with self._lock:
            future = self._under_way.get(host)
            if future is None:
                if len(self._under_way) >= MOST:
                    raise TimeoutError("too many names are being looked up")
                future = self._under_way[host] = Future()
                threading.Thread(target=self._ask, args=(host, future), name="lookup", daemon=True).start()
        return future.result(max(0.0, seconds))

    def _ask(self, host: str, future: Future[tuple[Address, ...]]) -> None:
        try:
            found = self._resolve(host)
        except (OSError, UnicodeError, ValueError) as error:
            self._forget(host)
            future.set_exception(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            self._forget(host)
            future.set_result(found)

    def _forget(self, host: str) -> None:
        with self._lock:
            del self._under_way[host]
