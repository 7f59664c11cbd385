"""What stands around a laid-out process: other pools of the same drawing, notes, data objects, messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bpmn.document import Bounds, Document, Edge, Shape
from bpmn.document_tree import Node, child, is_bpmn, local, reference, text_of
from bpmn.layout.runs import Point
from bpmn.names import SUBPROCESSES

_ASIDE = 40.0
_BETWEEN = 60.0
_SIZES: Mapping[str, tuple[float, float]] = {
    "textAnnotation": (120.0, 50.0),
    "dataObjectReference": (36.0, 50.0),
    "dataStoreReference": (50.0, 50.0),
}


@dataclass(frozen=True, slots=True)
class Laid:
    """A process that was laid out: its shapes and its right border, on the plane of that id."""

    process: str
    plane: str
    shapes: Mapping[str, Shape]
    right: float


@dataclass(slots=True)
class Surroundings:
    """The shapes and edges to add."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """A line that is no sequence flow."""

    id: str
    source: str
    target: str


def surround(document: Document, laid: Laid) -> Surroundings:
    """Puts notes and data objects right of the process, other pools right of those, and joins what belongs together."""
    found = Surroundings()
    nodes = list(document.tree().iter())
    process = next((node for node in nodes if is_bpmn(node, "process") and node.get("id") == laid.process), None)
    ties = [] if process is None else list(_ties(process))
    right = laid.right
    if process is not None:
        found.shapes |= _artifacts(process, ties, laid)
        right = max((shape.bounds.x + shape.bounds.width for shape in found.shapes.values()), default=right)
    if laid.plane != laid.process:
        _other_pools(document, laid, right + _BETWEEN, found)
        messages = (node for node in nodes if is_bpmn(node, "messageFlow"))
        ties += [Tie(node.get("id") or "", _ref(node, "sourceRef"), _ref(node, "targetRef")) for node in messages]
    places = {id: shape.bounds for id, shape in (*laid.shapes.items(), *found.shapes.items())}
    for tie in ties:
        if tie.id and tie.source in places and tie.target in places and tie.id not in found.edges:
            found.edges[tie.id] = Edge(tie.id, join(places[tie.source], places[tie.target]))
    return found


def plane_of(document: Document, process_id: str, pooled: bool) -> str:
    """The id that the drawing's plane names: the collaboration's for a process in a pool, else the process's."""
    processes = {process.id for process in document.processes}
    for diagram in document.diagrams if pooled else ():
        if diagram.plane is not None and diagram.plane not in processes:
            return diagram.plane
    for node in document.tree().iter():
        if pooled and is_bpmn(node, "collaboration") and node.get("id"):
            return str(node.get("id"))
    return process_id


def _ties(process: Node) -> Iterator[Tie]:
    for node in _held(process):
        if is_bpmn(node, "association"):
            yield Tie(node.get("id") or "", _ref(node, "sourceRef"), _ref(node, "targetRef"))
        else:
            for inner in node:
                if is_bpmn(inner, "dataInputAssociation"):
                    yield Tie(inner.get("id") or "", text_of(child(inner, "sourceRef")), node.get("id") or "")
                elif is_bpmn(inner, "dataOutputAssociation"):
                    yield Tie(inner.get("id") or "", node.get("id") or "", text_of(child(inner, "targetRef")))


def _held(process: Node) -> Iterator[Node]:
    """Gives what stands in the process and in its sub-processes, in the order of the document."""
    work = [iter(process)]
    while work:
        node = next(work[-1], None)
        if node is None:
            work.pop()
        elif isinstance(node.tag, str):
            yield node
            if is_bpmn(node, *SUBPROCESSES):
                work.append(iter(node))


def _ref(node: Node, name: str) -> str:
    return reference(node.get(name)) or ""


def _artifacts(process: Node, ties: list[Tie], laid: Laid) -> Iterator[tuple[str, Shape]]:
    """Puts each note or data object beside what it is tied to, one under the other."""
    partner: dict[str, str] = {}
    for tie in ties:
        partner |= {tie.source: tie.target} if tie.target in laid.shapes else {}
        partner |= {tie.target: tie.source} if tie.source in laid.shapes else {}
    items = [(node.get("id") or "", _SIZES[local(node)]) for node in _held(process) if is_bpmn(node, *_SIZES)]
    wanted: list[tuple[float, str, float, float]] = []
    for id, (wide, high) in items:
        beside = laid.shapes.get(partner.get(id, ""))
        middle = 0.0 if beside is None else beside.bounds.y + beside.bounds.height / 2
        wanted.append((middle - high / 2, id, wide, high))
    below = 0.0
    for y, id, wide, high in sorted(wanted):
        if id and id not in laid.shapes:
            box = Bounds(laid.right + _ASIDE, max(y, below), wide, high)
            label = None if wide > 60 else Bounds(box.x - 13, box.y + high + 2, 62, 28)
            yield id, Shape(id, box, label=label)
            below = box.y + high + 36


def _other_pools(document: Document, laid: Laid, left: float, to: Surroundings) -> None:
    """Keeps what was drawn of the other pools, moved as one piece to the right."""
    old = next((diagram for diagram in document.diagrams if diagram.plane == laid.plane), None)
    theirs = _theirs(document, laid.process) - set(laid.shapes)
    shapes = [shape for id, shape in old.shapes.items() if id in theirs] if old else []
    if old is None or not shapes:
        return
    dx = left - min(shape.bounds.x for shape in shapes)
    dy = -min(shape.bounds.y for shape in shapes)
    for shape in shapes:
        to.shapes[shape.element] = replace(shape, bounds=_moved(shape.bounds, dx, dy), label=_label(shape, dx, dy))
    for id, edge in old.edges.items():
        if id in theirs:
            points = tuple((x + dx, y + dy) for x, y in edge.points)
            to.edges[id] = Edge(id, points, _label(edge, dx, dy))


def _theirs(document: Document, process_id: str) -> set[str]:
    """The ids of everything inside the other pools, and of the pools."""
    ids: set[str] = set()
    for node in document.tree().iter():
        if is_bpmn(node, "process") and node.get("id") != process_id:
            ids |= {str(inner.get("id")) for inner in node.iter() if inner.get("id")}
    return ids | {one.id for one in document.participants if one.process != process_id}


def _moved(box: Bounds, dx: float, dy: float) -> Bounds:
    return replace(box, x=box.x + dx, y=box.y + dy)


def _label(drawn: Shape | Edge, dx: float, dy: float) -> Bounds | None:
    return None if drawn.label is None else _moved(drawn.label, dx, dy)


def join(a: Bounds, b: Bounds) -> tuple[Point, ...]:
    """A level, upright, level line between the facing sides of two rectangles."""
    to_right = a.x + a.width / 2 <= b.x + b.width / 2
    start = (a.x + a.width if to_right else a.x, a.y + a.height / 2)
    end = (b.x if to_right else b.x + b.width, b.y + b.height / 2)
    if start[1] == end[1]:
        return start, end
    bend = max(start[0], end[0]) - 20
    return start, (bend, start[1]), (bend, end[1]), end
