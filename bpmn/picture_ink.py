"""Pieces of SVG text: presentation attributes and classes only, no style and no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

INK: Final = "#1a2330"
DIM: Final = "#566270"
RULE: Final = "#cfd6dc"
OWN: Final = "#0e4a66"
OWN_LIGHT: Final = "#e6f0f5"
OWN_HERE: Final = "#cfe2ec"
BACK: Final = "#84306f"
PAPER: Final = "#ffffff"
SHADE: Final = "#f7f9fa"
HEAD: Final = "#e8eef0"

FONT: Final = "Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"

Point = tuple[float, float]


def tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """One element. An underscore in an attribute's name stands for a hyphen, a trailing one is dropped; None is left
    out; numbers are rounded to a tenth."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_text(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def group(parts: Iterable[str], **attributes: object) -> str:
    """A group of elements, one a line."""
    return tag("g", "\n" + "\n".join(parts) + "\n", **attributes)


def write(lines: Sequence[str], at: Point, size: float, **attributes: object) -> str:
    """Lines of text, the whole centred on the point unless `text_anchor` says otherwise."""
    x, y = at
    first = y - (len(lines) - 1) * size * 0.6 + size * 0.36
    spans = [
        tag("tspan", escape(line), x=x, y=first + number * size * 1.2) for number, line in enumerate(lines) if line
    ]
    return tag("text", "".join(spans), **{"font_size": size, "text_anchor": "middle", "fill": INK} | attributes)


def rounded(points: Sequence[Point], radius: float) -> str:
    """The path of a line whose corners are rounded."""
    path = [f"M{_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.append(f"L{_pair(_towards(corner, before, radius))}Q{_pair(corner)} ")
        path.append(_pair(_towards(corner, after, radius)))
    return "".join((*path, f"L{_pair(points[-1])}"))


def arrow(points: Sequence[Point], long: float, wide: float) -> str:
    """The path of an arrow head at the end of a line."""
    tip, before = points[-1], points[-2]
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    whole = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / whole, dy / whole
    back = (tip[0] - dx * long, tip[1] - dy * long)
    left = (back[0] - dy * wide / 2, back[1] + dx * wide / 2)
    right = (back[0] + dy * wide / 2, back[1] - dx * wide / 2)
    return f"M{_pair(left)}L{_pair(tip)}L{_pair(right)}Z"


def shortened(points: Sequence[Point], by: float) -> list[Point]:
    """The line without its last bit, which an arrow head covers."""
    return [*points[:-1], _towards(points[-1], points[-2], by)]


def _towards(start: Point, end: Point, far: float) -> Point:
    """The point that lies `far` from the start on the way to the end, at most half of it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    whole = (dx * dx + dy * dy) ** 0.5
    part = min(far, whole / 2) / whole if whole else 0.0
    return start[0] + dx * part, start[1] + dy * part


def _pair(point: Point) -> str:
    return f"{_text(point[0])} {_text(point[1])}"


def _text(value: object) -> str:
    return f"{round(value, 1):g}" if isinstance(value, (int, float)) and abs(value) < 1e5 else str(value)
