"""Prepare a process for the executor: what BPMN leaves implicit becomes explicit.

Source: BPMN 2.0.2 (OMG formal/2013-12-09) chapters 8.4, 10 and 13. What is rewritten, and nothing else:

- Several flows out of an activity or event become a gateway of our own behind it: `parallel` when no flow has a
  condition and none is the default, else `inclusive`. A flow without a condition that is not the default always holds,
  so beside it the default is never taken. One flow with a condition becomes an `inclusive` of one flow: when the
  condition does not hold, no flow does.
- A condition on a default flow is ignored, so is one behind a parallel gateway.
- Without a start event each element without an incoming flow gets a start of our own. With start events all of them
  are `starts`.
- An element without an outgoing flow just ends its token; nothing is added.
- Several flows into an element stay: each token that arrives starts it anew.
- An id that the executor needs for itself gets a tilde behind it; `origin` keeps the deployed id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bpmn.document_types import Element, Flow, Process
from bpmn.names import ACTIVITIES
from bpmn.net import Arc, Net, Node, NodeKind

RESERVED: Final = frozenset({"Start", "End", "Root"})
_RESERVED_ENDS: Final = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
_KINDS: Final[Mapping[str, NodeKind]] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "receiveTask": "receive",
    "task": "pass",
    "intermediateThrowEvent": "pass",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
}
_CATCHES: Final[Mapping[str, tuple[NodeKind, NodeKind]]] = {
    "timerEventDefinition": ("timer", "boundary_timer"),
    "messageEventDefinition": ("message", "boundary_message"),
}
_GATEWAYS: Final = frozenset({"exclusive", "parallel", "inclusive"})


class NotRunnable(ValueError):
    """The process holds something that does not run on this floor: `element` is its id, the texts say why."""

    def __init__(self, element: str, id: str, en: str) -> None:
        self.element, self.id, self.en = element, id, en
        super().__init__(f"{element}: {en}")


def reserved(id: str) -> bool:
    """Whether the executor needs this id for itself."""
    return id in RESERVED or id.endswith(_RESERVED_ENDS)


def kind_of(element: Element) -> NodeKind:
    """Gives the node kind that runs the element; raises NotRunnable where none does."""
    obstacle = _obstacle(element)
    if obstacle is not None:
        raise NotRunnable(element.id, *obstacle)
    if element.kind in ("intermediateCatchEvent", "boundaryEvent"):
        catch, boundary = _CATCHES[element.events[0]]
        return boundary if element.kind == "boundaryEvent" else catch
    return _KINDS[element.kind]


def _obstacle(element: Element) -> tuple[str, str] | None:
    """Gives why the element does not run, in both languages, None when it does."""
    if element.loop is not None:
        return "ulangan pada satu langkah belum dijalankan", "a loop marker on an activity does not run yet"
    if element.compensation:
        return "kompensasi belum dijalankan", "compensation does not run yet"
    if element.instantiate:
        return (
            "penerimaan yang memulai proses belum dijalankan",
            "a receive task that starts the process does not run yet",
        )
    if element.kind in ("intermediateCatchEvent", "boundaryEvent"):
        return _catch_obstacle(element)
    if element.kind not in _KINDS:
        return f"{element.kind} belum dijalankan", f"{element.kind} does not run yet"
    if element.events:
        what = ", ".join(element.events)
        return f"{element.kind} dengan {what} belum dijalankan", f"{element.kind} with {what} does not run yet"
    if element.kind == "serviceTask" and element.topic is None:
        return "tugas layanan tanpa topik", "a service task without an external topic has no one who does it"
    if element.kind == "receiveTask" and not element.message:
        return "tugas terima tanpa nama pesan", "a receive task without a message name waits for nothing"
    return None


def _catch_obstacle(element: Element) -> tuple[str, str] | None:
    if len(element.events) != 1 or element.events[0] not in _CATCHES:
        what = ", ".join(element.events) or "tanpa pemicu / without a trigger"
        return f"{element.kind} ({what}) belum dijalankan", f"{element.kind} ({what}) does not run yet"
    if element.events[0] == "timerEventDefinition":
        if element.timer is None or not element.timer.text:
            return "pewaktu tanpa waktu", "a timer without a time"
        if element.timer.kind == "cycle" and not (element.kind == "boundaryEvent" and not element.interrupting):
            return "pewaktu berulang belum dijalankan di sini", "a repeating timer does not run here"
    elif not element.message:
        return "kejadian pesan tanpa nama pesan", "a message event without a message name waits for nothing"
    return None


def prepare(process: Process) -> Net:
    """Gives the normal form of the process; raises NotRunnable for what does not run on this floor."""
    return _Preparation(process).run()


class _Preparation:
    """The net while it grows, in the order of the diagram's elements."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.taken = set(process.elements) | set(process.flows)
        self.node_ids = {id: self._safe(id) for id in process.elements}
        self.arc_ids = {id: self._safe(id) for id in process.flows}
        self.nodes: dict[str, Node] = {}
        self.added: list[Arc] = []
        self.leaves: dict[str, str] = {}  # element -> the node that its flows leave

    def run(self) -> Net:
        """Gives the finished net."""
        self._check_ends()
        starts = self._implicit_starts()
        for element in self.process.elements.values():
            self._add(element)
        starts = starts or [node.id for node in self.nodes.values() if node.kind == "start"]
        if not starts:
            raise NotRunnable(
                self.process.id,
                "tidak ada awal: setiap langkah menunggu langkah lain",
                "there is no start: every step waits for another one",
            )
        arcs = {arc.id: arc for arc in (*self.added, *map(self._arc, self.process.flows.values()))}
        return Net(self.process.id, MappingProxyType(self._tied(arcs)), MappingProxyType(arcs), tuple(starts))

    def _safe(self, id: str) -> str:
        return self._fresh(f"{id}~") if reserved(id) else id

    def _fresh(self, id: str) -> str:
        """Gives the id with as many tildes behind it as make it new; no id of XML holds a tilde."""
        while id in self.taken:
            id += "~"
        self.taken.add(id)
        return id

    def _check_ends(self) -> None:
        elements = self.process.elements
        for flow in self.process.flows.values():
            for end in (flow.source, flow.target):
                if end not in elements:
                    raise NotRunnable(
                        flow.id, f"alur menunjuk {end!r}, yang tidak ada", f"the flow names {end!r}, which is not there"
                    )
        for element in elements.values():
            if element.kind == "boundaryEvent":
                host = elements.get(element.attached_to or "")
                if host is None or host.kind not in ACTIVITIES:
                    raise NotRunnable(
                        element.id,
                        "kejadian tepi tidak menempel pada langkah",
                        "the boundary event is attached to no step",
                    )

    def _implicit_starts(self) -> list[str]:
        """Adds a start before each element without incoming flows, where the process has no start event."""
        elements = self.process.elements.values()
        if any(element.kind == "startEvent" for element in elements):
            return []
        found: list[str] = []
        for element in elements:
            if not element.incoming and element.kind != "boundaryEvent":
                kind_of(element)
                start = self._fresh(f"{element.id}~start")
                self.nodes[start] = Node(start, "start", None)
                self._link(start, self.node_ids[element.id])
                found.append(start)
        return found

    def _link(self, source: str, target: str) -> None:
        self.added.append(Arc(self._fresh(f"{source}~{target}"), source, target))

    def _add(self, element: Element) -> None:
        kind = kind_of(element)
        id = self.node_ids[element.id]
        host = element.attached_to if kind.startswith("boundary_") else None
        self.nodes[id] = Node(
            id=id,
            kind=kind,
            origin=element.id,
            attached_to=None if host is None else self.node_ids[host],
            interrupting=element.interrupting,
            timer=element.timer,
            message=element.message,
            correlation_key=element.correlation_key,
            topic=element.topic,
        )
        self.leaves[element.id] = id
        if kind not in _GATEWAYS:
            self._split(element, id)

    def _split(self, element: Element, id: str) -> None:
        """Adds the gateway that several flows, or one with a condition, out of an activity or event stand for."""
        flows = [self.process.flows[flow] for flow in element.outgoing]
        conditions = any(flow.condition and flow.id != element.default for flow in flows)
        if len(flows) < 2 and not conditions:
            return
        choice = conditions or element.default in element.outgoing
        gateway = self._fresh(f"{id}~split")
        self.nodes[gateway] = Node(gateway, "inclusive" if choice else "parallel", None)
        self._link(id, gateway)
        self.leaves[element.id] = gateway

    def _arc(self, flow: Flow) -> Arc:
        source = self.process.elements[flow.source]
        ignored = flow.id == source.default or source.kind == "parallelGateway"
        return Arc(
            id=self.arc_ids[flow.id],
            source=self.leaves[flow.source],
            target=self.node_ids[flow.target],
            condition=None if ignored else flow.condition,
            origin=flow.id,
        )

    def _tied(self, arcs: Mapping[str, Arc]) -> dict[str, Node]:
        """Gives the nodes with their arcs, defaults and boundary events."""
        incoming: dict[str, list[str]] = {}
        outgoing: dict[str, list[str]] = {}
        boundary: dict[str, list[str]] = {}
        for arc in arcs.values():
            outgoing.setdefault(arc.source, []).append(arc.id)
            incoming.setdefault(arc.target, []).append(arc.id)
        for node in self.nodes.values():
            if node.attached_to is not None:
                boundary.setdefault(node.attached_to, []).append(node.id)
        defaults = {
            self.leaves[element.id]: self.arc_ids[element.default]
            for element in self.process.elements.values()
            if element.default in element.outgoing and element.default is not None
        }
        return {
            id: replace(
                node,
                incoming=tuple(incoming.get(id, ())),
                outgoing=tuple(outgoing.get(id, ())),
                default=defaults.get(id) if node.kind in ("exclusive", "inclusive") else None,
                boundary=tuple(boundary.get(id, ())),
            )
            for id, node in self.nodes.items()
        }
