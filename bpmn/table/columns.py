"""Columns that rows, gateways, timers and the header share, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bpmn.table.model import Entry, Form
from bpmn.table.notation import BAR, CHOICES, GATE, LISTS
from bpmn.table.reading import Place

BLANK: Final = "kosong"
"""Written where a column that goes without saying is meant to be empty."""

Places = Mapping[str, Place]


def read_properties(places: Places, names: Sequence[str]) -> dict[str, str]:
    """The `sop:` properties of these columns; a value that the column does not take is noted."""
    found: dict[str, str] = {}
    for name in names:
        place = places.get(name)
        if place is None:
            continue
        parts = place.texts() if name in LISTS else tuple(filter(None, (place.text(),)))
        for part in parts:
            if name in CHOICES and part not in (*CHOICES[name], BLANK):
                place.among(CHOICES[name]) if len(parts) == 1 else place.bad(
                    f"“{part}” tidak dikenal. Pilih dari: {', '.join(CHOICES[name])}.",
                    f"“{part}” is not known. Choose from: {', '.join(CHOICES[name])}.",
                )
        if parts and parts != (BLANK,):
            found[f"sop:{name}"] = BAR.join(parts)
    if found.get("sop:bukti") == "simpulan" and "sop:pertanyaan" not in found:
        places["bukti"].bad(
            "Yang disimpulkan harus ditanyakan: isi kolom pertanyaan.",
            "What is concluded has to be asked: fill pertanyaan.",
        )
    return found


def read_extra(place: Place | None) -> dict[str, str]:
    """Properties by their full name, as they stand."""
    return {} if place is None else {name: value.text() for name, value in place.keys().items()}


def read_form(place: Place | None) -> Form | None:
    """The items of a form, None where none is written."""
    if place is None:
        return None
    entries = []
    for at, one in enumerate(place.each(), 1):
        inner = place.at(one.node, f"formulir butir {at}")
        found = inner.plain()
        if isinstance(found, str) and found:
            found = {found: ""}
        if isinstance(found, dict):
            entries.append(Entry(found, inner.line))
        else:
            inner.bad(
                "Tulis isian, misalnya {kunci: …, jenis: teks, label: …}.",
                "Write a field, such as {kunci: …, jenis: teks, label: …}.",
            )
    return tuple(entries)


def ordered(found: Mapping[str, str], extra: Place | None) -> dict[str, str]:
    """The properties of a gateway or timer in their usual order, and those by their full name behind them."""
    usual = {f"sop:{name}": found[f"sop:{name}"] for name in GATE if f"sop:{name}" in found}
    return {**usual, **read_extra(extra)}
