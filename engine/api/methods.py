"""What becomes of a request that no route takes: 404 for an unknown path, 405 for an unknown method of a known one."""

from __future__ import annotations

from typing import Final, NoReturn

from flask import Response, current_app, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from engine.api.answers import nothing

__all__ = ["METHODS", "allowed", "options", "refuse", "shadowed"]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOWHERE: Final = ".nowhere"
_LITERAL: Final = "lajur.literal-paths"


def allowed() -> list[str]:
    """The methods that routes take at the path of this request; empty for a path that is not there.

    A path without names hides one with names: `/task/count` is no task.
    """
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    rules = {method: adapter.match(method=method, return_rule=True)[0] for method in METHODS}
    there = {method: rule for method, rule in rules.items() if not rule.endpoint.endswith(NOWHERE)}
    literal = [method for method, rule in there.items() if not rule.arguments]
    found = literal or list(there)
    if not found:
        return []
    return sorted({*found, "OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def shadowed() -> bool:
    """True when the names in the path of this request are those of another route: `DELETE /task/count`."""
    rule = request.url_rule
    if rule is None or not rule.arguments or rule.endpoint.endswith(NOWHERE):
        return False
    literal: frozenset[str] | None = current_app.extensions.get(_LITERAL)
    if literal is None:
        literal = frozenset(one.rule for one in current_app.url_map.iter_rules() if not one.arguments)
        current_app.extensions[_LITERAL] = literal
    return request.path in literal


def refuse() -> NoReturn:
    """Raises NotFound, or MethodNotAllowed with the methods that would do."""
    found = allowed()
    if found:
        raise MethodNotAllowed(valid_methods=found)
    raise NotFound


def options() -> Response | None:
    """The answer to OPTIONS, 204 with `Allow`; None for another method.

    Raises NotFound for an unknown path, MethodNotAllowed for a route that another one hides.
    """
    if request.method != "OPTIONS":
        return refuse() if shadowed() else None
    found = allowed()
    if not found:
        raise NotFound
    response = nothing()
    response.headers["Allow"] = ", ".join(found)
    return response
