"""Variables by scope (docs/semantics.md, Variables; BPMN 2.0.2, 10.4.7): where one is read, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.simulator.diagram import Diagram
from tests.simulator.marking import Marking, Progress, Thing

CASE = 0
ITEMS = "$items"
"""The variable of a loop that holds its list."""


def turns(diagram: Diagram, marking: Marking, number: int) -> list[int]:
    """The scopes that are read from a thing, the nearest first: those around it, and the turns of standard loops."""
    found = []
    thing = marking.things[number]
    while thing.number:
        if holds(diagram, thing) or thing.loop is not None and thing.item is None:
            found.append(thing.number)
        thing = marking.things[thing.scope if thing.loop is None else thing.loop]
    return found


def around(diagram: Diagram, marking: Marking, number: int, *, own: bool = True) -> list[int]:
    """The numbers of the scopes that may hold variables, the nearest first, without the case.

    Seen from a thing, with what it holds itself, or (for what is written outside) without.
    """
    found = []
    thing = marking.things[number]
    while thing.number:
        if own and holds(diagram, thing):
            found.append(thing.number)
        own = True
        thing = marking.things[thing.scope if thing.loop is None else thing.loop]
    return found


def holds(diagram: Diagram, thing: Thing) -> bool:
    """Whether it has variables of its own: an item, a loop over a list, an activity with input mappings."""
    if thing.number == CASE or thing.host is not None or thing.handler:
        return False
    element = diagram.elements[thing.element]
    if thing.kind == "loop":
        return element.loop is not None and element.loop.kind != "standard"
    return thing.item is not None or bool(element.inputs)


def home(diagram: Diagram, marking: Marking, scopes: Sequence[int], name: str) -> int:
    """Where a value is kept: outwards the first item, or scope with that input mapping; else the case."""
    for number in scopes:
        thing = marking.things[number]
        if thing.kind == "loop":
            continue
        if thing.item is not None or any(param.name == name for param in diagram.elements[thing.element].inputs):
            return number
    return CASE


class View:
    """What is read from a place: the nearest scope outwards that has the name; else null."""

    def __init__(self, game: tuple[Diagram, Marking], scopes: Sequence[int], extra: Mapping[str, object]) -> None:
        self.diagram, self.marking = game
        self.scopes = scopes
        self.extra = extra

    def get(self, name: str, /) -> object:
        """The value, or None."""
        if name in self.extra:
            return self.extra[name]
        for number in (*self.scopes, CASE):
            held = seen(self.diagram, self.marking, number)
            if name in held:
                return held[name]
        return None


def seen(diagram: Diagram, marking: Marking, number: int) -> dict[str, object]:
    """The variables of one scope, with those that nobody writes: of an item, and the counters of a loop."""
    return derived(diagram, marking, marking.things[number]) | marking.variables.get(number, {})


def derived(diagram: Diagram, marking: Marking, thing: Thing) -> dict[str, object]:
    """13.3.7: `loopCounter` and its item's variable of an item, the counters of a multi-instance activity."""
    if thing.number == CASE:
        return {}
    loop = diagram.elements[thing.element].loop
    found: dict[str, object]
    if thing.kind == "loop":
        progress = marking.loops[thing.number]
        found = {} if progress.items is None else {ITEMS: progress.items}
        return found | counters(progress, parallel=loop is not None and loop.kind == "parallel")
    if thing.loop is None or loop is None:
        return {}
    if thing.item is None:
        return {"loopCounter": marking.loops[thing.loop].done}
    items = marking.loops[thing.loop].items
    found = {"loopCounter": thing.item}
    if loop.item and items is not None:
        found[loop.item] = items[thing.item]
    return found


def counters(progress: Progress, *, parallel: bool) -> dict[str, object]:
    """How many items a loop has, how many have ended, how many are at work (sequential: of those that have begun)."""
    total, over = len(progress.numbers), progress.done + progress.stopped
    active = (total if parallel else progress.begun) - over
    return {"nrOfInstances": total, "nrOfCompletedInstances": progress.done, "nrOfActiveInstances": active}
