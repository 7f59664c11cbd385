"""Values, hashes and lengths of time of a replay, as people read them."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from engine.norms import Span
from engine.queries.replayed import Erased, Told
from engine.web.clock import long_date
from engine.web.filters import shown
from engine.web.words import language, say
from engine.workdays_words import norm_words, span_words

__all__ = ["grouped", "kilobytes", "meter", "normed", "plain", "value", "working"]

METER = 200
"""How wide the meter of a step's time is."""


def working(minutes: int) -> str:
    """A length of working time in words; `kurang dari 1 menit kerja` for none."""
    if not minutes:
        return say("kurang dari 1 menit kerja")
    return _chosen(span_words(Span(minutes=minutes)))


def normed(told: Told) -> str:
    """The norm of the step in words; nothing where it has no number."""
    spent = told.moment.spent
    return "" if spent is None or spent.norm is None else _chosen(norm_words(spent.norm))


def _chosen(words: tuple[str, str]) -> str:
    return words[1] if language() == "en" else words[0]


def meter(told: Told) -> tuple[int, int, int]:
    """Of METER: the time within the norm, the time past it, and where the norm stands."""
    spent = told.moment.spent
    if spent is None or not spent.allowed:
        return 0, 0, 0
    most = max(spent.allowed, spent.minutes) * 1.12
    norm = round(spent.allowed / most * METER)
    inside = round(min(spent.minutes, spent.allowed) / most * METER)
    return inside, (round(spent.minutes / most * METER) - norm if spent.late else 0), norm


def value(found: Any, number: str | None) -> str | Markup:
    """An answer as people read it: empty and erased ones in words, papers as links where the case is named."""
    if isinstance(found, Erased):
        if found.at is None:
            return say("Dihapus (UU 27/2022). Bukti tetap utuh.")
        return say("Dihapus {date} (UU 27/2022). Bukti tetap utuh.", date=long_date(found.at.date()))
    if found in (None, "", []):
        return say("kosong")
    return shown(found, number)


def plain(found: Any) -> str:
    """An answer in a sentence, without a full stop of its own."""
    return str(value(found, None)).rstrip(".")


def grouped(sha256: str | bytes, signs: int = 8) -> str:
    """The first signs of a hash in groups of four."""
    text = sha256.hex() if isinstance(sha256, bytes) else sha256
    return " ".join(text[at : at + 4] for at in range(0, min(signs, len(text)), 4))


def kilobytes(size: int) -> str:
    """The size of a paper: `412 KB`, `1,4 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} KB"
    text = f"{size / 1_000_000:.1f} MB"
    return text if language() == "en" else text.replace(".", ",")
