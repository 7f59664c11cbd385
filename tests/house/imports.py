"""The rules of the house about imports: no cycles, one door a library, every room in the layers."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from typing import Final

from tests.house.tree import SHIPPED, Module, Tree

__all__ = ["DOORS", "RULES"]

DATABASES: Final = ("engine.store", "webhooks")
PAGES: Final = ("engine.api", "engine.web", "engine.app", "webhooks.inbound")

DOORS: Final[Mapping[str, tuple[str, ...]]] = {
    "SpiffWorkflow": ("engine.spiff",),
    "alembic": DATABASES,
    "argon2": ("engine.passwords",),
    "authlib": ("engine.oidc",),
    "click": ("engine.cli",),
    "cryptography": ("engine.proof", "engine.secret_box"),
    "cloudevents": ("webhooks",),
    "flask": PAGES,
    "flask_login": PAGES,
    "flask_wtf": PAGES,
    "granian": ("engine.serve",),
    "httpcore": ("webhooks",),
    "holidays": ("engine.workdays_years",),
    "httpx": ("engine.oidc", "webhooks"),
    "jinja2": PAGES,
    "joserfc": ("engine.oidc",),
    "jsonschema_rs": ("forms",),
    "lark": ("engine.expressions",),
    "lxml": ("bpmn",),
    "prometheus_client": ("engine.metrics",),
    "psycopg": DATABASES,
    "pydantic_settings": ("engine.settings",),
    "rfc8785": ("engine.canonical",),
    "sqlalchemy": DATABASES,
    "sqlite3": DATABASES,
    "standardwebhooks": ("webhooks",),
    "typst": ("bpmn.sheet.typeset",),
    "werkzeug": PAGES,
    "wtforms": PAGES,
    "yaml": ("bpmn.sheet.template", "bpmn.table", "engine.seeding", "engine.workdays_years"),
}


def no_import_cycles(tree: Tree) -> list[str]:
    """No module reaches itself through imports; those inside functions and for types count."""
    names = {module.name for module in tree.shipped}
    graph = {module.name: {_module(name, names) for name, _ in imports(module)} & names for module in tree.shipped}
    return [f"these import each other: {', '.join(sorted(knot))}" for knot in _knots(graph)]


def each_library_has_one_door(tree: Tree) -> list[str]:
    """A library is imported only in the room that is its door."""
    found = []
    for module in tree.shipped:
        for name, line in imports(module):
            doors = DOORS.get(name.split(".")[0])
            if doors is not None and not any(f"{module.name}.".startswith(f"{door}.") for door in doors):
                found.append(f"{module.path}:{line} imports {name}, whose door is {' or '.join(doors)}")
    return found


def every_room_stands_in_the_layers(tree: Tree) -> list[str]:
    """The layers in pyproject.toml name every room, and no room that is not there."""
    contracts = tomllib.loads(tree.text("pyproject.toml") or "")["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    named = {room.strip(" ()") for layer in layers for room in layer.replace("|", ":").split(":")}
    there = {_room(module.name) for module in tree.shipped} - {"engine"}
    missing = [f"{room} is in no layer of pyproject.toml" for room in sorted(there - named)]
    return missing + [f"{room} is a layer of pyproject.toml but does not exist" for room in sorted(named - there)]


def _room(name: str) -> str:
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "engine" else parts[0]


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Every dotted name that a module imports anywhere, with the line; `from a import b` gives `a.b`."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.package.split(".")
    kept = parts[: len(parts) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


def _module(name: str, names: set[str]) -> str:
    """The module that `a.b` names: itself, or `a` when `b` is something in it."""
    return name if name in names or name.split(".", maxsplit=1)[0] not in SHIPPED else name.rpartition(".")[0]


def _knots(graph: dict[str, set[str]]) -> list[set[str]]:
    """The sets of modules that reach each other."""
    reach = {name: _reachable(name, graph) for name in graph}
    found: list[set[str]] = []
    for name in graph:
        if name in reach[name] and not any(name in knot for knot in found):
            found.append({name} | {other for other in reach[name] if name in reach[other]})
    return found


def _reachable(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    queue = list(graph[start])
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue.extend(graph[name])
    return seen


RULES: Final = (no_import_cycles, each_library_has_one_door, every_room_stands_in_the_layers)
