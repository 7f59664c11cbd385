"""Reads the timers on the edges of steps: reminders, and deadlines counted from a date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bpmn.check.periods import is_cycle, seconds
from bpmn.table.columns import BLANK, Places, ordered, read_properties
from bpmn.table.model import Limit
from bpmn.table.notation import DEADLINE, GATE, REMINDER, doubt_of
from bpmn.table.reading import Place

VARIABLE: Final = re.compile(r"[^\W\d_]\w*\Z")
"""The name of a field."""

_SAID: Final = tuple(name for name in GATE if name != "waktu-kerja")


def read_limits(places: Places) -> tuple[Limit, ...]:
    found = [_reminder(places["pengingat"])] if "pengingat" in places else []
    if "batas" in places:
        several = places["batas"].kind == "list"
        found += [_deadline(one) for one in (places["batas"].each() if several else [places["batas"]])]
    return tuple(found)


def _reminder(place: Place) -> Limit:
    keys: Places = {"durasi": place}
    if place.kind == "mapping":
        keys = place.keys(("durasi", "nama", *GATE, "sifat"))
    timer = _period(keys.get("durasi", place))
    given = read_properties(keys, _SAID)
    if "bukti" not in keys:
        given = {"sop:bukti": "simpulan", "sop:pertanyaan": doubt_of(timer[1]), **given}
    return Limit("pengingat", _name(keys, REMINDER), timer, properties=_with_clock(given, keys, "true"))


def _deadline(place: Place) -> Limit:
    keys = place.keys(("dari", "sebelum", "sesudah", "durasi", "saat", "nama", "ke", "hentikan", *GATE, "sifat"))
    ways = [name for name in ("dari", "durasi", "saat") if name in keys]
    if len(ways) != 1:
        place.bad(
            "Tulis satu dari: dari (kunci tanggal), durasi, saat.",
            "Write one of: dari (the key of a date), durasi, saat.",
        )
        return Limit("batas", DEADLINE, ("durasi", ""))
    to, stops = keys["ke"].text() if "ke" in keys else "", "hentikan" in keys and keys["hentikan"].truth()
    if stops and not to:
        place.bad(
            "Batas yang menghentikan langkah harus menyebut ke.",
            "A deadline that stops the step has to say where it leads (ke).",
        )
    given = read_properties(keys, _SAID)
    return Limit("batas", _name(keys, DEADLINE), _moment(ways[0], keys), to, stops, _with_clock(given, keys, ""))


def _name(keys: Places, default: str) -> str:
    said = keys["nama"].text() if "nama" in keys else ""
    return "" if said == BLANK else said or default


def _with_clock(given: Mapping[str, str], keys: Places, working: str) -> dict[str, str]:
    clock = keys.get("waktu-kerja")
    if clock is not None:
        working = "" if clock.text() == BLANK else str(clock.truth()).lower()
    found = {**given, **({"sop:waktu-kerja": working} if working else {})}
    return ordered(found, keys.get("sifat"))


def _moment(way: str, keys: Places) -> tuple[str, str]:
    """The timer of a deadline."""
    shifts = [name for name in ("sebelum", "sesudah") if name in keys]
    if way != "dari":
        for name in shifts:
            keys[name].bad(f"{name} hanya bersama dari.", f"{name} goes with dari only.")
        return _period(keys["durasi"]) if way == "durasi" else ("tanggal", keys["saat"].text())
    date = keys["dari"].text()
    if not VARIABLE.match(date):
        keys["dari"].bad("Tulis kunci sebuah isian tanggal.", "Write the key of a date field.")
    if len(shifts) > 1:
        keys["sesudah"].bad("Tulis sebelum atau sesudah, bukan keduanya.", "Write sebelum or sesudah, not both.")
    if not shifts:
        return "tanggal", f"={date}"
    period = keys[shifts[0]].text()
    if not re.fullmatch(r"P\d{1,4}D", period):
        keys[shifts[0]].bad("Tulis hari, misalnya P7D (satu minggu).", "Write days, such as P7D (one week).")
    return "tanggal", f'={date} {"-" if shifts[0] == "sebelum" else "+"} duration("{period}")'


def _period(place: Place) -> tuple[str, str]:
    text = place.text() if place.kind == "text" else ""
    if is_cycle(text):
        return "siklus", text
    if not seconds(text):
        place.bad("Tulis durasi seperti P3D, PT4H atau R3/P1D.", "Write a duration such as P3D, PT4H or R3/P1D.")
    return "durasi", text
