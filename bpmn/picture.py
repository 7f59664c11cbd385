"""Draws a process as SVG: the whole diagram, or a small map that shows numbers only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.sax.saxutils import escape

from bpmn.document import Bounds, Document, Edge, Element, Flow, Shape
from bpmn.layout.letters import wrap
from bpmn.layout.measures import HEAD as HEAD_SMALL
from bpmn.layout.measures import HEADER, RAIL
from bpmn.names import ACTIVITIES, GATEWAYS, SUBPROCESSES
from bpmn.picture_ink import (
    BACK,
    DIM,
    FONT,
    HEAD,
    INK,
    OWN,
    OWN_HERE,
    OWN_LIGHT,
    PAPER,
    RULE,
    SHADE,
    arrow,
    group,
    rounded,
    shortened,
    tag,
    write,
)
from bpmn.picture_map import small_map
from bpmn.picture_sheet import Marks, Scene, scene
from bpmn.picture_signs import activity_marks, envelope, event_rings, gateway_sign
from bpmn.picture_words import description, number_of, title

__all__ = ["draw"]

_LOOKS = {"plain": (DIM, PAPER, 1.5), "done": (OWN, OWN_LIGHT, 1.5), "here": (OWN, OWN_HERE, 3.5)}
_EDGE = 2.0
_LINE = 14.0
"""Height of one line of a name."""
_CALL = 3.5
"""Thickness of a call activity's border."""


def draw(  # noqa: PLR0913 - the contract names each mark
    document: Document,
    process_id: str,
    *,
    here: Collection[str] = (),
    done: Collection[str] = (),
    taken: Collection[str] = (),
    numbers_only: bool = False,
) -> str:
    """The SVG text of a process: `here` and `done` are element ids, `taken` flow ids; unknown ids do no harm.

    The picture follows the file's own drawing; a file without a whole one is laid out first. It carries classes
    (lj-step, lj-gate, lj-event, lj-flow with is-here, is-done, is-taken, is-return), `data-id` and presentation
    attributes, no style and no script. With `numbers_only` it is a map, 352 wide. Raises KeyError.
    """
    drawn = scene(document, process_id)
    marks = Marks(drawn.standing(here), drawn.standing(done), frozenset(taken))
    kind = "peta" if numbers_only else "diagram"
    inside, frame = small_map(drawn, marks) if numbers_only else (list(_whole(drawn, marks)), drawn.frame)
    name = re.sub(r"[^A-Za-z0-9_-]", "-", f"{kind}-{process_id}")
    words = (
        tag("title", escape(title(drawn.process, drawn.name, frozenset(here))), id=f"{name}-judul"),
        tag("desc", escape(description(drawn.process, frozenset(here), frozenset(done))), id=f"{name}-uraian"),
    )
    box = (frame.x - _EDGE, frame.y - _EDGE, frame.width + 2 * _EDGE, frame.height + 2 * _EDGE)
    return tag(
        "svg",
        "\n".join((*words, *inside)),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"lj-{kind}",
        viewBox=" ".join(f"{round(value, 1):g}" for value in box),
        width=round(box[2]),
        height=round(box[3]),
        role="img",
        lang="id",
        aria_labelledby=f"{name}-judul {name}-uraian",
        font_family=FONT,
    )


def _whole(drawn: Scene, marks: Marks) -> Iterator[str]:
    yield from _pool(drawn)
    for element, shape in drawn.scopes():
        yield _element(element, shape, marks.of(element.id), None)
    yield group((_flow(drawn, flow, edge, marks) for flow, edge in drawn.flows()), class_="lj-flows")
    for element, shape in drawn.elements():
        yield _element(element, shape, marks.of(element.id), drawn.foot(element))
    yield group(_labels(drawn), class_="lj-labels", font_weight="bold")


def _pool(drawn: Scene) -> Iterator[str]:
    if drawn.pool is not None:
        yield _head(drawn.name, drawn.pool, 14, ("lj-pool", PAPER, DIM, OWN, PAPER))
    for at, (name, shape) in enumerate(drawn.lanes):
        yield _head(name, shape, 13, ("lj-lane", SHADE if at % 2 else PAPER, RULE, HEAD, INK))


def _head(name: str, shape: Shape, size: float, look: tuple[str, str, str, str, str]) -> str:
    """A pool or lane with its head above, or on the left where the file draws it level."""
    kind, fill, line, head, ink = look
    box = shape.bounds
    level = shape.horizontal is not False
    wide, high = (HEADER, box.height) if level else (box.width, HEADER)
    lines = wrap(name, (high if level else wide) - 6, size, bold=True)
    if len(lines) > 1:
        size = HEAD_SMALL
        lines = wrap(name, (high if level else wide) - 4, size, bold=True)
        lines = lines if len(lines) <= 2 else (lines[0], lines[1] + "…")
    x, y = box.x + wide / 2, box.y + high / 2
    turned = f"rotate(-90 {x:g} {y:g})" if level else None
    parts = [
        tag("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=fill, stroke=line),
        tag("rect", x=box.x, y=box.y, width=wide, height=high, fill=head, stroke=line),
        write(lines, (x, y), size, font_weight="bold", fill=ink, transform=turned) if lines else "",
    ]
    return group(parts, class_=kind, data_id=shape.element)


def _flow(drawn: Scene, flow: Flow, edge: Edge, marks: Marks) -> str:
    taken, back = flow.id in marks.taken, drawn.returns(flow)
    colour = DIM if not taken else BACK if back else OWN
    names = "lj-flow" + (" is-return" if back else "") + (" is-taken" if taken else "")
    line = rounded(shortened(edge.points, 8), 5)
    parts = [
        tag("path", d=line, fill="none", stroke=colour, stroke_width=2.2 if taken else 1.5),
        tag("path", d=arrow(edge.points, 10, 9), fill=colour),
    ]
    return group(parts, class_=names, data_id=flow.id)


def _element(element: Element, shape: Shape, state: str, foot: float | None) -> str:
    """One node; `foot` is what marks and events take of an activity's height, None: it shows what it holds."""
    mark = "" if state == "plain" else f" is-{state}"
    if element.kind in ACTIVITIES:
        parts = [*_frame(element, shape.bounds, state), *_task(element, shape.bounds, state, foot)]
        stroke = _LOOKS[state][0]
        closed = element.kind in SUBPROCESSES and foot is not None
        parts += activity_marks(element, shape.bounds, stroke, closed)
        return group(parts, class_=f"lj-{'scope' if foot is None else 'step'}{mark}", data_id=element.id)
    stroke, fill, thick = _LOOKS[state]
    if element.kind in GATEWAYS:
        parts = [_diamond(shape.bounds, (stroke, fill, thick)), gateway_sign(element.kind, shape.bounds, stroke)]
        return group(parts, class_=f"lj-gate{mark}", data_id=element.id)
    return group(event_rings(element, shape.bounds, (stroke, fill)), class_=f"lj-event{mark}", data_id=element.id)


def _frame(element: Element, box: Bounds, state: str) -> Iterator[str]:
    """The border of an activity: thick for a call, double for a transaction, dotted for an event sub-process."""
    stroke, fill, thick = _LOOKS[state]
    size = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    thick = max(thick, _CALL) if element.kind == "callActivity" else thick
    dotted = "1.5 3" if element.triggered else None
    yield tag("rect", **size, rx=4, fill=fill, stroke=stroke, stroke_width=thick, stroke_dasharray=dotted)
    if element.kind == "transaction":
        inner = {"x": box.x + 3, "y": box.y + 3, "width": max(box.width - 6, 0), "height": max(box.height - 6, 0)}
        yield tag("rect", **inner, rx=2, fill="none", stroke=stroke)


def _task(element: Element, box: Bounds, state: str, foot: float | None) -> Iterator[str]:
    """The number and name in an activity: above its marks, or at the top of a sub-process that shows what it holds."""
    if foot is None:
        name = " ".join(part for part in (number_of(element), element.name) if part)
        lines = wrap(name, box.width - 16, 12, bold=True)
        if lines:
            shown = lines[0] + ("…" if len(lines) > 1 else "")
            yield write((shown,), (box.x + 8, box.y + 13), 12, font_weight="bold", text_anchor="start")
        return
    left = box.x
    if number_of(element):
        yield from _rail(element, box, state)
        left += RAIL
    room = box.x + box.width - left
    lines = wrap(element.name, room - 8, 12)
    most = max(1, int((box.height - 6) // _LINE))
    shown_lines = lines if len(lines) <= most else (*lines[: most - 1], lines[most - 1] + "…")
    if shown_lines:
        middle = max((box.height - foot) / 2, len(shown_lines) * _LINE / 2 + 3)
        yield write(shown_lines, (left + room / 2, box.y + middle), 12)


def _rail(element: Element, box: Bounds, state: str) -> Iterator[str]:
    """The strip on the left of a step: its number, under it an envelope where it waits for a message or sends one."""
    number, left, y, low = number_of(element), box.x, box.y, box.y + box.height
    corner = f"H{left + 4:g}Q{left:g} {low:g} {left:g} {low - 4:g}V{y + 4:g}Q{left:g} {y:g} {left + 4:g} {y:g}Z"
    path = f"M{left + RAIL:g} {y:g}V{low:g}{corner}"
    yield tag("path", d=path, fill=_LOOKS[state][0] if state != "plain" else HEAD, class_="lj-rail")
    ink = PAPER if state != "plain" else INK
    short = 12 if len(number) < 3 else 10
    yield write((number,), (left + RAIL / 2, y + box.height / 2), short, font_weight="bold", fill=ink)
    yield from envelope(element, (left + RAIL / 2, low - 9), _LOOKS[state][0])


def _diamond(box: Bounds, look: tuple[str, str, float]) -> str:
    x, y, right, below = box.x, box.y, box.x + box.width, box.y + box.height
    cx, cy = (x + right) / 2, (y + below) / 2
    path = f"M{cx:g} {y:g}L{right:g} {cy:g}L{cx:g} {below:g}L{x:g} {cy:g}Z"
    return tag("path", d=path, fill=look[1], stroke=look[0], stroke_width=look[2])


def _labels(drawn: Scene) -> Iterator[str]:
    named: list[tuple[str, Shape | Edge]] = [(flow.name, edge) for flow, edge in drawn.flows()]
    named += [(element.name, shape) for element, shape in drawn.elements() if element.kind not in ACTIVITIES]
    for name, one in named:
        if name:
            box = one.label or _beside(one)
            lines = wrap(name, max(box.width, 40) + 4, 12, bold=True)
            halo = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
            yield write(lines, (box.x + box.width / 2, box.y + box.height / 2), 12, **halo)


def _beside(drawn: Shape | Edge) -> Bounds:
    """Where a label stands for which the file has no bounds."""
    if isinstance(drawn, Shape):
        box = drawn.bounds
        return Bounds(box.x + box.width / 2 - 45, box.y + box.height + 2, 90, 14)
    (ax, ay), (bx, by) = drawn.points[0], drawn.points[1]
    return Bounds((ax + bx) / 2 - 20, (ay + by) / 2 - 18, 40, 14)
