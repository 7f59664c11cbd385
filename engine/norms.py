"""Norms of time of an SOP's steps: read from what is printed, never invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Final

__all__ = ["DAYS_A_WEEK", "Norm", "Span", "norm_of", "read_span"]

DAYS_A_WEEK: Final = 5
"""Working days of a week (minggu) in a norm; that of an office may have six."""

_WHOLE: Final = r"(\d{1,4})"
_NUMBER: Final = r"(\d{1,5}(?:[.,]\d{1,6})?)"
_SPAN: Final = re.compile(
    rf"P(?=[\dT])(?:{_WHOLE}Y)?(?:{_WHOLE}M)?(?:{_WHOLE}W)?(?:{_WHOLE}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of work: calendar months, working days and working minutes, each counted in its own way."""

    months: int = 0
    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Norm:
    """The time that an SOP gives a step: from `lower` to `upper`, equal where no range is printed.

    `total` is true for the time of the whole service printed at a step: shown, never a due time, never counted.
    `printed` is the text of the SOP.
    """

    lower: Span
    upper: Span
    total: bool = False
    printed: str = ""

    @property
    def due(self) -> Span | None:
        """The span after which the step is late: the larger of a range; None for the time of the whole service."""
        return None if self.total else self.upper


def norm_of(properties: Mapping[str, str]) -> Norm | None:
    """The norm of a step with these `sop:` properties; None where no number is printed or none can be read.

    `sop:durasi` is an ISO 8601 duration or a range `PT5M/PT10M`, `sop:norma` says `total` for the whole service, and
    `sop:waktu` is what is printed; a printed time is never read here, so "sesuai kesepakatan" gets no number.
    """
    parts = properties.get("sop:durasi", "").strip().split("/")
    spans = [read_span(part) for part in parts]
    lower, upper = spans[0], spans[-1]
    if lower is None or upper is None or len(spans) > 2:
        return None
    return Norm(lower, upper, properties.get("sop:norma", "").strip() == "total", properties.get("sop:waktu", ""))


def read_span(text: str) -> Span | None:
    """The span of an ISO 8601 duration such as PT30M, P1D, P2W, P1M; None for anything else, and for nothing at all.

    Years are twelve months, weeks five working days, seconds count as begun minutes. A part of a day (P0.5D) is no
    span: nothing printed says how many hours it has.
    """
    found = _SPAN.fullmatch(text.strip().upper())
    if found is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups()[:4])
    hours, minutes, seconds = (Decimal((part or "0").replace(",", ".")) for part in found.groups()[4:])
    span = Span(years * 12 + months, weeks * DAYS_A_WEEK + days, ceil(hours * 60 + minutes + seconds / 60))
    return span if span != Span() else None
