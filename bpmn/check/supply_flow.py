"""Which names a token may lack where: a forward analysis over bit sets, one bit a name."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Final

from bpmn.check.catching import multiple, raised
from bpmn.check.scope import Scope
from bpmn.check.uses import View
from bpmn.document_types import Element
from bpmn.prepare_nodes import maps

SUPPLIES: Final = "sop:memberi"
"""The property by which a service task or message says what it supplies, items separated by a bar, `-` for nothing.

A modeler writes an empty one where its field was only looked at: that says nothing at all."""
COUNTERS: Final = ("nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances")
_ANYTHING: Final = frozenset({"serviceTask", "businessRuleTask", "receiveTask"})
_OPEN: Final = frozenset({"startEvent", "userTask", "manualTask"})
_THROWN: Final = frozenset({"error", "escalation", "cancel"})
_CARRIES: Final = frozenset({"message", "signal"})
_BUDGET: Final = 400_000
"""Visits of the analysis, each counted by the names it carries in machine words of 4,096 bits."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Bit sets of the names that a token may lack, by element; see `Use.view`."""

    before: Mapping[str, int]
    inside: Mapping[str, int]
    ended: Mapping[str, int]
    behind: Mapping[str, int]

    def seen(self, view: View, id: str) -> int:
        """Gives what may be lacking from there; nothing is lacking from nowhere."""
        match view:
            case "before":
                return self.before[id]
            case "inside":
                return self.inside[id]
            case "ended":
                return self.ended[id]
            case "behind":
                return self.behind[id]
        return 0


class Supply:
    """The analysis. What may be lacking only grows, so the work list ends.

    Ways that meet lack what either lacks; behind a parallel gateway all its branches have been, so only what each of
    them lacks. A boundary event lacks what its step lacked, one for an error what was lacking where it is thrown.
    Behind a sub-process is lacking what any of its main ends lacks; variables of its own, or of an item, are not seen
    outside.
    """

    def __init__(self, scope: Scope, order: Mapping[str, int]) -> None:
        self.graph = scope.graph
        self.catching = scope.catching
        self.order = order
        self.all = (1 << len(order)) - 1
        self.cost = 1 + len(order) // 4_096
        elements = self.graph.elements
        self.kept = {id: self.all & ~self._bits(given(scope, element)) for id, element in elements.items()}
        self.own = {id: self._bits(own_names(element)) for id, element in elements.items()}
        self.out = {id: self._bits(out_names(element)) for id, element in elements.items()}
        self.before = dict.fromkeys(elements, 0)
        self.ended = dict.fromkeys(elements, 0)
        self.behind = dict.fromkeys(elements, 0)
        self.entries = {id for entries in self.graph.entries.values() for id in entries}
        self.queue: deque[str] = deque()
        self.queued: set[str] = set()
        self.routes = self._routes()

    def _bits(self, names: Iterable[str] | None) -> int:
        if names is None:
            return self.all
        bits = 0
        for name in names:
            if name in self.order:
                bits |= 1 << self.order[name]
        return bits

    def _routes(self) -> dict[str, list[str]]:
        """Gives by element the catchers that know what is known before it: those that its throw comes to.

        What leaves a multi-instance sub-process on the way knows only what was known before that.
        """
        found: dict[str, dict[str, None]] = {}
        for element in self.graph.elements.values():
            for catch in self.catching.of(element):
                found.setdefault(catch.via or element.id, {})[catch.event] = None
        return {id: list(catches) for id, catches in found.items()}

    def lacking(self) -> Lacking | None:
        """Gives what may be lacking at each element, None when the process is too tangled to say."""
        for start in self.graph.starts:
            self._add(start, self.all)
        budget = _BUDGET
        while self.queue and budget > 0:
            id = self.queue.popleft()
            self.queued.discard(id)
            budget -= self.cost * (1 + self._visit(id))
        inside = {id: lacks & ~self.own[id] for id, lacks in self.before.items()}
        return Lacking(self.before, inside, self.ended, self.behind) if budget > 0 else None

    def _enqueue(self, id: str) -> None:
        if id not in self.queued:
            self.queued.add(id)
            self.queue.append(id)

    def _add(self, id: str, lacks: int) -> None:
        known = self.before[id]
        if self.graph.joins(id):
            self._enqueue(id)
        elif known | lacks != known:
            self.before[id] = known | lacks
            self._enqueue(id)

    def _visit(self, id: str) -> int:
        """Works out one element and hands on what it lacks; gives how many others it looked at."""
        graph, looked = self.graph, 0
        if graph.joins(id):
            sources = graph.previous[id]
            looked += len(sources)
            self.before[id] = reduce(and_, (self.behind[source] for source in sources), self.all)
            if self.before[id] & self.kept[id] == self.behind[id]:
                return looked
        if not graph.entries.get(id):
            self.ended[id] = self.before[id] & ~self.own[id] & self.kept[id]
        self.behind[id] = self._outside(id)
        for target, lacks in self._onward(id):
            looked += 1
            self._add(target, lacks)
        self._finish(id)
        return looked

    def _outside(self, id: str) -> int:
        """Gives what may be lacking behind an element: its own variables and those of its items are gone."""
        before, own, out = self.before[id], self.own[id], self.out[id]
        if multiple(self.graph.elements[id]):
            return before & ~out
        return ((self.ended[id] & ~own) | (before & own)) & ~out

    def _finish(self, id: str) -> None:
        """Hands what may be lacking at a main end to the sub-process around it."""
        scope = self.graph.elements[id].parent
        if scope is not None and id in self.catching.main_ends(scope):
            known = self.ended[scope]
            if known | self.behind[id] != known:
                self.ended[scope] = known | self.behind[id]
                self._enqueue(scope)

    def _onward(self, id: str) -> Iterator[tuple[str, int]]:
        graph, element = self.graph, self.graph.elements[id]
        before, behind = self.before[id], self.behind[id]
        for target in graph.next[id]:
            yield target, behind
        thrown = id in graph.entries and not multiple(element)
        for event in graph.boundary.get(id, ()):
            trigger = graph.elements[event].trigger
            if not thrown or trigger is None or trigger.kind not in _THROWN:
                yield event, before
        for entry in graph.entries.get(id, ()):
            if not self._waits_for_throw(entry):
                yield entry, before & ~self.own[id]
        if id in self.entries:
            for handler in graph.handlers.get(element.parent, ()):
                yield handler, behind if element.kind == "startEvent" else before
        for event in self.routes.get(id, ()):
            yield event, before

    def _waits_for_throw(self, id: str) -> bool:
        trigger = self.graph.elements[id].trigger
        return trigger is not None and trigger.kind in _THROWN


def given(scope: Scope, element: Element) -> Iterable[str] | None:
    """Gives the names that an element fills when it is done, None where it may be any."""
    told = element.properties.get(SUPPLIES)
    if told is not None and told.strip():
        return [part.strip() for part in told.split("|")]
    call, trigger = element.call, element.trigger
    if call is not None:
        return None if call.all_out else [param.name for param in call.outs]
    if element.topic is not None or element.kind in _ANYTHING:
        return None
    if trigger is not None and trigger.kind in _CARRIES:
        return None
    if trigger is not None:
        host = scope.process.elements.get(element.attached_to or "")
        named = [name for name in (trigger.code_variable, trigger.message_variable) if name]
        return None if host is not None and trigger.kind in _THROWN and raised(host) else named
    form = scope.form(element)
    if form is not None:
        return form.supplies
    if element.form_ref or element.form_key:
        return None  # its form is missing: that is another finding
    return None if element.kind in _OPEN and not scope.sop else ()


def own_names(element: Element) -> list[str]:
    """Gives the variables that an activity has for itself: its input mappings, the item and counters of its loop."""
    found = [param.name for param in element.inputs] if maps(element) else []
    loop = element.loop
    if loop is None:
        return found
    found.append("loopCounter")
    return [*found, *COUNTERS, *([loop.item] if loop.item else [])] if loop.kind != "standard" else found


def out_names(element: Element) -> list[str]:
    """Gives the variables that an activity writes outside when it ends: its output mappings, the list of its loop."""
    found = [param.name for param in element.outputs] if maps(element) else []
    return [*found, element.loop.output] if element.loop is not None and element.loop.output else found
