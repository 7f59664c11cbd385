"""What becomes of a request that no route takes: 404 for an unknown path, 405 for an unknown method of a known one."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from flask import Response, current_app, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, PathConverter, Rule

from engine.api.answers import nothing

__all__ = ["METHODS", "allowed", "options", "refuse", "shadowed", "widen"]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOWHERE: Final = ".nowhere"
_HIDERS: Final = "lajur.hiders"
_NAME: Final = re.compile("<[^<>]+>")


class _Path(PathConverter):
    """The rest of a path, also one with line ends in it."""

    regex = r"[^/](?s:.*?)"


def widen(rules: Map) -> None:
    """Lets every path of the APIs reach a route, if only the one that answers what is not there.

    No program is sent elsewhere: two slashes are another path.
    """
    rules.merge_slashes = False
    rules.converters = {**rules.converters, "path": _Path}


def allowed() -> list[str]:
    """The methods that routes take at the path of this request; empty for a path that is not there.

    A path with fewer names hides one with more: `/task/count` is no task.
    """
    there = {method: rule for method in METHODS if (rule := _rule(method)) is not None}
    most = max((_literal(rule.rule) for rule in there.values()), default=0)
    found = [method for method, rule in there.items() if _literal(rule.rule) == most]
    if not found:
        return []
    return sorted({*found, "OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def shadowed() -> bool:
    """True when a name in the path of this request belongs to the path of another route: `DELETE /task/count`."""
    rule = request.url_rule
    if rule is None or not rule.arguments or rule.endpoint.endswith(NOWHERE):
        return False
    known: dict[str, tuple[re.Pattern[str], ...]] = current_app.extensions.setdefault(_HIDERS, {})
    if rule.rule not in known:
        known[rule.rule] = _hiders(rule.rule)
    return any(hider.fullmatch(request.path) for hider in known[rule.rule])


def _rule(method: str) -> Rule | None:
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        rule: Rule = adapter.match(method=method, return_rule=True)[0]
    except (NotFound, MethodNotAllowed):
        return None
    return None if rule.endpoint.endswith(NOWHERE) else rule


def _literal(path: str) -> int:
    """How many parts of a rule's path are no names."""
    return sum(not part.startswith("<") for part in path.split("/"))


def _hiders(path: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of the paths that hide those of a rule."""
    begin = path[: path.index("<")]
    rules = {rule.rule for rule in current_app.url_map.iter_rules() if not rule.endpoint.endswith(NOWHERE)}
    found = [one for one in rules if one.startswith(begin) and _literal(one) > _literal(path)]
    return tuple(re.compile(_NAME.sub(lambda name: ".+" if "path:" in name[0] else "[^/]+", one)) for one in found)


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
