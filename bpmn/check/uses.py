"""The expressions of a process that run: where each stands and what it can see there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bpmn.check.periods import literal
from bpmn.document_types import Element, Flow, Process
from bpmn.names import GATEWAYS
from bpmn.net import Loop, Param, Text, Timer, Value, Variable
from bpmn.prepare_nodes import maps

View = Literal["before", "inside", "ended", "behind", "nowhere"]
STAFF: Final = frozenset({"userTask", "manualTask"})
UNASKED: Final = frozenset({"parallelGateway", "eventBasedGateway"})
_PART: Final = re.compile(r"\$\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Use:
    """One expression and where it stands: on a flow, or on an element when `flow` is None.

    `view` is where it looks from: `before` the element is entered, `inside` it when it begins or when it has `ended`
    (with its own variables), `behind` it; `nowhere` for what need not be there and is null then.
    """

    text: str
    element: Element
    flow: Flow | None
    view: View

    @property
    def id(self) -> str:
        """The id of the flow or element."""
        return self.element.id if self.flow is None else self.flow.id


def timer_of(element: Element) -> Timer | None:
    """Gives the timer that an element waits for."""
    return None if element.trigger is None else element.trigger.timer


def expressions(text: str | None) -> list[str]:
    """Gives the expressions in a text: each `${…}`, and what follows one that is never closed."""
    whole = text or ""
    _, begun, rest = _PART.sub("", whole).partition("${")
    return [*_PART.findall(whole), *([begun + rest] if begun else [])]


def uses(process: Process) -> Iterator[Use]:
    """Gives all expressions of the process that run, in document order: first on elements, then on flows."""
    for element in process.elements.values():
        if element.trigger is not None or element.throw is not None:
            yield from _events(element)
        if element.loop is not None:
            yield from _loop(element, element.loop)
        if element.inputs or element.outputs:
            yield from _mappings(element)
        if element.call is not None:
            yield from _call(element)
        if element.assignee and element.kind in STAFF:
            yield from (Use(part, element, None, "inside") for part in expressions(element.assignee))
    for flow in process.flows.values():
        source = process.elements.get(flow.source)
        if source is None or source.kind in UNASKED or source.default == flow.id or not flow.condition:
            continue
        yield Use(flow.condition, source, flow, "behind")


def _events(element: Element) -> Iterator[Use]:
    timer = timer_of(element)
    view: View = "inside" if element.kind == "receiveTask" else "before"
    if timer is not None and timer.text and not literal(timer.text):
        yield Use(timer.text, element, None, view)
    trigger, throw = element.trigger, element.throw
    if trigger is not None and trigger.condition:
        # A condition that begins a case has no case yet whose variables could be there.
        begins = element.kind == "startEvent" and element.parent is None
        yield Use(trigger.condition, element, None, "nowhere" if begins else view)
    if trigger is not None and trigger.key:
        begins = element.kind == "startEvent" and element.parent is None
        yield Use(trigger.key, element, None, "nowhere" if begins else view)
    if throw is not None and throw.key:
        yield Use(throw.key, element, None, "inside")
    if throw is not None:
        yield from _params(element, throw.payload)


def _loop(element: Element, loop: Loop) -> Iterator[Use]:
    turn: View = "inside" if loop.before else "ended"
    for text, view in (
        (loop.condition, turn),
        (loop.maximum, "before"),
        (loop.cardinality, "before"),
        (loop.collection, "before"),
        (loop.completion, "ended"),
    ):
        if text is not None:
            yield Use(text, element, None, view)


def _mappings(element: Element) -> Iterator[Use]:
    if element.kind in GATEWAYS or not maps(element):
        return
    yield from _params(element, element.inputs)
    yield from _params(element, element.outputs)


def _call(element: Element) -> Iterator[Use]:
    call = element.call
    if call is None:
        return
    for part in expressions(call.process):
        yield Use(part, element, None, "inside")
    for part in (*expressions(call.business_key), *expressions(call.version)):
        yield Use(part, element, None, "nowhere")
    yield from _params(element, call.ins)
    yield from _params(element, call.outs)


def _params(element: Element, params: tuple[Param, ...]) -> Iterator[Use]:
    """Gives the expressions of mappings. A variable that is not there is null and goes as null."""
    for param in params:
        for text in _texts(param.value):
            yield Use(text, element, None, "nowhere")


def _texts(value: Value) -> Iterator[str]:
    """Gives the expressions in a value; its depth is bounded by that of the file."""
    if isinstance(value, Variable):
        return
    if isinstance(value, Text):
        yield from expressions(value.text)
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from _texts(inner)
