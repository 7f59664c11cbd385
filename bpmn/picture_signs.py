"""The signs inside gateways and events, and under activities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import cos, pi, sin
from typing import Final

from bpmn.document import Bounds, Element
from bpmn.picture_ink import PAPER, tag

Line = dict[str, object]
Sign = Callable[[float, float, float, Line], Iterator[str]]
_THROWING: Final = frozenset({"endEvent", "intermediateThrowEvent"})
_BETWEEN: Final = frozenset({"boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
_THICK: Final = 3.5
_MARK: Final = 14.0
"""Side of the square of a mark under an activity."""

_LETTERS: Final = ("receiveTask", "sendTask")
_LETTER: Final = 6.0
"""Half the width of the envelope of a task."""


def gateway_sign(kind: str, box: Bounds, colour: str) -> str:
    """The mark inside a diamond: a cross, a plus, a star, a ring, a pentagon in a ring."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    far = box.width / 5
    line: Line = {"stroke": colour, "stroke_width": box.width / 14, "fill": "none"}
    low = far * 0.85
    slanted = f"M{x - low} {y - low}L{x + low} {y + low}M{x + low} {y - low}L{x - low} {y + low}"
    upright = f"M{x - far} {y}L{x + far} {y}M{x} {y - far}L{x} {y + far}"
    if kind == "exclusiveGateway":
        return tag("path", d=slanted, **line)
    if kind in ("parallelGateway", "complexGateway"):
        return tag("path", d=upright + (slanted if kind == "complexGateway" else ""), **line)
    if kind == "inclusiveGateway":
        return tag("circle", cx=x, cy=y, r=far, **line)
    if kind == "eventBasedGateway":
        thin = {**line, "stroke_width": box.width / 32}
        five = tag("path", d=_polygon(x, y, far * 0.6, 5), **thin)
        return tag("circle", cx=x, cy=y, r=far * 1.15, **thin) + five
    return ""


def event_rings(element: Element, box: Bounds, look: tuple[str, str]) -> Iterator[str]:
    """The circle of an event: thin at a start, double in between, thick at an end, dashed where it does not interrupt.

    `look` is stroke and fill.
    """
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, min(box.width, box.height) / 2
    stroke, fill = look
    dashed = None if element.interrupting else "4 3"
    thick = _THICK if element.kind == "endEvent" else 1.5
    outer = {"stroke": stroke, "stroke_width": thick, "stroke_dasharray": dashed}
    yield tag("circle", cx=x, cy=y, r=radius - thick / 2, fill=fill, **outer)
    if element.kind in _BETWEEN:
        yield tag("circle", cx=x, cy=y, r=radius - 4, fill="none", **{**outer, "stroke_width": 1.2})
    sign = _SIGNS.get(element.events[0]) if element.events else None
    if len(element.events) > 1:
        sign = _several
    if sign is not None:
        filled = stroke if element.kind in _THROWING else "none"
        yield from sign(x, y, radius * 0.5, {"stroke": stroke, "stroke_width": 1.2, "fill": filled})


def activity_marks(element: Element, box: Bounds, colour: str, closed: bool) -> Iterator[str]:
    """The marks at the lower border of an activity, side by side: its loop, and a plus where it hides what it holds."""
    found: list[Sign] = []
    if element.loop is not None:
        found.append({"standard": _turn, "sequential": _level, "parallel": _upright}[element.loop.kind])
    if closed:
        found.append(_plus)
    if element.compensation:
        found.append(_back)
    line: Line = {"stroke": colour, "stroke_width": 1.3, "fill": "none"}
    left = box.x + box.width / 2 - (len(found) - 1) * (_MARK + 3) / 2
    for at, sign in enumerate(found):
        yield from sign(left + at * (_MARK + 3), box.y + box.height - _MARK / 2 - 1, _MARK / 2 - 1, line)


def envelope(element: Element, at: tuple[float, float], colour: str) -> Iterator[str]:
    """The envelope of a task that waits for a message (empty) or sends one (filled), around a point."""
    if element.kind in _LETTERS:
        line: Line = {"stroke": colour, "stroke_width": 1.2, "fill": colour if element.kind == "sendTask" else "none"}
        yield from _message(*at, _LETTER, line)


def _timer(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    open_line = {**line, "fill": "none"}
    yield tag("circle", cx=x, cy=y, r=far, **open_line)
    yield tag("path", d=f"M{x} {y - far * 0.7}L{x} {y}L{x + far * 0.5} {y + far * 0.3}", **open_line)


def _message(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    dark = line["fill"] != "none"
    box = {**line, "fill": line["fill"] if dark else PAPER}
    yield tag("rect", x=x - far, y=y - far * 0.65, width=far * 2, height=far * 1.3, **box)
    flap = {**line, "fill": "none", "stroke": PAPER if dark else line["stroke"]}
    yield tag("path", d=f"M{x - far} {y - far * 0.65}L{x} {y + far * 0.1}L{x + far} {y - far * 0.65}", **flap)


def _signal(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag("path", d=_polygon(x, y + far * 0.15, far * 1.1, 3), **line)


def _error(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    bolt = ((-0.9, 0.9), (-0.35, -0.8), (0.3, 0.1), (0.9, -0.9), (0.4, 0.8), (-0.3, -0.1))
    yield tag("path", d=_shape(x, y, far, bolt), **line)


def _escalation(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag("path", d=_shape(x, y, far, ((0, -1), (0.75, 0.9), (0, 0.25), (-0.75, 0.9))), **line)


def _condition(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    sheet = {**line, "fill": "none"}
    yield tag("rect", x=x - far * 0.75, y=y - far, width=far * 1.5, height=far * 2, **sheet)
    rules = "".join(f"M{x - far * 0.5} {y + far * at}L{x + far * 0.5} {y + far * at}" for at in (-0.55, 0.0, 0.55))
    yield tag("path", d=rules, **sheet)


def _link(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    arrow = ((-1, -0.4), (0.2, -0.4), (0.2, -0.9), (1, 0), (0.2, 0.9), (0.2, 0.4), (-1, 0.4))
    yield tag("path", d=_shape(x, y, far, arrow), **line)


def _cancel(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    low = far * 0.75
    cross = {**line, "stroke_width": 2.4 if line["fill"] != "none" else 1.4}
    yield tag("path", d=f"M{x - low} {y - low}L{x + low} {y + low}M{x + low} {y - low}L{x - low} {y + low}", **cross)


def _terminate(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag("circle", cx=x, cy=y, r=far, fill=line["stroke"])


def _back(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag("path", d=_shape(x, y, far, ((0, -0.7), (0, 0.7), (-0.95, 0))), **line)
    yield tag("path", d=_shape(x, y, far, ((0.95, -0.7), (0.95, 0.7), (0, 0))), **line)


def _several(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag("path", d=_polygon(x, y, far, 5), **line)


def _turn(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag(
        "path", d=f"M{x - far * 0.45} {y + far * 0.85}A{far} {far} 0 1 1 {x + far * 0.45} {y + far * 0.85}", **line
    )
    tip = f"M{x - far * 1.1} {y + far * 0.9}L{x - far * 0.4} {y + far * 0.85}L{x - far * 0.5} {y + far * 0.2}"
    yield tag("path", d=tip, **line)


def _upright(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    bars = "".join(f"M{x + far * at} {y - far * 0.8}L{x + far * at} {y + far * 0.8}" for at in (-0.6, 0.0, 0.6))
    yield tag("path", d=bars, **{**line, "stroke_width": 2.2})


def _level(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    bars = "".join(f"M{x - far * 0.8} {y + far * at}L{x + far * 0.8} {y + far * at}" for at in (-0.6, 0.0, 0.6))
    yield tag("path", d=bars, **{**line, "stroke_width": 2.2})


def _plus(x: float, y: float, far: float, line: Line) -> Iterator[str]:
    yield tag("rect", x=x - far, y=y - far, width=far * 2, height=far * 2, **line)
    yield tag("path", d=f"M{x - far * 0.6} {y}L{x + far * 0.6} {y}M{x} {y - far * 0.6}L{x} {y + far * 0.6}", **line)


def _shape(x: float, y: float, far: float, points: tuple[tuple[float, float], ...]) -> str:
    placed = [f"{round(x + far * dx, 2):g} {round(y + far * dy, 2):g}" for dx, dy in points]
    return f"M{'L'.join(placed)}Z"


def _polygon(x: float, y: float, far: float, corners: int) -> str:
    """A regular polygon that stands on a side."""
    turns = [2 * pi * at / corners - pi / 2 for at in range(corners)]
    return _shape(x, y, far, tuple((cos(turn), sin(turn)) for turn in turns))


_SIGNS: Final[Mapping[str, Sign]] = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": _message,
    "signalEventDefinition": _signal,
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "conditionalEventDefinition": _condition,
    "linkEventDefinition": _link,
    "cancelEventDefinition": _cancel,
    "terminateEventDefinition": _terminate,
    "compensateEventDefinition": _back,
}
