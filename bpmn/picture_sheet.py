"""Which drawing of a document shows a process, and what of it: the ground of every picture."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bpmn.document import Bounds, Diagram, Document, Edge, Element, Flow, Process, Shape
from bpmn.layout import lay_out
from bpmn.names import SUBPROCESSES

FOOT: Final = 14.0
"""Height of the marks under the name of an activity, in px."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a picture points out: elements where the case stands, elements passed, flows taken."""

    here: frozenset[str]
    done: frozenset[str]
    taken: frozenset[str]

    def of(self, id: str) -> str:
        """The state of an element: here, done or plain."""
        return "here" if id in self.here else "done" if id in self.done else "plain"


@dataclass(frozen=True)
class Scene:
    """One process with its drawing: everything in it that can be drawn has a shape or an edge."""

    process: Process
    name: str
    pool: Shape | None
    lanes: tuple[tuple[str, Shape], ...]
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]

    @property
    def frame(self) -> Bounds:
        """The smallest rectangle around all of it, labels included."""
        boxes = list(self._boxes())
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
        return Bounds(left, top, right - left, bottom - top)

    def _boxes(self) -> Iterator[Bounds]:
        drawn = [*self.shapes.values(), *(shape for _, shape in self.lanes), *([self.pool] if self.pool else [])]
        labels = [one.label for one in drawn] + [edge.label for edge in self.edges.values()]
        yield from (label for label in labels if label is not None)
        yield from (shape.bounds for shape in drawn)
        yield from (Bounds(x, y, 0, 0) for edge in self.edges.values() for x, y in edge.points)

    @cached_property
    def opened(self) -> frozenset[str]:
        """The sub-processes in which something is drawn."""
        around = {self.process.elements[id].parent for id in self.shapes}
        return frozenset(id for id in around if id is not None and id in self.shapes)

    @cached_property
    def hosts(self) -> frozenset[str | None]:
        """The activities on whose border an event stands."""
        return frozenset(element.attached_to for element in self.process.elements.values())

    def foot(self, element: Element) -> float:
        """What marks and events on its border take of the height of an activity that is not opened, in px."""
        marked = element.loop is not None or element.compensation or element.kind in SUBPROCESSES
        return FOOT if marked or element.id in self.hosts else 0.0

    def standing(self, ids: Collection[str]) -> frozenset[str]:
        """The ids; for what a closed sub-process hides, that sub-process."""
        found: set[str] = set()
        for id in ids:
            here: str | None = id
            while here is not None and here not in self.shapes:
                element = self.process.elements.get(here)
                here = None if element is None else element.parent
            found.add(here or id)
        return frozenset(found)

    def elements(self) -> Iterator[tuple[Element, Shape]]:
        """The drawn elements but opened sub-processes; boundary events after their hosts."""
        known = self.process.elements
        for id in sorted(self.shapes, key=lambda id: known[id].kind == "boundaryEvent"):
            if id not in self.opened:
                yield known[id], self.shapes[id]

    def scopes(self) -> Iterator[tuple[Element, Shape]]:
        """The opened sub-processes, outer before inner."""
        for id, element in self.process.elements.items():
            if id in self.opened:
                yield element, self.shapes[id]

    def flows(self) -> Iterator[tuple[Flow, Edge]]:
        """The drawn flows."""
        for id, edge in self.edges.items():
            yield self.process.flows[id], edge

    def returns(self, flow: Flow) -> bool:
        """True for a flow that leads up the page."""
        source, target = self.shapes.get(flow.source), self.shapes.get(flow.target)
        return source is not None and target is not None and target.bounds.y < source.bounds.y


def scene(document: Document, process_id: str) -> Scene:
    """The process with its own drawing, or, where that is not whole, with ours. Raises KeyError."""
    process = document.process(process_id)
    diagram = _drawing(document, process)
    if diagram is None:
        document = lay_out(document, process_id)
        process = document.process(process_id)
        diagram = _drawing(document, process) or Diagram(None, {}, {})
    pool = next((one for one in document.participants if one.process == process_id), None)
    lanes = [(lane.name, diagram.shapes[lane.id]) for lane in process.lanes if lane.id in diagram.shapes]
    shapes = {id: shape for id, shape in diagram.shapes.items() if id in process.elements}
    joined = {id for id, flow in process.flows.items() if flow.source in shapes and flow.target in shapes}
    return Scene(
        process,
        (pool.name if pool and pool.name else process.name) or process.id,
        diagram.shapes.get(pool.id) if pool else None,
        tuple(lanes),
        shapes,
        {id: edge for id, edge in diagram.edges.items() if id in joined},
    )


def _drawing(document: Document, process: Process) -> Diagram | None:
    """The drawing in which every element and flow of the process stands; a sub-process may be drawn closed."""
    if all(id.startswith("(") for id in process.elements):
        return None
    return next((diagram for diagram in document.diagrams if _complete(diagram, process)), None)


def _complete(diagram: Diagram, process: Process) -> bool:
    elements, shapes = process.elements, diagram.shapes
    opened = {None, *(elements[id].parent for id in shapes if id in elements)}
    nodes = (id for id, element in elements.items() if element.parent in opened and not id.startswith("("))
    if not all(id in shapes for id in nodes):
        return False
    flows = (flow for flow in process.flows.values() if flow.source in shapes and flow.target in shapes)
    return all(flow.id in diagram.edges for flow in flows if not flow.id.startswith("("))
