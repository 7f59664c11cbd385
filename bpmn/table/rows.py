"""Reads the rows of a table: their columns, parts, decisions, waits, timers and forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bpmn.check.periods import norm_is_readable
from bpmn.table.choices import read_choice
from bpmn.table.columns import Places, read_extra, read_form, read_properties
from bpmn.table.limits import VARIABLE, read_limits
from bpmn.table.model import Column, Repeat, Row
from bpmn.table.notation import CELLS, STEP
from bpmn.table.reading import Place

_NO: Final = re.compile(r"[0-9]{1,4}[a-z]?\Z")
_SHARED: Final = ("no", "teks", *CELLS, "gabung", "bagian")
_OWN: Final = (
    *("nama", "pelaksana", "lanjut", "putusan", "tunggu", "ulang", "pengingat", "batas", "formulir", "sifat"),
    *(name for name in STEP if name not in (*CELLS, "pengingat")),
)
ROW: Final = ("no", "teks", *CELLS, *_OWN, "gabung", "bagian")
_PART: Final = ("huruf", "teks", *_OWN)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The columns of the table, found by what a row says of its performer."""

    columns: Sequence[Column]

    def find(self, place: Place) -> str:
        """The id of the lane that is meant; what is wrong is noted and the text itself given."""
        said = place.text()
        ids = [column.id for column in self.columns if column.title == said] or [
            column.id for column in self.columns if column.id == said
        ]
        if len(ids) == 1:
            return ids[0]
        if ids:
            place.bad(
                f"Ada {len(ids)} kolom “{said}”. Sebut id-nya: {', '.join(ids)}.",
                f"There are {len(ids)} columns “{said}”. Name its id: {', '.join(ids)}.",
            )
        else:
            titles = ", ".join(column.title for column in self.columns)
            place.bad(
                f"“{said}” bukan kolom pelaksana. Pilih salah satu: {titles}.",
                f"“{said}” is no performer column. Choose one of: {titles}.",
            )
        return said


def read_rows(place: Place, lanes: Lanes) -> list[Row]:
    """The rows of `kegiatan`, those in parts as one row a part."""
    rows: list[Row] = []
    for at, whole in enumerate(place.each(), 1):
        no = whole.peek("no")
        one = whole.in_row(no if _NO.match(no) else f"ke-{at}")
        places = one.keys(ROW)
        if "no" not in places:
            one.bad("Kolom no belum ada. Tulis nomor barisnya.", "The column no is missing.")
        elif not _NO.match(no):
            places["no"].bad(
                "Tulis angka, boleh diikuti satu huruf: 4 atau 13a.", "Write digits, perhaps a letter: 4 or 13a."
            )
        else:
            rows += _parts(no, one, places, lanes) if "bagian" in places else [_row(no, one, places, lanes)]
    return rows


def _parts(no: str, whole: Place, places: Places, lanes: Lanes) -> list[Row]:
    """The rows of one printed row with several acts: its cells stand on the first."""
    for name in places:
        if name not in _SHARED:
            places[name].bad(
                f"Tulis kolom {name} pada bagiannya.", f"Write the column {name} in the part that it belongs to."
            )
    rows = []
    for at, part in enumerate(places["bagian"].each()):
        keys = part.keys(_PART)
        letter = keys.get("huruf", part)
        found = letter.text() if "huruf" in keys else chr(ord("a") + at)
        if not re.fullmatch("[a-z]", found):
            letter.bad("Tulis satu huruf kecil.", "Write one small letter.")
        own = {key: place.in_row(no + found) for key, place in keys.items()}
        given = ("teks", *CELLS, "gabung") if at == 0 else ("teks",)
        shared = {key: places[key] for key in given if key in places}
        rows.append(_row(no + found, whole.at(part.node, "bagian"), {**shared, **own}, lanes))
    return rows


def _row(no: str, whole: Place, places: Places, lanes: Lanes) -> Row:
    at = whole.in_row(no)
    for name in ("teks", "nama", "pelaksana"):
        if name not in places or places[name].blank:
            at.at(at.node, name).bad(f"Kolom {name} belum diisi.", f"The column {name} is empty.")
    wait = places["tunggu"].text() if "tunggu" in places else None
    if wait is not None and not re.search("[a-z0-9]", wait.lower()):
        places["tunggu"].bad("Tulis nama pesan yang ditunggu, misalnya penetapan_sk.", "Write the name of the message.")
    form = read_form(places.get("formulir"))
    return Row(
        no=no,
        text=places["teks"].text() if "teks" in places else "",
        name=places["nama"].text() if "nama" in places else "",
        lane=lanes.find(places["pelaksana"]) if "pelaksana" in places else "",
        properties=_properties(places),
        next=places["lanjut"].texts() if "lanjut" in places else (),
        choice=read_choice(places["putusan"]) if "putusan" in places else None,
        wait=wait,
        repeat=_repeat(places["ulang"]) if "ulang" in places else None,
        limits=read_limits(places),
        joins=places["gabung"].texts() if "gabung" in places else (),
        form=() if form is None and wait is None else form,
        line=at.line,
    )


def _properties(places: Places) -> dict[str, str]:
    found = read_properties(places, [name for name in STEP if name != "pengingat"])
    period = found.get("sop:durasi")
    if period is not None and not norm_is_readable(period):
        places["durasi"].bad(
            f"“{period}” bukan durasi. Tulis seperti PT30M, P1D atau rentang PT5M/PT10M; kosongkan bila bukan angka.",
            f"“{period}” is no duration. Write PT30M, P1D or a range PT5M/PT10M; leave it empty when it is no number.",
        )
    if period is not None and "norma" not in places:
        found["sop:norma"] = "langkah"
    ordered = {f"sop:{name}": found[f"sop:{name}"] for name in STEP if f"sop:{name}" in found}
    return {**ordered, **read_extra(places.get("sifat"))}


def _repeat(place: Place) -> Repeat:
    keys = place.keys(("daftar", "butir", "cara", "sampai"))
    names = {}
    for name in ("daftar", "butir"):
        names[name] = keys[name].text() if name in keys else ""
        if not VARIABLE.match(names[name]):
            keys.get(name, place).bad(
                f"Tulis {name}: nama isian, misalnya {'daftar_desa' if name == 'daftar' else 'desa'}.",
                f"Write {name}: the name of a field.",
            )
    way = keys["cara"].among(("paralel", "berurutan")) if "cara" in keys else "paralel"
    return Repeat(
        names["daftar"], names["butir"], way != "berurutan", keys["sampai"].text() if "sampai" in keys else ""
    )
