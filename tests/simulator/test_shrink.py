"""A difference between the two sides is found, and its model made small."""

from __future__ import annotations

import pytest

from tests.simulator.comparison import compare, walked
from tests.simulator.diagram import Element
from tests.simulator.kinds import TURNS, model
from tests.simulator.marking import Marking
from tests.simulator.reach import Reach
from tests.simulator.shrink import failure_of, shrink
from tests.simulator.walk import WrittenWalk, from_json, to_json
from tests.simulator.writing import write


def _hasty(_: Reach, marking: Marking, scope: int, gateway: Element) -> bool:
    """An inclusive join that waits for nobody."""
    return any(marking.waiting[scope, flow] for flow in gateway.incoming)


def test_a_wrong_rule_is_found_and_shown_on_a_small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as spoiled:
        spoiled.setattr(Reach, "may_join", _hasty)
        drawn = (model(11, number)[1] for number in range(0, 900, TURNS))
        found = next((m, result) for m in drawn if (result := walked(m, "11")).disagreement is not None)
        small = shrink(failure_of(*found), budget=600)
    assert small.kind == "path"
    assert len(small.model.parts) <= 8
    assert len(small.acts) <= 5
    walk = from_json(to_json(small.acts, "hasty"))
    assert walk == small.acts
    assert compare(write(small.model), WrittenWalk(walk)).disagreement is None, "with the right rule it agrees"
