"""A loopback proxy that keeps every exchange between a client and the server."""

from __future__ import annotations

import http.client
import select
import socket
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self
from urllib.parse import urlsplit

__all__ = ["Exchange", "Recorder"]

_PATIENCE: Final = 120.0  # seconds; a parked poll waits long
_HOPS: Final = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection"}
_OURS: Final = _HOPS | {"accept-encoding", "content-length"}
_SHOWN: Final = 1500  # characters of a body


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; `target` is the path with its query, `seconds` how long the server took."""

    method: str
    target: str
    sent: bytes
    status: int
    got: bytes
    seconds: float

    @property
    def path(self) -> str:
        """The path without its query."""
        return urlsplit(self.target).path

    def __str__(self) -> str:
        lines = [f"{self.method} {self.target} -> {self.status} ({self.seconds * 1000:.0f} ms)"]
        lines += [f"  {sign} {_text(body)}" for sign, body in ((">", self.sent), ("<", self.got)) if body]
        return "\n".join(lines)


class Recorder:
    """Stands before a server while a block runs; `url` is where clients go instead, `exchanges` what they said."""

    def __init__(self, target: str) -> None:
        self.exchanges: list[Exchange] = []
        self._lock = threading.Lock()
        self._server = _Door(self, urlsplit(target).netloc)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def keep(self, exchange: Exchange) -> None:
        """Writes one exchange down."""
        with self._lock:
            self.exchanges.append(exchange)

    def tail(self, last: int = 8) -> str:
        """What was refused, and the last exchanges, in words."""
        refused = [one for one in self.exchanges[:-last] if one.status >= 400]
        return "\n".join(map(str, [*refused, *self.exchanges[-last:]]))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _text(body: bytes) -> str:
    words = body[:_SHOWN].decode(errors="replace").replace("\n", " ")
    return words if len(body) <= _SHOWN else f"{words} … ({len(body)} bytes)"


class _Door(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, recorder: Recorder, where: str) -> None:
        self.recorder, self.where = recorder, where
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Door
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: what went through is kept."""

    def _pass(self) -> None:
        sent, begun = self._body(), time.monotonic()
        try:
            status, headers, got = self._asked(sent)
        except (OSError, http.client.HTTPException) as error:
            status, headers, got = 502, [], repr(error).encode()
        self.server.recorder.keep(Exchange(self.command, self.path, sent, status, got, time.monotonic() - begun))
        try:
            self._answer(status, headers, got)
        except ConnectionError:
            self.close_connection = True  # whoever asked has gone: workers end in the middle of a poll

    def _answer(self, status: int, headers: list[tuple[str, str]], got: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(got)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(got)

    def _asked(self, sent: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        line = http.client.HTTPConnection(self.server.where, timeout=_PATIENCE)
        given = {name: value for name, value in self.headers.items() if name.lower() not in _OURS}
        given["Accept-Encoding"] = "identity"
        try:
            line.request(self.command, self.path, sent or None, given)
            self._wait(line)
            answer = line.getresponse()
            headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OURS]
            return answer.status, headers, answer.read()
        finally:
            line.close()

    def _wait(self, line: http.client.HTTPConnection) -> None:
        """Until the server answers; raises ConnectionAbortedError when the client hangs up before."""
        while True:
            ready, _, _ = select.select([line.sock, self.connection], [], [], _PATIENCE)
            if line.sock in ready or not ready:
                return
            if not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionAbortedError("the client has gone")
            time.sleep(0.01)  # the next request waits already

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _pass
