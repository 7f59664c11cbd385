"""What an examination finds wrong, named in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["KINDS", "OF_EVENTS", "Fault"]

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "altered": ("diubah", "altered"),
    "removed": ("dihapus", "removed"),
    "inserted": ("disisipkan", "inserted"),
    "reordered": ("ditukar urutannya", "reordered"),
    "cut-off": ("dan semua sesudahnya dipotong", "and all after it were cut off"),
    "rolled-back": (
        "dan semua sesudahnya hilang: basis data dikembalikan ke keadaan lama",
        "and all after it are gone: the database was rolled back",
    ),
    "value": ("nilainya tidak cocok dengan komitmennya", "a value does not fit its commitment"),
    "erased": ("nilainya hilang tanpa peristiwa penghapusan", "a value is gone without an event that erased it"),
    "returned": ("nilai yang dihapus ada lagi", "a value that was erased is there again"),
    "rows": ("baris tidak sesuai riwayat", "a row differs from the history"),
    "diagram": ("bita diagram atau formulir diubah", "bytes of a diagram or form were altered"),
    "paper": ("bita berkas diubah atau hilang", "bytes of a paper were altered or are gone"),
    "signature": ("tanda tangan checkpoint salah", "the signature of a checkpoint is wrong"),
    "checkpoint": ("checkpoint dihapus atau diubah", "a checkpoint was removed or altered"),
    "tree": ("pohon bukti di basis data diubah", "the tree in the database was altered"),
}
"""Every kind of fault, as a sentence ends that names it."""

OF_EVENTS: Final = frozenset(
    {"altered", "removed", "inserted", "reordered", "cut-off", "rolled-back", "value", "erased", "returned"}
)
"""The kinds that say of an event that it is wrong itself, and not what stands beside it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold.

    `event` is the number in the case, None for what is no event; `position` the place in the tree, from 0, where the
    event has one; `checkpoint` the first one that says so.
    """

    case: int
    event: int | None
    id: str
    en: str
    kind: str = "rows"
    position: int | None = None
    checkpoint: int | None = None
