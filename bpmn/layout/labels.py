"""Where names stand that do not fit inside their shape: of events, decisions and flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bpmn.document import Bounds, Process
from bpmn.layout.grid import Grid
from bpmn.layout.letters import width, wrap
from bpmn.layout.measures import LABEL, LINE, MARGIN
from bpmn.layout.runs import Point, Route
from bpmn.layout.sheet import Sheet
from bpmn.names import ACTIVITIES, GATEWAYS

_HALF = LINE / 2
_WIDE = 1.5 * LABEL


@dataclass(slots=True)
class Labels:
    """The bounds of all labels by element or flow id.

    `narrow` are those that lie on a lane's line, `low` those for which no free place was found for another reason.
    """

    bounds: dict[str, Bounds] = field(default_factory=dict)
    narrow: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing that waits for its labels."""

    process: Process
    grid: Grid
    routes: Mapping[str, Route]
    sheet: Sheet


def put_labels(drawn: Drawn, anywhere: bool) -> Labels:
    """Finds a place for each name: the usual one, else the next that touches nothing.

    A flow's name stands where the flow leaves; `anywhere` lets it stand farther along the line.
    """
    process, grid, sheet = drawn.process, drawn.grid, drawn.sheet
    room = _Room(sheet)
    found = Labels()
    for link in grid.links:
        if link.name:
            spots = list(_beside_line(link.name, drawn.routes[link.id], sheet))
            if anywhere:
                spots.extend(_along(link.name, sheet.lines[link.id]))
            _take(link.id, spots, room, found)
    for id in sheet.boxes:
        element = process.elements[id]
        if element.name and element.kind not in ACTIVITIES:
            around = _by_gateway if element.kind in GATEWAYS else _by_guest if grid.cells[id].host else _by_event
            _take(id, list(around(element.name, sheet.boxes[id])), room, found)
    return found


def _take(id: str, spots: list[Bounds], room: _Room, found: Labels) -> None:
    troubles = [room.trouble(spot, id) for spot in spots]
    best = spots[troubles.index(min(troubles))]
    if min(troubles) > 0:
        wider = [spot for spot, trouble in zip(spots, troubles, strict=True) if room.only_narrow(spot, trouble)]
        best = wider[0] if wider else best
        (found.narrow if wider else found.low).append(id)
    found.bounds[id] = best
    room.labels.append(best)


class _Room:
    """What a label must not touch."""

    def __init__(self, sheet: Sheet) -> None:
        self.boxes = sheet.boxes
        self.labels: list[Bounds] = []
        self.walls = sheet.edges
        self.top, self.bottom = sheet.top, sheet.bottom
        self.pieces = [
            (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            for line in sheet.lines.values()
            for (ax, ay), (bx, by) in pairwise(line)
        ]

    def trouble(self, spot: Bounds, own: str) -> int:
        """How many things the label of `own` would touch; lane lines and shapes weigh more than flows."""
        boxes = sum(1 for id, box in self.boxes.items() if id != own and overlap(spot, box))
        labels = sum(1 for label in self.labels if overlap(spot, label))
        left, top, right, bottom = spot.x, spot.y, spot.x + spot.width, spot.y + spot.height
        lines = sum(1 for a, b, c, d in self.pieces if a < right and c > left and b < bottom and d > top)
        over = spot.y < self.top or spot.y + spot.height > self.bottom
        return 10 * (boxes + labels + over + self.walled(spot)) + lines

    def only_narrow(self, spot: Bounds, trouble: int) -> bool:
        """True when a wider lane may free the spot: what it touches are lane lines, or flows that run beside them."""
        return trouble // 10 == self.walled(spot) and (trouble >= 10 or self._at_edge(spot))

    def _at_edge(self, spot: Bounds) -> bool:
        return any(spot.x - MARGIN < x < spot.x + spot.width + MARGIN for x in self.walls)

    def walled(self, spot: Bounds) -> int:
        """How many lane lines the label would touch; the pool's own border counts too."""
        outside = spot.x < self.walls[0] or spot.x + spot.width > self.walls[-1]
        return outside + sum(1 for x in self.walls if spot.x < x < spot.x + spot.width)


def overlap(a: Bounds, b: Bounds) -> bool:
    """True when two rectangles share more than a border."""
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def _sizes(name: str) -> Iterator[tuple[float, float]]:
    """Width and height of a label: on one line when short, else in narrow lines, else in wider ones."""
    word = max(width(word, bold=True) for word in name.split())
    for limit in dict.fromkeys((max(LABEL, word), max(_WIDE, word))):
        lines = wrap(name, limit, bold=True)
        yield round(max(width(line, bold=True) for line in lines) + 1), LINE * len(lines)


def _beside_line(name: str, route: Route, sheet: Sheet) -> Iterator[Bounds]:
    line = sheet.lines[route.link.id]
    x, y = line[0]
    for wide, high in _sizes(name):
        if route.leaves == "bottom":
            yield Bounds(x + 6, y + 3, wide, high)
            yield Bounds(x - 6 - wide, y + 3, wide, high)
            yield Bounds(x + 6, y + 20, wide, high)
            yield Bounds(x - 6 - wide, y + 20, wide, high)
        elif route.leaves == "left":
            yield Bounds(x - 2 - wide, y - 4 - high, wide, high)
            yield Bounds(x - 2 - wide, y + 4, wide, high)
        else:
            yield Bounds(x + 2, y - 4 - high, wide, high)
            yield Bounds(x + 2, y + 4, wide, high)


def _along(name: str, line: tuple[Point, ...]) -> Iterator[Bounds]:
    for wide, high in _sizes(name):
        for (ax, ay), (bx, by) in pairwise(line):
            if ay == by and abs(ax - bx) > wide + 8:
                middle = (ax + bx) / 2 - wide / 2
                yield Bounds(middle, ay - 3 - high, wide, high)
                yield Bounds(middle, ay + 3, wide, high)


def _by_gateway(name: str, box: Bounds) -> Iterator[Bounds]:
    """Right of the upper half, else left of it, else beside the line that comes in, else below."""
    right, middle = box.x + box.width, box.y + box.height / 2
    for wide, high in _sizes(name):
        above = middle - 6 - high
        yield Bounds(right - 3, above, wide, high)
        yield Bounds(box.x + 3 - wide, above, wide, high)
        yield Bounds(box.x + box.width / 2 - wide / 2, box.y - 4 - high, wide, high)
        yield Bounds(box.x + box.width / 2 + 4, box.y - 4 - high, wide, high)
        yield Bounds(box.x + box.width / 2 - 4 - wide, box.y - 4 - high, wide, high)
        yield Bounds(right - 3, middle + 6, wide, high)
        yield Bounds(box.x + 3 - wide, middle + 6, wide, high)


def _by_event(name: str, box: Bounds) -> Iterator[Bounds]:
    right, middle, below = box.x + box.width, box.y + box.height / 2, box.y + box.height
    for wide, high in _sizes(name):
        yield Bounds(right + 6, middle - high / 2, wide, high)
        yield Bounds(box.x - 6 - wide, middle - high / 2, wide, high)
        yield Bounds(box.x + box.width / 2 - wide / 2, below + 3, wide, high)
        yield Bounds(box.x + box.width / 2 - wide / 2, box.y - 3 - high, wide, high)
        yield Bounds(box.x + box.width / 2 + 6, below + 3, wide, high)
        yield Bounds(box.x + box.width / 2 - 6 - wide, below + 3, wide, high)


def _by_guest(name: str, box: Bounds) -> Iterator[Bounds]:
    """Under the host, beside the lower half of the circle or under it."""
    middle, below = box.y + box.height / 2, box.y + box.height
    for wide, high in _sizes(name):
        yield Bounds(box.x + box.width + 2, middle + 3, wide, high)
        yield Bounds(box.x - 2 - wide, middle + 3, wide, high)
        yield Bounds(box.x + box.width / 2 + 4, below + 1, wide, high)
        yield Bounds(box.x + box.width / 2 - 4 - wide, below + 1, wide, high)
