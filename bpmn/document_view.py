"""From the tree of a document to its processes, lanes, elements and flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bpmn.document_node import element_of, program_text, properties_of
from bpmn.document_tree import Node, child, children, dialect, is_bpmn, line, local, name_of, reference, text_of, truth
from bpmn.document_types import Element, Flaw, Flow, Lane, Participant, Process
from bpmn.names import FLOW_NODES


class Ids:
    """Gives each node and flow of a document a key of its own and keeps what was wrong with the ids."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.flaws: list[Flaw] = []

    def key(self, node: Node) -> str:
        """Gives the node's id; where it has none, a key that no id of XML can be."""
        given = (node.get("id") or "").strip()
        if given:
            if given in self.seen:
                self.flaws.append(Flaw("duplicate", given, local(node), line(node)))
            self.seen.add(given)
            return given
        self.flaws.append(Flaw("missing", "", local(node), line(node)))
        made = f"({local(node)} {len(self.flaws)})"
        self.seen.add(made)
        return made


def view_processes(nodes: Iterable[Node], ids: Ids) -> tuple[Process, ...]:
    """Gives the processes of the document in order."""
    messages: dict[str, Node] = {}
    found: list[Node] = []
    for node in nodes:
        if is_bpmn(node, "message") and node.get("id"):
            messages[str(node.get("id")).strip()] = node
        elif is_bpmn(node, "process"):
            found.append(node)
    return tuple(_process(node, messages, ids) for node in found)


def view_participants(nodes: Iterable[Node]) -> tuple[Participant, ...]:
    """Gives the pools of the document in order."""
    return tuple(
        Participant(node.get("id") or "", name_of(node), reference(node.get("processRef")), line(node))
        for node in nodes
        if is_bpmn(node, "participant")
    )


def _process(node: Node, messages: Mapping[str, Node], ids: Ids) -> Process:
    key = ids.key(node)
    flows = _flows(node, ids)
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows.values():
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    lanes = _lanes(node)
    lane_of: dict[str, str] = {}
    for lane in lanes:
        for member in lane.elements:
            lane_of.setdefault(member, lane.id)
    elements: dict[str, Element] = {}
    for inner in children(node, *FLOW_NODES):
        made = element_of(inner, ids.key(inner), messages)
        if made.id not in elements:
            elements[made.id] = _linked(made, lane_of, incoming, outgoing)
    return Process(
        id=key,
        name=name_of(node),
        executable=truth(node.get("isExecutable"), absent=False),
        properties=properties_of(node),
        documentation=text_of(child(node, "documentation")),
        elements=MappingProxyType(elements),
        flows=MappingProxyType(flows),
        lanes=lanes,
        version_tag=dialect(node, "versionTag"),
        line=line(node),
        code=program_text(node),
    )


def _linked(
    made: Element, lane_of: Mapping[str, str], incoming: Mapping[str, list[str]], outgoing: Mapping[str, list[str]]
) -> Element:
    return replace(
        made,
        lane=lane_of.get(made.id),
        incoming=tuple(incoming.get(made.id, ())),
        outgoing=tuple(outgoing.get(made.id, ())),
    )


def _flows(node: Node, ids: Ids) -> dict[str, Flow]:
    flows: dict[str, Flow] = {}
    for inner in children(node, "sequenceFlow"):
        key = ids.key(inner)
        condition = child(inner, "conditionExpression")
        flows.setdefault(
            key,
            Flow(
                id=key,
                name=name_of(inner),
                source=reference(inner.get("sourceRef")) or "",
                target=reference(inner.get("targetRef")) or "",
                condition=text_of(condition) or None,
                line=line(inner),
                language=None if condition is None else condition.get("language"),
            ),
        )
    return flows


def _lanes(process: Node) -> tuple[Lane, ...]:
    """Gives the leaf lanes; a node that only an outer lane names belongs to the first leaf of that lane."""
    nodes, depths = _all_lanes(process)
    refs = [[ref for item in children(node, "flowNodeRef") if (ref := reference(text_of(item)))] for node in nodes]
    leaf = [at + 1 >= len(nodes) or depths[at + 1] <= depths[at] for at in range(len(nodes))]
    first = list(range(len(nodes)))
    for at in range(len(nodes) - 1, -1, -1):
        first[at] = at if leaf[at] else first[at + 1]
    members: dict[int, dict[str, None]] = {at: dict.fromkeys(refs[at]) for at in range(len(nodes)) if leaf[at]}
    placed = {ref for own in members.values() for ref in own}
    for at in range(len(nodes) - 1, -1, -1):
        if not leaf[at]:
            members[first[at]].update((ref, None) for ref in refs[at] if ref not in placed)
            placed.update(refs[at])
    return tuple(_lane(nodes[at], own, number) for number, (at, own) in enumerate(members.items(), 1))


def _lane(node: Node, members: Iterable[str], number: int) -> Lane:
    name = name_of(node)
    return Lane((node.get("id") or "").strip() or name or f"(lane {number})", name, tuple(members))


def _all_lanes(process: Node) -> tuple[list[Node], list[int]]:
    """Gives all lanes, outer before inner, and how deep each is."""
    nodes: list[Node] = []
    depths: list[int] = []
    waiting = [(process, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth:
            nodes.append(node)
            depths.append(depth)
        inner = [lane for holder in children(node, "laneSet", "childLaneSet") for lane in children(holder, "lane")]
        waiting.extend((lane, depth + 1) for lane in reversed(inner))
    return nodes, depths
