"""The composition root of the web: one Flask application from a desk and the settings."""

from __future__ import annotations

import datetime
from types import TracebackType
from typing import Final

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from engine import api, entrance, web
from engine.app import compression, errors, headers, health
from engine.app.sessions import PageSessions
from engine.commands.desk import Desk
from engine.logs import logger
from engine.secret_box import WEBHOOKS, SecretBox
from engine.settings import Settings, secret_key
from engine.worker.push import callback_signer

__all__ = ["EXTENSION", "create_app"]

EXTENSION: Final = "lajur"
"""`current_app.extensions[EXTENSION]` is the Desk."""

_log = logger("engine.app")


class Application(Flask):
    """Flask, but what goes wrong is logged without the path, which may name a person's case."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Logs the exception that ended a request."""
        rule = request.url_rule.rule if request.url_rule else None
        _log.error("request failed", method=request.method, route=rule, exc_info=exc_info)


def create_app(desk: Desk, settings: Settings) -> Flask:
    """The application with pages, both APIs, health and metrics; raises SettingsRefused without a secret key."""
    app = Application(EXTENSION, static_folder=None, template_folder="templates", root_path=__path__[0])
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=min(settings.max_request_bytes, 4 * 1024 * 1024),
        PERMANENT_SESSION_LIFETIME=datetime.timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="lajur",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
    )
    app.session_interface = PageSessions()
    app.extensions[EXTENSION] = desk
    app.extensions[f"{EXTENSION}.settings"] = settings
    app.extensions[entrance.EXTENSION] = entrance.Entrance(desk.store, app.config["SECRET_KEY"])
    app.extensions[api.hooks.BOX] = SecretBox(app.config["SECRET_KEY"], WEBHOOKS)
    app.extensions[api.hooks.SIGNER] = callback_signer(app.config["SECRET_KEY"])
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    compression.install(app)
    headers.install(app)
    errors.install(app)
    app.register_blueprint(health.blueprint)
    api.register(app)
    web.register(app)
    return app
