"""A person at the staff pages without a browser's window: signs in, opens a form, sends it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

import httpx

__all__ = ["Person"]

_HIDDEN: Final = re.compile(r'<input type="hidden" name="(_\w+)" value="([^"]*)">')


@dataclass
class Person:
    """Somebody with an account; `client` reaches the server or the application."""

    client: httpx.Client
    login: str
    password: str = "lajur"
    _fields: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Begins a session; raises RuntimeError when it is refused."""
        answer = self.open("/masuk").send("/masuk", nama=self.login, sandi=self.password)
        if answer.status_code != 303:
            raise RuntimeError(f"{self.login} cannot sign in: {answer.status_code} {answer.text[:500]}")

    def open(self, path: str) -> Person:
        """Opens a page and keeps what its forms carry; raises httpx.HTTPStatusError unless it is there."""
        answer = self.client.get(path).raise_for_status()
        self._fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(answer.text)}
        return self

    def send(self, path: str, **given: str) -> httpx.Response:
        """Sends the form of the page that was opened, also for a second time; the answer, no redirect is followed."""
        return self.client.post(path, data=self._fields | given, follow_redirects=False)
