"""The small map of a diagram for the side of a page: numbers only, lanes narrow, rows close."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bpmn.document import Bounds, Element
from bpmn.layout.letters import width, wrap
from bpmn.names import ACTIVITIES, GATEWAYS
from bpmn.picture_ink import (
    BACK,
    DIM,
    HEAD,
    INK,
    OWN,
    OWN_LIGHT,
    PAPER,
    RULE,
    Point,
    arrow,
    group,
    rounded,
    shortened,
    tag,
    write,
)
from bpmn.picture_sheet import Marks, Scene
from bpmn.picture_words import number_of

WIDTH = 348.0
"""Of the lanes together; with its edge the map is 352 wide."""

_ROW = 22.0
_SMALL = 14.0
_SIZE = 12.5
_LOOKS = {"plain": (DIM, PAPER, INK), "done": (OWN, OWN_LIGHT, OWN), "here": (OWN, OWN, PAPER)}


def small_map(drawn: Scene, marks: Marks) -> tuple[list[str], Bounds]:
    """The map's elements and its bounds. What is level or upright in the diagram is so in the map."""
    lanes = [(name, shape.bounds) for name, shape in drawn.lanes if shape.horizontal is False]
    frame = drawn.frame
    edges = [box.x for _, box in lanes] or [frame.x]
    edges.append(max((box.x + box.width for _, box in lanes), default=frame.x + frame.width))
    across = _Scale(edges, [WIDTH * at / (len(edges) - 1) for at in range(len(edges))])
    head = _head_height([name for name, _ in lanes], WIDTH / max(1, len(lanes)))
    down = _rows(drawn, head + 8)
    bottom = down.places[-1] + 8
    parts = [*_lanes(lanes, head, bottom)]
    parts.extend(_scope(element, _moved(shape.bounds, across, down), marks) for element, shape in drawn.scopes())
    parts.extend(_lines(drawn, marks, across, down))
    parts.extend(_mark(element, _moved(shape.bounds, across, down), marks) for element, shape in drawn.elements())
    return parts, Bounds(0, 0, WIDTH, bottom)


class _Scale:
    """A monotonous map from the diagram's axis to the small one's, straight between the given points."""

    def __init__(self, points: Sequence[float], places: Sequence[float]) -> None:
        self.points, self.places = points, places

    def __call__(self, value: float) -> float:
        at = min(max(bisect_right(self.points, value), 1), len(self.points) - 1)
        a, b = self.points[at - 1], self.points[at]
        p, q = self.places[at - 1], self.places[at]
        return p + (value - a) / (b - a) * (q - p) if b > a else p


def _rows(drawn: Scene, top: float) -> _Scale:
    """Each row of shapes gets a low height, each gutter less, whatever they are in the diagram."""
    spans: list[list[float]] = []
    for box in sorted((shape.bounds for _, shape in drawn.elements()), key=lambda box: box.y):
        if spans and box.y < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], box.y + box.height)
        else:
            spans.append([box.y, box.y + box.height])
    points: list[float] = []
    places: list[float] = []
    here = top
    for low, high in spans:
        if points:
            here += 8 + min(low - points[-1], 60) * 0.18
        tall = _ROW if high - low > 45 else _SMALL
        points += (low, high)
        places += (here, here + tall)
        here += tall
    return _Scale(points, places) if len(points) > 1 else _Scale((0, 1), (top, top + 1))


def _head_height(names: Sequence[str], room: float) -> float:
    """Low when all names fit across, else high enough to stand on end."""
    if all(len(_fit(name, room)) <= 2 and _across(name, room) for name in names):
        return 32.0 if any(len(_fit(name, room)) > 1 for name in names) else 20.0
    return max(max(width(line, _SIZE) for line in _turned(name, room)) for name in names if name) + 10


def _fit(name: str, room: float) -> tuple[str, ...]:
    return wrap(name, room - 4, _SIZE)


def _across(name: str, room: float) -> bool:
    return all(width(word, _SIZE) <= room - 4 for word in name.split())


def _turned(name: str, room: float) -> tuple[str, ...]:
    """The lines of a name that stands on end: no more than the lane is wide."""
    for limit in (100, 140, 200, 300):
        lines = wrap(name, limit, _SIZE)
        if len(lines) * _SIZE * 1.2 <= room - 4:
            return lines
    return lines[:1]


def _lanes(lanes: Sequence[tuple[str, Bounds]], head: float, bottom: float) -> Iterator[str]:
    room = WIDTH / max(1, len(lanes))
    turned = head > 32
    for at, (name, _) in enumerate(lanes):
        x, y = (at + 0.5) * room, head / 2
        lines = _turned(name, room) if turned else _fit(name, room)
        parts = [
            tag("rect", x=at * room, y=0, width=room, height=bottom, fill=PAPER, stroke=RULE),
            tag("rect", x=at * room, y=0, width=room, height=head, fill=HEAD, stroke=RULE),
            write(lines, (x, y), _SIZE, transform=f"rotate(-90 {x:g} {y:g})" if turned else None),
        ]
        yield group(parts, class_="lj-lane")
    if not lanes:
        yield tag("rect", x=0, y=0, width=WIDTH, height=bottom, fill=PAPER, stroke=RULE)


def _lines(drawn: Scene, marks: Marks, across: _Scale, down: _Scale) -> Iterator[str]:
    for flow, edge in drawn.flows():
        points: list[Point] = [(across(x), down(y)) for x, y in edge.points]
        for end, id in ((0, flow.source), (-1, flow.target)):
            element = drawn.process.elements[id]
            if element.kind not in ACTIVITIES:
                points[end] = _at_rim(points[end], _moved(drawn.shapes[id].bounds, across, down), element)
        taken, back = flow.id in marks.taken, drawn.returns(flow)
        colour = DIM if not taken else BACK if back else OWN
        names = "lj-flow" + (" is-return" if back else "") + (" is-taken" if taken else "")
        parts = [
            tag(
                "path", d=rounded(shortened(points, 4), 3), fill="none", stroke=colour, stroke_width=1.6 if taken else 1
            ),
            tag("path", d=arrow(points, 5, 5), fill=colour),
        ]
        if back and abs(points[1][0] - points[0][0]) > width(flow.name, 11) + 6:
            parts.append(_named(flow.name, points))
        yield group(parts, class_=names, data_id=flow.id)


def _named(name: str, points: Sequence[Point]) -> str:
    """The name of a way back, over the place where it leaves a side."""
    (x, y), (ahead, _) = points[0], points[1]
    left = ahead < x
    halo = {"stroke": PAPER, "stroke_width": 2, "paint_order": "stroke"}
    return write((name,), (x + (-2 if left else 2), y - 7), 11, text_anchor="end" if left else "start", **halo)


def _moved(box: Bounds, across: _Scale, down: _Scale) -> Bounds:
    x, y = across(box.x), down(box.y)
    return Bounds(x, y, across(box.x + box.width) - x, down(box.y + box.height) - y)


def _small(box: Bounds, element: Element) -> Bounds:
    """A decision or event is as wide as it is high, on the same centre."""
    size = min(box.height, _SMALL)
    if element.kind in ACTIVITIES:
        return box
    return Bounds(box.x + box.width / 2 - size / 2, box.y + box.height / 2 - size / 2, size, size)


def _at_rim(point: Point, box: Bounds, element: Element) -> Point:
    """A line's end at the rim of the sign that is drawn, on the side where the diagram has it."""
    small = _small(box, element)
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if abs(point[1] - y) < 0.6:
        return (small.x if point[0] < x else small.x + small.width), y
    return point[0], (small.y if point[1] < y else small.y + small.height)


def _scope(element: Element, box: Bounds, marks: Marks) -> str:
    """The frame of a sub-process around what it holds."""
    state = marks.of(element.id)
    mark = "" if state == "plain" else f" is-{state}"
    frame = {"x": box.x, "y": box.y - 3, "width": box.width, "height": box.height + 6}
    dotted = "1.5 2" if element.triggered else None
    look = {"fill": "none", "stroke": _LOOKS[state][0], "stroke_dasharray": dotted}
    return tag("rect", **frame, rx=2, **look, class_=f"lj-scope{mark}", data_id=element.id)


def _mark(element: Element, box: Bounds, marks: Marks) -> str:
    state = marks.of(element.id)
    stroke, fill, ink = _LOOKS[state]
    mark = "" if state == "plain" else f" is-{state}"
    box = _small(box, element)
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if element.kind in ACTIVITIES:
        parts = [
            tag("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=2, fill=fill, stroke=stroke),
            write((number_of(element),), (x, y), _SIZE, font_weight="bold", fill=ink) if number_of(element) else "",
        ]
        return group(parts, class_=f"lj-step{mark}", data_id=element.id)
    if element.kind in GATEWAYS:
        half = box.width / 2
        path = f"M{x:g} {y - half:g}L{x + half:g} {y:g}L{x:g} {y + half:g}L{x - half:g} {y:g}Z"
        return tag("path", d=path, fill=fill, stroke=stroke, class_=f"lj-gate{mark}", data_id=element.id)
    thick = 2.4 if element.kind == "endEvent" else 1.0
    look = {"fill": fill, "stroke": stroke, "stroke_width": thick}
    return tag("circle", cx=x, cy=y, r=box.width / 2 - thick / 2, **look, class_=f"lj-event{mark}", data_id=element.id)
