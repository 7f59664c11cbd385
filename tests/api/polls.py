"""Polls that wait at a real server, and a server whose offices have machine accounts."""

from __future__ import annotations

import http.client
import json
import re
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from engine.store import Store
from engine.store.migrate import upgrade
from tests.api.machines import REST, furnish
from tests.api.office import PASSWORD, Office, basic
from tests.house.running import LAJUR, PATIENCE, Server, bare_environment

__all__ = ["Poll", "ask", "offices", "parked", "serving", "start", "until"]

_KEY: Final = "kunci-untuk-uji-coba-saja"


def offices(url: str) -> None:
    """Fills an empty database with two offices, diagrams with service tasks and their machine accounts."""
    store = Store(url)
    upgrade(store)
    furnish(Office(store))
    store.close()


@contextmanager
def serving(folder: Path, url: str, **settings: str) -> Iterator[Server]:
    """A server on a database that is there, without a demo."""
    named = {f"LAJUR_{name.upper()}": value for name, value in settings.items()}
    environment = bare_environment(LAJUR_DATABASE_URL=url, LAJUR_SECRET_KEY=_KEY, **named)
    with Server(folder, (), LAJUR, environment) as server:
        yield server


def ask(server: Server, method: str, path: str, login: str = "mesin", **body: Any) -> httpx.Response:
    """What the server answers somebody."""
    return httpx.request(method, server.url + path, json=body or None, auth=(login, PASSWORD), timeout=PATIENCE)


def start(server: Server, key: str = "layanan") -> str:
    """Starts a case; the id of its first service task."""
    response = ask(server, "POST", f"/engine-rest/process-definition/key/{key}/start", variables={})
    assert response.status_code == 200, response.text
    return f"{response.json()['id']}-1"


def parked(server: Server) -> int:
    """How many polls wait, as the server measures it."""
    found = re.findall(r"^lajur_parked_polls (\S+)$", server.get("/metrics").text, re.MULTILINE)
    return int(float(found[0])) if found else 0


def until(true: Callable[[], bool]) -> None:
    """Returns once it is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


class Poll:
    """A worker that asks for tasks and waits for its answer."""

    def __init__(self, server: Server, worker: str, login: str = "mesin", **more: Any) -> None:
        topic = {"topicName": "kirim", "lockDuration": 600_000}
        asked = {"workerId": worker, "maxTasks": 1, "asyncResponseTimeout": 100_000, "topics": [topic], **more}
        body = json.dumps(asked).encode()
        head = (
            f"POST {REST}/fetchAndLock HTTP/1.1\r\nHost: lajur\r\nAuthorization: {basic(login, PASSWORD)}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        address = server.url.rpartition("/")[2].split(":")
        self._socket = socket.create_connection((address[0], int(address[1])), timeout=PATIENCE)
        self._socket.sendall(head.encode() + body)

    @property
    def answered(self) -> bool:
        """True when the server has said something."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def answer(self) -> tuple[int, Any]:
        """Status and JSON, once they are there."""
        response = http.client.HTTPResponse(self._socket)
        response.begin()
        return response.status, json.loads(response.read())

    def tasks(self) -> list[str]:
        """The ids of the tasks that it got."""
        status, found = self.answer()
        assert status == 200, found
        return [task["id"] for task in found]

    def leave(self) -> None:
        """Closes the connection."""
        self._socket.close()
