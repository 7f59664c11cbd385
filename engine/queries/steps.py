"""What a definition says about its steps: their norms as printed, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from bpmn.document import Element, Process

__all__ = [
    "Decision",
    "Drawn",
    "Step",
    "Target",
    "Way",
    "decision",
    "first_steps",
    "forward",
    "onward",
    "step",
    "steps",
]

STAFF: Final = frozenset({"userTask", "manualTask"})
PASSED: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "task"})
SEPARATOR: Final = "|"


class Drawn(Protocol):
    """What has a diagram: a definition, or a chart of the replay, which knows no program."""

    @property
    def process(self) -> Process:
        """The process of the diagram."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an SOP: `text` is its printed row, `lane` its pelaksana, the rest its norms as printed."""

    element: str
    no: str
    title: str
    text: str
    lane: str
    joint: str
    time: str
    total: bool  # the printed time is that of the whole service
    bring: tuple[str, ...]
    output: tuple[str, ...]
    remark: str
    approval: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a way leads: a step, an end (`title` is the outcome) or something that waits."""

    kind: str  # step, end, wait
    element: str
    title: str
    lane: str


@dataclass(frozen=True, slots=True)
class Way:
    """One answer of a decision and where it leads."""

    name: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The choice that follows a step at once: the gateway, its question and its ways."""

    gateway: str
    question: str
    ways: tuple[Way, ...]

    def way(self, name: str) -> Way | None:
        """The way of that name."""
        return next((way for way in self.ways if way.name == name), None)


def step(definition: Drawn, element: str | None) -> Step:
    """The step of an element; one that the diagram does not hold bears its id as title."""
    found = definition.process.elements.get(element or "")
    if found is None:
        return Step(element or "", "", element or "", "", "", "", "", False, (), (), "", ())
    said = found.properties
    return Step(
        element=found.id,
        no=said.get("sop:no", ""),
        title=found.name or found.id,
        text=found.documentation,
        lane=_lane(definition.process, found),
        joint=said.get("sop:bersama", ""),
        time=said.get("sop:waktu", ""),
        total=said.get("sop:norma") == "total",
        bring=_items(said.get("sop:kelengkapan", "")),
        output=_items(said.get("sop:output", "")),
        remark=said.get("sop:keterangan", ""),
        approval=_items(said.get("sop:pengesahan", "")),
    )


def steps(definition: Drawn) -> list[Step]:
    """All steps that people do, in the order of the diagram."""
    return [step(definition, found.id) for found in definition.process.elements.values() if found.kind in STAFF]


def first_steps(definition: Drawn) -> tuple[str, ...]:
    """The elements that open first when a case starts."""
    starts = definition.process.starts
    flows = [flow for start in starts for flow in start.outgoing]
    found = _targets(definition.process, flows) if starts else ()
    return tuple(target.element for target in found if target.kind == "step")


def decision(definition: Drawn, element: str) -> Decision | None:
    """The choice after a step: an exclusive gateway with two or more named ways that follows it at once."""
    process = definition.process
    found = process.elements.get(element)
    if found is None or len(found.outgoing) != 1:
        return None
    gateway = process.elements.get(process.flows[found.outgoing[0]].target)
    if gateway is None or gateway.kind != "exclusiveGateway" or len(gateway.outgoing) < 2:
        return None
    flows = [process.flows[id] for id in gateway.outgoing]
    if not all(flow.name for flow in flows):
        return None
    ways = tuple(Way(flow.name, _targets(process, [flow.id])) for flow in flows)
    return Decision(gateway.id, gateway.name, ways)


def onward(definition: Drawn, element: str) -> tuple[Target, ...]:
    """What may follow a step, whichever way is taken."""
    found = definition.process.elements.get(element)
    return () if found is None else _targets(definition.process, found.outgoing)


def forward(process: Process, element: str) -> frozenset[str]:
    """The elements that lie ahead of one, itself included, without following a way back up the diagram."""
    order = {id: place for place, id in enumerate(process.elements)}
    seen, queue = {element}, [element]
    while queue:
        here = process.elements.get(queue.pop())
        for id in here.outgoing if here else ():
            target = process.flows[id].target
            if here is not None and target not in seen and order.get(target, -1) > order[here.id]:
                seen.add(target)
                queue.append(target)
    return frozenset(seen)


def _targets(process: Process, flows: list[str] | tuple[str, ...]) -> tuple[Target, ...]:
    found: dict[str, Target] = {}
    for target in _walk(process, list(flows)):
        found.setdefault(target.element, target)
    return tuple(found.values())


def _walk(process: Process, flows: list[str]) -> Iterator[Target]:
    """What is reached through gateways alone."""
    queue, seen = [process.flows[id].target for id in flows], set()
    while queue:
        element = process.elements.get(queue.pop(0))
        if element is None or element.id in seen:
            continue
        seen.add(element.id)
        if element.kind in PASSED:
            queue.extend(process.flows[id].target for id in element.outgoing)
        else:
            kind = "step" if element.kind in STAFF else "end" if element.kind == "endEvent" else "wait"
            yield Target(kind, element.id, element.name or element.id, _lane(process, element))


def _lane(process: Process, element: Element) -> str:
    return next((lane.name for lane in process.lanes if lane.id == element.lane), "")


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(SEPARATOR) if item.strip())
