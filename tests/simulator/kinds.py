"""Which random model comes next: every kind takes its turn."""

from __future__ import annotations

from tests.simulator.composed import composed
from tests.simulator.model import Model
from tests.simulator.structured import structured
from tests.simulator.tangled import tangled
from tests.simulator.wild import wild

TURNS = 18
"""Nine kinds of gateways, tasks and simple events; six of blocks with every element, three of graphs with every one."""


def model(seed: int, number: int) -> tuple[str, Model]:
    """The kind and the model of a number."""
    turn = number % TURNS
    name = f"{seed}/{number}"
    if turn < 5:
        return f"structured {turn + 1}", structured(name, turn + 1)
    if turn == 8:
        return "tangled inclusive", tangled(name, 8, inclusive=True)
    if turn < 8:
        size = (4, 7, 12)[turn - 5]
        return f"tangled {size}", tangled(name, size)
    if turn < 15:
        depth = 1 + (turn - 9) % 4
        return f"composed {depth}", composed(name, depth)
    size = (3, 6, 10)[turn - 15]
    return f"wild {size}", wild(name, size)
