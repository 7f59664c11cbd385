"""An office with an administrator of its own, and browsers without scripts for him and for the one of all offices."""

from __future__ import annotations

import re
from datetime import date

from engine.commands.account import CreateAccount, Grant, Hold
from engine.store.people import MEMBERSHIPS
from tests.api.office import HOME, Office
from tests.api.office import _hash as quick_hash
from tests.web.test_account_page import Browser

__all__ = ["LOCAL", "Browser", "at", "flat", "local_administrator", "note", "posts_of"]

LOCAL = "admin-lokal"


def at(office: Office, login: str) -> Browser:
    """Somebody at the pages."""
    browser = Browser(office.app)
    assert browser.sign_in(login).status_code == 303
    return browser


def local_administrator(office: Office) -> Browser:
    """Who manages the home office alone."""
    office.run(CreateAccount(LOCAL, "Admin Lokal", quick_hash(), HOME))
    office.run(Grant(LOCAL, "administrator", HOME))
    office.run(Hold(LOCAL, f"{HOME}/staf", date(2026, 1, 1)))
    return at(office, LOCAL)


def flat(page: str) -> str:
    """The words of a page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def note(page: str) -> str:
    """What the notices of a page say."""
    return flat(" ".join(re.findall(r'<section class="note.*?</section>', page, re.DOTALL)))


def posts_of(office: Office, login: str) -> list[tuple[str, str, str | None]]:
    """The posts of an account with their days."""
    with office.store.reading() as reading:
        rows = reading.all(MEMBERSHIPS, login=login)
    return [(row["post"], row["since"], row["until"]) for row in rows]
