"""Receivers on a port of their own that answer as they are told, byte for byte."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["OK", "Answer", "Receiver", "Request", "plain", "receiving"]


@dataclass(frozen=True)
class Request:
    """What a receiver got: the first line, the headers in lower case, the body, the SNI name of TLS."""

    line: str
    headers: dict[str, str]
    body: bytes
    name: str | None = None


Answer = Callable[[socket.socket, Request, threading.Event], None]
"""Writes an answer on a connection; the event is set when the receiver ends."""


def plain(status: str, body: bytes = b"", **headers: str) -> Answer:
    """Answers at once with a status line such as `500 Broken`, headers (`_` is `-`) and a body."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    wire = "\r\n".join([*lines, "", ""]).encode() + body
    return lambda connection, request, end: connection.sendall(wire)


OK = plain("204 No Content")


@dataclass
class Receiver:
    """A receiver under way: its port and the requests that it has read to their end."""

    port: int
    answer: Answer
    requests: list[Request] = field(default_factory=list)
    end: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
        """Takes connections until the listener is closed."""
        while not self.end.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(connection, tls), daemon=True).start()

    def _take(self, raw: socket.socket, tls: ssl.SSLContext | None) -> None:
        names: list[str | None] = []
        try:
            if tls is not None:
                tls.sni_callback = lambda connection, name, context: names.append(name)
            with raw, raw if tls is None else tls.wrap_socket(raw, server_side=True) as connection:
                request = _read(connection, names)
                self.requests.append(request)
                self.answer(connection, request, self.end)
        except OSError:
            return  # the other side has gone, as it may


def _read(connection: socket.socket, names: list[str | None]) -> Request:
    with connection.makefile("rb") as wire:
        line = wire.readline().decode().strip()
        headers = {}
        while (text := wire.readline().decode().strip()) != "":
            name, _, value = text.partition(":")
            headers[name.lower()] = value.strip()
        return Request(line, headers, wire.read(int(headers.get("content-length", "0"))), names[0] if names else None)


@contextmanager
def receiving(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on 127.0.0.1 until the block ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        receiver = Receiver(listener.getsockname()[1], answer)
        thread = threading.Thread(target=receiver.serve, args=(listener, tls), daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.end.set()
            listener.shutdown(socket.SHUT_RDWR)
