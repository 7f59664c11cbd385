"""A table as the lists, mappings and texts of its YAML: what goes without saying is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from bpmn.table.choices import NAMED, NONE
from bpmn.table.columns import BLANK
from bpmn.table.model import Answer, Choice, Form, Limit, Plain, Row, Table
from bpmn.table.notation import (
    BAR,
    CELLS,
    DEADLINE,
    ENDS,
    GATE,
    HEADER,
    LISTS,
    REASON,
    REMINDER,
    SETUJU,
    STEP,
    TINDAK_LANJUT,
    doubt_of,
    slug_of,
)
from bpmn.table.whole import ends_of, lane_id

Said = dict[str, Plain]
_DATE: Final = re.compile(r"=([^\W\d_]\w*)(?: ([-+]) duration\(\"(P\d{1,4}D)\"\))?\Z")
_ROW: Final = ("bukti", *CELLS, *(name for name in STEP if name not in (*CELLS, "bukti", "pengingat")))


def said_table(table: Table) -> Said:
    """The whole table, its columns in the order in which they are written."""
    below = [*(row.no for row in table.rows[1:]), "selesai"]
    titles = [column.title for column in table.columns]
    names = {c.id: c.title if titles.count(c.title) == 1 else c.id for c in table.columns}
    rows = [_row(row, next, names) for row, next in zip(table.rows, below, strict=True)]
    said: Said = {
        "sop": table.id,
        "slug": "" if table.slug == slug_of(table.id, "-") else table.slug,
        "judul": "" if table.title == table.name else table.title,
        "nama": table.name,
        "teks": table.text,
        "versi": "" if table.version == "1" else table.version,
    }
    said = {key: value for key, value in said.items() if value}
    said["kepala"] = {n: _value(n, table.properties[f"sop:{n}"]) for n in HEADER if f"sop:{n}" in table.properties}
    other = {name: value for name, value in table.properties.items() if name.removeprefix("sop:") not in HEADER}
    if other:
        said["sifat"] = dict(other)
    said["pelaksana"] = [c.title if c.id == lane_id(c.title) else {"judul": c.title, "id": c.id} for c in table.columns]
    return said | _edges(table, names) | {"kegiatan": list(_grouped(table.rows, rows))}


def _edges(table: Table, names: Mapping[str, str]) -> Said:
    """The start and the ends, where they are not as usual."""
    said: Said = {}
    start: Said = {}
    if table.start.lane != table.rows[0].lane:
        start["pelaksana"] = names.get(table.start.lane, table.start.lane)
    if table.start.name != "Mulai":
        start["nama"] = table.start.name or BLANK
    if table.start.form is not None:
        start["formulir"] = _form(table.start.form)
    if start:
        said["mulai"] = start
    usual = ends_of(table.rows)
    ends: list[Plain] = [
        {"id": end.id, "nama": end.name, "pelaksana": names.get(end.lane, end.lane)}
        for end in table.ends
        if end.name != ENDS.get(end.id) or end.lane != usual[end.id]
    ]
    if ends:
        said["akhir"] = ends
    return said


def _grouped(rows: Sequence[Row], said: Sequence[Said]) -> Iterator[Said]:
    """The rows, those of one printed row as its parts."""
    for _, group in groupby(zip(rows, said, strict=True), lambda one: one[0].no.rstrip("abcdefghijklmnopqrstuvwxyz")):
        several = list(group)
        plain = [row for row, _ in several]
        if (
            len(several) == 1
            or any(not row.no[-1].isalpha() or _printed(row) for row in plain[1:])
            or plain[0].no[-1].isdigit()
        ):
            yield from (one for _, one in several)
        else:
            yield _in_parts(several)


def _printed(row: Row) -> bool:
    return bool(row.joins) or any(f"sop:{name}" in row.properties for name in CELLS)


def _in_parts(several: Sequence[tuple[Row, Said]]) -> Said:
    first, head = several[0]
    shared = ("gabung", *CELLS)
    parts: list[Plain] = []
    for row, said in several:
        hidden = ("no", *(("teks",) if row.text == first.text else ()), *(shared if row is first else ()))
        parts.append({"huruf": row.no[-1], **{key: value for key, value in said.items() if key not in hidden}})
    whole: Said = {"no": first.no[:-1], "teks": first.text}
    return whole | {key: head[key] for key in shared if key in head} | {"bagian": parts}


def _row(row: Row, below: str, names: Mapping[str, str]) -> Said:
    said: Said = {"no": row.no, "teks": row.text, "nama": row.name, "pelaksana": names.get(row.lane, row.lane)}
    said |= {name: _value(name, row.properties[f"sop:{name}"]) for name in _ROW if f"sop:{name}" in row.properties}
    if "durasi" in said:
        if said.get("norma") == "langkah":
            del said["norma"]
        else:
            said.setdefault("norma", BLANK)
    if row.choice is None and row.next != (below,):
        said["lanjut"] = row.next[0] if len(row.next) == 1 else list(row.next)
    if row.joins:
        said["gabung"] = list(row.joins)
    if row.wait is not None:
        said["tunggu"] = row.wait
    said |= _limits(row.limits)
    if row.repeat is not None:
        way = "paralel" if row.repeat.parallel else "berurutan"
        until: Said = {"sampai": row.repeat.until} if row.repeat.until else {}
        said["ulang"] = {"daftar": row.repeat.collection, "butir": row.repeat.item, "cara": way, **until}
    if row.choice is not None:
        said["putusan"] = _choice(row.choice, SETUJU, "teks")
    if row.form or (row.form is not None and row.wait is not None):
        said["formulir"] = _form(row.form)
    other = {name: value for name, value in row.properties.items() if name.removeprefix("sop:") not in _ROW}
    return said | ({"sifat": dict(other)} if other else {})


def _value(name: str, text: str) -> Plain:
    parts: list[Plain] = list(text.split(BAR)) if name in LISTS else [text]
    return parts if len(parts) > 1 else text


def _form(form: Form) -> Plain:
    return [next(iter(e.data)) if list(e.data.values()) == [""] else dict(e.data) for e in form]


def _choice(choice: Choice, ask: str, evidence: str) -> Said:
    said: Said = {}
    if choice.ask != ask:
        said["tanya"] = choice.ask or BLANK
    said |= {key: text for key, text in (("label", choice.label), ("bantuan", choice.help)) if text}
    said |= _evidence(choice.properties, evidence, [name for name in GATE if name != "waktu-kerja"])
    names = [answer.name for answer in choice.answers]
    own = (["Ya", "Tidak"],) if ask == SETUJU else (["Dilengkapi", "Ditolak"],)
    if names in own:
        columns = {name: column for column, name in NAMED.items()}
        return said | {columns[answer.name]: _answer(answer) for answer in choice.answers}
    return said | {"jawaban": {answer.name: _answer(answer) for answer in choice.answers}}


def _evidence(properties: Mapping[str, str], usual: str, names: Sequence[str]) -> Said:
    said: Said = {name: _value(name, properties[f"sop:{name}"]) for name in names if f"sop:{name}" in properties}
    if said.get("bukti") == usual:
        del said["bukti"]
    elif usual and "bukti" not in said:
        said = {"bukti": BLANK, **said}
    other = {name: value for name, value in properties.items() if name.removeprefix("sop:") not in names}
    return said | ({"sifat": dict(other)} if other else {})


def _answer(answer: Answer) -> Plain:
    said: Said = {"ke": answer.to} if answer.then is None else {}
    if answer.words:
        said["teks"] = answer.words
    usual = REASON if answer.name == "Tidak" else None
    if answer.reason != usual:
        said["alasan"] = NONE if answer.reason is None else answer.reason
    if answer.condition:
        said["syarat"] = answer.condition
    if answer.then is not None:
        return said | _choice(answer.then, TINDAK_LANJUT, "simpulan")
    return answer.to if list(said) == ["ke"] else said


def _limits(limits: Sequence[Limit]) -> Said:
    said: Said = {}
    later: list[Plain] = []
    for limit in limits:
        if limit.kind == "pengingat":
            said["pengingat"] = _reminder(limit)
        else:
            later.append(_deadline(limit))
    if later:
        said["batas"] = later[0] if len(later) == 1 else later
    return said


def _reminder(limit: Limit) -> Plain:
    doubt = {"sop:bukti": "simpulan", "sop:pertanyaan": doubt_of(limit.timer[1])}
    given = dict(limit.properties)
    if doubt.items() <= given.items():
        given = {name: value for name, value in given.items() if name not in doubt}
        evidence = ""
    else:
        evidence = "?"
    clock = given.pop("sop:waktu-kerja", "")
    said: Said = {"durasi": limit.timer[1]}
    if limit.name != REMINDER:
        said["nama"] = limit.name or BLANK
    if clock != "true":
        said["waktu-kerja"] = "tidak" if clock else BLANK
    said |= _evidence(given, evidence, [name for name in GATE if name != "waktu-kerja"])
    return limit.timer[1] if list(said) == ["durasi"] else said


def _deadline(limit: Limit) -> Said:
    kind, text = limit.timer
    said: Said = {"durasi" if kind != "tanggal" else "saat": text}
    found = _DATE.match(text) if kind == "tanggal" else None
    if found:
        said = {"dari": found[1]} | ({"sebelum" if found[2] == "-" else "sesudah": found[3]} if found[2] else {})
    if limit.name != DEADLINE:
        said["nama"] = limit.name or BLANK
    if limit.to:
        said["ke"] = limit.to
    if limit.stops:
        said["hentikan"] = "ya"
    given = dict(limit.properties)
    clock = given.pop("sop:waktu-kerja", "")
    if clock:
        said["waktu-kerja"] = "ya" if clock == "true" else "tidak"
    return said | _evidence(given, "", [name for name in GATE if name != "waktu-kerja"])
