"""Lets everything move until every token waits, in the order that docs/semantics.md gives (Silences)."""

from __future__ import annotations

from tests.simulator import activities, events, flowing, loops
from tests.simulator.move import Move, Todo
from tests.simulator.reach import Reach


def settle(move: Move, reach: Reach) -> None:
    """Depth first until nothing moves; then one thing at a time. Raises Refused."""
    while True:
        quiesce(move)
        if not (_scope_ends(move) or events.condition(move) or _join(move, reach)):
            return


def quiesce(move: Move) -> None:
    """Everything that can move does, in its turn."""
    while (todo := move.pop()) is not None:
        _do(move, todo)


def _do(move: Move, todo: Todo) -> None:
    things, elements = move.marking.things, move.diagram.elements
    if todo.what == "arrive":
        flowing.arrives(move, todo.within, todo.name)
    elif todo.what == "enter":
        flowing.enters(move, todo.within, elements[todo.name])
    elif todo.what == "leave":
        flowing.leaves(move, todo.within, elements[todo.name])
    elif todo.what == "onward":
        flowing.goes_on(move, todo.within, elements[todo.name])
    elif todo.what == "item":
        activities.item(move, things[todo.within], todo.number)
    elif todo.what == "turn":
        loops.turn(move, things[todo.within])
    elif todo.what == "work":
        activities.turn(move, things[todo.within], todo.number)
    else:
        activities.ends(move, things[todo.number])


def _scope_ends(move: Move) -> bool:
    """13.3.4: of the scopes in which nothing is left the youngest ends; the process itself ends the case (13.2)."""
    for number in sorted((n for n, thing in move.marking.things.items() if thing.kind == "scope"), reverse=True):
        if move.marking.empty(number):
            if number:
                move.rule("sub-process ends")
                activities.ends(move, move.marking.things[number])
            else:
                move.closed(number)
            return True
    return False


def _join(move: Move, reach: Reach) -> bool:
    """13.4.3: the first inclusive join that is activated, of the oldest scope, in the order of the diagram."""
    for scope in sorted({scope for (scope, _), count in move.marking.waiting.items() if count}):
        for name in move.diagram.inside[move.marking.things[scope].element].joins:
            gateway = move.diagram.elements[name]
            if reach.may_join(move.marking, scope, gateway):
                flowing.joins(move, scope, gateway)
                return True
    return False
