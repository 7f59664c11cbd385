"""How requests are sent: with a password, with a token, or in the session of a page."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final

from flask.testing import FlaskClient
from sqlalchemy import text

from engine.store.query import Query
from tests.api.office import PASSWORD, basic
from tests.torture.leaks_requests import Request
from tests.torture.leaks_world import Person, World

__all__ = ["Sender"]

TOKEN: Final = re.compile(r'name="_csrf" value="([^"]+)"')
FORGET: Final = Query("Forgets wrong passwords.", text("DELETE FROM throttle"))


class Sender:
    """Sends as anybody; sessions of pages begin when they are needed, by the page for it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._client = world.office.app.test_client(use_cookies=False)
        self._sessions: dict[str, tuple[FlaskClient, str]] = {}

    def unthrottle(self) -> None:
        """Wrong passwords of before shall not make anybody wait."""
        with self._world.office.store.transaction() as tx:
            tx.run(FORGET)

    def send(self, person: Person, request: Request) -> Any:
        """The answer."""
        if request.route.page and person.secret is None:
            return self._page(person, request)
        headers = {}
        if person.secret is not None:
            headers["Authorization"] = f"Bearer {person.secret}"
        elif person.login:
            headers["Authorization"] = basic(person.login, PASSWORD)
        return self._open(self._client, request, headers)

    def _page(self, person: Person, request: Request) -> Any:
        if person.login not in self._sessions:
            self._sessions[person.login] = self._entered(person.login)
        client, proof = self._sessions[person.login]
        if request.body is not None:
            request.body["_csrf"] = proof
        if request.route.path == "/keluar":
            del self._sessions[person.login]
        return self._open(client, request, {})

    def _entered(self, login: str) -> tuple[FlaskClient, str]:
        client = self._world.office.app.test_client()
        found = TOKEN.search(client.get("/masuk").text)
        assert found is not None
        if not login:
            return client, found[1]
        entered = client.post("/masuk", data={"_csrf": found[1], "nama": login, "sandi": PASSWORD})
        proof = TOKEN.search(client.get("/akun").text)
        return client, proof[1] if entered.status_code == 303 and proof else ""

    def _open(self, client: FlaskClient, request: Request, headers: dict[str, str]) -> Any:
        options: dict[str, Any] = {}
        if isinstance(request.body, dict) and "files" in request.body:
            files = {name: (BytesIO(body.encode()), name) for name, body in request.body["files"].items()}
            options["data"] = {**{name: one for name, one in request.body.items() if name != "files"}, **files}
            options["content_type"] = "multipart/form-data"
        elif request.route.page and request.body is not None:
            options["data"] = request.body
        elif request.body is not None:
            options["json"] = request.body
        query = list(request.query)
        return client.open(request.path, method=request.route.method, query_string=query, headers=headers, **options)
