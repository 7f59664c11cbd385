"""A browser without a window for the tests of staff pages: signed in, with the token and the key of each page."""

from __future__ import annotations

import re
from typing import Any, Final

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.store.cases import CASE
from tests.api.office import PASSWORD, Office

__all__ = ["PDF", "PNG", "Browser", "number_of"]

CSRF: Final = re.compile(r'name="_csrf" value="([^"]+)"')
KEY: Final = re.compile(r'name="_kunci" value="([^"]+)"')
PDF: Final = b"%PDF-1.4\n%surat uji\n"
PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


class Browser:
    """Somebody who is signed in; `get` gives the text of a page, `press` sends one of its buttons."""

    def __init__(self, office: Office, login: str) -> None:
        self.client: FlaskClient = office.app.test_client()
        form = {"nama": login, "sandi": PASSWORD, "_csrf": CSRF.findall(self.client.get("/masuk").text)[0]}
        assert self.client.post("/masuk", data=form).status_code == 303

    def get(self, path: str, status: int = 200) -> str:
        """The page; its status is as expected."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def press(self, page: str, path: str, **given: Any) -> TestResponse:
        """What the server says to a button on a page, with that page's token and key."""
        shown = self.client.get(page).text
        carried = {"_csrf": CSRF.findall(shown)[0], "_kunci": next(iter(KEY.findall(shown)), "")}
        return self.client.post(path, data={**carried, **given})


def number_of(office: Office, case: int) -> str:
    """The number of a case."""
    with office.store.reading() as reading:
        row = reading.one(CASE, case=case)
    assert row is not None
    return str(row["number"])
