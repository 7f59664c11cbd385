"""Every model that once showed a disagreement stays, with its walk, and agrees now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.comparison import compare
from tests.simulator.walk import WrittenWalk, from_json

FOUND = sorted((Path(__file__).parent / "found").glob("*.bpmn"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_a_walk_that_once_disagreed_agrees(path: Path) -> None:
    acts = from_json(path.with_suffix(".json").read_text(encoding="utf-8"))
    result = compare(path.read_bytes(), WrittenWalk(acts))
    assert result.disagreement is None
    assert len(result.acts) == len(acts), "every act of the walk could be made"
