"""Applications of tests: it takes longer to put all routes on one than most tests take, so one serves many tests."""

from __future__ import annotations

from functools import partial

from flask import Flask

from engine.api.rest_external_fetch import FETCHER
from engine.app import EXTENSION, create_app
from engine.commands.desk import Desk
from engine.entrance import EXTENSION as ENTRANCE
from engine.entrance import Entrance
from engine.polling import Fetcher
from engine.settings import Settings, secret_key
from tests.lent import lent

__all__ = ["application"]


def application(desk: Desk, settings: Settings) -> Flask:
    """An application for this desk; its settings differ from those of others here in the database alone."""
    app = lent(partial(create_app, desk, settings))
    app.extensions[EXTENSION] = desk
    app.extensions[f"{EXTENSION}.settings"] = settings
    app.extensions[ENTRANCE] = Entrance(desk.store, secret_key(settings))
    app.extensions[FETCHER] = Fetcher(desk)
    return app
