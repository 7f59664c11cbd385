"""The files of the pages: style sheets, pictures, and the scripts that `make web` bundles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, cast

from flask import Response, current_app, request, send_from_directory, url_for
from markupsafe import Markup

__all__ = ["FILES", "asset", "built", "file", "script", "style"]

FILES: Final = Path(__file__).parent / "static"
YEAR: Final = 365 * 24 * 3600  # seconds; a changed file has another address
BUNDLE: Final = "bundel"
"""The folder in which `make web` leaves what it builds from engine/web/browser; it is not in the repository."""
PACKED: Final = (("br", ".br"), ("gzip", ".gz"))
"""What a file may lie there as beside itself, the smallest first."""


def asset(name: str) -> str:
    """The address of a file of the pages; it changes with the file's content."""
    return url_for("web.file", version=_version(name), name=name)


def built(name: str) -> bool:
    """True when `make web` has left this script or style sheet."""
    return (FILES / BUNDLE / name).is_file()


def script(name: str) -> Markup:
    """The tag of a bundled script; nothing where the bundle was not built, for the pages work without."""
    if not built(name):
        return Markup("")
    nonce = cast(Callable[[], str], current_app.jinja_env.globals["csp_nonce"])
    return Markup('<script src="{}" nonce="{}" defer></script>').format(asset(f"{BUNDLE}/{name}"), nonce())


def style(name: str) -> Markup:
    """The tag of a style sheet of the pages, or of one that was bundled with a script."""
    if not (FILES / name).is_file():
        if not built(name):
            return Markup("")
        name = f"{BUNDLE}/{name}"
    return Markup('<link rel="stylesheet" href="{}">').format(asset(name))


def file(version: str, name: str) -> Response:
    """A file of the pages, packed as small as the browser takes it; only its present address may be kept for long."""
    packed, ending = _packed(name)
    response = send_from_directory(FILES, name + ending, max_age=YEAR)
    if packed:
        response.headers["Content-Encoding"] = packed
        response.mimetype = _KINDS[Path(name).suffix]
    if Path(name).parts[0] == BUNDLE:
        response.vary.add("Accept-Encoding")
    if (FILES / name).is_file() and version == _version(name):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


_KINDS: Final = {".js": "text/javascript", ".css": "text/css"}


def _packed(name: str) -> tuple[str, str]:
    """The encoding in which the browser gets a bundled file, and what its file's name then ends with."""
    if Path(name).parts[:1] != (BUNDLE,) or Path(name).suffix not in _KINDS or request.range is not None:
        return "", ""
    for encoding, ending in PACKED:
        if request.accept_encodings[encoding] > 0 and (FILES / (name + ending)).is_file():
            return encoding, ending
    return "", ""


@cache
def _version(name: str) -> str:
    return hashlib.sha256((FILES / name).read_bytes()).hexdigest()[:12]
