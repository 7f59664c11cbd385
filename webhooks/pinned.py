"""Requests that go to addresses that were checked, whatever the name means by now, and end by a fixed time."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from webhooks.networks import Address

__all__ = ["Deadline", "Pin", "PinnedTransport"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant of the monotonic clock (seconds) by which all must have ended."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The one so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """The seconds left; raises TimeoutError when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the time is up")
        return seconds


@dataclass(frozen=True, slots=True)
class Pin:
    """The addresses that may be connected to, in the order in which they are tried, and by when."""

    addresses: Sequence[Address]
    deadline: Deadline


class PinnedTransport(httpx.BaseTransport):
    """Connects to pinned addresses alone; Host, SNI and the certificate's name are those of the URL.

    Serves one request: no connection outlives it, no proxy is asked. Errors are those of httpcore, and TimeoutError.
    """

    def __init__(self, pin: Pin, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=1, max_keepalive_connections=0, network_backend=_Backend(pin)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body unread."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Ends the connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, pin: Pin) -> None:
        self._pin = pin
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(  # noqa: PLR0913 - as httpcore declares it
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first pinned address that answers; what `host` means is not asked again."""
        failed: Exception = httpcore.ConnectError("no address")
        for left, address in zip(range(len(self._pin.addresses), 0, -1), self._pin.addresses, strict=True):
            share = self._pin.deadline.left() / left  # one that is silent leaves time for the others
            try:
                stream = self._sockets.connect_tcp(str(address), port, timeout=share, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self._pin.deadline)
        raise failed


class _Stream(httpcore.NetworkStream):
    """A stream whose every step has only what is left of the time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
