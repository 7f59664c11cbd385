"""The passages of a case through its elements, told from its events alone: entered, left, cancelled, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from bpmn.document import Element
from engine.events import MOVES, Event, closed_tasks, instant, opened_tasks

__all__ = ["SCOPES", "Passage", "Passages", "passages"]

_ENDED: Final = frozenset({"CaseCompleted", "CaseCancelled"})
_GOES_ON: Final = "EscalationReceived"  # who escalates goes on with his work
_TERMINATES: Final = "terminateEventDefinition"
SCOPES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_JOINS: Final = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


@dataclass(slots=True, eq=False)
class Passage:
    """One passage through an element; `index` counts them in the case, `n` is the number of its token if it waited.

    Of a repeated activity each item is a passage, and all of them together are one (`body`), their `parent`. Elsewhere
    the parent is the passage through the sub-process around it, None in the process itself. `since` and `until` are
    instants, `first` and `last` the events that entered and left it; `called` is the case that a call started.
    """

    index: int
    element: str
    since: int
    first: int
    parent: Passage | None = None
    body: bool = False
    n: int | None = None
    until: int | None = None
    last: int | None = None
    cancelled: bool = False
    called: int | None = None
    inside: dict[int, Passage] = field(default_factory=dict, repr=False)

    @property
    def item(self) -> bool:
        """True for one item of a repeated activity."""
        return self.parent is not None and self.parent.body


class _Wait(NamedTuple):
    """A token that begins to wait; `loop` is the number of its list, where the event says it."""

    n: int
    element: str
    loop: tuple[int, ...]


@dataclass
class Passages:
    """Follows the events of one case; `elements` are those of its definition.

    `ended` are the passages that the last event ended, `open` those that have no end yet, by their index. `waiting`
    counts the flows over which a token came to a join that has not gone on yet.
    """

    elements: Mapping[str, Element]
    found: list[Passage] = field(default_factory=list)
    open: dict[int, Passage] = field(default_factory=dict)
    ended: list[Passage] = field(default_factory=list)
    waiting: Counter[tuple[str, str]] = field(default_factory=Counter)
    _targets: Mapping[str, str] = field(default_factory=dict)
    _here: dict[str, dict[int, Passage]] = field(default_factory=dict)  # open ones that are no items, by element
    _tokens: dict[int, Passage] = field(default_factory=dict)
    _lists: dict[int, Passage] = field(default_factory=dict)  # by the number of the list as a whole
    _from: Passage | None = None  # what was left, or begun as a scope, last in this event

    @classmethod
    def of(cls, elements: Mapping[str, Element]) -> Passages:
        """For a definition with these elements."""
        targets = {flow: element.id for element in elements.values() for flow in element.incoming}
        return cls(elements, _targets=targets)

    def take(self, event: Event) -> None:
        """Follows one event."""
        data, self.ended = event.data, []
        gone, n = self._cancel(data, event), data.get("task", data.get("n"))
        self._from = self._tokens.get(n) if isinstance(n, int) else None
        if event.kind == "CallReturned" and n in self._tokens:
            self._tokens[n].called = data["case"]
        item = self._tokens.get(n) if event.kind in MOVES and event.kind != _GOES_ON else None
        if item is not None and item.item and item.until is None:
            self._close(item, event, cancelled=False)
        self._walk(str(data.get("path", "")).split(), event, gone)
        self._number(data, event)
        self._stop(data, event)
        if event.kind in _ENDED:
            self.waiting.clear()
            for one in list(self.open.values()):
                if one.until is None:
                    self._close(one, event, cancelled=True)

    def _cancel(self, data: Mapping[str, Any], event: Event) -> Counter[str]:
        """Cancels the tasks that the event took away; how many marks of leaving this makes idle, by element."""
        idle = Counter[str]()
        for n in closed_tasks(data):
            one = self._tokens.get(n)
            if one is not None and one.until is None:
                idle[one.element] += not one.item
                self._close(one, event, cancelled=True)
        return idle

    def _stop(self, data: Mapping[str, Any], event: Event) -> None:
        """Cancels what a person stopped by hand, and a list of which nothing is left."""
        for said, n, *_ in data.get("instructions", ()):
            one = (self._tokens.get(n) or self._lists.get(n)) if said == "stop" else None
            if one is not None and one.until is None:
                self._close(one, event, cancelled=True)
            around = one.parent if one is not None and one.item else None
            if around is not None and around.until is None and not around.inside:
                self._close(around, event, cancelled=True)

    def _walk(self, marks: list[str], event: Event, gone: Counter[str]) -> None:
        for mark, after in zip(marks, [*marks[1:], ""], strict=False):
            sign, id = mark[:1], mark[1:]
            if sign == "+":
                self._enter(id, event)
            elif sign == ">":
                self._arrive(id)
            elif gone[id]:
                gone[id] -= 1
            else:
                self._leave(id, event, cancelled=_interrupts(after, id, self.elements))

    def _enter(self, id: str, event: Event) -> None:
        element = self.elements.get(id)
        parent = None if element is None or element.parent is None else self._around(element.parent)
        if element is not None and _ends_all(element, self.elements):
            self._cancel_inside(parent, event)
        loop = element is not None and element.loop is not None and element.kind not in SCOPES
        one = self._add(Passage(len(self.found) + 1, id, instant(event.recorded_at), event.number, parent, loop))
        self._join(id, element)
        if element is not None and element.kind in SCOPES:
            self._from = one
        if element is not None and element.kind == "endEvent":
            self._close(one, event, cancelled=False)

    def _add(self, one: Passage) -> Passage:
        self.found.append(one)
        self.open[one.index] = one
        if one.parent is not None:
            one.parent.inside[one.index] = one
        if not one.item:
            self._here.setdefault(one.element, {})[one.index] = one
        return one

    def _around(self, scope: str) -> Passage | None:
        """The passage through a sub-process in which something is entered: that of what was left, else the last one."""
        near = self._from
        while near is not None and not (near.element == scope and near.until is None):
            near = near.parent
        return near or self._last_at(scope)

    def _cancel_inside(self, scope: Passage | None, event: Event) -> None:
        """Cancels what is open in a scope; of an event sub-process, what is open around it."""
        if scope is not None and self.elements[scope.element].triggered and scope.first == event.number:
            keep, scope = scope, scope.parent
        else:
            keep = None
        inside = list(scope.inside.values()) if scope is not None else list(self.open.values())
        for one in inside:
            if one is not keep and one.until is None and (scope is not None or one.parent is None):
                self._close(one, event, cancelled=True)

    def _last_at(self, element: str) -> Passage | None:
        return next(reversed(self._here.get(element, {}).values()), None)

    def _arrive(self, flow: str) -> None:
        target = self._targets.get(flow, "")
        element = self.elements.get(target)
        if element is not None and element.kind in _JOINS and len(element.incoming) > 1:
            self.waiting[target, flow] += 1

    def _join(self, id: str, element: Element | None) -> None:
        """A join that goes on takes one token of each flow over which some came."""
        for flow in element.incoming if element is not None else ():
            if self.waiting[id, flow] > 1:
                self.waiting[id, flow] -= 1
            else:
                self.waiting.pop((id, flow), None)

    def _leave(self, id: str, event: Event, *, cancelled: bool) -> None:
        """Ends one passage through an element."""
        here = self._here.get(id)
        if here:
            self._from = self._leaving(event, here)
            self._close(self._from, event, cancelled=cancelled)

    def _leaving(self, event: Event, here: dict[int, Passage]) -> Passage:
        """That of the answered token, or of its list after the last item; one that this event entered; one around what
        was left just before; else the oldest."""
        one = self._tokens.get(event.data.get("task", event.data.get("n", 0)))
        one = one.parent if one is not None and one.item else one
        if one is not None and one.index in here:
            return one
        newest = next(reversed(here.values()))
        if newest.first == event.number and newest.n is None and not newest.inside:
            return newest
        around = self._from
        while around is not None and around.index not in here:
            around = around.parent
        return around or next(iter(here.values()))

    def _close(self, one: Passage, event: Event, *, cancelled: bool) -> None:
        """Ends a passage; what is still open inside it is cancelled with it."""
        for inner in list(one.inside.values()):
            self._close(inner, event, cancelled=True)
        one.until, one.last, one.cancelled = instant(event.recorded_at), event.number, cancelled
        self.ended.append(one)
        del self.open[one.index]
        self._here.get(one.element, {}).pop(one.index, None)
        if one.parent is not None:
            one.parent.inside.pop(one.index, None)

    def _number(self, data: Mapping[str, Any], event: Event) -> None:
        """Gives passages the numbers of their tokens; each item of a repeated activity is a passage of its own."""
        waits = [_Wait(task.n, task.element, task.scopes[1:2]) for task in opened_tasks(data)]
        waits += [_Wait(n, element, ()) for n, element, _ in data.get("waits", ())]
        unnamed: dict[str, list[Passage]] = {}
        before: dict[str, Passage] = {}
        for wait in waits:
            if wait.element not in unnamed:
                here = self._here.get(wait.element, {}).values()
                unnamed[wait.element] = [one for one in here if one.n is None]
            if not unnamed[wait.element]:
                continue
            if unnamed[wait.element][-1].body:
                body = self._body(wait, unnamed[wait.element], before.get(wait.element), event)
                at = instant(event.recorded_at)
                one = self._add(Passage(len(self.found) + 1, wait.element, at, event.number, body))
                before[wait.element] = one
            else:
                one = unnamed[wait.element].pop(0)
            one.n = wait.n
            self._tokens[wait.n] = one

    def _body(self, wait: _Wait, bodies: list[Passage], before: Passage | None, event: Event) -> Passage:
        """The list of which an item begins: by its number, that of the item before it, else one without items."""
        acting = self._tokens.get(event.data.get("task", event.data.get("n", 0)))
        found = self._lists.get(wait.loop[0]) if wait.loop else None
        if found is None and acting is not None and acting.item and acting.parent in bodies:
            found = acting.parent
        if found is None and before is not None and before.n == wait.n - 1:
            found = before.parent
        if found is None:
            begun = set(map(id, self._lists.values()))
            found = next((one for one in bodies if id(one) not in begun), bodies[-1])
        self._lists.setdefault(wait.loop[0] if wait.loop else wait.n - 1, found)
        return found


def _interrupts(mark: str, host: str, elements: Mapping[str, Element]) -> bool:
    """True when what is entered next is an event on the host that interrupts it."""
    entered = elements.get(mark[1:]) if mark.startswith("+") else None
    return entered is not None and entered.attached_to == host and entered.interrupting


def _ends_all(element: Element, elements: Mapping[str, Element]) -> bool:
    """True for a start that interrupts what is around its event sub-process, and for an end that terminates."""
    if element.kind == "endEvent":
        return _TERMINATES in element.events
    if element.kind != "startEvent" or element.parent is None or not element.interrupting:
        return False
    return elements[element.parent].triggered


def passages(events: Iterable[Event], elements: Mapping[str, Element]) -> list[Passage]:
    """Every passage of a case, in the order of entering."""
    followed = Passages.of(elements)
    for event in events:
        followed.take(event)
    return followed.found
