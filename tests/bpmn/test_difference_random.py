"""Random edits of delivered diagrams give the differences that they were made for, and no others."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from bpmn.difference import differences
from bpmn.document import read
from tests.bpmn.changing import EDITS, Edit, Paper, disguise
from tests.bpmn.changing_work import WORK

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "bpmn" / "sop").rglob("*.bpmn"))
CORPUS = sorted((ROOT / "tests" / "bpmn" / "files").glob("*.bpmn"))


@pytest.mark.parametrize("seed", range(300))
def test_random_edits_are_told_exactly(seed: int) -> None:
    rng = random.Random(seed)
    before = read(rng.choice(FILES).read_bytes())
    paper = Paper(before, rng)
    if seed % 2:
        disguise(paper)
    expected: Counter[tuple[str, str]] = Counter()
    for _ in range(rng.randint(1, 8)):
        expected.update(rng.choice([*EDITS, *WORK])(paper))
    assert Counter((one.kind, one.element or "") for one in differences(before, paper.saved())) == expected


@pytest.mark.parametrize("edit", [*EDITS, *WORK], ids=lambda one: one.__name__)
def test_every_edit_is_told_in_many_a_delivered_diagram(edit: Edit) -> None:
    made = 0
    for path in FILES:
        paper = Paper(read(path.read_bytes()), random.Random(path.stem))
        expected = Counter(edit(paper))
        assert Counter((one.kind, one.element or "") for one in differences(paper.document, paper.saved())) == expected
        made += bool(expected)
    assert made >= 3


@pytest.mark.parametrize("path", [*FILES, *CORPUS], ids=lambda one: one.stem)
def test_an_unchanged_file_has_no_difference(path: Path) -> None:
    assert differences(read(path.read_bytes()), read(path.read_bytes())) == ()


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.stem)
def test_a_file_that_another_program_saved_has_no_difference(path: Path) -> None:
    before = read(path.read_bytes())
    paper = Paper(before, random.Random(path.stem))
    disguise(paper)
    assert differences(before, paper.saved()) == ()
