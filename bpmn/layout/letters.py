"""How wide a text is, and where its lines break: one table for layout and picture."""

from __future__ import annotations

from typing import Final

from bpmn.lines import lines_of

_NARROW: Final = frozenset("iljI.,:;'|!()[]{}ft /-r")
_WIDE: Final = frozenset("mwMW@%")
_CAPITAL: Final = frozenset("ABCDEFGHJKLNOPQRSTUVXYZ&")


def width(text: str, size: float = 12, bold: bool = False) -> float:
    """The width in pixels in a common sans-serif font: an estimate that errs to the wide side."""
    units = sum(0.33 if c in _NARROW else 0.86 if c in _WIDE else 0.7 if c in _CAPITAL else 0.55 for c in text)
    return units * size * (1.05 if bold else 1.0)


def wrap(text: str, limit: float, size: float = 12, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text, each within `limit` pixels; a word that is too long for a line is cut."""
    return lines_of(
        text,
        lambda line: width(line, size, bold) <= limit,
        lambda word: _cut(word, limit, size, bold),
    )


def _cut(word: str, limit: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces
