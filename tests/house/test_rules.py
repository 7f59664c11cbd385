"""Each rule of the house finds what breaks it and leaves alone what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import documented, imports, rules
from tests.house.tree import Tree

HOME = "/" + "root/"
HOST = "files.python" + "hosted.org"
NIP = "19800101 " + "200501 1 001"

BROKEN: list[tuple[rules.Rule, dict[str, str]]] = [
    (rules.files_are_short, {"engine/long.py": "#\n" * 401}),
    (rules.files_are_short, {"engine/web/static/long.css": "\n" * 401}),
    (rules.functions_are_short, {"engine/a.py": "def f():\n" + "    x = 1\n" * 40}),
    (rules.functions_are_short, {"tests/a.py": "class A:\n  async def f():\n" + "    x = 1\n" * 40}),
    (rules.classes_are_short, {"engine/a.py": "class A:\n" + "    x = 1\n" * 200}),
    (rules.files_say_their_subject, {"engine/a.py": "import os\n"}),
    (rules.files_say_their_subject, {"engine/a.py": '"""no sentence"""\n'}),
    (rules.commit_stands_in_one_place, {"engine/a.py": "def f(c):\n    c.commit()\n"}),
    (rules.commit_stands_in_one_place, {"webhooks/a.py": "def f(c):\n    c.execute('commit')\n"}),
    (rules.commit_stands_in_one_place, {"engine/store/a.py": "end = c.commit\n"}),
    (rules.no_paths_of_a_machine, {"docs/a.md": f"see {HOME}x"}),
    (rules.no_registry_hosts, {"Makefile": f"curl https://{HOST}/x"}),
    (rules.no_civil_servants, {"bpmn/sop/a.bpmn": f"NIP. {NIP}"}),
    (rules.no_civil_servants, {"bpmn/sop/a.bpmn": f"NIP. {NIP.replace(' ', '')}"}),
    (rules.no_product_is_named_after_another, {"engine/camunda_api.py": ""}),
    (imports.no_import_cycles, {"engine/a.py": "from engine import b", "engine/b.py": "import engine.a"}),
    (
        imports.no_import_cycles,
        {"engine/a.py": "from engine.b import x", "engine/b.py": "def f():\n    import engine.a"},
    ),
    (imports.no_import_cycles, {"engine/p/__init__.py": "from .a import x", "engine/p/a.py": "from . import y"}),
    (imports.each_library_has_one_door, {"engine/a.py": "def f():\n    from lxml import etree"}),
    (imports.each_library_has_one_door, {"engine/storehouse.py": "import sqlalchemy.orm"}),
    (imports.every_room_stands_in_the_layers, {"engine/new/a.py": ""}),
    (imports.every_room_stands_in_the_layers, {}),
]

SOUND: list[tuple[rules.Rule, dict[str, str]]] = [
    (rules.files_are_short, {"engine/a.py": "#\n" * 400, "uv.lock": "\n" * 999, "bpmn/sop/a.bpmn": "\n" * 999}),
    (rules.functions_are_short, {"engine/a.py": "def f():\n" + "    x = 1\n" * 39}),
    (rules.classes_are_short, {"engine/a.py": "class A:\n" + "    x = 1\n" * 199}),
    (rules.files_say_their_subject, {"engine/a.py": '"""Of one subject."""\n', "engine/__init__.py": ""}),
    (rules.commit_stands_in_one_place, {"engine/store/transaction.py": "c.commit()", "tests/a.py": "c.commit()"}),
    (rules.commit_stands_in_one_place, {"engine/a.py": "commitment('commitments')"}),
    (rules.no_paths_of_a_machine, {"docs/a.md": "a/home/b, https://x.id/home/, /dev/null and ./home/"}),
    (rules.no_registry_hosts, {"uv.lock": HOST, "package-lock.json": HOST}),
    (rules.no_civil_servants, {"a.txt": "123456789012345678901234 and 20261121"}),
    (imports.no_import_cycles, {"engine/p/__init__.py": "from .a import x", "engine/p/a.py": "from .b import y"}),
    (imports.each_library_has_one_door, {"bpmn/a.py": "import lxml.etree", "tests/a.py": "import lxml"}),
    (imports.every_room_stands_in_the_layers, {"engine/a.py": "", "engine/b/c.py": ""}),
]


def _tree(folder: Path, files: dict[str, str]) -> Tree:
    layers = '[[tool.importlinter.contracts]]\ntype = "layers"\nlayers = ["engine.a | (engine.b)"]\n'
    for name, text in {"pyproject.toml": layers, "engine/b.py": "", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Tree.folder(folder)


@pytest.mark.parametrize(("rule", "files"), BROKEN)
def test_a_rule_finds_what_breaks_it(rule: rules.Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert rule(_tree(tmp_path, files))


@pytest.mark.parametrize(("rule", "files"), SOUND)
def test_a_rule_leaves_alone_what_keeps_it(rule: rules.Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert rule(_tree(tmp_path, files)) == []


def test_a_heading_counts_and_a_word_in_the_text_does_not(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# E\n## `A` and `B`\n\nThe text names `C`.\n\n```\n# `D`\n```\n", encoding="utf-8")
    assert documented.undocumented(["A", "B", "C", "D", "E"], [page]) == ["C", "D"]


def test_a_route_is_a_method_and_a_path_with_names_in_braces() -> None:
    found = documented.routes([("/task/<int:id>/claim", {"POST", "OPTIONS"}), ("/<path:file>", {"GET", "HEAD"})])
    assert sorted(found) == ["GET /{file}", "POST /task/{id}/claim"]
