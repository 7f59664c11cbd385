"""Cells of a CSV that no spreadsheet takes for a formula, however it splits the line."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from typing import Final

__all__ = ["MARK", "line", "safe"]

MARK: Final = "\ufeff"
"""Begins a file, so that spreadsheets read it as UTF-8."""
_FORMULA: Final = frozenset("=+-@\u2212")
_APART: Final = frozenset(",;|\t\r\n")
"""What one program or another takes for the end of a cell: quotes do not help where it splits at another one."""
_PASSED: Final = ("Cc", "Cf", "Zs", "Zl", "Zp")
"""Categories of characters that a program may pass over before a formula."""


def safe(value: object) -> str:
    """The value as text; an apostrophe stands before whatever would begin a formula, there or after a separator.

    Nothing else changes, but for characters that no text has (they become a space).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return str(value) if value >= 0 else f"'{value}"
    found: list[str] = []
    begins = 0
    open_cell = True
    for sign in str(value):
        shown = " " if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\r\n" else sign
        if open_cell and _begins(shown):
            found.insert(begins, "'")
            open_cell = False
        found.append(shown)
        if shown in _APART:
            begins, open_cell = len(found), True
        elif open_cell and not (shown in "\"'" or unicodedata.category(shown) in _PASSED):
            open_cell = False
    return "'" + "".join(found) if found and found[0] in "\t\r\n" else "".join(found)


def line(cells: Iterable[object]) -> str:
    """A line with every cell in quotes (RFC 4180)."""
    into = io.StringIO()
    csv.writer(into, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return into.getvalue()


def _begins(sign: str) -> bool:
    plain = unicodedata.normalize("NFKC", sign)
    return bool(plain) and plain[0] in _FORMULA
