"""The recorder passes everything on as it is, and keeps it."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Final
from urllib.parse import urlsplit

import pytest

from tests.clients.recorder import Recorder

WAITING: Final = Event()


class Echo(BaseHTTPRequestHandler):
    """Answers the body that it got, with 418 for one that says so; to `slow` nothing until the other side ends."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if body == b"slow":
            WAITING.set()
            self.connection.settimeout(30)
            self.connection.recv(1)  # until who asks hangs up
            return
        self.send_response(418 if b"teapot" in body else 200)
        self.send_header("X-Asked", self.headers.get("Authorization", ""))
        self.end_headers()
        self.wfile.write(body)

    def do_DELETE(self) -> None:
        self.send_response(204)
        self.end_headers()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    server = HTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    with Recorder(f"http://127.0.0.1:{server.server_address[1]}") as found:
        yield found
    server.shutdown()
    server.server_close()


def _asked(recorder: Recorder, method: str, body: object = None, **headers: str) -> tuple[int, bytes, str]:
    line = http.client.HTTPConnection(urlsplit(recorder.url).netloc, timeout=10)
    line.request(method, "/engine-rest/x?y=1", body, headers, encode_chunked=True)  # type: ignore[arg-type]
    answer = line.getresponse()
    got = answer.read()
    line.close()
    return answer.status, got, answer.getheader("X-Asked") or ""


def test_bodies_statuses_and_headers_pass_as_they_are(recorder: Recorder) -> None:
    body = bytes(range(256))
    assert _asked(recorder, "POST", body, Authorization="Bearer a") == (200, body, "Bearer a")
    assert _asked(recorder, "POST", b"teapot")[0] == 418
    assert _asked(recorder, "DELETE")[0] == 204
    assert [(one.status, one.sent) for one in recorder.exchanges] == [(200, body), (418, b"teapot"), (204, b"")]
    assert {one.path for one in recorder.exchanges} == {"/engine-rest/x"}


def test_a_body_in_chunks_arrives_whole(recorder: Recorder) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    assert _asked(recorder, "POST", iter([b"one", b"two"]), **headers)[:2] == (200, b"onetwo")


def test_the_tail_tells_method_path_status_and_both_bodies(recorder: Recorder) -> None:
    _asked(recorder, "POST", b'{"a": 1}')
    told = recorder.tail()
    assert told.startswith("POST /engine-rest/x?y=1 -> 200")
    assert told.count('{"a": 1}') == 2


def test_a_client_that_hangs_up_is_hung_up_on(recorder: Recorder) -> None:
    line = http.client.HTTPConnection(urlsplit(recorder.url).netloc, timeout=10)
    line.request("POST", "/engine-rest/wait", b"slow")
    line.close()
    until = time.monotonic() + 10
    while not recorder.exchanges and time.monotonic() < until:
        time.sleep(0.01)
    (lost,) = recorder.exchanges
    assert (lost.status, b"the client has gone" in lost.got) == (502, True)
    assert WAITING.wait(10)
    assert lost.seconds < 5
