"""Edits of a diagram as people make them, each with the differences that it has to give."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from bpmn.document import Document, Element, read
from bpmn.names import BPMN, BPMNDI, CAMUNDA, DC, GATEWAYS

B, C = f"{{{BPMN}}}", f"{{{CAMUNDA}}}"
Expected = list[tuple[str, str]]
Edit = Callable[["Paper"], Expected]
EDITS: list[Edit] = []


def edit(function: Edit) -> Edit:
    """Enters a function among the edits; it gives nothing where the diagram has no place for it."""
    EDITS.append(function)
    return function


@dataclass
class Paper:
    """A diagram on the table of an editor; what one edit touched, no later one touches."""

    document: Document
    random: random.Random
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.root = self.document.tree()
        (self.process,) = self.document.processes
        self.node = self.at(self.process.id)

    def at(self, id: str) -> etree._Element:
        """The node of that id."""
        return next(node for node in self.root.iter() if node.get("id") == id)

    def one(self, ids: Iterable[str]) -> str | None:
        """One of the ids that nobody touched, which is touched now."""
        free = sorted(id for id in set(ids) if id not in self.taken)
        if not free:
            return None
        found = self.random.choice(free)
        self.taken.add(found)
        return found

    def step(self, which: Callable[[Element], bool] = lambda element: True, *kinds: str) -> str | None:
        """One element of the kinds."""
        elements = self.process.elements.values()
        return self.one(one.id for one in elements if (not kinds or one.kind in kinds) and which(one))

    def flow(self, which: Callable[[str], bool] = lambda id: True) -> str | None:
        """One flow that is no default."""
        defaults = {one.default for one in self.process.elements.values()}
        return self.one(id for id in self.process.flows if id not in defaults and which(id))

    def extensions(self, id: str) -> etree._Element:
        """The extension elements of an element."""
        node = self.at(id)
        found = node.find(f"{B}extensionElements")
        if found is None:
            found = etree.Element(f"{B}extensionElements")
            node.insert(1 if node.find(f"{B}documentation") is not None else 0, found)
        return found

    def members(self, lane: str) -> list[str]:
        """The elements of a lane."""
        return [one.id for one in self.process.elements.values() if one.lane == lane]

    def remove(self, id: str) -> None:
        """Takes out the node, its drawing and what names it in a lane."""
        for node in list(self.root.iter()):
            named = node.tag == f"{B}flowNodeRef" and node.text == id
            parent = node.getparent()
            if parent is not None and (node.get("id") == id or node.get("bpmnElement") == id or named):
                parent.remove(node)

    def renumber(self, old: str, new: str) -> None:
        """Gives something another id wherever it is named."""
        self.taken |= {old, new}
        for node in self.root.iter():
            for key, value in node.attrib.items():
                if value == old:
                    node.set(key, new)
            if node.text == old:
                node.text = new

    def saved(self) -> Document:
        """The file after the edits."""
        return read(etree.tostring(self.root, encoding="utf-8"))


@edit
def a_step_is_renamed(paper: Paper) -> Expected:
    id = paper.step()
    if id is None:
        return []
    paper.at(id).set("name", f"{paper.process.elements[id].name} lagi")
    return [("step-renamed", id)]


@edit
def a_text_is_written_anew(paper: Paper) -> Expected:
    id = paper.step()
    if id is None:
        return []
    node = paper.at(id)
    found = node.find(f"{B}documentation")
    if found is None:
        node.insert(0, found := etree.Element(f"{B}documentation"))
    found.text = f"{found.text or ''} Ditulis ulang."
    return [("text", id)]


def _set(paper: Paper, id: str, name: str) -> None:
    """Changes, adds or clears one property."""
    holder = paper.extensions(id)
    found = holder.find(f"{C}properties")
    if found is None:
        found = etree.SubElement(holder, f"{C}properties")
    present = [one for one in found if one.get("name") == name and one.get("value")]
    if present and paper.random.random() < 0.3:
        found.remove(present[0])
    elif present:
        present[0].set("value", f"{present[0].get('value')} | tambahan")
    else:
        for one in [one for one in found if one.get("name") == name]:
            found.remove(one)
        etree.SubElement(found, f"{C}property", name=name, value="diisi")


@edit
def a_norm_changes(paper: Paper) -> Expected:
    id = paper.step()
    if id is None:
        return []
    _set(paper, id, paper.random.choice(["sop:waktu", "sop:output", "sop:kelengkapan", "sop:baru"]))
    return [("property", id)]


@edit
def the_header_changes(paper: Paper) -> Expected:
    name = paper.one(["sop:nomor", "sop:peringatan", "sop:dasar-hukum"])
    if name is None:
        return []
    _set(paper, paper.process.id, name)
    return [("header", paper.process.id)]


@edit
def a_lane_is_renamed(paper: Paper) -> Expected:
    id = paper.one(lane.id for lane in paper.process.lanes)
    if id is None:
        return []
    paper.at(id).set("name", f"Kolom {id}")
    return [("lane-renamed", id)]


@edit
def two_lanes_change_places(paper: Paper) -> Expected:
    lanes = [lane.id for lane in paper.process.lanes]
    if "lanes" in paper.taken or len([one for one in lanes if one not in paper.taken]) < 2:
        return []
    first, second = (paper.one(lanes) or "" for _ in range(2))
    paper.taken.add("lanes")
    _swap(paper.at(first), paper.at(second))
    return [("lanes-reordered", paper.process.id)]


def _swap(first: etree._Element, second: etree._Element) -> None:
    parent, other = first.getparent(), second.getparent()
    assert parent is not None
    assert parent is other
    at, to = parent.index(first), parent.index(second)
    parent[at], parent[to] = etree.Element("leer"), etree.Element("leer")
    parent[at], parent[to] = second, first


@edit
def a_lane_is_added(paper: Paper) -> Expected:
    if not paper.process.lanes:
        return []
    id = f"lajur_baru_{len(paper.taken)}"
    paper.taken.add(id)
    lanes = next(paper.node.iter(f"{B}laneSet"))
    lanes.insert(paper.random.randrange(len(lanes) + 1), etree.Element(f"{B}lane", id=id, name="Petugas baru"))
    return [("lane-added", id)]


@edit
def a_lane_is_removed(paper: Paper) -> Expected:
    lanes = [lane.id for lane in paper.process.lanes if paper.taken.isdisjoint(paper.members(lane.id))]
    id = paper.one(lanes)
    if id is None:
        return []
    paper.taken |= set(paper.members(id))
    paper.remove(id)
    return [("lane-removed", id), *(("step-moved", one) for one in paper.members(id))]


@edit
def a_step_moves_to_another_lane(paper: Paper) -> Expected:
    id = paper.step(lambda one: one.lane is not None and one.attached_to is None, "userTask", "receiveTask", "endEvent")
    lanes = [one.id for one in paper.process.lanes if id and one.id != paper.process.elements[id].lane]
    if id is None or any(one.attached_to == id for one in paper.process.elements.values()) or not lanes:
        return []
    lane = paper.one(lanes)
    if lane is None:
        return []
    for ref in list(paper.root.iter(f"{B}flowNodeRef")):
        if ref.text == id:
            ref.getparent().remove(ref)  # type: ignore[union-attr]
    etree.SubElement(paper.at(lane), f"{B}flowNodeRef").text = id
    return [("step-moved", id)]


@edit
def a_step_is_added(paper: Paper) -> Expected:
    id = f"langkah_baru_{len(paper.taken)}"
    paper.taken.add(id)
    etree.SubElement(paper.node, f"{B}userTask", id=id, name="Langkah tambahan")
    return [("step-added", id)]


@edit
def a_step_is_removed_with_its_flows(paper: Paper) -> Expected:
    defaults = {one.default for one in paper.process.elements.values()}
    hosts = {one.attached_to for one in paper.process.elements.values()}

    def alone(one: Element) -> bool:
        flows = {*one.incoming, *one.outgoing}
        return one.id not in hosts and paper.taken.isdisjoint(flows) and defaults.isdisjoint(flows)

    id = paper.step(alone, "userTask", "receiveTask", "exclusiveGateway", "endEvent")
    if id is None:
        return []
    flows = {*paper.process.elements[id].incoming, *paper.process.elements[id].outgoing}
    paper.taken |= flows
    for one in (id, *flows):
        paper.remove(one)
    return [("step-removed", id), *(("flow-removed", one) for one in flows)]


@edit
def a_step_becomes_one_of_another_kind(paper: Paper) -> Expected:
    id = paper.step(lambda one: True, "userTask")
    if id is None:
        return []
    paper.at(id).tag = f"{B}manualTask"
    return [("step-kind", id)]


def _ends(paper: Paper) -> list[str]:
    """Elements that nobody touched, between which a flow may lead."""
    free = [one.id for one in paper.process.elements.values() if one.id not in paper.taken and one.parent is None]
    return paper.random.sample(sorted(free), min(2, len(free)))


@edit
def a_flow_is_drawn(paper: Paper) -> Expected:
    ends = _ends(paper)
    if len(ends) < 2:
        return []
    id = f"alur_baru_{len(paper.taken)}"
    paper.taken |= {id, *ends}
    etree.SubElement(paper.node, f"{B}sequenceFlow", id=id, sourceRef=ends[0], targetRef=ends[1])
    return [("flow-added", id)]


@edit
def a_flow_is_removed(paper: Paper) -> Expected:
    id = paper.flow()
    if id is None:
        return []
    paper.remove(id)
    return [("flow-removed", id)]


@edit
def a_flow_leads_elsewhere(paper: Paper) -> Expected:
    ends = _ends(paper)
    id = paper.flow(lambda id: bool(ends) and paper.process.flows[id].target != ends[0])
    if id is None:
        return []
    paper.taken.add(ends[0])
    paper.at(id).set("targetRef", ends[0])
    return [("flow-moved", id)]


@edit
def a_flow_is_renamed(paper: Paper) -> Expected:
    id = paper.flow()
    if id is None:
        return []
    paper.at(id).set("name", "Jalan lain")
    return [("flow-renamed", id)]


@edit
def a_condition_changes(paper: Paper) -> Expected:
    id = paper.flow()
    if id is None:
        return []
    node = paper.at(id)
    found = node.find(f"{B}conditionExpression")
    if found is None:
        found = etree.SubElement(node, f"{B}conditionExpression")
    found.text = 'jawaban = "lain"'
    return [("condition", id)]


@edit
def a_shape_is_pushed(paper: Paper) -> Expected:
    id = paper.step()
    shapes = [one for one in paper.root.iter(f"{{{BPMNDI}}}BPMNShape") if one.get("bpmnElement") == id]
    if id is None or not shapes:
        return []
    bounds = shapes[0].find(f"{{{DC}}}Bounds")
    assert bounds is not None
    bounds.set("x", str(float(bounds.get("x") or "0") + 7))
    return [("drawing", id)]


def disguise(paper: Paper) -> None:
    """Saves the diagram as another program might: other ids for what has no meaning of its own, another order."""
    process = paper.process
    for number, id in enumerate(sorted(process.flows)):
        if paper.random.random() < 0.2:
            paper.renumber(id, f"Flow_{number}x")
    for number, one in enumerate(process.elements.values()):
        if one.kind in GATEWAYS and paper.random.random() < 0.5:
            around = [process.flows[id] for id in (*one.incoming, *one.outgoing)]
            ids = {flow.id for flow in around} | {flow.source for flow in around} | {flow.target for flow in around}
            paper.taken |= ids | ({one.lane} if one.lane else set())
            paper.renumber(one.id, f"Gateway_{number}x")
    names = [lane.name for lane in process.lanes]
    for number, lane in enumerate(process.lanes):
        if names.count(lane.name) == 1 and paper.random.random() < 0.3:
            paper.renumber(lane.id, f"Lane_{number}x")
            paper.taken.add("lanes")
    paper.root.set("exporter", "Alat lain")
    _reorder(paper)


def _reorder(paper: Paper) -> None:
    for node in paper.root.iter():
        pairs = list(node.attrib.items())
        paper.random.shuffle(pairs)
        node.attrib.clear()
        for key, value in pairs:
            node.set(key, value)
        if node.tag == f"{C}properties":
            node[:] = paper.random.sample(list(node), len(node))
            etree.SubElement(node, f"{C}property", name="sop:tak-terisi", value="")
    for flow in list(paper.node.iterchildren(f"{B}sequenceFlow")):
        paper.node.append(flow)
    etree.indent(paper.root, " ")
