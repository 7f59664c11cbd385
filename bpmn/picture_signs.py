"""The signs inside gateways and events."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import Bounds, Element
from bpmn.picture_ink import PAPER, tag


def gateway_sign(kind: str, box: Bounds, colour: str) -> str:
    """The mark inside a diamond: a cross, a plus, a ring; a plain diamond stays empty."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    far = box.width / 5
    line = {"stroke": colour, "stroke_width": box.width / 14, "fill": "none"}
    if kind == "exclusiveGateway":
        low = far * 0.85
        return tag(
            "path", d=f"M{x - low} {y - low}L{x + low} {y + low}M{x + low} {y - low}L{x - low} {y + low}", **line
        )
    if kind in ("parallelGateway", "complexGateway"):
        return tag("path", d=f"M{x - far} {y}L{x + far} {y}M{x} {y - far}L{x} {y + far}", **line)
    if kind in ("inclusiveGateway", "eventBasedGateway"):
        return tag("circle", cx=x, cy=y, r=far, **line)
    return ""


def event_rings(element: Element, box: Bounds, look: tuple[str, str]) -> Iterator[str]:
    """The circle of an event: thin at a start, double in between, thick at an end. `look` is stroke and fill."""
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, min(box.width, box.height) / 2
    stroke, fill = look
    dashed = None if element.interrupting else "4 3"
    thick = 3.5 if element.kind == "endEvent" else 1.5
    yield tag("circle", cx=x, cy=y, r=radius - thick / 2, fill=fill, stroke=stroke, stroke_width=thick)
    if element.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
        inner = {"stroke": stroke, "stroke_width": 1.2, "stroke_dasharray": dashed}
        yield tag("circle", cx=x, cy=y, r=radius - 4, fill="none", **inner)
    yield from _event_sign(element, (x, y), radius * 0.5, stroke)


def _event_sign(element: Element, at: tuple[float, float], far: float, colour: str) -> Iterator[str]:
    x, y = at
    line = {"stroke": colour, "stroke_width": 1.2, "fill": "none"}
    if "timerEventDefinition" in element.events:
        yield tag("circle", cx=x, cy=y, r=far, **line)
        yield tag("path", d=f"M{x} {y - far * 0.7}L{x} {y}L{x + far * 0.5} {y + far * 0.3}", **line)
    elif "messageEventDefinition" in element.events:
        filled = {**line, "fill": PAPER}
        yield tag("rect", x=x - far, y=y - far * 0.65, width=far * 2, height=far * 1.3, **filled)
        yield tag("path", d=f"M{x - far} {y - far * 0.65}L{x} {y + far * 0.1}L{x + far} {y - far * 0.65}", **line)
    elif "terminateEventDefinition" in element.events:
        yield tag("circle", cx=x, cy=y, r=far, fill=colour)
