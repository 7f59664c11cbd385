"""The cookie of a session counts on pages alone: the APIs do not even read it."""

from __future__ import annotations

from typing import Final

from flask import Flask, Request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface

__all__ = ["PageSessions"]

_APIS: Final = ("/api/", "/engine-rest/", "/hooks/")


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie; where an API is asked there is no session, and whatever writes to it fails."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | NullSession | None:
        """The session of a page; none for an API."""
        return self.make_null_session(app) if request.path.startswith(_APIS) else super().open_session(app, request)
