"""From a field in the words of the SOP table to a component of form-js."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from forms.draft_page import Component, Desk, Item, radio_values

_ALL: Final = ("kunci", "jenis", "label", "bantuan", "wajib", "wajib-jika", "sembunyi-jika", "awal", "sifat")
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "teks": ("min", "maks", "pola", "pola-pesan"),
    "paragraf": ("min", "maks"),
    "rupiah": ("min", "maks"),
    "angka": ("min", "maks", "desimal", "satuan", "awalan"),
    "tanggal": ("paling-awal", "paling-lambat"),
    "jam": (),
    "tanggal-jam": ("paling-awal", "paling-lambat"),
    "pilihan": ("pilihan",),
    "pilihan-tarik": ("pilihan",),
    "pilihan-banyak": ("pilihan",),
    "centang": (),
    "nik": (),
    "telepon": (),
    "email": ("maks",),
    "daftar": (),
    "unggah": ("banyak", "tipe"),
}
"""The kinds of fields, each with the columns that only it has."""

TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "nik": ("textfield", ""),
    "telepon": ("textfield", ""),
    "email": ("textfield", ""),
    "teks": ("textfield", ""),
    "daftar": ("textarea", ""),
    "paragraf": ("textarea", ""),
    "rupiah": ("number", ""),
    "angka": ("number", ""),
    "tanggal": ("datetime", "date"),
    "jam": ("datetime", "time"),
    "tanggal-jam": ("datetime", "datetime"),
    "pilihan": ("radio", ""),
    "pilihan-tarik": ("select", ""),
    "pilihan-banyak": ("checklist", ""),
    "centang": ("checkbox", ""),
    "unggah": ("filepicker", ""),
}
"""The type and subtype of the component of each kind; of two that fit, the first is meant."""

USUAL: Final[Mapping[str, tuple[str, str]]] = {
    "nik": ("NIK", "16 angka, seperti pada KTP."),
    "telepon": ("Nomor telepon", "Misalnya 0812 3456 7890."),
    "email": ("Alamat surel", "Misalnya nama@contoh.id."),
}
"""Label and help of kinds that need none."""

_PATTERNS: Final[Mapping[str, tuple[str, str]]] = {
    "nik": ("^[0-9]{16}$", "Tulis 16 angka NIK tanpa spasi, misalnya 6106010101900001"),
    "telepon": ("^[+0-9][0-9 -]{7,19}$", "Tulis nomor telepon, misalnya 0812 3456 7890"),
}
LIST: Final = {"daftar": "satu butir satu baris"}
"""The property of a text whose lines are the items of a list."""

LATEST, EARLIEST = "paling_lambat", "paling_awal"
KEY: Final = re.compile(r"[^\W\d_]\w{0,99}\Z")


def draft_field(item: Item, desk: Desk) -> Component:
    """The component of a field; what is wrong is noted."""
    kind = desk.text(item, "jenis")
    if kind not in _OWN:
        said = ", ".join(_OWN)
        desk.bad(f"Jenis “{kind}” tidak dikenal. Pilih: {said}.", f"The kind “{kind}” is not known. Choose: {said}.")
        return {"type": "text", "text": ""}
    desk.keys(item, (*_ALL, *_OWN[kind]))
    key, usual = desk.text(item, "kunci"), USUAL.get(kind, ("", ""))
    if not KEY.match(key):
        desk.bad(
            f"Kunci “{key}” tidak sah. Pakai huruf, angka dan garis bawah, diawali huruf: nama_pemohon.",
            f"The key “{key}” cannot be used. Write letters, digits and underscores, a letter first.",
        )
    label = desk.text(item, "label") or usual[0]
    if not label:
        desk.bad("Label belum diisi.", "The label is empty.")
    component = head_of(kind, key, label)
    if "pilihan" in _OWN[kind]:
        component["values"] = radio_values(_choices(item, desk))
    description = desk.text(item, "bantuan") or usual[1]
    if description:
        component["description"] = description
    validate = _validate(kind, item, desk)
    if validate:
        component["validate"] = validate
    return {**component, **_rest(kind, item, desk)}


def head_of(kind: str, key: str, label: str) -> Component:
    """The first keys of the component of a kind."""
    type, subtype = TYPES[kind]
    found: Component = {"type": type, "subtype": subtype} if subtype else {"type": type}
    name = {"date": "dateLabel", "time": "timeLabel", "datetime": "dateLabel"}.get(subtype, "label")
    return {**found, "key": key, name: label}


def shown(component: Component, label: str = "") -> Component:
    """The same question, answered before: it is shown and not asked."""
    kept: Component = {key: component[key] for key in ("type", "subtype", "key") if key in component}
    name = next((one for one in ("label", "dateLabel", "timeLabel") if one in component), "label")
    found = {**kept, name: label or component.get(name, "")}
    if "values" in component:
        found["values"] = component["values"]
    found["readonly"] = True
    properties: dict[str, str] = component.get("properties", {})
    if properties.items() >= LIST.items():
        found["properties"] = dict(LIST)
    return found


def _choices(item: Item, desk: Desk) -> list[tuple[str, str]]:
    found = item.get("pilihan")
    if isinstance(found, dict) and all(isinstance(one, str) for one in found.values()):
        pairs = [(value.strip(), label.strip() or value.strip()) for value, label in found.items()]
    else:
        pairs = [(value, value) for value in desk.texts(found or [], "pilihan")]
    if not pairs or len({value for value, _ in pairs}) < len(pairs):
        desk.bad("Tulis pilihan: daftar teks yang berbeda-beda.", "Write pilihan: a list of different texts.")
    return pairs


def _validate(kind: str, item: Item, desk: Desk) -> Component:
    found: Component = {}
    if desk.truth(item, "wajib", kind != "centang" and not item.get("wajib-jika")):
        found["required"] = True
    least, most = desk.number(item, "min"), desk.number(item, "maks")
    names = ("min", "max") if kind in ("angka", "rupiah") else ("minLength", "maxLength")
    least = 0 if kind == "rupiah" and least is None else least
    found |= {name: value for name, value in zip(names, (least, most), strict=True) if value is not None}
    pattern, message = _PATTERNS.get(kind, (desk.text(item, "pola"), desk.text(item, "pola-pesan")))
    if pattern:
        told = {"patternErrorMessage": message} if message else {}
        found |= {"pattern": pattern, **told, "validationType": "custom"}
    return found | ({"validationType": "email"} if kind == "email" else {})


def _rest(kind: str, item: Item, desk: Desk) -> Component:
    found: Component = {}
    if kind in ("angka", "rupiah"):
        digits = desk.number(item, "desimal")
        found["decimalDigits"] = 0 if digits is None else digits
    around = {"prefixAdorner": "Rp" if kind == "rupiah" else desk.text(item, "awalan")}
    around["suffixAdorner"] = desk.text(item, "satuan")
    if any(around.values()):
        found["appearance"] = {name: text for name, text in around.items() if text}
    if kind == "unggah":
        found |= {"multiple": True} if desk.truth(item, "banyak", default=False) else {}
        found |= {"accept": desk.text(item, "tipe")} if item.get("tipe") else {}
    if item.get("awal"):
        found["defaultValue"] = _default(kind, item, desk)
    hide = desk.text(item, "sembunyi-jika").removeprefix("=").strip()
    if hide:
        found["conditional"] = {"hide": f"={hide}"}
    properties = _properties(kind, item, desk)
    return found | ({"properties": properties} if properties else {})


def _properties(kind: str, item: Item, desk: Desk) -> dict[str, str]:
    found = dict(LIST) if kind == "daftar" else {}
    wanted = desk.text(item, "wajib-jika").removeprefix("=").strip()
    if wanted:
        found["wajib_jika"] = wanted
    for column, name in (("paling-awal", EARLIEST), ("paling-lambat", LATEST)):
        said = desk.text(item, column)
        if said and said != "hari ini" and not KEY.match(said):
            desk.bad(
                f"Tulis {column}: hari ini, atau kunci sebuah tanggal.",
                f"Write {column}: hari ini, or the key of a date.",
            )
        if said:
            found[name] = said
    more = item.get("sifat", {})
    if isinstance(more, dict) and all(isinstance(value, str) for value in more.values()):
        return {**found, **more}
    desk.bad("Tulis sifat sebagai pasangan teks.", "Write sifat as pairs of texts.")
    return found


def _default(kind: str, item: Item, desk: Desk) -> Any:
    if kind in ("angka", "rupiah"):
        return desk.number(item, "awal")
    if kind == "centang":
        return desk.truth(item, "awal", default=False)
    return desk.texts(item["awal"], "awal") if kind == "pilihan-banyak" else desk.text(item, "awal")
