"""The words of an SOP table: its columns, the properties they stand for, and what goes without saying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bpmn.check.sop import PRINTED

BAR: Final = " | "
"""What separates the items of a property."""

HEADER: Final = PRINTED
"""The columns of `kepala`, in the order in which they are written; properties of the process with `sop:` before."""

CELLS: Final = ("kelengkapan", "waktu", "durasi", "norma", "output", "keterangan")
"""The printed cells of a row, which stand on its first part."""

STEP: Final = (*CELLS, "pengesahan", "bersama", "bukti", "memberi", "pengingat", "sumber", "pertanyaan")
"""The properties of a step after `sop:no`, in the order in which they are written."""

GATE: Final = ("bukti", "keterangan", "waktu-kerja", "sumber", "pertanyaan")
"""The properties of a gateway or of a timer on the edge of a step."""

LISTS: Final = frozenset(
    {"kelengkapan", "output", "keterangan", "pengesahan", "memberi", "pertanyaan"} | set(HEADER) - {"sumber"}
)
"""Columns whose value may be several items."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "norma": ("langkah", "total"),
    "bukti": ("tanda", "teks", "simpulan"),
    "pengesahan": ("paraf", "tanda tangan", "stempel", "penetapan"),
}
"""Columns that take one of a few values."""

SETUJU: Final = "Setuju?"
TINDAK_LANJUT: Final = "Tindak lanjut?"
REASON: Final = "Wajib bila Tidak. Sebut apa yang harus diperbaiki."
ENDS: Final[Mapping[str, str]] = {"selesai": "Selesai", "ditolak": "Ditolak"}
"""Ends that need no entry."""

REMINDER: Final = "Pengingat"
DEADLINE: Final = "Batas waktu"


_UNITS: Final = {
    ("T", "M"): "menit kerja",
    ("T", "H"): "jam kerja",
    ("", "D"): "hari kerja",
    ("", "W"): "minggu",
    ("", "M"): "bulan",
    ("", "Y"): "tahun",
}


def doubt_of(period: str) -> str:
    """The question that a reminder asks whose time is not printed."""
    return f"Waktu pengingat tidak tercetak: apakah {words_of(period)} benar?"


def words_of(period: str) -> str:
    """A period in working time as clerks say it; one of several parts stays as it is written."""
    again, _, once = period.rpartition("/")
    found = re.fullmatch(r"P(T?)(\d+)([WDHMY])", once)
    unit = _UNITS.get((found[1], found[3])) if found else None
    said = f"{found[2]} {unit}" if found and unit else once
    return f"setiap {said}" if again else said


def slug_of(text: str, between: str = "_") -> str:
    """The text in small letters and digits, with something between the words."""
    return re.sub(r"[^a-z0-9]+", between, text.lower()).strip(between)


def reason_of(name: str, given: str | None) -> str | None:
    """The help of the reason that an answer has to give where the table does not say; None: it gives none."""
    if given is not None:
        return given
    return REASON if name == "Tidak" else None
