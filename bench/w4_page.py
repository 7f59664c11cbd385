"""A completion as a browser sends it: a session's cookie, the token of its form, the fields."""

from __future__ import annotations

import http.client
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from bench.crowd import HALF, PASSWORD

__all__ = ["page_of"]

PATIENCE: Final = 60.0
_TOKEN: Final = re.compile(r'name="_csrf" value="([^"]+)"')
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


def page_of(port: int, cases: Iterator[int]) -> Callable[[http.client.HTTPConnection, int], None]:
    """Signs in once; then each call sends the form of another case's task and reads where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    page, cookie = _ask(connection, Asked("GET", "/masuk"))
    form = urlencode({"_csrf": _TOKEN.findall(page)[0], "nama": HALF, "sandi": PASSWORD})
    _, cookie = _ask(connection, Asked("POST", "/masuk", form, _FORM | {"Cookie": cookie}, 303))
    page, again = _ask(connection, Asked("GET", "/kotak-tugas", "", {"Cookie": cookie}, 200))
    connection.close()
    cookie = again or cookie
    token = _TOKEN.findall(page)[0]
    lock = threading.Lock()

    def send(connection: http.client.HTTPConnection, _: int) -> None:
        with lock:
            case = next(cases)
        fields = {"_csrf": token, "_kunci": uuid.uuid4().hex, "hasil": "Lengkap", "hasil_2": "Muara Contoh"}
        _ask(connection, Asked("POST", f"/tugas/{case}-2", urlencode(fields), _FORM | {"Cookie": cookie}, 303))

    return send


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `status` is what it has to be answered with, 0 for anything."""

    method: str
    path: str
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0


def _ask(connection: http.client.HTTPConnection, asked: Asked) -> tuple[str, str]:
    """The page, and the cookie that it gave."""
    connection.request(asked.method, asked.path, asked.body, dict(asked.headers))
    answer = connection.getresponse()
    said = answer.read().decode()
    if asked.status and answer.status != asked.status:
        raise SystemExit(f"bench: {asked.path} answered {answer.status}")
    return said, (answer.getheader("Set-Cookie") or "").partition(";")[0]
