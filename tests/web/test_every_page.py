"""Every page, at a desk and on a phone, in both languages: WCAG 2.2 A and AA, content policy, no other host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from engine.app import create_app
from engine.app.running import open_desk
from engine.settings import load
from tests.web import axe
from tests.web.every_page import NOBODY, PASSWORD, Made, Visit, excepted, made_for, visits
from tests.web.site import DESK, PHONE, Site
from tests.web.violations import Watch, sideways

LOGINS: Final = sorted({visit.login for visit in visits()})


@pytest.fixture(scope="session")
def made(site: Site) -> Made:
    """What the lists prepared."""
    return made_for(site)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application, for its routes."""
    settings = load(database_url=str(tmp_path / "a.sqlite"))
    desk = open_desk(settings)
    yield create_app(desk, settings)
    desk.store.close()


def test_no_page_of_the_application_is_forgotten(app: Flask) -> None:
    routes = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("web.") and "GET" in (rule.methods or ())
    }
    seen = {visit.endpoint for visit in visits()}
    assert sorted(routes - seen - excepted().keys()) == []
    assert sorted((seen | excepted().keys()) - routes) == []


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login or "nobody")
def test_its_pages_serve_everybody_and_keep_the_policy(site: Site, made: Made, login: str) -> None:
    page = site.window()
    watch = Watch(page.context, site.url)
    if login != NOBODY:
        _sign_in(page, login)
    wrong = []
    for visit in visits():
        if visit.login == login:
            for language in ("id", "en"):
                where = f"{visit.path.format_map(made.names)} ({language})"
                wrong += [f"{where} {said}" for said in _looked_at(watch, visit, made, language)]
    assert wrong == []


def test_the_harness_sees_what_it_is_there_for(site: Site) -> None:
    bad = (
        "<!doctype html><html><head><title>Buruk</title></head><body><main><input>"
        '<p style="color:red">x</p><script>alert(1)</script><img alt="" src="https://contoh.invalid/a.png">'
        '<div id="lebar">lebar</div></main></body></html>'
    )
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'nonce-a'"}

    def answer(route: Route) -> None:
        route.fulfill(body=bad, headers=policy, content_type="text/html")

    page = site.window()
    watch = Watch(page.context, site.url)
    page.route(f"{site.url}/buruk", answer)
    page.goto("/buruk")
    page.evaluate("document.querySelector('#lebar').style.width = '5000px'")
    heard = "\n".join([*watch.heard(), *sideways(page), *axe.violations(page)])
    site.complaints.clear()
    for said in ("content policy: script-src", "content policy: style-src", "content policy: img-src", "sideways: 5"):
        assert said in heard
    assert "html-has-lang" in heard
    assert "label: " in heard
    page.evaluate("fetch('https://contoh.invalid/b').catch(() => 0); setTimeout(() => { throw new Error('jatuh') })")
    page.wait_for_timeout(100)
    site.complaints.clear()
    assert "uncaught: jatuh" in "\n".join(watch.heard())


def _sign_in(page: Page, login: str) -> None:
    page.goto("/masuk")
    page.locator("[name=nama]").fill(login)
    page.locator("[name=sandi]").fill(PASSWORD)
    page.locator("[name=sandi]").press("Enter")
    expect(page).to_have_url(re.compile("/kotak-tugas"))


def _looked_at(watch: Watch, visit: Visit, made: Made, language: str) -> list[str]:
    """What is wrong with a page in a language, at both widths."""
    page = watch.context.pages[0]
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": made.site.url}])
    page.set_viewport_size(DESK)
    path = visit.path.format_map(made.names)
    answer = page.goto(path)
    assert answer is not None
    wrong = [] if answer.status == visit.status else [f"answers {answer.status}"]
    wrong += [] if answer.url == made.site.url + path else [f"leads to {answer.url}"]
    page.locator(visit.waits).first.wait_for()
    wrong += [] if page.evaluate("document.documentElement.lang") == language else ["speaks another language"]
    if visit.act is not None:
        visit.act(page)
    axe.unfold(page)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        at = f"at {size['width']}:"
        # A language changes how wide things are and what they are called, and nothing else that WCAG asks.
        found = axe.violations(page, visit.without) if language == "id" else []
        wrong += [f"{at} {said}" for said in (*sideways(page), *found)]
    return wrong + [said for said in watch.heard() if not any(known in said for known in visit.known)]
