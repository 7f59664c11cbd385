"""Sets a laid out document as PDF: the one door to typst."""

from __future__ import annotations

import json
from functools import cache
from threading import Lock
from typing import Any, Final

import typst

from bpmn.sheet.metrics import FONT, font_folder
from bpmn.sheet.model import Arrow, Cell, Page, Sheet, Symbol, Text
from bpmn.sheet.ways import HEAD

INK: Final = 0.28
"""Thickness of a line in mm."""
_WIDE: Final = 0.62
_PROGRAM: Final = """
#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: sheet.width * 1mm, height: sheet.height * 1mm, margin: 0mm)
#set text(font: "FONT", kerning: false, ligatures: false, lang: "id", top-edge: "baseline", bottom-edge: "baseline")
#set document(title: sheet.title, author: "Lajur", date: datetime(year: 2012, month: 1, day: 1))
#let at(points) = points.map(p => (p.at(0) * 1mm, p.at(1) * 1mm))
#let put(body) = place(top + left, body)
#let word(t) = place(top + left, dx: t.at(0) * 1mm, dy: t.at(1) * 1mm,
  box(text(size: t.at(3) * 1pt, weight: if t.at(4) { "bold" } else { "regular" })[#t.at(2)]))
#let block-at(r, ..look) = place(top + left, dx: r.at(0) * 1mm, dy: r.at(1) * 1mm,
  rect(width: r.at(2) * 1mm, height: r.at(3) * 1mm, ..look))
#for (number, page) in sheet.pages.enumerate() {
  if number > 0 { pagebreak() }
  for c in page.cells {
    block-at(c.at(0), stroke: 0.15mm + rgb("#66727e"), fill: if c.at(1) { rgb("#eef2f3") } else { none })
  }
  for c in page.lines { put(curve(stroke: (paint: rgb("#111111"), thickness: INKmm, join: "miter"),
    curve.move(at(c).at(0)), ..at(c).slice(1).map(p => curve.line(p)))) }
  for c in page.capsules { block-at(c, radius: c.at(3) * 0.5mm, stroke: INKmm + rgb("#111111"), fill: white) }
  for c in page.shapes { put(polygon(stroke: INKmm + rgb("#111111"), fill: white, ..at(c))) }
  for c in page.heads { put(polygon(fill: rgb("#111111"), ..at(c))) }
  for c in page.grounds { block-at(c, fill: white) }
  for c in page.texts { word(c) }
}
"""


_ONE: Final = Lock()
"""Threads set their documents one after the other: the compiler keeps its fonts between them."""


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def pdf(sheet: Sheet) -> bytes:
    """The PDF (PDF/A-2b), the same bytes for the same document."""
    data = json.dumps(_sheet(sheet), ensure_ascii=False)
    program = _PROGRAM.replace("FONT", FONT).replace("INK", f"{INK:g}").encode()
    with _ONE:
        found = _compiler().compile(
            program, format="pdf", sys_inputs={"sheet": data}, pdf_standards="a-2b", timestamp=0, pdf_tags=False
        )
    assert isinstance(found, bytes), "a PDF is one file"
    return found


def _sheet(sheet: Sheet) -> dict[str, Any]:
    pages = [_page(page) for page in sheet.pages]
    return {"width": sheet.width, "height": sheet.height, "title": sheet.title, "pages": pages}


def _page(page: Page) -> dict[str, Any]:
    texts = [*(text for cell in page.cells for text in cell.lines), *page.texts]
    texts += [one.text for one in page.symbols if one.text is not None]
    texts += [label for arrow in page.arrows for label in arrow.labels]
    return {
        "cells": [_cell(cell) for cell in page.cells],
        "lines": [[_point(point) for point in shown(arrow)] for arrow in page.arrows],
        "capsules": [_rect(one) for one in page.symbols if one.kind == "capsule"],
        "shapes": [[_point(point) for point in outline(one)] for one in page.symbols if one.kind != "capsule"],
        "heads": [[_point(point) for point in head(arrow)] for arrow in page.arrows if arrow.head],
        "grounds": [_ground(text) for text in texts if text.clear],
        "texts": [_text(text) for text in texts],
    }


def _round(value: float) -> float:
    return round(value, 3)


def _point(point: tuple[float, float]) -> list[float]:
    return [_round(point[0]), _round(point[1])]


def _cell(cell: Cell) -> list[Any]:
    rect = cell.rect
    return [[_round(rect.x), _round(rect.y), _round(rect.w), _round(rect.h)], cell.shaded]


def _rect(symbol: Symbol) -> list[float]:
    rect = symbol.rect
    return [_round(rect.x), _round(rect.y), _round(rect.w), _round(rect.h)]


def _ground(text: Text) -> list[float]:
    rect = text.rect
    return [_round(rect.x - 0.2), _round(rect.y + 0.35), _round(rect.w + 0.4), _round(rect.h - 0.75)]


def _text(text: Text) -> list[Any]:
    return [_round(text.x), _round(text.y), text.text, text.size, text.bold]


def outline(symbol: Symbol) -> list[tuple[float, float]]:
    """The corners of a box, a diamond or a connector."""
    rect = symbol.rect
    if symbol.kind == "diamond":
        return [(rect.cx, rect.y), (rect.right, rect.cy), (rect.cx, rect.bottom), (rect.x, rect.cy)]
    if symbol.kind == "pentagon":
        low = rect.y + rect.h * 0.66
        return [(rect.x, rect.y), (rect.right, rect.y), (rect.right, low), (rect.cx, rect.bottom), (rect.x, low)]
    return [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom)]


def shown(arrow: Arrow) -> list[tuple[float, float]]:
    """The line of an arrow, which ends inside its head."""
    (ax, ay), (bx, by) = arrow.points[-2:]
    if not arrow.head:
        return list(arrow.points)
    long = max(0.01, abs(bx - ax) + abs(by - ay))
    back = min(HEAD * 0.6, long * 0.6)
    return [*arrow.points[:-1], (bx - (bx - ax) / long * back, by - (by - ay) / long * back)]


def head(arrow: Arrow) -> list[tuple[float, float]]:
    """The three corners of an arrow's head."""
    (ax, ay), (bx, by) = arrow.points[-2:]
    long = max(0.01, abs(bx - ax) + abs(by - ay))
    ux, uy = (bx - ax) / long, (by - ay) / long
    reach = min(HEAD, long)
    return [
        (bx, by),
        (bx - ux * reach - uy * _WIDE, by - uy * reach + ux * _WIDE),
        (bx - ux * reach + uy * _WIDE, by - uy * reach - ux * _WIDE),
    ]
