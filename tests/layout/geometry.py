"""What a drawing must keep: a checker that reads the file itself and shares no code with the layout."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DI = "{http://www.omg.org/spec/DD/20100524/DI}"
_NODES = ("Task", "task", "Event", "Gateway", "subProcess", "callActivity", "transaction")

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def meets(self, other: Box) -> bool:
        """True when the insides share something (half a unit of slack)."""
        slack = 0.5
        across = self.x + slack < other.right and other.x + slack < self.right
        return across and self.y + slack < other.bottom and other.y + slack < self.bottom

    def holds(self, point: Point) -> bool:
        """True when the point lies strictly inside."""
        return self.x + 0.5 < point[0] < self.right - 0.5 and self.y + 0.5 < point[1] < self.bottom - 0.5

    def borders(self, point: Point) -> bool:
        """True when the point lies on the border."""
        x, y = point
        inside = self.x - 0.5 <= x <= self.right + 0.5 and self.y - 0.5 <= y <= self.bottom + 0.5
        return inside and not self.holds(point)


@dataclass
class Drawing:
    """A file's flow nodes, lanes and flows with their places."""

    nodes: dict[str, Box] = field(default_factory=dict)
    hosts: dict[str, str] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    pools: dict[str, Box] = field(default_factory=dict)
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    around: dict[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, outer: str, inner: str) -> bool:
        """True when the one is a sub-process around the other element or flow."""
        return outer in self.around.get(inner, ())


def read(data: bytes) -> Drawing:
    """The drawing of a file."""
    root = ET.fromstring(data)
    found = Drawing()
    kinds: dict[str, str] = {}
    for node in root.iter():
        id, tag = node.get("id", ""), node.tag.removeprefix(_BPMN)
        kinds[id] = tag
        if tag in ("subProcess", "transaction"):
            for inner in node.iter():
                if inner is not node:
                    known = found.around.get(inner.get("id", ""), frozenset())
                    found.around[inner.get("id", "")] = known | {id}
        if node.get("name") and tag.endswith(("Event", "Gateway", "sequenceFlow")):
            found.named.add(id)
        if tag == "sequenceFlow":
            found.ends[id] = (node.get("sourceRef", ""), node.get("targetRef", ""))
        elif tag == "boundaryEvent":
            found.hosts[id] = node.get("attachedToRef", "")
        elif tag == "lane":
            found.lane_of |= {ref.text or "": id for ref in node.iter(f"{_BPMN}flowNodeRef")}
    for id, (source, target) in found.ends.items():
        found.around[id] = found.around.get(source, frozenset()) & found.around.get(target, frozenset())
    for shape in root.iter(f"{_BPMNDI}BPMNShape"):
        id = shape.get("bpmnElement", "")
        box = _box(shape.find(f"{_DC}Bounds"))
        assert box is not None, f"{id} has no bounds"
        place = found.lanes if kinds[id] == "lane" else found.pools if kinds[id] == "participant" else found.nodes
        if place is not found.nodes or kinds[id].endswith(_NODES):
            place[id] = box
        _label(found, id, shape)
    for edge in root.iter(f"{_BPMNDI}BPMNEdge"):
        id = edge.get("bpmnElement", "")
        if id in found.ends:
            points = [(float(p.get("x", "")), float(p.get("y", ""))) for p in edge.iter(f"{_DI}waypoint")]
            found.lines[id] = points
            _label(found, id, edge)
    return found


def _label(found: Drawing, id: str, drawn: ET.Element) -> None:
    box = _box(drawn.find(f"{_BPMNDI}BPMNLabel/{_DC}Bounds"))
    if box is not None:
        found.labels[id] = box


def _box(node: ET.Element | None) -> Box | None:
    if node is None:
        return None
    x, y, w, h = (float(node.get(name, "")) for name in ("x", "y", "width", "height"))
    return Box(x, y, w, h)


def faults(drawing: Drawing) -> list[str]:
    """Everything that a drawing must not have, in words; a crossing of two flows is not among it."""
    return [
        *_overlaps(drawing),
        *_outside(drawing),
        *_lanes(drawing),
        *_ends(drawing),
        *_through(drawing),
        *_on_each_other(drawing),
        *_labels(drawing),
    ]


def _overlaps(drawing: Drawing) -> Iterator[str]:
    for (a, one), (b, two) in combinations(drawing.nodes.items(), 2):
        nested = drawing.holds(a, b) or drawing.holds(b, a)
        if one.meets(two) and not nested and drawing.hosts.get(a) != b and drawing.hosts.get(b) != a:
            yield f"{a} and {b} overlap"


def _outside(drawing: Drawing) -> Iterator[str]:
    for id, scopes in drawing.around.items():
        for scope in scopes & drawing.nodes.keys():
            if id in drawing.nodes and not _inside(drawing.nodes[id], drawing.nodes[scope]):
                yield f"{id} stands outside its sub-process"


def _lanes(drawing: Drawing) -> Iterator[str]:
    for id, box in drawing.nodes.items():
        lane = drawing.lanes.get(drawing.lane_of.get(id, ""))
        if lane and not (lane.x <= box.x and box.right <= lane.right and lane.y <= box.y and box.bottom <= lane.bottom):
            yield f"{id} stands outside its lane"
    for (a, one), (b, two) in combinations(drawing.lanes.items(), 2):
        if one.meets(two) and not _inside(one, two) and not _inside(two, one):
            yield f"lanes {a} and {b} overlap"


def _inside(a: Box, b: Box) -> bool:
    return a.x >= b.x and a.right <= b.right and a.y >= b.y and a.bottom <= b.bottom


def _ends(drawing: Drawing) -> Iterator[str]:
    for id, (source, target) in drawing.ends.items():
        if source not in drawing.nodes or target not in drawing.nodes:
            continue
        points = drawing.lines.get(id)
        if not points:
            yield f"{id} is not drawn"
            continue
        if not drawing.nodes[source].borders(points[0]) or not drawing.nodes[target].borders(points[-1]):
            yield f"{id} does not begin and end at its elements"
        if any(a[0] != b[0] and a[1] != b[1] for a, b in pairwise(points)):
            yield f"{id} is slanted"


def _through(drawing: Drawing) -> Iterator[str]:
    for id, points in drawing.lines.items():
        for segment in pairwise(points):
            for other, box in drawing.nodes.items():
                if _cuts(segment, box) and not drawing.holds(other, id):
                    yield f"{id} runs through {other}"


def _cuts(segment: Segment, box: Box) -> bool:
    (ax, ay), (bx, by) = segment
    return Box(min(ax, bx) - 0.6, min(ay, by) - 0.6, abs(ax - bx) + 1.2, abs(ay - by) + 1.2).meets(
        Box(box.x + 1, box.y + 1, box.w - 2, box.h - 2)
    )


def _on_each_other(drawing: Drawing) -> Iterator[str]:
    """Flows that lie on each other, but for those that leave or reach one element together."""
    for (a, first), (b, second) in combinations(drawing.lines.items(), 2):
        if drawing.ends[a][0] == drawing.ends[b][0] or drawing.ends[a][1] == drawing.ends[b][1]:
            continue
        if any(_shared(one, two) > 1 for one in pairwise(first) for two in pairwise(second)):
            yield f"{a} and {b} lie on each other"


def _shared(one: Segment, two: Segment) -> float:
    for along, across in ((0, 1), (1, 0)):
        if len({round(point[across], 1) for point in (*one, *two)}) == 1:
            low = max(min(p[along] for p in one), min(p[along] for p in two))
            high = min(max(p[along] for p in one), max(p[along] for p in two))
            return high - low
    return 0.0


def _labels(drawing: Drawing) -> Iterator[str]:
    for id in drawing.named:
        if (id in drawing.nodes or id in drawing.lines) and id not in drawing.labels:
            yield f"{id} has a name and no place for it"
    walls = {x for lane in drawing.lanes.values() for x in (lane.x, lane.right)}
    for id, label in drawing.labels.items():
        if any(label.x + 0.5 < wall < label.right - 0.5 for wall in walls):
            yield f"the label of {id} lies on a lane's line"
        for other, box in drawing.nodes.items():
            inner = Box(box.x + box.w * 0.1, box.y + box.h * 0.1, box.w * 0.8, box.h * 0.8)
            if other != id and label.meets(inner) and not drawing.holds(other, id):
                yield f"the label of {id} lies on {other}"
    for (a, one), (b, two) in combinations(drawing.labels.items(), 2):
        if one.meets(two):
            yield f"the labels of {a} and {b} overlap"


def crossings(drawing: Drawing) -> list[tuple[str, str]]:
    """The pairs of flows that cross, once for each crossing."""
    found: list[tuple[str, str]] = []
    for (a, first), (b, second) in combinations(drawing.lines.items(), 2):
        for one in pairwise(first):
            found.extend((a, b) for two in pairwise(second) if _cross(one, two))
    return found


def _cross(one: Segment, two: Segment) -> bool:
    upright = [s for s in (one, two) if s[0][0] == s[1][0]]
    level = [s for s in (one, two) if s[0][1] == s[1][1]]
    if len(upright) != 1 or len(level) != 1:
        return False
    (x, top), (_, bottom) = sorted(upright[0], key=lambda p: p[1])
    (left, y), (right, _) = sorted(level[0])
    return left + 0.5 < x < right - 0.5 and top + 0.5 < y < bottom - 0.5
