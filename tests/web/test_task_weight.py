"""A task page with everything it loads is light: on a first visit, and after it."""

from __future__ import annotations

import gzip
import re
from typing import Final

import pytest
from flask.testing import FlaskClient

from engine.store import Store
from tests.api.office import Office
from tests.web.test_acting import signed_in

FIRST: Final = 60 * 1024  # bytes, as they travel
AFTER: Final = 15 * 1024
LOADED: Final = re.compile(r"<(?:link|script|img|use)\b[^>]*?(?:href|src)=\"([^\"#]+)")


@pytest.fixture
def office(store: Store) -> Office:
    """An office with the SKM procedure."""
    return Office(store)


def weight(client: FlaskClient, path: str) -> tuple[int, str]:
    """The bytes that travel for an address, and its text."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    packed = answer.headers.get("Content-Encoding") == "gzip"
    text = gzip.decompress(answer.data) if packed else answer.data
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return head + len(answer.data), text.decode("utf-8", "replace")


def test_a_task_page_weighs_little_on_the_first_visit_and_less_after(office: Office) -> None:
    case = office.case(done=4)
    for login, task in (("camat", f"{case}-5"), ("kasi", f"{office.case(done=2)}-3")):
        client = signed_in(office, login)
        page, text = weight(client, f"/tugas/{task}")
        files = sorted({path for path in LOADED.findall(text) if path.startswith("/")})
        assert any(path.endswith(".css") for path in files)
        assert not [path for path in LOADED.findall(text) if path.startswith(("http:", "https:", "//"))]
        first = page + sum(weight(client, path)[0] for path in files)
        assert page <= AFTER
        assert first <= FIRST
