"""Breaks a text into lines, whatever measures how wide one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["lines_of"]


def lines_of(text: str, fits: Callable[[str], bool], divided: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The lines of a text, each of which fits; `divided` gives the pieces of a word (the word itself, if it fits)."""
    lines: list[str] = []
    here = ""
    for word in text.split():
        joined = f"{here} {word}" if here else word
        if fits(joined):
            here = joined
            continue
        if here:
            lines.append(here)
        *pieces, here = divided(word)
        lines.extend(pieces)
    return (*lines, here) if here else tuple(lines)
