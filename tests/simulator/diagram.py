"""A process as the simulator sees it: elements by scope, flows, and what stands on and in each element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.simulator.mappings import Param

WAITS = {
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "receiveTask": "receive",
    "callActivity": "call",
}
"""Tags of the activities that wait for somebody -> the kind of the thing that is then open."""

SCOPES = frozenset({"subProcess", "transaction"})
ACTIVITIES = frozenset(WAITS) | SCOPES | {"task", "sendTask", "businessRuleTask"}
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
LISTENS = frozenset({"timer", "message", "signal", "condition"})
"""Kinds of events that are open things of their own; errors, escalations and cancellations are looked for instead."""


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` is the text in it, None where it has none."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True)
class Event:
    """What an event is about. `name`: of a message, signal or link, or a code (None: any), or the condition's text.

    `clock` is (date|duration|cycle, text); `key` the expression of a correlation key; `payload` goes with a throw.
    """

    kind: str
    name: str | None = None
    clock: tuple[str, str] | None = None
    key: str | None = None
    payload: tuple[Param, ...] = ()
    all: bool = False
    code_variable: str | None = None
    message_variable: str | None = None


@dataclass(frozen=True)
class Loop:
    """How often an activity runs: standard (`condition`, `maximum`), or over a `collection` or `cardinality`."""

    kind: str
    condition: str | None = None
    before: bool = False
    maximum: int | None = None
    collection: str | None = None
    cardinality: str | None = None
    item: str | None = None
    completion: str | None = None
    output: str | None = None
    output_item: str | None = None


@dataclass(frozen=True)
class Call:
    """Which process a call activity starts, what goes in and what comes out."""

    process: str
    business_key: str | None = None
    ins: tuple[Param, ...] = ()
    outs: tuple[Param, ...] = ()
    all_in: bool = False
    all_out: bool = False


@dataclass(frozen=True)
class Element:
    """A flow node. `scope` is the sub-process around it ("": the process), `host` a boundary event's activity."""

    id: str
    tag: str
    scope: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    host: str | None = None
    interrupting: bool = True
    triggered: bool = False
    instantiate: bool = False
    event: Event | None = None
    topic: str | None = None
    loop: Loop | None = None
    call: Call | None = None
    inputs: tuple[Param, ...] = ()
    outputs: tuple[Param, ...] = ()

    @property
    def waits(self) -> str | None:
        """13.3.3: the kind of the thing that an activity opens; None for what passes its token, and for scopes."""
        if self.tag in ("sendTask", "businessRuleTask"):
            return "service" if self.topic else None
        return WAITS.get(self.tag)

    @property
    def is_join(self) -> bool:
        """13.4.1, 13.4.3: whether its tokens are counted at its incoming flows."""
        return self.tag in ("parallelGateway", "inclusiveGateway") and len(self.incoming) > 1

    def event_kind(self, kind: str) -> bool:
        """Whether its event is of that kind."""
        return self.event is not None and self.event.kind == kind


@dataclass(frozen=True)
class Inside:
    """What a scope holds: the elements that begin with it, the starts of its event sub-processes, inclusive joins."""

    starts: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Diagram:
    """One process: flow nodes and flows of all scopes in the order of the file. `inside[""]` is the process itself.

    `boundary`: the events on each activity. `order`: the place of each element in the file.
    """

    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    boundary: Mapping[str, tuple[str, ...]]
    inside: Mapping[str, Inside]


def arranged(elements: Mapping[str, Element], flows: Mapping[str, Flow]) -> Diagram:
    """The diagram of elements and flows in the order of the file."""
    boundary = {host: tuple(e.id for e in elements.values() if e.host == host) for host in elements}
    scopes = ["", *(e.id for e in elements.values() if e.tag in SCOPES)]
    held = {scope: [e for e in elements.values() if e.scope == scope] for scope in scopes}
    inside = {scope: _inside(held[scope], held) for scope in scopes}
    return Diagram(elements, flows, boundary, inside)


def _inside(here: list[Element], held: Mapping[str, list[Element]]) -> Inside:
    """13.2 and 13.3.4: the none starts; without any start, what no flow, link or trigger leads to."""
    events = [e for e in here if e.tag == "startEvent"]
    given = [e for e in here if e.instantiate]
    starts = [e for e in events if e.event is None]
    if not events and not given:
        starts = [e for e in here if not (e.incoming or e.host or e.triggered) and not _link_target(e)]
    triggered = [held[e.id] for e in here if e.triggered]
    handlers = [next(e.id for e in inner if e.tag == "startEvent") for inner in triggered]
    joins = [e.id for e in here if e.tag == "inclusiveGateway" and e.is_join]
    links = {e.event.name or "": e.id for e in here if e.event and _link_target(e)}
    return Inside(tuple(e.id for e in starts), tuple(handlers), tuple(joins), links)


def _link_target(element: Element) -> bool:
    return element.tag == "intermediateCatchEvent" and element.event_kind("link")
