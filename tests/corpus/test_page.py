"""docs/bpmn.md says what the code does: the examples as they are played, and every message of a refusal."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest

from bpmn import prepare_elements, prepare_events, prepare_places
from bpmn.check import READING, RULES, WHOLE
from bpmn.check.rule import Rule
from bpmn.document import read
from tests.corpus.examples import example, names
from tests.corpus.page import PAGE, PICTURES, page
from tests.corpus.refused import Refusal, listed, unreadable

REFUSING = [rule for rule in RULES if "error" in (rule.sop, rule.other)]


@cache
def refusals() -> tuple[Refusal, ...]:
    """All that the page lists."""
    return (*unreadable(), *listed())


def test_the_page_is_what_the_code_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.corpus.page"


@pytest.mark.parametrize("name", names())
def test_the_picture_of_an_example_shows_its_elements(name: str) -> None:
    svg = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    shown = set(re.findall(r'data-id="([^"]+)"', svg))
    assert svg.startswith("<svg")
    assert shown >= set(read(example(name).data).processes[0].elements)


def test_every_rule_that_refuses_is_on_the_page() -> None:
    wanted = {*READING, *WHOLE, *(rule.name for rule in REFUSING)}
    assert {refusal.rule for refusal in refusals()} == wanted


@pytest.mark.parametrize("module", [prepare_elements, prepare_events, prepare_places], ids=lambda one: one.__name__)
def test_every_sentence_about_what_does_not_run_is_on_the_page(module: ModuleType) -> None:
    assert list(unsaid(module)) == []


@pytest.mark.parametrize("rule", REFUSING, ids=lambda one: one.name)
def test_a_rule_that_refuses_says_on_the_page_what_its_source_says(rule: Rule) -> None:
    assert list(unsaid(rule.run)) == []


def unsaid(source: object) -> Iterator[str]:
    """The sentences in a piece of source that no message on the page can have come from."""
    said = [text for refusal in refusals() for text in (refusal.id, refusal.en)]
    for pattern in _sentences(ast.parse(inspect.getsource(source))):  # type: ignore[arg-type]
        if not any(re.search(pattern, text, re.DOTALL) for text in said):
            yield pattern


def _sentences(tree: ast.AST) -> Iterator[str]:
    """The texts of sentences as patterns, docstrings and parts of longer texts left out."""
    documented = (ast.FunctionDef, ast.ClassDef, ast.Module)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            skipped |= set(ast.walk(node.body[0]))
        if isinstance(node, ast.JoinedStr):
            skipped |= set(ast.walk(node)) - {node}
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".*" for one in node.values]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            parts = [re.escape(node.value)]
        else:
            continue
        if "".join(parts).endswith((r"\.", ".*")) and len("".join(parts)) > 40:
            yield "".join(parts)
