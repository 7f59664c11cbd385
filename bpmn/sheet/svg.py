"""The pages of a laid out document as SVG for the screen: the same model as the PDF, no style and no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from bpmn.picture_ink import tag
from bpmn.sheet.metrics import FONT
from bpmn.sheet.model import POINT, Arrow, Cell, Page, Sheet, Symbol, Text
from bpmn.sheet.typeset import INK, head, outline, shown

_BLACK: Final = "#111"
_GRID: Final = "#66727e"
_FAMILY: Final = f"{FONT}, Source Sans 3, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"


def pages_of(sheet: Sheet) -> tuple[str, ...]:
    """An SVG text for each page; one unit is a millimetre. Words for those who hear the page stand elsewhere."""
    return tuple(_page(sheet, page) for page in sheet.pages)


def _page(sheet: Sheet, page: Page) -> str:
    parts = [*(_cell(cell) for cell in page.cells), *(_arrow(one) for one in page.arrows)]
    parts += [part for one in page.symbols for part in _symbol(one)]
    texts = [text for cell in page.cells for text in cell.lines]
    labels = [text for arrow in page.arrows for text in arrow.labels]
    parts += [part for text in (*texts, *page.texts, *labels) for part in _text(text)]
    return tag(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="lembar-gambar",
        viewBox=f"0 0 {sheet.width:g} {sheet.height:g}",
        aria_hidden="true",
        focusable="false",
        font_family=_FAMILY,
    )


def _cell(cell: Cell) -> str:
    rect = cell.rect
    fill = "#eef2f3" if cell.shaded else "none"
    return tag("rect", **_at(rect.x, rect.y, rect.w, rect.h), fill=fill, stroke=_GRID, stroke_width="0.15")


def _at(x: float, y: float, w: float, h: float) -> dict[str, str]:
    return {"x": f"{x:.2f}", "y": f"{y:.2f}", "width": f"{w:.2f}", "height": f"{h:.2f}"}


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def _arrow(arrow: Arrow) -> str:
    line = tag("polyline", points=_points(shown(arrow)), fill="none", stroke=_BLACK, stroke_width=f"{INK:g}")
    return line + (tag("polygon", points=_points(head(arrow)), fill=_BLACK) if arrow.head else "")


def _symbol(symbol: Symbol) -> Iterator[str]:
    look = {"fill": "#fff", "stroke": _BLACK, "stroke_width": f"{INK:g}"}
    if symbol.kind == "capsule":
        rect = symbol.rect
        yield tag("rect", **_at(rect.x, rect.y, rect.w, rect.h), rx=rect.h / 2, **look)
    else:
        yield tag("polygon", points=_points(outline(symbol)), **look)
    if symbol.text is not None:
        yield from _text(symbol.text)


def _text(text: Text) -> Iterator[str]:
    if text.clear:
        rect = text.rect
        yield tag("rect", **_at(rect.x - 0.2, rect.y + 0.35, rect.w + 0.4, rect.h - 0.75), fill="#fff")
    yield tag(
        "text",
        escape(text.text),
        x=f"{text.x:.2f}",
        y=f"{text.y:.2f}",
        font_size=f"{text.size * POINT:.3f}",
        font_weight="bold" if text.bold else None,
        textLength=f"{text.width:.2f}",
        lengthAdjust="spacingAndGlyphs",
    )
