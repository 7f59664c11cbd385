"""Reads a whole SOP table: its head, columns, rows and ends, with what goes without saying filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bpmn.check.sop import IDENTITY
from bpmn.table.columns import BLANK, Places, read_extra, read_form
from bpmn.table.model import Answer, Choice, Column, End, Row, Start, Table
from bpmn.table.notation import BAR, ENDS, HEADER, slug_of
from bpmn.table.reading import Place, compose
from bpmn.table.rows import Lanes, read_rows
from bpmn.table.sound import check_table

TOP: Final = (
    "sop",
    "slug",
    "judul",
    "nama",
    "teks",
    "versi",
    "kepala",
    "sifat",
    "pelaksana",
    "mulai",
    "akhir",
    "kegiatan",
)
ALWAYS: Final = (*IDENTITY, "sumber")
"""Header fields that every SOP has, blank where the source is blank."""

_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,119}\Z")
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read_table(text: str) -> Table:
    """The table in a YAML text; raises TableRefused, whose problems name line, row and column."""
    whole = compose(text)
    places = whole.keys(TOP)
    for name in ("sop", "nama", "pelaksana", "kegiatan"):
        if name not in places or places[name].blank:
            whole.at(whole.node, name).bad(f"Kolom {name} belum diisi.", f"The column {name} is empty.")
    whole.problems.stop()
    id = _matching(places["sop"], _ID, ("huruf, angka dan garis bawah", "letters, digits and underscores"))
    columns = _columns(places["pelaksana"])
    lanes = Lanes(columns)
    rows = read_rows(places["kegiatan"], lanes)
    if not rows:
        places["kegiatan"].bad("Tulis paling sedikit satu baris.", "Write one row at least.")
    whole.problems.stop()
    rows = follow(rows)
    name = places["nama"].text()
    table = Table(
        id=id,
        slug=_matching(
            places["slug"], _SLUG, ("huruf kecil, angka dan tanda hubung", "small letters, digits and hyphens")
        )
        if "slug" in places
        else slug_of(id, "-"),
        title=_text(places, "judul") or name,
        name=name,
        text=_text(places, "teks"),
        version=_text(places, "versi") or "1",
        properties=_header(places),
        columns=tuple(columns),
        start=_start(places.get("mulai"), rows, lanes),
        rows=tuple(rows),
        ends=_ends(places.get("akhir"), rows, lanes),
    )
    check_table(table, whole)
    whole.problems.stop()
    return table


def _text(places: Places, name: str) -> str:
    return places[name].text() if name in places else ""


def _matching(place: Place, pattern: re.Pattern[str], words: tuple[str, str]) -> str:
    found = place.text()
    if not pattern.match(found):
        place.bad(f"Tulis dengan {words[0]} saja.", f"Write it with {words[1]} only.")
    return found


def _header(places: Places) -> dict[str, str]:
    given = places["kepala"].keys(HEADER) if "kepala" in places else {}
    found = {name: BAR.join(place.texts()) for name, place in given.items()}
    wanted = [name for name in HEADER if name in ALWAYS or found.get(name)]
    return {**{f"sop:{name}": found.get(name, "") for name in wanted}, **read_extra(places.get("sifat"))}


def _columns(place: Place) -> list[Column]:
    found: list[Column] = []
    for at, one in enumerate(place.each(), 1):
        inner = place.at(one.node, f"pelaksana butir {at}")
        if inner.kind == "text":
            title, id = inner.text(), ""
        else:
            keys = inner.keys(("judul", "id"))
            title, id = _text(keys, "judul"), _text(keys, "id")
        id = id or lane_id(title)
        if not title:
            inner.bad(
                "Tulis judul kolom; yang tidak terbaca: (tanpa judul).",
                "Write the column's title; unreadable: (tanpa judul).",
            )
        elif not _ID.match(id):
            inner.bad(
                "Id kolom hanya huruf, angka dan garis bawah.", "The id has letters, digits and underscores only."
            )
        elif id in [column.id for column in found]:
            inner.bad(
                f"Id {id} dipakai dua kolom. Tulis {{judul: {title}, id: {id}_2}}.",
                f"Two columns have the id {id}. Write {{judul: {title}, id: {id}_2}}.",
            )
        else:
            found.append(Column(title, id))
    return found


def lane_id(title: str) -> str:
    """The id of a lane where the table names none."""
    return f"lajur_{slug_of(title)}"


def follow(rows: Sequence[Row]) -> list[Row]:
    """The rows with every target written out: the next row where none was named, 13a where 13 was."""
    numbers = {row.no: row.no for row in rows}
    for row in rows:
        numbers.setdefault(row.no.rstrip("abcdefghijklmnopqrstuvwxyz"), row.no)
    found = []
    for row, below in zip(rows, [*(row.no for row in rows[1:]), "selesai"], strict=True):
        next = tuple(numbers.get(to, to) for to in row.next)
        found.append(
            replace(
                row,
                next=next if next or row.choice else (below,),
                choice=row.choice and _following(row.choice, numbers, below),
                limits=tuple(replace(one, to=numbers.get(one.to, one.to)) for one in row.limits),
                joins=tuple(numbers.get(from_, from_) for from_ in row.joins),
            )
        )
    return found


def _following(choice: Choice, numbers: Mapping[str, str], below: str) -> Choice:
    return replace(choice, answers=tuple(_led(answer, numbers, below) for answer in choice.answers))


def _led(answer: Answer, numbers: Mapping[str, str], below: str) -> Answer:
    if answer.then is not None:
        return replace(answer, then=_following(answer.then, numbers, below))
    return replace(answer, to=numbers.get(answer.to, answer.to) or below)


def ends_of(rows: Sequence[Row]) -> dict[str, str]:
    """The ids of the ends that rows lead to, with the lane of the row that does so first, in that order."""
    numbers = {row.no for row in rows}
    first: dict[str, str] = {}
    for row in rows:
        for to in _ways(row):
            if to not in numbers:
                first.setdefault(to, row.lane)
    return first


def _ways(row: Row) -> Iterator[str]:
    """The target of each way out of a row, in the order in which its elements stand in the file."""
    if len(row.next) == 1:
        yield row.next[0]
    yield from (limit.to for limit in row.limits if limit.to)
    if row.choice is not None:
        second = [inner for answer in row.choice.answers if answer.then for inner in answer.then.answers]
        yield from (answer.to for answer in row.choice.answers if answer.then is None)
        yield from (answer.to for answer in second)
    if len(row.next) > 1:
        yield from row.next


def _start(place: Place | None, rows: Sequence[Row], lanes: Lanes) -> Start:
    if place is None:
        return Start(rows[0].lane)
    keys = place.keys(("pelaksana", "nama", "formulir"))
    lane = lanes.find(keys["pelaksana"]) if "pelaksana" in keys else rows[0].lane
    return Start(
        lane, "" if _text(keys, "nama") == BLANK else _text(keys, "nama") or "Mulai", read_form(keys.get("formulir"))
    )


def _ends(place: Place | None, rows: Sequence[Row], lanes: Lanes) -> tuple[End, ...]:
    """The ends in the order in which ways first lead to them, also those that go without saying."""
    first = ends_of(rows)
    said = _said_ends(place, first, lanes) if place is not None else {}
    known = {id: End(id, name, first[id]) for id, name in ENDS.items() if id in first} | said
    return tuple(known[id] for id in first if id in known)


def _said_ends(place: Place, first: Mapping[str, str], lanes: Lanes) -> dict[str, End]:
    found: dict[str, End] = {}
    for one in place.each():
        keys = one.keys(("id", "nama", "pelaksana"))
        id = _text(keys, "id")
        name = _text(keys, "nama") or ENDS.get(id, "")
        if not _ID.match(id) or not name:
            one.bad(
                "Tulis id dan nama akhirnya, misalnya {id: ditolak, nama: Ditolak}.", "Write id and name of the end."
            )
        elif id not in first:
            one.bad(
                f"Tidak ada baris yang menuju {id}. Hapus, atau tulis sebagai tujuan.",
                f"No row leads to {id}. Remove it.",
            )
        else:
            found[id] = End(id, name, lanes.find(keys["pelaksana"]) if "pelaksana" in keys else first[id])
    return found
