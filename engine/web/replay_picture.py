"""The diagram after a moment as SVG: marks as classes on the plain drawing, and what is written over it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from bpmn.document import Bounds
from bpmn.layout.letters import width
from bpmn.picture_ink import FONT, group, tag, write
from bpmn.picture_stage import Stage, stage
from engine.queries.chart import Chart
from engine.queries.replayed import Replay, Told
from engine.web.words import say

__all__ = ["Picture", "heads", "marked", "picture", "small", "stage_of", "whole"]

_MARKED: Final = re.compile(r'class="(lj-(?:step|gate|event|scope|flow)[^"]*)" data-id="([^"]*)"')
_SIZE: Final = 12.0
_HIGH: Final = 20.0
_UP: Final = 6.0  # how far a word stands above the edge of its step, so that it covers no name
_NEAR: Final = 320.0  # px of the diagram that are in sight at once on a small screen
_LEAST: Final = 24.0  # px around the step of the moment
Parts = list[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """The marks by id (classes), what is written over the drawing (SVG), and the flows of the moment in order."""

    marks: dict[str, str]
    over: Markup
    flows: tuple[str, ...]


@lru_cache(maxsize=64)
def _staged(chart: _Key) -> Stage:
    return stage(chart.chart.document, chart.chart.process.id)


@dataclass(frozen=True, eq=False)
class _Key:
    """A version by the hash of its files."""

    chart: Chart

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.chart.found, self.chart.key) == (other.chart.found, other.chart.key)

    def __hash__(self) -> int:
        return hash((self.chart.found, self.chart.key))


def stage_of(chart: Chart) -> Stage:
    """The stage of a version; drawn once."""
    return _staged(_Key(chart))


def picture(replay: Replay, told: Told) -> Picture:
    """What a moment of the window changes on the stage of its version."""
    drawn = stage_of(replay.chart)
    return Picture(_marks(drawn, replay, told), Markup(_over(drawn, replay, told)), told.moment.flows)  # noqa: S704


def marked(inside: str, marks: dict[str, str]) -> str:
    """The inside of a drawing with the classes of a moment."""

    def with_marks(found: re.Match[str]) -> str:
        more = marks.get(found[2])
        return f'class="{found[1]} {more}" data-id="{found[2]}"' if more else found[0]

    return _MARKED.sub(with_marks, inside)


def whole(chart: Chart, shown: Picture) -> Markup:
    """The large drawing with the marks of a moment; its lane heads are `heads`."""
    drawn = stage_of(chart)
    inside = marked(drawn.inside, shown.marks) + tag("g", shown.over, class_="lj-tanda", id="lj-tanda")
    return _svg(inside, drawn.frame, "lj-diagram", chart.name)


def small(chart: Chart, shown: Picture) -> Markup:
    """The map with numbers alone, with the marks of a moment."""
    drawn = stage_of(chart)
    return _svg(marked(drawn.small, shown.marks), drawn.map, "lj-peta", chart.name)


def heads(chart: Chart) -> Markup:
    """The row of lane heads, as wide as the drawing; nothing where lanes lie level."""
    drawn = stage_of(chart)
    if not drawn.heads:
        return Markup("")
    return _svg(drawn.heads, Bounds(drawn.frame.x, 0, drawn.frame.width, drawn.head), "lj-kepala", None)


def _svg(inside: str, frame: Bounds, kind: str, name: str | None) -> Markup:
    box = " ".join(f"{round(value, 1):g}" for value in (frame.x, frame.y, frame.width, frame.height))
    facts = {"viewBox": box, "width": round(frame.width), "height": round(frame.height), "font_family": FONT}
    if name is None:
        facts |= {"aria_hidden": "true"}
    else:
        facts |= {"role": "img", "aria_label": say("Diagram SOP {name} pada langkah ini", name=name)}
    return Markup(tag("svg", inside, xmlns="http://www.w3.org/2000/svg", class_=kind, **facts))  # noqa: S704


def _marks(drawn: Stage, replay: Replay, told: Told) -> dict[str, str]:
    frame, moment = replay.frame(told.moment.m), told.moment
    found: dict[str, set[str]] = {}

    def add(id: str, mark: str) -> None:
        found.setdefault(drawn.shown.get(id, id), set()).add(mark)

    for id in frame.visits:
        add(id, "is-done")
    for id in frame.here:
        add(id, "is-open")
    for id in frame.taken:
        add(id, "is-taken")
    for id in _now(replay, told):
        add(id, "is-now")
        if moment.returned:
            add(id, "is-back")
    for id in moment.flows:
        add(id, "is-now")
    return {id: " ".join(sorted(marks)) for id, marks in found.items()}


def _now(replay: Replay, told: Told) -> set[str]:
    """The step of the moment, and the gateways that were passed in it."""
    elements = replay.chart.process.elements
    passed = {id for id in told.moment.entered if id in elements and elements[id].kind.endswith("Gateway")}
    ended = {id for id in told.moment.entered if id in elements and elements[id].kind == "endEvent"}
    own = told.moment.element
    return passed | ended | ({own} if own is not None and own in elements else set())


def _over(drawn: Stage, replay: Replay, told: Told) -> str:
    frame, moment = replay.frame(told.moment.m), told.moment
    parts: Parts = []
    for id in sorted(frame.visits):
        box = drawn.boxes.get(id)
        if box is not None and frame.visits[id] > 1 and box.width > 60:
            parts.append(_pill(f"{frame.visits[id]}×", (box.x + box.width - 14, box.y - _UP), "lj-kali"))
    for id in (*moment.opened, *moment.waits):
        if id in drawn.boxes and frame.here.get(id):
            box, kind = drawn.boxes[id], "lj-berikut is-back" if id in moment.back else "lj-berikut"
            words = "● " + say("berikutnya")
            left = max(box.x + 16, drawn.frame.x + _wide(words) / 2 + 2)
            parts.append(_pill(words, (left, box.y - _UP), kind))
    for id in sorted(frame.here):
        if id in drawn.boxes and frame.here[id] > 1:
            box = drawn.boxes[id]
            text = say("{n} terbuka", n=frame.here[id])
            parts.append(_pill(text, (box.x + box.width / 2, box.y + box.height), "lj-kali"))
    parts += _return_words(drawn, replay, told)
    parts.append(_place(drawn, told))
    return "\n".join(parts)


def _return_words(drawn: Stage, replay: Replay, told: Told) -> Parts:
    """`kembali, putaran 2` on the level run of a return that was taken in this moment."""
    parts: Parts = []
    visits = replay.frame(told.moment.m).visits
    for id in told.moment.flows:
        points = drawn.lines.get(id)
        if id in drawn.returns and points and told.moment.back:
            target = told.moment.back[0]
            runs = [(abs(b[0] - a[0]), a, b) for a, b in pairwise(points) if abs(a[1] - b[1]) < 1]
            if runs:
                _, a, b = max(runs)
                words = say("kembali, putaran {n}", n=visits.get(target, 1))
                parts.append(_pill(words, ((a[0] + b[0]) / 2, a[1]), "lj-balik"))
    return parts


def _place(drawn: Stage, told: Told) -> str:
    """Where a link to this moment scrolls to: the step with some room around it, and where it led if that is near."""
    moment = told.moment
    id = moment.element or next(iter((*moment.opened, *moment.entered)), "")
    boxes = [drawn.boxes[found] for found in (id, *moment.opened) if found in drawn.boxes]
    if not boxes:
        return tag("rect", x=drawn.frame.x, y=drawn.frame.y, width=1, height=1, fill="none", id="ini")
    top, low = min(box.y for box in boxes), max(box.y + box.height for box in boxes)
    if low - top > _NEAR:
        boxes = boxes[:1]
        top, low = boxes[0].y, boxes[0].y + boxes[0].height
    left, right = min(box.x for box in boxes), max(box.x + box.width for box in boxes)
    around = max(_LEAST, (_NEAR - (low - top)) / 2)
    size = {"x": left, "y": max(drawn.frame.y, top - around), "width": right - left}
    return tag("rect", **size, height=low - top + 2 * around, fill="none", id="ini")


def _pill(text: str, at: tuple[float, float], kind: str) -> str:
    """A word in a rounded box around a point."""
    wide = _wide(text)
    x, y = at
    parts = (
        tag("rect", x=x - wide / 2, y=y - _HIGH / 2, width=wide, height=_HIGH, rx=_HIGH / 2),
        write((text,), (x, y), _SIZE, font_weight="bold"),
    )
    return group(parts, class_=kind)


def _wide(text: str) -> float:
    return width(text, _SIZE, bold=True) + 14
