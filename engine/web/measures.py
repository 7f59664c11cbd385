"""Sizes of files and working time of steps, in words."""

from __future__ import annotations

from engine.norms import Span
from engine.queries.took import Took
from engine.web.words import language, say
from engine.workdays_words import norm_words, span_words

__all__ = ["size", "took_words"]


def size(bytes: int) -> str:
    """`320 KB`, `3,2 MB`: of so many bytes."""
    mega = bytes / 1024 / 1024
    text = f"{mega:.1f}" if mega >= 1 else str(max(1, round(bytes / 1024)))
    return f"{text.replace('.', ',') if language() == 'id' else text} {'MB' if mega >= 1 else 'KB'}"


def took_words(took: Took) -> str:
    """`4 menit kerja dari norma 5 menit kerja`; without its norm where none is printed or it is that of the whole."""
    english = language() == "en"
    spent = span_words(Span(minutes=took.minutes))[english] or say("kurang dari 1 menit kerja")
    if took.norm is None or took.norm.total:
        return spent
    return say("{spent} dari norma {norm}", spent=spent, norm=norm_words(took.norm)[english])
