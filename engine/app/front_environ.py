"""A request of the server (RSGI) as WSGI's environment, and its body: small ones are read before a thread is taken."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import Any, Final, Protocol

__all__ = ["Body", "Scope", "environ_of", "small"]

SMALL: Final = 256 * 1024  # bytes
PATIENCE: Final = 60.0  # seconds that a thread waits for the next piece of a large body
_BARE: Final = frozenset({"content-type", "content-length"})


class Scope(Protocol):
    """What we use of a request's scope (RSGI); addresses are `host:port`."""

    http_version: str
    scheme: str
    method: str
    path: str
    query_string: str
    client: str
    server: str

    @property
    def headers(self) -> Any:
        """Header names in small letters with their values, as `items()`."""


class Rest(io.RawIOBase):
    """What is left of a large body, read piece by piece from the thread that needs it."""

    def __init__(self, begun: bytes, pieces: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._piece, self._pieces, self._loop = begun, pieces, loop

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as a piece goes; 0 at the end. Raises TimeoutError when the client says no more."""
        if not self._piece and self._pieces is not None:
            self._piece = asyncio.run_coroutine_threadsafe(_next(self._pieces), self._loop).result(PATIENCE)
            if not self._piece:
                self._pieces = None
        taken, self._piece = self._piece[: len(buffer)], self._piece[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


class Body:
    """The body of a request: in memory, so that it can be read again, or as a stream that can be read once."""

    def __init__(self, data: bytes, rest: Rest | None = None) -> None:
        self._data, self._rest = data, rest

    def again(self) -> io.BufferedIOBase:
        """The body from its beginning."""
        return io.BytesIO(self._data) if self._rest is None else io.BufferedReader(self._rest, 64 * 1024)


async def small(scope: Scope, exchange: Any, loop: asyncio.AbstractEventLoop) -> Body:
    """The body of a request; read here if it is small, so that a slow client takes no thread."""
    headers = scope.headers
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return Body(b"")
    read, pieces = bytearray(), aiter(exchange)
    while len(read) <= SMALL:
        piece = await _next(pieces)
        if not piece:
            return Body(bytes(read))
        read += piece
    return Body(b"", Rest(bytes(read), pieces, loop))


async def _next(pieces: Any) -> bytes:
    try:
        piece: bytes = await anext(pieces)
    except StopAsyncIteration:
        return b""
    return piece


def environ_of(scope: Scope, body: io.BufferedIOBase) -> dict[str, Any]:
    """WSGI's environment (PEP 3333). A header with an underscore is left out: it would pass for one with a hyphen."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if name in _BARE else f"HTTP_{key}"
        joint = "; " if name == "cookie" else ", "
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ
