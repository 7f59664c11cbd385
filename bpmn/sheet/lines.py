"""Breaks texts into lines by the real widths of the font."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bpmn.lines import lines_of
from bpmn.sheet.metrics import measure
from bpmn.sheet.model import POINT, Rect, Text

LEADING: Final = 1.22
"""Distance of two base lines, in sizes."""
_VOWELS: Final = "aeiouAEIOU"


def wrapped(text: str, limit: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text, each within `limit` mm; a word that is too long is divided after a vowel or a slash."""
    return lines_of(
        text,
        lambda line: measure(line, size, bold) <= limit,
        lambda word: _divided(word, limit, size, bold),
    )


def _divided(word: str, limit: float, size: float, bold: bool) -> list[str]:
    pieces = []
    while measure(word, size, bold) > limit and len(word) > 1:
        most = max((at for at in range(1, len(word)) if measure(word[:at] + "-", size, bold) <= limit), default=1)
        at = _syllable(word, most)
        pieces.append(word[:at] if re.search(r"[^\w]\Z", word[:at]) else word[:at] + "-")
        word = word[at:]
    return [*pieces, word]


def _syllable(word: str, most: int) -> int:
    """Where a word is divided, at the last good place before its `most`-th letter."""
    for at in range(most, max(1, most - 5), -1):
        before, after = word[at - 1], word[at : at + 1]
        if before in "/-,()" or (before in _VOWELS and after.isalpha() and after not in _VOWELS and at > 1):
            return at
    return most


def paragraphs(items: Iterable[str], limit: float, size: float, *, numbered: bool = False) -> list[tuple[float, str]]:
    """The lines of several items with their indent in mm; with numbers where there are several and it is wanted."""
    given = [item for item in items if item.strip()]
    found: list[tuple[float, str]] = []
    if not numbered or len(given) < 2:
        for item in given:
            found += [(0.0, one) for one in wrapped(item, limit, size)]
        return found
    indent = measure(f"{len(given)}. ", size) + 0.3
    for number, item in enumerate(given, 1):
        first, *more = wrapped(item, limit - indent, size) or ("",)
        found.append((0.0, f"{number}. {first}"))
        found += [(indent, one) for one in more]
    return found


def heighten(count: int, size: float) -> float:
    """Millimetres that so many lines take."""
    return count * size * POINT * LEADING


def set_left(lines: Sequence[tuple[float, str]], rect: Rect, size: float, bold: bool = False) -> tuple[Text, ...]:
    """Lines one under the other from the upper left corner of a rectangle."""
    step = size * POINT * LEADING
    first = rect.y + step * 0.8
    return tuple(
        Text(rect.x + indent, first + at * step, text, size, measure(text, size, bold), bold)
        for at, (indent, text) in enumerate(lines)
    )


def set_middle(lines: Sequence[str], rect: Rect, size: float, bold: bool = False) -> tuple[Text, ...]:
    """Lines in the middle of a rectangle, each centred."""
    step = size * POINT * LEADING
    first = rect.cy - len(lines) * step / 2 + step * 0.78
    found = []
    for at, text in enumerate(lines):
        width = measure(text, size, bold)
        found.append(Text(rect.cx - width / 2, first + at * step, text, size, width, bold))
    return tuple(found)
