"""Prepare a process for the executor: what BPMN leaves implicit becomes explicit.

Source: BPMN 2.0.2 (OMG formal/2013-12-09) chapters 8.4, 10 and 13. What is rewritten, and nothing else:

- Several flows out of an activity or event become a gateway of our own behind it: `parallel` when no flow has a
  condition and none is the default, else `inclusive`. A flow without a condition that is not the default always holds,
  so beside it the default is never taken. One flow with a condition becomes an `inclusive` of one flow: when the
  condition does not hold, no flow does.
- A condition on a default flow is ignored, so is one behind a parallel or event-based gateway.
- Without a start event each element of the process or sub-process without an incoming flow gets a start of our own.
- A pair of links becomes arcs of our own from each throw to its catch.
- A receive task that begins a case becomes a start with its message, and behind it a `pass` of our own that stands for
  the task's flows and mappings. An event-based gateway that begins a case becomes a start for each event behind it.
- An element without an outgoing flow just ends its token; nothing is added.
- Several flows into an element stay: each token that arrives starts it anew.
- An id that the executor needs for itself gets a tilde behind it; `origin` keeps the deployed id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from bpmn.document_types import Element, Flow, Process
from bpmn.net import Arc, Net, Node
from bpmn.prepare_elements import element_obstacles
from bpmn.prepare_nodes import SILENT, node_of, reserved
from bpmn.prepare_obstacle import NotRunnable, Obstacle
from bpmn.prepare_places import Places, begins, place_obstacles

__all__ = ["NotRunnable", "Obstacle", "obstacles", "prepare", "reserved"]


def obstacles(process: Process) -> Iterator[Obstacle]:
    """Gives everything that keeps the process from running; nothing, when it can be prepared."""
    for element in process.elements.values():
        for rule, (id, en) in element_obstacles(element):
            yield Obstacle(element.id, rule, id, en)
    yield from place_obstacles(process)


def prepare(process: Process) -> Net:
    """Gives the normal form of the process; raises NotRunnable for what does not run."""
    first = next(obstacles(process), None)
    if first is not None:
        raise NotRunnable(first.element, first.id, first.en)
    return _Preparation(process).run()


class _Preparation:
    """The net while it grows, in the order of the diagram's elements."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.places = Places(process)
        self.taken = set(process.elements) | set(process.flows)
        self.node_ids = {id: self._safe(id) for id in process.elements}
        self.arc_ids = {id: self._safe(id) for id in process.flows}
        self.nodes: dict[str, Node] = {}
        self.added: list[Arc] = []
        self.leaves: dict[str, str] = {}  # element -> the node that its flows leave

    def run(self) -> Net:
        """Gives the finished net."""
        for scope in self.places.inside:
            for element in self.places.implicit(scope):
                self._begin(element)
        for element in self.process.elements.values():
            if not (begins(element) and element.kind == "eventBasedGateway"):
                self._add(element)
        self._link_pairs()
        flows = [flow for flow in self.process.flows.values() if flow.source in self.leaves]
        arcs = {arc.id: arc for arc in (*self.added, *map(self._arc, flows))}
        nodes = self._scoped(self._tied(arcs))
        top = [node for node in nodes.values() if node.parent is None]
        return Net(
            self.process.id,
            MappingProxyType(nodes),
            MappingProxyType(arcs),
            starts=_none_starts(top),
            triggers=tuple(node.id for node in top if node.kind == "start" and node.trigger is not None),
            handlers=_handlers(top),
        )

    def _safe(self, id: str) -> str:
        return self._fresh(f"{id}~") if reserved(id) else id

    def _fresh(self, id: str) -> str:
        """Gives the id with as many tildes behind it as make it new; no id of XML holds a tilde."""
        while id in self.taken:
            id += "~"
        self.taken.add(id)
        return id

    def _parent(self, element: Element) -> str | None:
        return None if element.parent is None else self.node_ids[element.parent]

    def _begin(self, element: Element) -> None:
        """Adds the start that an element without incoming flows stands for."""
        start = self._fresh(f"{element.id}~start")
        self.nodes[start] = Node(start, "start", None, self._parent(element))
        self._link(start, self.node_ids[element.id])

    def _link(self, source: str, target: str) -> None:
        self.added.append(Arc(self._fresh(f"{source}~{target}"), source, target))

    def _add(self, element: Element) -> None:
        id, parent = self.node_ids[element.id], self._parent(element)
        host = element.attached_to if element.kind == "boundaryEvent" else None
        node = replace(node_of(element, id, parent), attached_to=None if host is None else self.node_ids[host])
        if element.id in self.places.begun:
            node = self._begun(element, node)
        self.nodes[node.id] = node
        self.leaves[element.id] = node.id
        if node.kind not in SILENT:
            self._split(element, node)

    def _begun(self, element: Element, node: Node) -> Node:
        """Gives the node behind the start by which a case begins; for an event that start is the node itself."""
        start = Node(node.id, "start", element.id, trigger=node.trigger)
        if element.kind != "receiveTask":
            return replace(start, outputs=node.outputs)
        begin = self._fresh(f"{node.id}~start")
        self.nodes[begin] = replace(start, id=begin)
        self._link(begin, node.id)
        return Node(node.id, "pass", None, inputs=node.inputs, outputs=node.outputs)

    def _split(self, element: Element, node: Node) -> None:
        """Adds the gateway that several flows, or one with a condition, out of an activity or event stand for."""
        flows = [self.process.flows[flow] for flow in element.outgoing]
        conditions = any(flow.condition and flow.id != element.default for flow in flows)
        if len(flows) < 2 and not conditions:
            return
        choice = conditions or element.default in element.outgoing
        gateway = self._fresh(f"{node.id}~split")
        self.nodes[gateway] = Node(gateway, "inclusive" if choice else "parallel", None, node.parent)
        self._link(node.id, gateway)
        self.leaves[element.id] = gateway

    def _link_pairs(self) -> None:
        """Adds an arc from each throwing link to the catching one of its name in its scope."""
        for here in self.places.inside.values():
            links = [element for element in here if element.link is not None]
            catches = {one.link: one.id for one in links if one.kind == "intermediateCatchEvent"}
            for element in links:
                if element.kind == "intermediateThrowEvent":
                    self._link(self.node_ids[element.id], self.node_ids[catches[element.link]])

    def _arc(self, flow: Flow) -> Arc:
        source = self.process.elements[flow.source]
        ignored = flow.id == source.default or source.kind in ("parallelGateway", "eventBasedGateway")
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
            if element.id in self.leaves and element.default in element.outgoing and element.default is not None
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

    def _scoped(self, nodes: Mapping[str, Node]) -> dict[str, Node]:
        """Gives the nodes with what each scope begins with and which event sub-processes stand in it."""
        inside: dict[str, list[Node]] = {}
        for node in nodes.values():
            if node.parent is not None:
                inside.setdefault(node.parent, []).append(node)
        return {
            id: replace(node, starts=_none_starts(inside.get(id, [])), handlers=_handlers(inside.get(id, [])))
            if node.kind == "scope"
            else node
            for id, node in nodes.items()
        }


def _none_starts(nodes: list[Node]) -> tuple[str, ...]:
    return tuple(node.id for node in nodes if node.kind == "start" and node.trigger is None)


def _handlers(nodes: list[Node]) -> tuple[str, ...]:
    return tuple(node.id for node in nodes if node.triggered)
