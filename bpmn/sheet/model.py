"""What a printed SOP consists of: pages with rules, texts, symbols and arrows, all in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

POINT: Final = 25.4 / 72
"""Millimetres of a point."""

Kind = Literal["capsule", "box", "diamond", "pentagon"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The middle across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The middle down."""
        return self.y + self.h / 2

    def holds(self, other: Rect, slack: float = 0.01) -> bool:
        """Whether the other one lies inside, its edges included."""
        across = self.x - slack <= other.x and other.right <= self.right + slack
        return across and self.y - slack <= other.y and other.bottom <= self.bottom + slack

    def meets(self, other: Rect, slack: float = 0.01) -> bool:
        """Whether the two share more than an edge."""
        across = self.x < other.right - slack and other.x < self.right - slack
        return across and self.y < other.bottom - slack and other.y < self.bottom - slack


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: `x` is its left end, `y` its base line, `width` in the document's own font, `size` in points.

    `clear`: it stands on white ground of its own, over lines.
    """

    x: float
    y: float
    text: str
    size: float
    width: float
    bold: bool = False
    clear: bool = False

    @property
    def rect(self) -> Rect:
        """The room that its letters take."""
        high = self.size * POINT
        return Rect(self.x, self.y - 0.76 * high, self.width, high)


@dataclass(frozen=True, slots=True)
class Cell:
    """A framed field of the page with its lines; `name` says what stands in it, `value` the whole text."""

    rect: Rect
    lines: tuple[Text, ...] = ()
    name: str = ""
    value: str = ""
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """One of the drawn symbols: `column` counts the performers' columns from 0, `element` is what it stands for.

    `text` stands inside: the letter of a connector, the name of a start or an end.
    """

    kind: Kind
    rect: Rect
    column: int
    element: str
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one symbol to another with its corners; without a head it joins who work together."""

    points: tuple[Point, ...]
    source: str
    target: str
    labels: tuple[Text, ...] = ()
    head: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `columns` are the left and right edges of the performers' columns, none on an identity page."""

    cells: tuple[Cell, ...]
    texts: tuple[Text, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    columns: tuple[tuple[float, float], ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole document: the size of its paper and its pages in order."""

    width: float
    height: float
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document shows that no diagram holds: the version in force, who signs, and the office's letterhead.

    `fields` are the header's values by the names of their properties without `sop:`; what is missing stays blank.
    """

    name: str
    version: str = ""
    digest: str = ""
    letterhead: tuple[str, ...] = ()
    signer_post: str = ""
    signer_name: str = ""
    signer_number: str = ""
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
