"""The diagram of a definition as a picture in the page, with its present position."""

from __future__ import annotations

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
    drawn = draw(
        _document(definition.id, definition.xml),
        definition.process.id,
        here=here,
        done=position.done - here,
        taken=position.taken,
        numbers_only=small,
    )
    return Markup(drawn)  # noqa: S704 - bpmn.picture escapes what the diagram says


@lru_cache(maxsize=64)
def _document(_: int, xml: bytes) -> Document:
    return document.read(xml)
