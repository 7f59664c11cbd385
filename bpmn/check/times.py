"""Rules about time: timers and the norms of an SOP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bpmn.check.periods import bare, is_cycle, is_instant, literal, norm_is_readable, seconds
from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called
from bpmn.check.uses import timer_of
from bpmn.net import TimerKind

FASTEST: Final = 60
"""Seconds between the occurrences of a timer that repeats without end."""
OFTEN: Final = 60
"""Repetitions that a faster timer may have."""
_PRINTED: Final = re.compile(r"(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?(menit|jam|hari|minggu|bulan)(?:\s+kerja)?")
_UNITS: Final = {"menit": "PT{}M", "jam": "PT{}H", "hari": "P{}D", "minggu": "P{}W", "bulan": "P{}M"}
_READ: Final[Mapping[TimerKind, tuple[Callable[[str], object], str]]] = {
    "duration": (lambda text: seconds(text) is not None, "PT30M, P3D"),
    "date": (is_instant, "2026-10-01T07:30:00+07:00"),
    "cycle": (is_cycle, "R3/PT1H, R/P1D"),
}


@rule("timer", "error", "error")
def readable(scope: Scope) -> Iterator[Note]:
    """A timer whose time cannot be read, or lies beyond every calendar."""
    for element in scope.process.elements.values():
        timer = timer_of(element)
        if timer is None or not timer.text or not literal(timer.text):
            continue
        read, example = _READ[timer.kind]
        text = bare(timer.text)
        if not read(text if timer.kind == "date" else text.upper()):
            text = timer.text[:60]
            yield Note(
                element,
                f"Waktu “{text}” pada {called(element)} tidak terbaca atau di luar kalender. Tulis seperti "
                f"{example}, atau nama isian.",
                f"The time “{text}” on {called(element)} cannot be read or lies beyond the calendar. Write it like "
                f"{example}, or name a field.",
            )


@rule("short-timer", "error", "error")
def short_timer(scope: Scope) -> Iterator[Note]:
    """A timer that repeats so fast and so often that it would keep the server from all other work."""
    for element in scope.process.elements.values():
        timer = timer_of(element)
        text = "" if timer is None or timer.kind != "cycle" else bare(timer.text).upper()
        if not is_cycle(text):
            continue
        times, period = text.split("/")[0][1:], seconds(text.split("/")[-1]) or 0
        if period < FASTEST and (not times or int(times) > OFTEN):
            yield Note(
                element,
                f"Pewaktu {text[:60]} pada {called(element)} berulang lebih cepat dari tiap menit. Pakai jeda PT1M "
                f"atau lebih, atau paling banyak {OFTEN} ulangan (R{OFTEN}/…).",
                f"The timer {text[:60]} on {called(element)} repeats faster than every minute. Use a period of PT1M or "
                f"more, or at most {OFTEN} repetitions (R{OFTEN}/…).",
            )


@rule("retries", "error", "error")
def retries(scope: Scope) -> Iterator[Note]:
    """Times between attempts of a service task that cannot be read."""
    for element in scope.process.elements.values():
        text = (element.retries or "").strip()
        periods = [part.strip() for part in text.split(",")]
        if text and not (text.isdecimal() or is_cycle(text) or all(seconds(part) is not None for part in periods)):
            yield Note(
                element,
                f"Ulangan “{text[:60]}” pada {called(element)} tidak terbaca. Tulis seperti R3/PT10M atau PT1M,PT5M.",
                f"The retries “{text[:60]}” on {called(element)} cannot be read. Write R3/PT10M or PT1M,PT5M.",
            )


@rule("duration", "error", None)
def duration(scope: Scope) -> Iterator[Note]:
    """A norm in `sop:durasi` that is no ISO 8601 period or range."""
    for element in scope.process.elements.values():
        text = element.properties.get("sop:durasi", "").strip()
        if text and not norm_is_readable(text):
            yield Note(
                element,
                f"Durasi “{text[:60]}” pada {called(element)} tidak terbaca. Tulis seperti PT30M, P1D atau rentang "
                "PT5M/PT10M; kosongkan bila normanya bukan angka.",
                f"The duration “{text[:60]}” on {called(element)} cannot be read. Write it like PT30M, P1D or a range "
                "PT5M/PT10M; leave it empty when the norm is no number.",
            )


@rule("norm-without-text", "warning", None)
def norm_without_text(scope: Scope) -> Iterator[Note]:
    """A norm as a number beside which no printed time stands: norms are read, never invented."""
    for element in scope.process.elements.values():
        properties = element.properties
        if properties.get("sop:durasi", "").strip() and not properties.get("sop:waktu", "").strip():
            yield Note(
                element,
                f"{called(element)} punya sop:durasi tanpa sop:waktu. Tulis waktu seperti tercetak, atau kosongkan.",
                f"{called(element)} has sop:durasi without sop:waktu. Write the time as printed, or leave both empty.",
            )


@rule("norm-differs", "warning", None)
def norm_differs(scope: Scope) -> Iterator[Note]:
    """A printed time that says another length than the duration by which tasks become due."""
    for element in scope.process.elements.values():
        printed, held = (element.properties.get(f"sop:{name}", "").strip() for name in ("waktu", "durasi"))
        meant = _period(printed)
        if meant and norm_is_readable(held) and _lengths(meant) != _lengths(held):
            yield Note(
                element,
                f"Waktu “{printed}” pada {called(element)} tidak sama dengan durasinya, {held}. Batas waktu tugas "
                f"mengikuti durasi: tulis {meant}.",
                f"The time “{printed}” on {called(element)} is not its duration, {held}. Tasks become due by the "
                f"duration: write {meant}.",
            )


def _period(printed: str) -> str:
    """The duration that a printed time means; empty where it is no plain number of one unit."""
    found = _PRINTED.fullmatch(printed.casefold())
    if found is None:
        return ""
    return "/".join(_UNITS[found[3]].format(int(number)) for number in found.group(1, 2) if number)


def _lengths(norm: str) -> list[float | None]:
    return [seconds(part) for part in norm.split("/")]


RULES: Final = (readable, short_timer, retries, duration, norm_without_text, norm_differs)
