"""The whole tree keeps the rules of the house, and the docs name everything that has to be named."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import engine.commands
from engine.app import create_app
from engine.app.running import open_desk
from engine.commands.desk import COMMANDS
from engine.events import KINDS
from engine.settings import PREFIX, Settings, load
from tests.house import documented, imports, rules
from tests.house.tree import ROOT, Tree

DOCS = sorted((ROOT / "docs").glob("*.md"))


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree.tracked()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    settings = load(database_url=str(tmp_path / "a.sqlite"))
    desk = open_desk(settings)
    yield create_app(desk, settings)
    desk.store.close()


@pytest.mark.parametrize("rule", [*rules.RULES, *imports.RULES], ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: rules.Rule, tree: Tree) -> None:
    assert len(tree.shipped) > 100
    assert rule(tree) == []


def test_every_setting_is_documented() -> None:
    names = [PREFIX + name.upper() for name in Settings.model_fields]
    assert documented.undocumented(names, [ROOT / "docs" / "settings.md"]) == []


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_command_is_documented() -> None:
    for module in pkgutil.iter_modules(engine.commands.__path__, "engine.commands."):
        importlib.import_module(module.name)
    names = [command.__name__ for command in COMMANDS]
    assert len(names) > 15
    assert documented.undocumented(names, [ROOT / "docs" / "commands.md"]) == []


def test_every_event_kind_is_documented() -> None:
    assert len(KINDS) > 15
    assert documented.undocumented(KINDS, [ROOT / "docs" / "events.md"]) == []


def test_every_route_is_documented(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith(".nowhere")]
    found = documented.routes((rule.rule, rule.methods or ()) for rule in rules)
    assert len(found) > 30
    assert documented.undocumented(found, DOCS) == []
