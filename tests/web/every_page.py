"""What stands in a list of pages: how `test_every_page` opens each of them, and what it may say of a route.

Each theme has a file `tests/web/every_page_<theme>.py` with:

    PAGES: Final = (Visit("web.inbox.show", "/kotak-tugas", STAFF), …)

and, where it needs them,

    EXCEPTED: Final = {"web.file": "gives a style sheet, no page"}
    def prepare(made: Made) -> None: ...

A GET route of the pages that stands in no list and is not excepted fails the test. A page that looks different in
another state (empty, refused, done) deserves a `Visit` for each. `Visit.path` may name what was made, as in
`/berkas/{number}`: `prepare` runs once a test run, by API or in a window of its own, and writes into `made.names`;
names are shared, so begin yours with the theme. `Visit.act` goes on from the page (presses a button, opens a tab)
before it is looked at, and finds it by selectors: both languages are looked at.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any, Final

import httpx
from playwright.sync_api import Page

import tests.web
from tests.web.site import Site

__all__ = ["ADMIN", "AUDITOR", "KASI", "NOBODY", "OWNER", "STAFF", "Made", "Visit", "excepted", "made_for", "visits"]

NOBODY: Final = ""
STAFF, KASI = "staf.bunut-hilir", "kasi-kesra.bunut-hilir"
OWNER, AUDITOR, ADMIN = "pemilik", "auditor", "admin"
PASSWORD: Final = "lajur"
PREFIX: Final = "every_page_"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to look at: its route, where it lies, who opens it (a login of the demonstration, or nobody).

    `act` goes on from there; `without` are selectors of parts that others wrote; `status` is what the page answers;
    `waits` is a selector that must be there before the page is looked at, `known` words of the browser's console that
    are no fault of ours.
    """

    endpoint: str
    path: str
    login: str = STAFF
    act: Callable[[Page], None] | None = None
    without: tuple[str, ...] = ()
    status: int = 200
    waits: str = "main"
    known: tuple[str, ...] = ()


@dataclass
class Made:
    """What stands in the database: `names` for the paths, and a client that speaks to `/api/v1` as anybody."""

    site: Site
    names: dict[str, str] = field(default_factory=dict)

    def call(self, login: str, method: str, path: str, json: Any = None) -> Any:
        """The JSON of a request that succeeds; None when it has no body."""
        answer = httpx.request(method, self.site.url + path, json=json, auth=(login, PASSWORD), timeout=30)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def complete(self, login: str, task: str, **answers: Any) -> Any:
        """Completes a task by `<case>-<n>`."""
        return self.call(login, "POST", f"/api/v1/tasks/{task}/complete", {"answers": answers})


def made_for(site: Site) -> Made:
    """All that the lists prepare, made on the site's server."""
    made = Made(site)
    for theme in _themes():
        prepare = getattr(theme, "prepare", None)
        if prepare is not None:
            prepare(made)
    return made


def visits() -> Iterator[Visit]:
    """Every page of every list."""
    for theme in _themes():
        yield from theme.PAGES


def excepted() -> Mapping[str, str]:
    """The routes that are looked at by nobody here, and why."""
    return {route: why for theme in _themes() for route, why in getattr(theme, "EXCEPTED", {}).items()}


@cache
def _themes() -> tuple[ModuleType, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(tests.web.__path__))
    return tuple(importlib.import_module(f"tests.web.{name}") for name in names if name.startswith(PREFIX))
