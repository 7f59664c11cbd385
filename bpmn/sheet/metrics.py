"""How wide a text is in the document's own font: the advance widths that stand in a TrueType file."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from bpmn.sheet.model import POINT

FONT: Final = "Source Sans Pro"
_PACKAGE: Final = "font_source_sans_pro"
_FILES: Final = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Bold.ttf"}
_UNKNOWN: Final = 1.1
"""What a letter takes that the font has not, in ems: it is set in another one."""


@dataclass(frozen=True, slots=True)
class Face:
    """One style of the font: the width of each letter in ems."""

    widths: Mapping[int, float]

    def width(self, text: str, size: float) -> float:
        """Millimetres of a text at a size in points, without kerning."""
        return sum(self.widths.get(ord(letter), _UNKNOWN) for letter in text) * size * POINT


def font_folder() -> str:
    """The folder of the font's files, for who sets the text."""
    return str(files(_PACKAGE) / "files")


@cache
def face(bold: bool = False) -> Face:
    """The regular or the bold style."""
    return Face(_widths((files(_PACKAGE) / "files" / _FILES[bold]).read_bytes()))


def measure(text: str, size: float, bold: bool = False) -> float:
    """Millimetres of one line."""
    return face(bold).width(text, size)


def _widths(data: bytes) -> dict[int, float]:
    tables = {}
    for at in range(struct.unpack_from(">H", data, 4)[0]):
        name, _, start, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
        tables[name] = start
    em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances = [struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * at)[0] for at in range(count)]
    glyphs = _characters(data, tables[b"cmap"])
    return {letter: advances[min(glyph, count - 1)] / em for letter, glyph in glyphs.items() if glyph}


def _characters(data: bytes, start: int) -> dict[int, int]:
    """Glyph by character, of the subtable for Unicode's first plane (format 4)."""
    for at in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * at)
        table = start + offset
        if (platform, encoding) in ((0, 3), (3, 1)) and struct.unpack_from(">H", data, table)[0] == 4:
            return _segments(data, table)
    raise ValueError("the font has no table of characters that is read here")


def _segments(data: bytes, table: int) -> dict[int, int]:
    many = struct.unpack_from(">H", data, table + 6)[0] // 2
    ends = table + 14
    starts, deltas, offsets = ends + 2 * many + 2, ends + 4 * many + 2, ends + 6 * many + 2
    found: dict[int, int] = {}
    for at in range(many):
        first = struct.unpack_from(">H", data, starts + 2 * at)[0]
        last = struct.unpack_from(">H", data, ends + 2 * at)[0]
        delta = struct.unpack_from(">h", data, deltas + 2 * at)[0]
        offset = struct.unpack_from(">H", data, offsets + 2 * at)[0]
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if offset:
                glyph = struct.unpack_from(">H", data, offsets + 2 * at + offset + 2 * (letter - first))[0]
            found[letter] = (glyph + delta) & 0xFFFF if glyph else 0
    return found
