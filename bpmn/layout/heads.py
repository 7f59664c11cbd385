"""The pool and its lanes: heads above, a column for each lane, lanes of lanes around their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bpmn.document import Bounds, Document, Shape
from bpmn.document_tree import Node, children, is_bpmn
from bpmn.layout.measures import HEADER
from bpmn.layout.sheet import Frame, Sheet


@dataclass(frozen=True, slots=True)
class LaneHead:
    """A lane of any level: its id, how many lanes it stands in, and the leaf lanes in it (itself for a leaf)."""

    id: str
    level: int
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands above and around the columns."""

    pool: str | None
    lanes: tuple[LaneHead, ...]

    @property
    def frame(self) -> Frame:
        """Where the columns may begin."""
        levels = max((lane.level + 1 for lane in self.lanes), default=0)
        return Frame(0.0, HEADER * (levels + (self.pool is not None)))


def heads_of(document: Document, process_id: str) -> Heads:
    """Reads the pool of the process, if it has one, and its lanes of all levels, outer ones first."""
    pool = next((one.id for one in document.participants if one.process == process_id and one.id), None)
    process = next(
        (node for node in document.tree().iter() if is_bpmn(node, "process") and node.get("id") == process_id), None
    )
    lanes = [] if process is None else [lane for part in children(process, "laneSet") for lane in _lanes(part, 0)]
    return Heads(pool, tuple(sorted(lanes, key=lambda lane: lane.level)))


def head_shapes(heads: Heads, columns: Sequence[str | None], sheet: Sheet) -> Iterator[Shape]:
    """The shapes of pool and lanes, the outer ones first, all upright."""
    left, right = sheet.edges[0], sheet.edges[-1]
    if heads.pool is not None:
        yield Shape(heads.pool, Bounds(left, 0, right - left, sheet.bottom), horizontal=False)
    above = HEADER if heads.pool is not None else 0.0
    for lane in heads.lanes:
        held = [at for at, column in enumerate(columns) if column in lane.leaves]
        if not held or not lane.id:
            continue
        x, y = sheet.edges[min(held)], above + HEADER * lane.level
        width = sheet.edges[max(held) + 1] - x
        yield Shape(lane.id, Bounds(x, y, width, sheet.bottom - y), horizontal=False)


def _lanes(lane_set: Node, level: int) -> Iterator[LaneHead]:
    for lane in children(lane_set, "lane"):
        inner = [found for part in children(lane, "childLaneSet") for found in _lanes(part, level + 1)]
        id = (lane.get("id") or "").strip()
        leaves = tuple(leaf for found in inner if found.level == level + 1 for leaf in found.leaves)
        yield LaneHead(id, level, leaves or (id,))
        yield from inner
