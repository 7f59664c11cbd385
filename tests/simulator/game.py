"""The token game of BPMN 2.0.2, chapter 13, played on a diagram; the paragraph of each rule stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tests.simulator import activities, events, loops, modifying, playing
from tests.simulator.diagram import Diagram
from tests.simulator.marking import OPEN, Change, Marking, Refused, Step, Thing, Thrown, Values
from tests.simulator.move import Move, Todo
from tests.simulator.reach import Reach

WORKED = frozenset({"user", "manual", "service", "call"})
"""Kinds of activities whose doer may raise an error or an escalation."""


class Game:
    """One case. A move is refused after `limit` automatic steps; a refused move leaves the marking as it was.

    `blind`: a token that no flow takes is lost, to see whether a move that is refused for it would end otherwise.
    """

    def __init__(self, diagram: Diagram, limit: int = 2000) -> None:
        self.diagram = diagram
        self.limit = limit
        self.blind = False
        self.marking = Marking()
        self.reach = Reach(diagram)

    @property
    def tokens(self) -> int:
        """How many tokens the case has: at joins, and in what waits for somebody or something."""
        waiting = [thing for thing in self.marking.things.values() if thing.kind in (*OPEN, "gateway")]
        return self.marking.waiting.total() + sum(thing.host is None for thing in waiting)

    @property
    def finished(self) -> bool:
        """13.2: whether no token is left."""
        return 0 not in self.marking.things

    @property
    def stuck(self) -> bool:
        """Whether nothing waits any more, though tokens are left."""
        return not self.finished and not self.works()

    def works(self, *kinds: str) -> list[Thing]:
        """What is open, by number; of some kinds only."""
        return self.marking.works(*kinds)

    def start(self, values: Values, now: datetime, at: str | None = None) -> Step:
        """13.2: the none start events occur; without any, what has no incoming flow begins; or one with a trigger.

        That is a start event, or a receive task or an event behind a gateway that is marked to begin cases.
        """

        def begin(move: Move) -> None:
            move.marking.things[0] = Thing(0, "", "scope", -1)
            move.give([], values)
            events.in_scope(move, "", 0)
            move.rule("start with a trigger" if at else "none start")
            if at is None:
                move.push(*(Todo("enter", 0, name) for name in self.diagram.inside[""].starts))
            else:
                move.note("entered", at)
                move.push(Todo("leave", 0, at))

        return self._moved(now, begin)

    def finish(self, number: int, values: Values, now: datetime) -> Step:
        """13.3.2: an activity completes; what was armed on it is gone, and its outgoing flows are chosen."""

        def complete(move: Move) -> None:
            thing = _open(move, number, *WORKED, "receive")
            move.give(move.scopes(number), values)
            activities.ends(move, thing)

        return self._moved(now, complete)

    def occur(self, number: int, values: Values, now: datetime) -> Step:
        """13.5.2 to 13.5.4: a timer, message or signal occurs; a receive task completes by its message (13.3.3)."""

        def occurs(move: Move) -> None:
            thing = _open(move, number, "timer", "message", "signal", "receive")
            move.give(move.scopes(number), values)
            if thing.kind == "receive":
                activities.ends(move, thing)
            else:
                events.occurs(move, thing)

        return self._moved(now, occurs)

    def throw(self, number: int, what: Thrown, now: datetime) -> Step:
        """10.5.1: who does an activity raises an error or an escalation; refused where nobody catches an error.

        What comes with it is kept outside of the activity, as its catcher may cancel that.
        """

        def raised(move: Move) -> None:
            thing = _open(move, number, *WORKED)
            move.give(move.scopes(number if thing.loop is None else thing.loop, own=False), what.values)
            move.rule(f"{what.kind} raised from outside")
            caught = events.thrown(move, what, thing.scope, thing)
            if not caught and what.kind == "error":
                raise Refused("not-caught", thing.element)
            move.step.escalated += [] if caught else [what]

        return self._moved(now, raised)

    def change(self, scope: int, values: Values, now: datetime) -> Step:
        """Variables of one scope are changed from outside; conditions may occur."""

        def changed(move: Move) -> None:
            if scope not in move.marking.things:
                raise Refused("not-open")
            if scope:
                move.step.homes |= dict.fromkeys(values, scope)
            move.marking.variables.setdefault(scope, {}).update(values)

        return self._moved(now, changed)

    def extend(self, loop: int, items: Sequence[object], now: datetime) -> Step:
        """Further items for a loop that runs."""

        def extended(move: Move) -> None:
            thing = _open(move, loop, "loop")
            loops.extended(move, thing, list(items))

        return self._moved(now, extended)

    def modify(self, changes: Sequence[Change], now: datetime) -> Step:
        """Tokens are taken out and put in by hand, one instruction after the other; then everything moves."""

        def modified(move: Move) -> None:
            for change in changes:
                self._changed(move, change)
                playing.quiesce(move)
            if not self.finished and move.marking.empty(0) and all(change.what == "stop" for change in changes):
                raise Refused("cannot-modify")

        return self._moved(now, modified)

    def _changed(self, move: Move, change: Change) -> None:
        if change.what == "stop":
            modifying.stops(move, change.number)
            return
        scope = modifying.place(move, change)
        if change.what == "before":
            move.push(Todo("enter", scope, change.element))
        else:
            move.push(Todo("onward", scope, change.element))

    def _moved(self, now: datetime, begin: Callable[[Move], None]) -> Step:
        before = self.marking
        move = Move(self.diagram, before.copy(), now, self.limit)
        move.blind = self.blind
        begin(move)
        playing.settle(move, self.reach)
        move.marking.waiting = +move.marking.waiting
        self.marking = move.marking
        return move.step


def _open(move: Move, number: int, *kinds: str) -> Thing:
    thing = move.marking.things.get(number)
    if thing is None or thing.kind not in kinds:
        raise Refused("not-open")
    return thing
