"""A browser of the front end: requests as Operaton's web front end makes them, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.clients.work import PASSWORD

__all__ = ["Browser"]


@dataclass
class Browser:
    """Signed in as somebody by Basic, as the front end's own pages are; `wrong` keeps what they could not show."""

    rest: str
    who: str
    wrong: list[str] = field(default_factory=list)

    def get(self, path: str) -> Any:
        """The JSON of a GET; None, and a line in `wrong`, for anything but 200 with JSON."""
        return self._read("GET", path)

    def text(self, path: str) -> str:
        """The text of a GET."""
        answer = self._sent("GET", path)
        return answer.text if self._right(answer) else ""

    def post(self, path: str, body: object) -> Any:
        """The JSON of a POST, or None where there is nothing to say."""
        return self._read("POST", path, body)

    def put(self, path: str, body: object) -> Any:
        """The same of a PUT."""
        return self._read("PUT", path, body)

    def delete(self, path: str, body: object = None) -> Any:
        """The same of a DELETE; the front end sends a body with it, mostly `null`."""
        return self._read("DELETE", path, body)

    def _read(self, method: str, path: str, *body: object) -> Any:
        answer = self._sent(method, path, *body)
        if not self._right(answer) or answer.status_code == 204:
            return None
        return answer.json()

    def _sent(self, method: str, path: str, *body: object) -> httpx.Response:
        given: dict[str, Any] = {"json": body[0]} if body else {}
        if body and body[0] is None:
            given = {"content": "null", "headers": {"Content-Type": "application/json"}}
        return httpx.request(method, self.rest + path, auth=(self.who, PASSWORD), timeout=60, **given)

    def _right(self, answer: httpx.Response) -> bool:
        if not answer.is_success:
            request = answer.request
            said = request.content.decode(errors="replace")[:300]
            self.wrong.append(
                f"{request.method} {request.url.raw_path.decode()} {said} -> {answer.status_code} {answer.text}"
            )
        return answer.is_success
