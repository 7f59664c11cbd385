"""Working time in words, in Indonesian and in English."""

from __future__ import annotations

from typing import Final

from engine.norms import Norm, Span
from engine.workdays import Left

__all__ = ["left_words", "norm_words", "span_words"]

Words = tuple[str, str]
_PAST: Final = ("baru saja lewat", "just past due")
_NOW: Final = ("sisa kurang dari 1 menit kerja", "less than a working minute left")


def left_words(left: Left) -> Words:
    """What is left or has passed: “sisa 12 menit kerja”, “lewat 2 hari kerja”; its largest units only."""
    if not left.days and not left.minutes:
        return (
            ("baru saja lewat", "just past due")
            if left.late
            else ("sisa kurang dari 1 menit kerja", "under 1 min left")
        )
    id, en = span_words(Span(days=left.days) if left.days else Span(minutes=left.minutes))
    return (f"lewat {id}", f"{en} late") if left.late else (f"sisa {id}", f"{en} left")


def norm_words(norm: Norm) -> Words:
    """A norm: “30 menit kerja”, “5 sampai 10 menit kerja”, “1 minggu”."""
    id, en = span_words(norm.upper)
    if norm.lower == norm.upper:
        return id, en
    lower, lower_en = span_words(norm.lower)
    if lower.partition(" ")[2] == id.partition(" ")[2]:
        lower, lower_en = lower.partition(" ")[0], lower_en.partition(" ")[0]
    return f"{lower} sampai {id}", f"{lower_en} to {en}"


def span_words(span: Span) -> Words:
    """A length of work: “1 bulan”, “2 hari kerja”, “2 jam 5 menit kerja”; nothing for no length."""
    id, en = [], []
    if span.months:
        id.append(f"{span.months} bulan")
        en.append(_english(span.months, "month"))
    if span.days:
        id.append(f"{span.days} hari kerja")
        en.append(_english(span.days, "working day"))
    hours, minutes = divmod(span.minutes, 60)
    if span.minutes:
        id.append(" ".join([f"{hours} jam"] * bool(hours) + [f"{minutes} menit"] * bool(minutes)) + " kerja")
        en.append(_clock(hours, minutes))
    return " ".join(id), " ".join(en)


def _clock(hours: int, minutes: int) -> str:
    if not hours:
        return _english(minutes, "working minute")
    return f"{hours} h {minutes} min of work" if minutes else _english(hours, "working hour")


def _english(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
