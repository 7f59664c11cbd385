"""Bentuk kasus: the way of a case as a picture of a thumb's size, and the same in words."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from engine.queries.search_rows import CaseFound
from engine.web.words import say, several

__all__ = ["shape", "shape_words"]

WIDE, HIGH, EDGE = 128, 42, 4
_STEP: Final = 7.5  # pixels from one step to the next, less where there are many
_LINE: Final = Markup('<path class="{}" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>')
_DOT: Final = Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3.4"/>')


def shape(case: CaseFound) -> Markup:
    """Steps from left to right, down is onward, up is back; amber dots are past the norm, a ring still runs."""
    points = case.shape
    if not points:
        return Markup("")
    across = min(_STEP, (WIDE - 2 * EDGE) / max(1, len(points) - 1))
    down = (HIGH - 2 * EDGE) / max(1, case.height - 1)
    at = [(EDGE + n * across, EDGE + point.y * down) for n, point in enumerate(points)]
    drawn = [_LINE.format("balik" if points[n].back else "maju", *at[n], *at[n + 1]) for n in range(len(points) - 1)]
    drawn += [_DOT.format("lewat", *at[n]) for n, point in enumerate(points) if point.late]
    drawn.append(_DOT.format("akhir" if case.ended_at else "jalan", *at[-1]))
    return Markup('<svg class="bentuk" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(
        WIDE, HIGH, Markup("").join(drawn)
    )


def shape_words(case: CaseFound) -> str:
    """The picture in words."""
    if case.late is None:
        return say("terlalu panjang untuk digambar kecil; buka putar ulangnya")
    said = [
        several("{n} langkah", len(case.shape)),
        several("{n} kali dikembalikan", case.returns or 0),
        several("{n} langkah lewat norma", case.late),
    ]
    return ", ".join(said)
