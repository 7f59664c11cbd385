"""The words of the proof: the verdict in one sentence, and what was compared with what. Never `valid` nor `safe`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from engine.web.words import language, say

__all__ = ["Part", "Verdict", "parts", "told", "verdict"]

_EVENTS: Final = ("altered", "removed", "inserted", "reordered", "cut-off", "rolled-back")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence, what follows it, and how it stands: `ok`, `late` (broken) or `plain`."""

    sentence: str
    more: str
    look: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was examined: what, how much of it, and the result in a word."""

    name: str
    extent: str
    result: str
    sound: bool


def verdict(result: dict[str, Any] | None) -> Verdict:
    """What stands above everything else."""
    if result is None:
        return Verdict(
            say("Belum pernah diperiksa"),
            say("Pemeriksaan membandingkan setiap peristiwa dengan checkpoint yang disimpan di tempat kedua."),
            "plain",
        )
    if result["sound"]:
        return Verdict(say("Utuh."), _sound(result), "ok")
    first = result["first"]
    if first["event"] is None:
        return Verdict(say("Tidak utuh: {what}", what=_other(first["kind"])), _broken(result), "late")
    place = _number(first["event"])
    return Verdict(say("Tidak utuh: peristiwa {n} {what}", n=place, what=_done(first["kind"])), _broken(result), "late")


def _sound(result: dict[str, Any]) -> str:
    covered, tail = _number(result["covered"]), result["tail"]
    if result["checkpoint"] is None:
        return say("Belum ada checkpoint: isi, nilai, dan baris saling cocok, tetapi belum ada yang tercakup.")
    if result["place"] is None or result["place_missing"]:
        first = say(
            "{n} peristiwa cocok dengan checkpoint {k} di basis data sendiri. Tempat kedua tidak ada.",
            n=covered,
            k=_number(result["checkpoint"]),
        )
    else:
        first = say(
            "{n} peristiwa cocok dengan checkpoint {k} di tempat kedua. "
            "Tidak ada yang diubah, dihapus, disisipkan, atau ditukar.",
            n=covered,
            k=_number(result["checkpoint"]),
        )
    last = say("{n} peristiwa terakhir belum tercakup.", n=_number(tail)) if tail else say("Semua sudah tercakup.")
    return f"{first} {last}"


def _broken(result: dict[str, Any]) -> str:
    first = result["first"]
    if first["event"] is None or first["kind"] not in _EVENTS:
        return say("Rinciannya ada di bawah. Jangan memulihkan apa pun sebelum basis data disalin.")
    before = _number(first["event"] - 1)
    if first["checkpoint"] is None:
        return say("Ini peristiwa pertama yang salah; {n} sebelumnya cocok.", n=before)
    return say(
        "Ini peristiwa pertama yang salah; {n} sebelumnya cocok. Isinya tidak sama dengan saat checkpoint {k} dibuat.",
        n=before,
        k=_number(first["checkpoint"]),
    )


def _done(kind: str) -> str:
    """What was done to an event."""
    words = {
        "altered": say("diubah"),
        "removed": say("dihapus dari riwayat"),
        "inserted": say("disisipkan"),
        "reordered": say("ditukar urutannya"),
        "cut-off": say("dan sesudahnya dipotong"),
        "rolled-back": say("dan sesudahnya hilang, basis data dikembalikan ke keadaan lama"),
        "value": say("nilainya diubah"),
        "erased": say("nilainya hilang tanpa peristiwa penghapusan"),
        "returned": say("nilainya sudah dihapus tetapi ada lagi"),
    }
    return words.get(kind) or _other(kind)


def _other(kind: str) -> str:
    """What stands beside the history and does not fit."""
    words = {
        "rows": say("baris data tidak sesuai riwayat"),
        "diagram": say("diagram atau formulir diubah"),
        "paper": say("berkas unggahan diubah atau hilang"),
        "signature": say("tanda tangan checkpoint salah"),
        "checkpoint": say("checkpoint dihapus atau diubah"),
        "tree": say("pohon bukti di basis data diubah"),
    }
    return words.get(kind, kind)


def parts(result: dict[str, Any]) -> tuple[Part, ...]:
    """The table of what was examined."""
    return tuple(_parts(result))


def _parts(result: dict[str, Any]) -> Iterator[Part]:
    counted = result["counted"]
    events, cases = _number(counted["events"]), _number(counted["cases"])
    yield _part(result, say("Isi setiap peristiwa"), say("{n} hash dihitung ulang", n=events), ("altered",))
    order = ("removed", "inserted", "reordered", "cut-off", "rolled-back")
    covered = _number(result["covered"])
    yield _part(result, say("Urutan dan jumlah"), say("1 sampai {n} tanpa celah", n=covered), order)
    signatures = say("{n} tanda tangan", n=_number(result["checkpoints"]))
    yield _part(result, say("Checkpoint"), signatures, ("signature", "checkpoint", "tree"))
    files = say("{n} versi, bita demi bita", n=_number(counted["definitions"]))
    yield _part(result, say("Diagram dan formulir"), files, ("diagram",))
    papers = say("{n} berkas unggahan", n=_number(counted["papers"]))
    yield _part(result, say("Berkas unggahan"), papers, ("paper",))
    values = say("{n} nilai, {m} di antaranya dihapus", n=_number(counted["values"]), m=_number(counted["erased"]))
    yield _part(result, say("Nilai dan komitmennya"), values, ("value", "erased", "returned"))
    yield _part(result, say("Keadaan kasus"), say("{n} kasus dibangun ulang dari riwayat", n=cases), ("rows",))


def _part(result: dict[str, Any], name: str, extent: str, kinds: tuple[str, ...]) -> Part:
    wrong = sum(fault["kind"] in kinds for fault in result["faults"])
    words = say("{n} tidak cocok", n=_number(wrong)) if wrong else say("cocok")
    return Part(name, extent, words, not wrong)


def told(fault: dict[str, Any]) -> str:
    """A fault in a sentence that names no case: only its place."""
    if fault["event"] is not None:
        return say("Peristiwa {n} {what}", n=_number(fault["event"]), what=_done(fault["kind"]))
    if fault["checkpoint"]:
        return say("Checkpoint {n}: {what}", n=_number(fault["checkpoint"]), what=_other(fault["kind"]))
    return _other(fault["kind"])


def _number(count: int) -> str:
    text = f"{count:,}"
    return text if language() == "en" else text.replace(",", ".")
