"""What is wrong with a laid out document: looked at from outside, with plain geometry of its own."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.sheet import Arrow, Page, Rect, Sheet, Symbol

SMALLEST = 8.0


def faults(sheet: Sheet) -> list[str]:
    """Everything that a reader would stumble over."""
    paper = Rect(0, 0, sheet.width, sheet.height)
    found = []
    for at, page in enumerate(sheet.pages, 1):
        found += [
            f"page {at}: {one}" for one in (*_texts(page, paper), *_symbols(page), *_arrows(page), *_labels(page))
        ]
    return [*found, *_connectors(sheet)]


def crossings(page: Page) -> int:
    """How often two arrows of a page cross."""
    pieces = [(one, piece) for one in page.arrows for piece in _pieces(one)]
    level = [(one, piece) for one, piece in pieces if piece.h < 0.01]
    upright = [(one, piece) for one, piece in pieces if piece.w < 0.01]
    return sum(
        a is not b
        and not {a.source, a.target} & {b.source, b.target}
        and p.x + 0.1 < q.x < p.right - 0.1
        and q.y + 0.1 < p.y < q.bottom - 0.1
        for a, p in level
        for b, q in upright
    )


def _pieces(arrow: Arrow) -> Iterator[Rect]:
    for (ax, ay), (bx, by) in zip(arrow.points, arrow.points[1:], strict=False):
        yield Rect(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by))


def _texts(page: Page, paper: Rect) -> Iterator[str]:
    for cell in page.cells:
        for text in cell.lines:
            if not cell.rect.holds(text.rect):
                yield f"“{text.text}” leaves its cell {cell.name}"
        for a, b in zip(cell.lines, cell.lines[1:], strict=False):
            if a.rect.meets(b.rect, 0.3):
                yield f"“{a.text}” and “{b.text}” lie on each other"
    every = [text for cell in page.cells for text in cell.lines] + list(page.texts)
    every += [label for arrow in page.arrows for label in arrow.labels]
    every += [symbol.text for symbol in page.symbols if symbol.text is not None]
    for text in every:
        if text.size < SMALLEST:
            yield f"“{text.text}” has {text.size} points"
        if not paper.holds(text.rect):
            yield f"“{text.text}” leaves the paper"
    if any(not paper.holds(cell.rect) for cell in page.cells):
        yield "a cell leaves the paper"


def _symbols(page: Page) -> Iterator[str]:
    for one in page.symbols:
        left, right = page.columns[one.column]
        if one.rect.x < left - 0.01 or one.rect.right > right + 0.01:
            yield f"{one.kind} of {one.element} leaves its column"
        if one.text is not None and not one.rect.holds(one.text.rect):
            yield f"“{one.text.text}” leaves its {one.kind}"
        rows = [cell.rect for cell in page.cells if cell.name == "pelaksana"]
        if not any(row.holds(one.rect) for row in rows):
            yield f"{one.kind} of {one.element} stands on a line"
    for at, one in enumerate(page.symbols):
        for other in page.symbols[at + 1 :]:
            if one.rect.meets(other.rect):
                yield f"{one.element} and {other.element} lie on each other"


def _arrows(page: Page) -> Iterator[str]:
    for arrow in page.arrows:
        for piece in _pieces(arrow):
            if min(piece.w, piece.h) > 0.01:
                yield f"{arrow.source} to {arrow.target} is slanted"
            for symbol in page.symbols:
                own = (
                    symbol.element in (arrow.source, arrow.target) or symbol.element == f"{arrow.source}>{arrow.target}"
                )
                thin = Rect(piece.x - 0.1, piece.y - 0.1, piece.w + 0.2, piece.h + 0.2)
                if not own and symbol.rect.meets(thin):
                    yield f"{arrow.source} to {arrow.target} runs through {symbol.element}"
        if page.columns and any(not page.columns[0][0] <= x <= page.columns[-1][1] for x, _ in arrow.points):
            yield f"{arrow.source} to {arrow.target} leaves the performers' columns"
        if arrow.head and not any(_touches(symbol, arrow.points[-1]) for symbol in page.symbols):
            yield f"{arrow.source} to {arrow.target} ends nowhere"
        if not any(_touches(symbol, arrow.points[0]) for symbol in page.symbols):
            yield f"{arrow.source} to {arrow.target} begins nowhere"


def _touches(symbol: Symbol, point: tuple[float, float]) -> bool:
    x, y = point
    rect = symbol.rect
    if symbol.kind == "diamond":
        reach = abs(x - rect.cx) / (rect.w / 2) + abs(y - rect.cy) / (rect.h / 2)
        return abs(reach - 1) < 0.03
    return rect.x - 0.05 <= x <= rect.right + 0.05 and rect.y - 0.05 <= y <= rect.bottom + 0.05


def _labels(page: Page) -> Iterator[str]:
    for arrow in page.arrows:
        for text in arrow.labels:
            x, y = arrow.points[0]
            rect = text.rect
            away = max(rect.x - x, x - rect.right, 0.0), max(rect.y - y, y - rect.bottom, 0.0)
            if max(away) > 2.0:
                yield f"“{text.text}” stands {max(away):.1f} mm from where {arrow.source} leaves"


def _connectors(sheet: Sheet) -> Iterator[str]:
    """A letter stands once where the flow goes on, and at least once on another page."""
    into: dict[str, set[int]] = {}
    out: dict[str, set[int]] = {}
    for at, page in enumerate(sheet.pages):
        for one in page.symbols:
            if one.kind == "pentagon":
                letter = one.text.text if one.text else "?"
                (into if one.element.startswith(">") else out).setdefault(letter, set()).add(at)
    for letter in {*into, *out}:
        if letter not in into or letter not in out or into[letter] & out[letter] or len(into[letter]) > 1:
            yield f"the connector {letter} has no two ends"
