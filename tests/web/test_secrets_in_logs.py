"""No log line of any level holds a secret: what is created, what is sent, what is guessed, what a provider knows."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from engine import logs
from engine.commands.account import ChangeAccount
from engine.commands.identity import LinkIdentity
from engine.passwords import hashed
from tests.api.conftest import office
from tests.api.office import PASSWORD, Office, basic
from tests.web.elsewhere import SECRET, Elsewhere, free_port
from tests.web.test_account_page import NEW, Browser
from tests.web.test_oidc import HERE, elsewhere, person_of

__all__ = ["elsewhere", "office"]

GUESS = "tebakan-yang-rahasia"


@pytest.fixture(autouse=True)
def _loud(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Logs everything, messages of exceptions too, as a server does."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    quiet = {name: logging.getLogger(name).level for name in logs.CHATTY}
    logs.configure("debug", "json")
    yield
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in quiet.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


def test_nothing_that_is_secret_is_logged(
    office: Office, elsewhere: Elsewhere, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = [PASSWORD, NEW, GUESS, SECRET]
    staf = Browser(office.app)
    staf.sign_in(password=GUESS)
    staf.sign_in()
    page = staf.post("/akun/token", {"nama": "laptop", "cakupan": "read"}).text
    secrets += re.findall(r"lajur_[\w-]{43}", page)
    made = office.call("staf", "POST", "/api/v1/tokens", json={"name": "x", "scopes": ["read"]}).get_json()
    secrets.append(made["secret"])
    for given in (f"Bearer {made['secret']}", f"Bearer {made['secret'][:-1]}", basic("staf", GUESS), basic(GUESS, "x")):
        office.call(None, "GET", "/engine-rest/task", headers={"Authorization": given})
    staf.change(present=GUESS)
    staf.change()
    office.run(ChangeAccount("kasi", password=hashed(GUESS + "!"), temporary=True))
    secrets += _through_the_provider(office, elsewhere)
    out, err = capfd.readouterr()
    assert err.count('"served"') > 10
    assert len(secrets) == 4 + 2 + 4
    assert [secret for secret in secrets if secret in out + err] == []
    assert "argon2" not in out + err


def _through_the_provider(office: Office, elsewhere: Elsewhere) -> list[str]:
    """Signs in through it, and fails to; what the session held meanwhile."""
    office.run(LinkIdentity("staf", elsewhere.issuer, "ani"))
    person = person_of(office, elsewhere)
    person.begin()
    with person.client.session_transaction() as session:
        held = [session["_masuk"][name] for name in ("state", "nonce", "verifier")]
    assert person.sign_in().status_code == 303
    elsewhere.lie("nonce")
    assert person.sign_in().status_code == 400
    elsewhere.lie("")
    assert person_of(office, Elsewhere(free_port(), HERE)).client.get("/masuk/penyedia").status_code == 502
    return [*held, "code="]
