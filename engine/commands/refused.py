"""What the executor refuses, said as refusals of commands."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.commands.refusals import NotPossible
from engine.spiff import (
    CannotModify,
    LoopUnreadable,
    Move,
    NoFlow,
    NotCaught,
    NotOpen,
    Refused,
    StateUnreadable,
    TimerUnreadable,
    TooManySteps,
)

__all__ = ["moved"]


def moved(step: Callable[[], Move]) -> Move:
    """Runs a step of the executor; its refusals become ours."""
    try:
        return step()
    except Refused as refused:
        raise _said(refused) from refused


def _said(refused: Refused) -> NotPossible:
    if isinstance(refused, NoFlow | TimerUnreadable | LoopUnreadable):
        return _at_element(refused)
    if isinstance(refused, CannotModify):
        return NotPossible("cannot-modify", refused.id, refused.en)
    if isinstance(refused, NotCaught):
        return NotPossible(
            "not-caught",
            f"Tidak ada yang menangkap galat “{refused.code}” dari “{refused.element}”. Pindahkan langkahnya.",
            f"Nobody catches the error “{refused.code}” of “{refused.element}”. Modify the case.",
            element=refused.element,
            error=refused.code,
        )
    if isinstance(refused, NotOpen):
        return NotPossible("not-open", "Langkah ini sudah tidak terbuka.", "This step is not open any more.")
    if isinstance(refused, TooManySteps):
        return NotPossible(
            "too-many-steps",
            "Alur berputar tanpa berhenti pada tugas, atau membuka terlalu banyak. Hubungi pemilik proses.",
            "The flow turns without stopping at a task, or opens too many. Ask the process owner.",
        )
    if isinstance(refused, StateUnreadable):
        return NotPossible(
            "state-unreadable",
            "Keadaan kasus ini tidak terbaca. Hubungi administrator; riwayatnya tetap utuh.",
            "The state of this case cannot be read. Ask the administrator; its history is whole.",
        )
    return NotPossible("refused", "Langkah ini tidak dapat dijalankan.", f"This step cannot be run: {refused}")


def _at_element(refused: NoFlow | TimerUnreadable | LoopUnreadable) -> NotPossible:
    place = refused.element
    if isinstance(refused, NoFlow):
        return NotPossible(
            "no-flow",
            f"Tidak ada cabang yang cocok setelah “{place}”. Periksa jawaban, atau hubungi pemilik proses.",
            f"No branch fits after “{place}”. Check the answers, or ask the process owner.",
            element=place,
        )
    id, en = _kind_of(refused.value)
    if isinstance(refused, LoopUnreadable):
        return NotPossible(
            "loop-unreadable",
            f"“{place}” memerlukan daftar atau jumlah, bukan {id}. Periksa isian itu.",
            f"“{place}” needs a list or a number, not {en}. Check that answer.",
            element=place,
        )
    return NotPossible(
        "timer-unreadable",
        f"Waktu untuk “{place}” tidak terbaca: yang ada {id}. Periksa tanggal atau jangka waktu itu.",
        f"The time for “{place}” cannot be read: there is {en}. Check that date or duration.",
        element=place,
    )


def _kind_of(value: object) -> tuple[str, str]:
    """What sort of value stands there, in both languages; never the value, which becomes a part of incidents."""
    if value is None:
        return "kosong", "nothing"
    if isinstance(value, str):
        return f"teks {len(value)} huruf", f"a text of {len(value)} characters"
    if isinstance(value, bool):
        return "benar atau salah", "a truth value"
    if isinstance(value, int | float | Decimal):
        return "angka yang tidak cocok", "a number that does not fit"
    return "nilai lain", "another kind of value"
