"""The language of the pages, kept in the browser."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.web.desk import settings
from engine.web.words import COOKIE, LANGUAGES

__all__ = ["blueprint", "inside"]

blueprint: Final = Blueprint("preferences", __name__)
YEAR: Final = 365 * 24 * 3600


@blueprint.get("/bahasa/<language>")
def choose(language: str) -> Response:
    """Keeps the language and goes back to the page."""
    if language not in LANGUAGES:
        abort(404)
    response = redirect(inside(request.args.get("ke", "")))
    response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="Lax", secure=settings().secure_cookies)
    return response


def inside(path: str) -> str:
    """The path when it is one of this site, else the inbox: a link must not lead a person elsewhere."""
    good = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if good else url_for("web.inbox.show")
