"""From the tree of a document to its processes, lanes, elements and flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from bpmn.document_mapping import expression_text
from bpmn.document_node import element_of, program_text, properties_of
from bpmn.document_roots import Roots, view_roots
from bpmn.document_tree import Node, child, children, dialect, is_bpmn, line, local, name_of, reference, text_of, truth
from bpmn.document_types import Element, Flaw, Flow, Lane, Participant, Process
from bpmn.names import FLOW_NODES, SUBPROCESSES

_ANYWHERE: Final = " "  # no id: a lane of any scope


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


def view_processes(nodes: list[Node], ids: Ids) -> tuple[Process, ...]:
    """Gives the processes of the document in order."""
    roots = view_roots(nodes)
    return tuple(_process(node, roots, ids) for node in nodes if is_bpmn(node, "process"))


def view_participants(nodes: Iterable[Node]) -> tuple[Participant, ...]:
    """Gives the pools of the document in order."""
    return tuple(
        Participant(node.get("id") or "", name_of(node), reference(node.get("processRef")), line(node))
        for node in nodes
        if is_bpmn(node, "participant")
    )


@dataclass(slots=True)
class _Growing:
    """What is found in a process and its sub-processes; `inside` are the containers, outer before inner."""

    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    inside: list[tuple[Node, str | None]] = field(default_factory=list)


def _process(node: Node, roots: Roots, ids: Ids) -> Process:
    key = ids.key(node)
    found = _walked(node, roots, ids)
    lanes = tuple(lane for inner, parent in found.inside for lane in _lanes(inner, parent))
    return Process(
        id=key,
        name=name_of(node),
        executable=truth(node.get("isExecutable"), absent=False),
        properties=properties_of(node),
        documentation=text_of(child(node, "documentation")),
        elements=MappingProxyType(_linked(found, lanes)),
        flows=MappingProxyType(found.flows),
        lanes=lanes,
        version_tag=dialect(node, "versionTag"),
        line=line(node),
        code=program_text(node),
        keep=dialect(node, "historyTimeToLive"),
        startable=truth(dialect(node, "isStartableInTasklist"), absent=True),
    )


def _walked(process: Node, roots: Roots, ids: Ids) -> _Growing:
    """Gives what stands in the process, in the order of the document and without recursion.

    Of two elements of one id the first counts; what stands inside the other is left out with it.
    """
    found = _Growing(inside=[(process, None)])
    work: list[tuple[str | None, Iterator[Node]]] = [(None, iter(process))]
    while work:
        parent, rest = work[-1]
        inner = next(rest, None)
        if inner is None:
            work.pop()
        elif not isinstance(inner.tag, str) or not is_bpmn(inner):
            continue
        elif local(inner) == "sequenceFlow":
            flow = _flow(inner, ids.key(inner), parent)
            found.flows.setdefault(flow.id, flow)
        elif local(inner) in FLOW_NODES:
            made = element_of(inner, ids.key(inner), roots)
            if made.id not in found.elements:
                found.elements[made.id] = replace(made, parent=parent)
                if made.kind in SUBPROCESSES:
                    found.inside.append((inner, made.id))
                    work.append((made.id, iter(inner)))
    return found


def _linked(found: _Growing, lanes: Iterable[Lane]) -> dict[str, Element]:
    """Gives the elements with their flows and lanes; without a lane of its own an element has that around it."""
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in found.flows.values():
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    lane_of: dict[tuple[str, str | None], str] = {}
    for lane in lanes:
        for member in lane.elements:
            lane_of.setdefault((member, lane.parent), lane.id)
            lane_of.setdefault((member, _ANYWHERE), lane.id)
    elements: dict[str, Element] = {}
    for id, made in found.elements.items():
        around = None if made.parent is None else elements[made.parent].lane
        elements[id] = replace(
            made,
            lane=lane_of.get((id, made.parent)) or lane_of.get((id, _ANYWHERE), around),
            incoming=tuple(incoming.get(id, ())),
            outgoing=tuple(outgoing.get(id, ())),
        )
    return elements


def _flow(node: Node, key: str, parent: str | None) -> Flow:
    condition = child(node, "conditionExpression")
    return Flow(
        id=key,
        name=name_of(node),
        source=reference(node.get("sourceRef")) or "",
        target=reference(node.get("targetRef")) or "",
        condition=expression_text(text_of(condition)),
        line=line(node),
        language=None if condition is None else condition.get("language"),
        parent=parent,
    )


def _lanes(process: Node, parent: str | None) -> tuple[Lane, ...]:
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
    return tuple(
        replace(_lane(nodes[at], own, number), parent=parent) for number, (at, own) in enumerate(members.items(), 1)
    )


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
