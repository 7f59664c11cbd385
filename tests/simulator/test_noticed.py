"""A rule that is broken in the simulator is noticed within a few random models: the comparison compares."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulator import events, flowing, playing, variables
from tests.simulator.comparison import walked
from tests.simulator.diagram import Diagram
from tests.simulator.kinds import TURNS, model
from tests.simulator.marking import Marking, Progress, Thing
from tests.simulator.move import Move, Todo

ENOUGH = 300
Spoil = Callable[[pytest.MonkeyPatch], None]


def _all_in_the_case(spoiled: pytest.MonkeyPatch) -> None:
    spoiled.setattr(variables, "home", lambda *_: 0)


def _breadth_first(spoiled: pytest.MonkeyPatch) -> None:
    def push(move: Move, *todos: Todo) -> None:
        move.todo[:0] = reversed(todos)

    spoiled.setattr(Move, "push", push)


def _conditions_before_ends(spoiled: pytest.MonkeyPatch) -> None:
    ends = playing._scope_ends
    spoiled.setattr(playing, "_scope_ends", lambda move: events.condition(move) or ends(move))


def _every_end_ends_the_case(spoiled: pytest.MonkeyPatch) -> None:
    spoiled.setattr(flowing, "_outermost", lambda *_: True)


def _counts_from_one(spoiled: pytest.MonkeyPatch) -> None:
    derived = variables.derived

    def wrong(diagram: Diagram, marking: Marking, thing: Thing) -> dict[str, object]:
        found = derived(diagram, marking, thing)
        return found | {"loopCounter": thing.item + 1} if thing.item is not None else found

    spoiled.setattr(variables, "derived", wrong)


def _stopped_items_are_at_work(spoiled: pytest.MonkeyPatch) -> None:
    def wrong(progress: Progress, *, parallel: bool) -> dict[str, object]:
        total = len(progress.numbers)
        names = ("nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances")
        return dict(zip(names, (total, progress.done, total - progress.done), strict=True))

    spoiled.setattr(variables, "counters", wrong)


@pytest.mark.parametrize(
    "spoil",
    [
        _all_in_the_case,
        _breadth_first,
        _conditions_before_ends,
        _every_end_ends_the_case,
        _counts_from_one,
        _stopped_items_are_at_work,
    ],
)
def test_a_broken_rule_is_noticed(spoil: Spoil, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(monkeypatch)
    rich = (number for number in range(ENOUGH) if number % TURNS >= TURNS // 2)
    found = (walked(model(77, number)[1], f"77/{number}").disagreement for number in rich)
    assert next((one for one in found if one is not None), None) is not None
