"""A token whose scopes do not read finds nothing of any case, by any route of either API that shows or lists."""

from __future__ import annotations

import itertools
from contextlib import suppress
from typing import Final

import pytest

from engine.commands.case import Cancel
from engine.commands.refusals import NotPossible
from engine.commands.token import MANY, CreateToken
from engine.scopes import READING, SCOPES
from engine.tokens import digest, made
from tests.api.office import ANSWERS, Office
from tests.api.route import Try
from tests.api.test_policy import ROUTES

CASES: Final = frozenset({"read-case", "read-task"})
BLIND: Final = tuple(sorted(SCOPES.keys() - READING - {"external"}))  # service tasks are a reading of their own
LOOKS: Final = [name for name, route in ROUTES.items() if name.startswith("GET ") or route.seen is not None]
APPLICANT: Final = ANSWERS["langkah_1"]["nama_pemohon"]
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def blind(shared: Office) -> dict[str, str]:
    """A token that does not read, by whose it is: of somebody who takes part, and of the process owner."""
    found = {}
    for login in ("staf", "pemilik"):
        secret = found[login] = made()
        shared.run(CreateToken(login, "buta", digest(secret), BLIND), login)
    assert len(found) < MANY
    return found


@pytest.mark.parametrize("name", LOOKS)
def test_a_token_that_does_not_read_sees_nothing(shared: Office, blind: dict[str, str], name: str) -> None:
    route, method = ROUTES[name], name.partition(" ")[0]
    for login, secret in blind.items():
        key = f"buta-{next(_numbers)}"
        one = route.before(shared, Try(login, shared.case(done=2, business_key=key), key))
        options = {"json": route.json(one)} if route.options is None else route.options(shared, one)
        bearer = {"Authorization": f"Bearer {secret}"}
        response = shared.call(None, method, one.fill(route.path), headers=bearer, **options)
        assert response.status_code in (200, 204, 400, 403, 404), response.text
        assert APPLICANT not in response.text
        assert f'"{key}"' not in response.text
        if route.read in CASES and route.seen is not None:
            assert not route.seen(one, response.text), response.text
        elif route.read in CASES:
            assert response.status_code in (403, 404), response.text
        with suppress(NotPossible):
            shared.run(Cancel(one.case, "Selesai diuji"))
