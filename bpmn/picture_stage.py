"""A drawing on which the moments of a case are shown: the plain picture, its lane heads, and where everything lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.document import Bounds, Document, Shape
from bpmn.layout.letters import wrap
from bpmn.layout.measures import HEADER
from bpmn.picture import draw
from bpmn.picture_ink import HEAD, INK, RULE, group, tag, write
from bpmn.picture_sheet import Scene, scene

__all__ = ["Stage", "stage"]

_EDGE: Final = 2.0
_SVG: Final = re.compile(r"^<svg [^>]*>|</svg>\s*$")
_WORDS: Final = re.compile(r"<title .*?</title>\s*|<desc .*?</desc>\s*", re.DOTALL)
_SIZE: Final = 13.0
_SMALL: Final = 11.5


@dataclass(frozen=True, slots=True)
class Stage:
    """The inside of a picture without any mark; `frame` is what it shows, `heads` the inside of the row of lane heads.

    `heads` is empty where the lanes lie level; `head` is the height of the row. `boxes` has the bounds of elements by
    id (of what a closed sub-process hides, those of the sub-process), `lines` the points of flows, `returns` the flows
    that lead up the page. `small` is the inside of the map with numbers alone, `map` its frame.
    """

    frame: Bounds
    inside: str
    heads: str
    head: float
    boxes: Mapping[str, Bounds]
    lines: Mapping[str, tuple[tuple[float, float], ...]]
    returns: frozenset[str]
    shown: Mapping[str, str]
    small: str
    map: Bounds


def stage(document: Document, process_id: str) -> Stage:
    """The stage of a process. Raises KeyError."""
    drawn = scene(document, process_id)
    upright = bool(drawn.lanes) and all(shape.horizontal is False for _, shape in drawn.lanes)
    frame = _below_heads(drawn) if upright else _edged(drawn.frame)
    known = drawn.process.elements
    shown = {id: next(iter(drawn.standing([id]))) for id in known}
    small = draw(document, process_id, numbers_only=True)
    return Stage(
        frame=frame,
        inside=_inside(draw(document, process_id)),
        heads="\n".join(_head(name, shape) for name, shape in drawn.lanes) if upright else "",
        head=HEADER,
        boxes={id: drawn.shapes[seen].bounds for id, seen in shown.items() if seen in drawn.shapes},
        lines={id: tuple(edge.points) for id, edge in drawn.edges.items()},
        returns=frozenset(flow.id for flow, _ in drawn.flows() if drawn.returns(flow)),
        shown=shown,
        small=_inside(small),
        map=_view(small),
    )


def _inside(svg: str) -> str:
    return _WORDS.sub("", _SVG.sub("", svg)).strip()


def _view(svg: str) -> Bounds:
    found = re.search(r'viewBox="([^"]+)"', svg)
    assert found is not None
    x, y, width, height = (float(part) for part in found.group(1).split())
    return Bounds(x, y, width, height)


def _edged(box: Bounds) -> Bounds:
    return Bounds(box.x - _EDGE, box.y - _EDGE, box.width + 2 * _EDGE, box.height + 2 * _EDGE)


def _below_heads(drawn: Scene) -> Bounds:
    """The frame without the heads of pool and lanes: they stand in a row of their own."""
    whole = _edged(drawn.frame)
    top = min(shape.bounds.y for _, shape in drawn.lanes) + HEADER
    return Bounds(whole.x, top, whole.width, whole.y + whole.height - top)


def _head(name: str, shape: Shape) -> str:
    box = shape.bounds
    size = _SIZE if len(wrap(name, box.width - 6, _SIZE, bold=True)) == 1 else _SMALL
    lines = wrap(name, box.width - 4, size, bold=True)
    lines = lines if len(lines) <= 2 else (lines[0], lines[1] + "…")
    middle = (box.x + box.width / 2, HEADER / 2)
    parts = [
        tag("rect", x=box.x, y=0, width=box.width, height=HEADER, fill=HEAD, stroke=RULE),
        write(lines, middle, size, font_weight="bold", fill=INK) if lines else "",
    ]
    return group(parts, class_="lj-lane")
