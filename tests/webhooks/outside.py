"""One delivered SOP with its people and the systems around it: links, senders and receivers of its office."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flask.testing import FlaskClient

from engine.app import create_app
from engine.app.neighbours import Neighbours, neighbours, webhook_box
from engine.commands.inbound import CreateInbound, Proof
from engine.commands.link import MakeLink, UseLink
from engine.commands.webhook import CreateWebhook, Wanted
from engine.events import Event
from engine.policy import Actor
from engine.seeding import CONSOLE
from engine.settings import Settings
from engine.store import Store
from engine.store.history import stream
from engine.store.migrate import upgrade
from engine.tokens import digest
from tests.sop.library import ROOT, SOPS
from tests.sop.walking import Desks, Way, walks
from tests.webhooks.post_office import PATIENCE, SECRET
from webhooks.outbox import enqueue

__all__ = ["GUEST", "Outside", "example", "opened"]

PAGE: Final = (ROOT / "docs" / "contoh-sambungan.md").read_text(encoding="utf-8")
GUEST: Final = Actor("tamu", "Tamu")
"""Somebody without an account."""


@dataclass
class Outside:
    """The office of one SOP at work and what it lets out; commands have the walk's time, deliveries the real one."""

    desks: Desks
    settings: Settings
    post: Neighbours = field(init=False)
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.post = neighbours(self.desks.desk, self.settings)
        app = create_app(self.desks.desk, self.settings)
        app.extensions["lajur.now"] = lambda: self.desks.now
        self.client = app.test_client()

    @property
    def office(self) -> str:
        """Its id."""
        return self.desks.sop.office

    def way(self, number: int = 0, **answers: Mapping[str, Any]) -> Way:
        """A case before its start that goes a walk of the SOP; `answers` of elements stand over those of the walk."""
        walk = walks(self.desks.sop)[number]
        more = {element: {**walk.answers.get(element, {}), **given} for element, given in answers.items()}
        return Way(self.desks, replace(walk, answers={**walk.answers, **more}))

    def link(self, way: Way, element: str, post: str) -> bytes:
        """Makes a link for a post outside, as its recorder does; what is kept of its secret."""
        secret = digest(f"{way.case} {element}")
        self.desks.run(self.desks.person(post), MakeLink(way.case, way.n(element), secret, post.title()))
        return secret

    def answer(self, link: bytes, **answers: Any) -> dict[str, Any]:
        """Answers by a link, as who has no account."""
        return self.desks.run(GUEST, UseLink(link, answers))

    def let_in(self, name: str, mapping: str) -> int:
        """A sender; its number."""
        sealed = webhook_box(self.settings).seal(SECRET, self.office)
        body = self.desks.run(CONSOLE, CreateInbound(self.office, name, Proof("standard", mapping), sealed))
        id: int = body["id"]
        return id

    def tell(self, port: int, **wanted: Any) -> None:
        """Subscribes a receiver on this machine."""
        sealed = webhook_box(self.settings).seal(SECRET, self.office)
        asked = Wanted("Penghubung", f"http://127.0.0.1:{port}/", **wanted)
        self.desks.run(CONSOLE, CreateWebhook(self.office, asked, sealed))

    def deliver(self) -> None:
        """Spreads and sends all, and waits for what is under way."""
        until = time.monotonic() + PATIENCE
        while self.post.fanout.round() or self.post.deliverer.cycle(0.02) or self.post.deliverer.under_way:
            assert time.monotonic() < until, "deliveries do not come to an end"

    def history(self, way: Way) -> list[Event]:
        """What happened to a case."""
        with self.desks.store.reading() as reading:
            return stream(reading, way.case)


def example(language: str, number: int = 0) -> str:
    """A block of code of docs/contoh-sambungan.md, without the blanks before its lines."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
    blanks, block = found[number]
    return re.sub(rf"^{blanks}", "", block, flags=re.MULTILINE)


@contextmanager
def opened(url: str, slug: str) -> Iterator[Outside]:
    """The office of an SOP on an empty database; loopback is on its allow-list."""
    store = Store(url, enqueue=enqueue)
    upgrade(store)
    settings = Settings(database_url=url, secret_key="kunci yang cukup panjang", webhook_allow="127.0.0.1/32")  # type: ignore[arg-type]
    (sop,) = [sop for sop in SOPS if sop.path.stem == slug]
    outside = Outside(Desks(store, sop), settings)
    try:
        yield outside
    finally:
        outside.post.deliverer.switch_off()
        outside.post.stop()
        store.close()
