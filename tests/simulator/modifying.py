"""Tokens that people in charge take out and put in by hand (docs/semantics.md)."""

from __future__ import annotations

from tests.simulator import events, loops
from tests.simulator.diagram import Element
from tests.simulator.marking import Change, Refused, Thing
from tests.simulator.move import Move


def stops(move: Move, number: int) -> None:
    """A token is taken out of what waits; the rest of its loop goes on."""
    thing = move.marking.things.get(number)
    if thing is None or thing.host is not None or not number:
        raise Refused("not-open")
    move.rule("token stopped")
    loops.came_out(move, thing)
    move.interrupted(number)
    loop = None if thing.loop is None else move.marking.things[thing.loop]
    if loop is not None and thing.item is None:
        move.interrupted(loop.number)
    elif loop is not None:
        move.marking.loops[loop.number].stopped += 1
        loops.goes_on(move, loop)


def place(move: Move, change: Change) -> int:
    """The scope in which a token is put: the one that is named, else the only one that is open, or one that opens."""
    element = move.diagram.elements.get(change.element)
    if element is None or _bound(move, element) or change.what == "before" and element.is_join:
        raise Refused("cannot-modify", change.element)
    move.rule(f"token put {change.what}")
    return _scope(move, element.scope, change.scope)


def _bound(move: Move, element: Element) -> bool:
    """Whether it belongs to an activity or a scope: no token can begin or leave it by itself."""
    around = move.diagram.elements.get(element.scope)
    handler = element.tag == "startEvent" and around is not None and around.triggered
    return bool(element.host) or element.triggered or handler


def _scope(move: Move, name: str, number: int | None) -> int:
    fitting = [t.number for t in move.marking.things.values() if t.kind == "scope" and t.element == name]
    if number is not None:
        fitting = [one for one in fitting if one == number]
    if len(fitting) == 1:
        return fitting[0]
    around = move.diagram.elements.get(name)
    if fitting or number is not None or around is None or around.triggered or around.loop:
        raise Refused("cannot-modify", name)
    return _opened(move, around)


def _opened(move: Move, around: Element) -> int:
    """A plain sub-process opens for a token that is put into it: without its starts, with what listens."""
    move.rule("scope opened by hand")
    scope = _scope(move, around.scope, None)
    thing = move.open(Thing(move.number(), around.id, "scope", scope))
    move.note("entered", around.id)
    move.mapped_in(thing)
    events.on_activity(move, around.id, scope, thing.number)
    events.in_scope(move, around.id, thing.number)
    return thing.number
