"""Clients of a server: one that asks in turn, and workers that wait."""

from __future__ import annotations

import base64
import http.client
import json
import select
import socket
import time
from typing import Any, Final

from bench.polling_office import PASSWORD

__all__ = ["Client", "Waiting"]

PATIENCE: Final = 60.0
REST: Final = "/engine-rest"


def _headers(login: str) -> dict[str, str]:
    credentials = base64.b64encode(f"{login}:{PASSWORD}".encode()).decode()
    return {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}


class Client:
    """One connection of one account."""

    def __init__(self, port: int, login: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = _headers(login)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of the answer, None for an empty one; raises RuntimeError for a refusal."""
        data = None if body is None else json.dumps(body)
        self._connection.request(method, REST + path, data, self._headers)
        response = self._connection.getresponse()
        said = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {said.decode()}")
        return json.loads(said) if said else None

    def timed(self, method: str, path: str, body: Any = None) -> float:
        """Milliseconds until it is answered."""
        began = time.perf_counter()
        self.ask(method, path, body)
        return (time.perf_counter() - began) * 1000


class Waiting:
    """A worker whose poll waits at a server."""

    def __init__(self, port: int, worker: str, topic: str) -> None:
        asked = {
            "workerId": worker,
            "maxTasks": 1,
            "asyncResponseTimeout": 120_000,
            "topics": [{"topicName": topic, "lockDuration": 600_000}],
        }
        body = json.dumps(asked).encode()
        lines = [f"POST {REST}/external-task/fetchAndLock HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"{name}: {value}" for name, value in _headers("mesin").items()] + [f"Content-Length: {len(body)}"]
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def answered(self, seconds: float = 0.0) -> bool:
        """True when the server has said something by then."""
        return bool(select.select([self._socket], [], [], seconds)[0])

    def answer(self) -> list[dict[str, Any]]:
        """The tasks that it got."""
        response = http.client.HTTPResponse(self._socket)
        response.begin()
        found: list[dict[str, Any]] = json.loads(response.read())
        return found

    def leave(self) -> None:
        """Closes its connection."""
        self._socket.close()
