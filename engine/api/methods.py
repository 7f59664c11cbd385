"""What becomes of a request that no route takes: 404 for an unknown path, 405 for an unknown method of a known one."""

from __future__ import annotations

from typing import Final, NoReturn

from flask import Response, current_app, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from engine.api.answers import nothing

__all__ = ["METHODS", "allowed", "options", "refuse"]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOWHERE: Final = ".nowhere"


def allowed() -> list[str]:
    """The methods that routes take at the path of this request; empty for a path that is not there."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    found = [method for method in METHODS if not adapter.match(method=method)[0].endswith(NOWHERE)]
    if not found:
        return []
    return sorted({*found, "OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def refuse() -> NoReturn:
    """Raises NotFound, or MethodNotAllowed with the methods that would do."""
    found = allowed()
    if found:
        raise MethodNotAllowed(valid_methods=found)
    raise NotFound


def options() -> Response | None:
    """The answer to OPTIONS, 204 with `Allow`; None for another method. Raises NotFound for an unknown path."""
    if request.method != "OPTIONS":
        return None
    found = allowed()
    if not found:
        raise NotFound
    response = nothing()
    response.headers["Allow"] = ", ".join(found)
    return response
