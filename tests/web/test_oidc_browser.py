"""A person signs in through a provider in a real browser, works, and leaves both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.house.running import Server, bare_environment, inside
from tests.web.elsewhere import CLIENT, SECRET, Elsewhere, free_port


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Elsewhere]]:
    """A server of Lajur and a provider that know each other; `ani` there is `staf.bunut-hilir` here."""
    folder: Path = tmp_path_factory.mktemp("penyedia")
    provider = Elsewhere(free_port(), "")
    known = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Akun Dinas"}
    environment = bare_environment(**{f"LAJUR_OIDC_{name}": value for name, value in known.items()})
    with Server(folder, environment=environment) as server:
        provider.lajur = server.url
        provider.start()
        done = inside("user", "link", "staf.bunut-hilir", "ani", "--issuer", provider.issuer, cwd=folder)
        assert done.returncode == 0, done.stderr
        yield server, provider
        provider.stop()
        log = "".join(server.lines)
        assert SECRET not in log
        assert "code=" not in log


def test_the_button_leads_to_the_provider_and_back_to_the_inbox(
    browser: Browser, both: tuple[Server, Elsewhere]
) -> None:
    server, provider = both
    page = browser.new_context(base_url=server.url, locale="id-ID").new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    page.goto("/masuk?ke=/berkas")
    page.get_by_role("link", name="Masuk dengan Akun Dinas").click()
    _prove(page, "ani")
    expect(page).to_have_url(f"{server.url}/berkas")
    expect(page.locator(".me")).to_contain_text("Staf")
    page.locator(".me summary").click()
    page.get_by_role("link", name="Akun saya").click()
    expect(page.get_by_text(provider.issuer)).to_be_visible()
    page.locator(".me summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("link", name="Keluar juga dari Akun Dinas").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page).to_have_url(f"{server.url}/masuk")
    page.get_by_role("link", name="Masuk dengan Akun Dinas").click()
    expect(page.get_by_placeholder("Enter any login")).to_be_visible()
    assert wrong == []


def test_who_is_not_linked_reads_in_two_languages_what_to_do(browser: Browser, both: tuple[Server, Elsewhere]) -> None:
    page = browser.new_context(base_url=both[0].url, locale="id-ID").new_page()
    page.goto("/bahasa/en")
    page.get_by_role("link", name="Sign in with Akun Dinas").click()
    _prove(page, "tamu")
    expect(page.get_by_role("alert")).to_contain_text("Give this code to the administrator: tamu")


def _prove(page: Page, who: str) -> None:
    """Signs in at the provider and consents."""
    page.get_by_placeholder("Enter any login").fill(who)
    page.get_by_placeholder("and password").fill("apa saja")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
