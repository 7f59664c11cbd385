"""Pictures of the proof: the band of what is covered, and the way of an event to the root. Only numbers and hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.proof.proofs import Path

__all__ = ["Band", "Box", "Drawing", "band", "grouped", "path_drawing"]

WIDTH: Final = 1200
_ROWS: Final = 5  # levels that are drawn; of a higher tree those between are told as a number
_BOX: Final = (120, 28)
_STEP: Final = 62


@dataclass(frozen=True, slots=True)
class Band:
    """Widths of a strip of 1,200: sound, behind the first wrong event, not covered; and where checkpoints stand."""

    sound: float
    grey: float
    tail: float
    wrong: float | None
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A hash in its box; `on` the way, or beside it."""

    x: float
    y: float
    text: str
    on: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and the lines between them; `skipped` levels lie between the last two rows."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[str, bool], ...]
    height: int
    skipped: int
    fits: bool


def band(covered: int, tail: int, wrong: int | None, ticks: Sequence[int]) -> Band:
    """The strip; `wrong` is the first wrong event, counted from 1. A tail is never too narrow to be seen."""
    whole = max(1, covered + tail)
    rest = 0.0 if not tail else max(24.0, WIDTH * tail / whole)
    green = WIDTH - rest
    at = None if wrong is None or not covered else min(green, green * (wrong - 1) / max(1, covered))
    places = tuple(round(green * tick / max(1, covered), 1) for tick in ticks)
    return Band(green if at is None else at, 0 if at is None else green - at, rest, at, places)


def path_drawing(path: Path) -> Drawing:
    """The way from a leaf, below, to the root, above; each row has what is on the way and what stands beside it."""
    levels = len(path.beside)
    shown = list(range(levels)) if levels < _ROWS else [*range(_ROWS - 2), levels - 1]
    height = (len(shown) + 1) * _STEP
    boxes: list[Box] = []
    lines: list[tuple[str, bool]] = []
    x = 12.0
    for row, level in enumerate(shown):
        y = float(height - (row + 1) * _STEP + 14)
        up = x + 76
        boxes += [Box(x, y, short(path.way[level]), True), Box(x + 152, y, short(path.beside[level]), False)]
        lines += [(_elbow(x + 152, up, y), False), (_elbow(x, up, y), True)]
        x = up
    boxes.append(Box(x, float(height - (len(shown) + 1) * _STEP + 14), short(path.way[-1]), True))
    return Drawing(tuple(boxes), tuple(lines), height, levels - len(shown), path.fits)


def _elbow(x: float, to: float, y: float) -> str:
    """From the top of a box to the bottom of the one above."""
    (width, tall), top = _BOX, y - _STEP
    half = (y + top + tall) / 2
    return f"M{x + width / 2} {y}V{half}H{to + width / 2}V{top + tall}"


def short(hashed: bytes) -> str:
    """The first eight digits of a hash."""
    return grouped(hashed.hex()[:8])


def grouped(text: str) -> str:
    """Digits in groups of four."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
