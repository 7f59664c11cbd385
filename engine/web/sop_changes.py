"""What changed between two versions of an SOP: in words, numbered, with the same numbers on the diagrams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from markupsafe import Markup
from werkzeug.wrappers import Response

from bpmn import document
from bpmn.changes import Change
from bpmn.document import Bounds, Document
from bpmn.picture_ink import FONT, tag
from bpmn.picture_stage import Stage, stage
from engine.commands.refusals import NotFound
from engine.queries.look import MOST_NUMBER, Look
from engine.queries.versions import Shelf, Version, files, shelf
from engine.web.changes_told import Told, compared, line
from engine.web.desk import looking
from engine.web.words import say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("sop_changes", __name__)
_PAIR: Final = f"<int(max={MOST_NUMBER}):a>..<int(max={MOST_NUMBER}):b>"
_MARKED: Final = re.compile(r'class="(lj-(?:step|gate|event|scope|flow|lane)[^"]*)" data-id="([^"]*)"')
_FITS: Final = 960  # pixels; what is wider would have letters under 10 px beside the list of changes
_SIDES: Final = ("sesudah", "dahulu", "dua")
_INKS: Final = {"new": "#1c5c38", "gone": "#a1201a", "back": "#84306f", "changed": "#0e4a66"}


@dataclass(frozen=True, slots=True)
class _Two:
    """The two versions as documents, and what differs."""

    before: Document
    after: Document
    told: Told


@blueprint.get("/sop/<key>/versi/banding")
@login_required  # type: ignore[untyped-decorator]
def choose(key: str) -> Response:
    """Leads to the difference of the two versions that were chosen, the older one first."""
    chosen = [request.args.get(name, "") for name in ("a", "b")]
    numbers = sorted(
        int(one) for one in chosen if one.isascii() and one.isdecimal() and len(one) < len(str(MOST_NUMBER))
    )
    if len(numbers) < len(chosen):
        return redirect(url_for("web.sop_versions.index", key=key), 303)
    return redirect(url_for("web.sop_changes.show", key=key, a=numbers[0], b=numbers[1]), 303)


@blueprint.get(f"/sop/<key>/versi/{_PAIR}")
@login_required  # type: ignore[untyped-decorator]
def show(key: str, a: int, b: int) -> str:
    """The difference of two versions: the words beside the later drawing, the earlier one, or both."""
    side = request.args.get("lihat", _SIDES[0])
    side = side if side in _SIDES else _SIDES[0]
    with looking() as look:
        found = shelf(look, key)
        two = _compared(look, found, found.version(a), found.version(b))
    stages = {
        "sesudah": (two.after, [(at, one.element, one) for at, one in enumerate(two.told.all, 1)]),
        "dahulu": (two.before, [(at, one.before, one) for at, one in enumerate(two.told.all, 1)]),
    }
    sides = _SIDES[:2] if side == "dua" else (side,)
    drawings = {name: _drawing(stage(stages[name][0], key), stages[name][1], name) for name in sides}
    pinned = " ".join(drawings.values())
    return render_template(
        "web/sop_changes.html",
        shelf=found,
        version=found.now,
        before=found.version(a),
        after=found.version(b),
        side=side,
        lines=[line(one) for one in two.told.all],
        pinned={at for at in range(1, len(two.told.all) + 1) if f'data-pin="{at}"' in pinned},
        told=two.told,
        drawings=drawings,
    )


def _compared(look: Look, found: Shelf, a: Version, b: Version) -> _Two:
    was, now = files(look, a), files(look, b)
    before, after = document.read(was[a.resource]), document.read(now[b.resource])
    try:
        told = compared(found.key, (before, after), (_forms(was), _forms(now)))
    except KeyError as error:
        raise NotFound("no-version", "SOP ini tidak ada dalam versi itu.", "That version lacks this SOP.") from error
    return _Two(before, after, told)


def _forms(bodies: dict[str, bytes]) -> dict[str, bytes]:
    return {name: body for name, body in bodies.items() if name.endswith(".form")}


def _drawing(drawn: Stage, pins: list[tuple[int, str | None, Change]], side: str) -> Markup:
    """The drawing of one version with what changed in colour, and a numbered pin at each."""
    marks = {id: _mark(change, side) for _, id, change in reversed(pins) if id}
    marks = {drawn.shown.get(id, id): mark for id, mark in marks.items() if mark}

    def with_mark(found: re.Match[str]) -> str:
        return f'class="{found[1]} {marks[found[2]]}" data-id="{found[2]}"' if found[2] in marks else found[0]

    inside = _MARKED.sub(with_mark, drawn.inside)
    places: dict[tuple[float, float], int] = {}
    over = []
    for number, id, change in pins:
        place = _place(drawn, id)
        if place is not None:
            crowd = places.get(place, 0)
            places[place] = crowd + 1
            over.append(_pin(number, (place[0] + 22 * crowd, place[1]), _INKS[change.sort], side))
    head = drawn.heads and tag("g", drawn.heads, class_="lj-kepala-atas")
    frame = (
        drawn.frame
        if not drawn.heads
        else Bounds(drawn.frame.x, drawn.frame.y - drawn.head, drawn.frame.width, drawn.frame.height + drawn.head)
    )
    box = " ".join(f"{round(value, 1):g}" for value in (frame.x, frame.y, frame.width, frame.height))
    label = say("Diagram versi dahulu") if side == "dahulu" else say("Diagram versi sesudah")
    raised = tag("g", head, transform=f"translate(0 {frame.y:g})") if head else ""
    whole = inside + raised + tag("g", "".join(over), class_="lj-pins")
    fits = "lj-diagram muat" if frame.width <= _FITS else "lj-diagram"
    look = {"class_": fits, "role": "img", "aria_label": label, "viewBox": box, "font_family": FONT}
    size = {"width": round(frame.width), "height": round(frame.height)}
    svg = tag("svg", whole, xmlns="http://www.w3.org/2000/svg", **look, **size)
    return Markup(svg)  # noqa: S704 - what the diagram says was escaped where it was drawn


def _mark(change: Change, side: str) -> str:
    if side == "dahulu":
        led_elsewhere = change.about[0] in ("kembali ke", "lanjut ke")
        return "is-gone" if change.sort == "gone" or led_elsewhere else "is-changed"
    return {"new": "is-new", "back": "is-back", "changed": "is-changed"}.get(change.sort, "")


def _place(drawn: Stage, id: str | None) -> tuple[float, float] | None:
    """Where the pin of an element or a flow stands: the upper left corner, or the middle of the longest piece."""
    box = drawn.boxes.get(id or "")
    if box is not None:
        return round(box.x, 1), round(box.y, 1)
    line = drawn.lines.get(id or "")
    if line is None:
        return None
    pieces = list(pairwise(line))
    (ax, ay), (bx, by) = max(pieces, key=lambda piece: abs(piece[0][0] - piece[1][0]) + abs(piece[0][1] - piece[1][1]))
    return round((ax + bx) / 2, 1), round((ay + by) / 2, 1)


def _pin(number: int, at: tuple[float, float], ink: str, side: str) -> str:
    x, y = at
    circle = tag("circle", cx=x, cy=y, r=11, fill=ink, stroke="#fff", stroke_width=2)
    text = tag("text", str(number), x=x, y=y + 4.2, font_size=12, font_weight="bold", fill="#fff", text_anchor="middle")
    return tag("g", circle + text, class_="lj-pin", id=f"pin-{side}-{number}", data_pin=number)
