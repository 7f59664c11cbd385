"""The diagram of a definition as a picture in the page, with its present position."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from bpmn import document
from bpmn.document import Document
from bpmn.picture import draw
from engine.library import Definition
from engine.queries.history import Position

__all__ = ["picture"]


def picture(definition: Definition, here: frozenset[str], position: Position, *, small: bool = False) -> Markup:
    """The diagram with what lies behind and where the case stands; `small` shows numbers instead of names."""
    return _drawn(_Sheet(definition.sha256, definition.xml, definition.process.id), here, position, small)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A definition's drawing; the hash stands for its bytes."""

    sha256: bytes
    xml: bytes = field(compare=False)
    process: str = field(compare=False)


@lru_cache(maxsize=256)
def _drawn(sheet: _Sheet, here: frozenset[str], position: Position, small: bool) -> Markup:
    """Cases at the same place share a picture: drawing takes longer than all the rest of a page."""
    drawn = draw(
        _document(sheet),
        sheet.process,
        here=here,
        done=position.done - here,
        taken=position.taken,
        numbers_only=small,
    )
    return Markup(drawn)  # noqa: S704 - bpmn.picture escapes what the diagram says


@lru_cache(maxsize=64)
def _document(sheet: _Sheet) -> Document:
    return document.read(sheet.xml)
