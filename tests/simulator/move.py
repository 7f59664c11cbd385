"""One move of the game: the tokens whose turn is still to come, and the small steps that every rule uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tests.simulator import variables
from tests.simulator.diagram import Diagram, Element
from tests.simulator.mappings import Param, evaluated
from tests.simulator.marking import Marking, Refused, Step, Thing, Values
from tests.simulator.rules import RULES


@dataclass(frozen=True)
class Todo:
    """Something whose turn comes: it is dropped when the thing `within` (a scope or a loop) is gone by then.

    arrive: a token by flow `name`; enter, leave: a token at element `name`, onward: one that was put behind it;
    item: item `number` of the loop;
    turn: a standard loop may have another turn, work: it has one, whose number is given; ended: the activity `number`.
    """

    what: str
    within: int
    name: str = ""
    number: int = 0


class Move:
    """The marking while it changes, what was done so far, and what is still to do (docs/semantics.md: depth first)."""

    def __init__(self, diagram: Diagram, marking: Marking, now: datetime, limit: int) -> None:
        self.diagram = diagram
        self.marking = marking
        self.now = now
        self.limit = limit
        self.blind = False
        self.step = Step()
        self.todo: list[Todo] = []

    def push(self, *todos: Todo) -> None:
        """These come next, the first of them first."""
        self.todo += reversed(todos)

    def pop(self) -> Todo | None:
        """What comes next; what a cancellation took before its turn never happens."""
        while self.todo:
            todo = self.todo.pop()
            if todo.within in self.marking.things:
                return todo
            self.rule("dropped before its turn")
        return None

    def count(self) -> None:
        """One more automatic step. Raises Refused."""
        self.step.steps += 1
        if self.step.steps > self.limit:
            raise Refused("too-many")

    def rule(self, name: str) -> None:
        """A rule has its part in the move."""
        assert name in RULES, name
        self.step.rules[name] += 1

    def note(self, what: str, name: str) -> None:
        """One more step of the path."""
        self.step.path.append((what, name))

    def number(self) -> int:
        """The next number."""
        self.marking.counter += 1
        return self.marking.counter

    def open(self, thing: Thing) -> Thing:
        """A thing begins to wait."""
        self.count()
        self.marking.things[thing.number] = thing
        return thing

    def element(self, thing: Thing) -> Element:
        """The element of a thing."""
        return self.diagram.elements[thing.element]

    def scopes(self, number: int, *, own: bool = True) -> list[int]:
        """The scopes of variables around a thing; see `variables.around`."""
        return variables.around(self.diagram, self.marking, number, own=own)

    def view(self, number: int, **extra: object) -> variables.View:
        """What can be read from a thing."""
        return variables.View((self.diagram, self.marking), variables.turns(self.diagram, self.marking, number), extra)

    def write(self, scopes: list[int], values: Values) -> None:
        """Keeps each value at its home, seen from these scopes."""
        for name, value in values.items():
            number = variables.home(self.diagram, self.marking, scopes, name)
            if number:
                item = self.marking.things[number].item is not None
                self.rule("kept in an item" if item else "kept in a scope with inputs")
            self.marking.variables.setdefault(number, {})[name] = value

    def give(self, scopes: list[int], values: Values) -> None:
        """What was answered from outside: kept at its home, and where that is."""
        for name in values:
            number = variables.home(self.diagram, self.marking, scopes, name)
            if number:
                self.step.homes[name] = number
        self.write(scopes, values)

    def mapped(self, params: tuple[Param, ...], number: int) -> dict[str, object]:
        """What some mappings give, read from a thing."""
        view = self.view(number)
        return {param.name: evaluated(param.source, view) for param in params}

    def mapped_in(self, thing: Thing) -> None:
        """The input mappings of an activity, in their order: an earlier one is seen by a later one."""
        for param in self.element(thing).inputs:
            self.rule("input mapping")
            held = self.marking.variables.setdefault(thing.number, {})
            held[param.name] = evaluated(param.source, self.view(thing.number))

    def interrupted(self, number: int) -> None:
        """A thing is cancelled with all that is in it and listens on it."""
        thing = self.marking.things.get(number)
        if thing is None:
            return
        self.step.cancelled.add(number)
        for inner in list(self.marking.things.values()):
            if inner.number and number in (inner.scope, inner.host, inner.loop):
                self.interrupted(inner.number)
        self.forget(number)

    def closed(self, number: int) -> None:
        """A thing ends: what listens on it is gone with it."""
        for inner in list(self.marking.things.values()):
            if inner.host == number:
                self.forget(inner.number)
        self.forget(number)

    def forget(self, number: int) -> None:
        """A thing is no more, nor its variables and the tokens at its joins."""
        self.marking.things.pop(number, None)
        if number != variables.CASE:
            self.marking.variables.pop(number, None)
        self.marking.loops.pop(number, None)
        for place in [place for place in self.marking.waiting if place[0] == number]:
            del self.marking.waiting[place]

    def cleared(self, scope: int) -> None:
        """13.5.4, 13.5.6: all that is left in a scope is cancelled, what listens in it and what had no turn yet too."""
        for thing in list(self.marking.within(scope)):
            self.interrupted(thing.number)
        for place in [place for place in self.marking.waiting if place[0] == scope]:
            del self.marking.waiting[place]
        for todo in [todo for todo in self.todo if todo.within == scope]:
            self.rule("dropped before its turn")
            self.todo.remove(todo)

    def changed(self, thing: Thing, facts: Mapping[str, object]) -> Thing:
        """A thing with other facts."""
        new = self.marking.things[thing.number] = replace(thing, **facts)  # type: ignore[arg-type]
        return new
