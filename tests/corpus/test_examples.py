"""Every example runs as its sentence says."""

from __future__ import annotations

import pytest

from bpmn.check import check_bytes
from engine import expressions
from tests.corpus.examples import FOLDER, example, names
from tests.corpus.playing import play, programs


@pytest.mark.parametrize("name", names())
def test_an_example_does_what_its_sentence_says(name: str) -> None:
    shown = example(name)
    ((program, _),) = programs(shown.data)
    for said, seen in play(program, shown.play):
        assert seen == said


@pytest.mark.parametrize("name", names())
def test_an_example_is_let_through_by_the_check(name: str) -> None:
    findings = check_bytes(example(name).data, lambda element: None, lambda text: expressions.compile(text).names)
    assert [finding for finding in findings if finding.severity == "error"] == []


def test_every_example_stands_in_a_section_of_the_page() -> None:
    assert sorted(names()) == sorted(path.stem for path in FOLDER.glob("*.bpmn"))
