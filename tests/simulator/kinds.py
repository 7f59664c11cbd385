"""Which random model comes next: every kind takes its turn."""

from __future__ import annotations

from tests.simulator.model import Model
from tests.simulator.structured import structured
from tests.simulator.tangled import tangled

TURNS = 9


def model(seed: int, number: int) -> tuple[str, Model]:
    """The kind and the model of a number: five of nine are structured, one to five deep, the others are not."""
    turn = number % TURNS
    name = f"{seed}/{number}"
    if turn < 5:
        return f"structured {turn + 1}", structured(name, turn + 1)
    if turn == 8:
        return "tangled inclusive", tangled(name, 8, inclusive=True)
    size = (4, 7, 12)[turn - 5]
    return f"tangled {size}", tangled(name, size)
