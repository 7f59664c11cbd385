"""A `.form` file of form-js: its bytes to items and fields, with findings for what cannot be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NoReturn

from forms.collector import Collector
from forms.components import KINDS, MOMENTS, hidden_when, read_field
from forms.fields import Compile, Condition, Field, Item, ItemKind
from forms.findings import Finding, refused

MAX_BYTES = 500_000
"""Bytes of a form file."""

MAX_COMPONENTS = 500
"""Components of a form, groups and displays included."""

MAX_GROUPS = 10
"""Levels of groups."""

_SHOWN: Final = {"text", "separator", "spacer"}
_LEFT_OUT: Final = {"html", "image", "iframe", "table", "documentPreview"}
_IGNORED: Final = {"button"}
_LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Parts:
    """What a form file holds."""

    id: str
    items: tuple[Item, ...]
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]


def read_parts(data: bytes, compile: Compile | None) -> Parts:
    """The parts of a form; raises FormRefused for bytes that are no form or too large."""
    root = _json(data)
    if not isinstance(root, Mapping) or not isinstance(root.get("components"), list):
        raise refused(
            "form-json",
            "Berkas ini bukan formulir form-js: tidak ada “components”.",
            "This file is no form of form-js: it has no “components”.",
        )
    walk = _Walk(Collector(compile))
    items = walk.items(root["components"], (), 0)
    id = root.get("id")
    return Parts(id if isinstance(id, str) else "", items, tuple(walk.fields), tuple(walk.to.findings))


def _json(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise refused(
            "form-size",
            f"Berkas formulir terlalu besar: {len(data)} byte, paling banyak {MAX_BYTES}.",
            f"The form file is too large: {len(data)} bytes, at most {MAX_BYTES}.",
        )
    try:
        root = json.loads(data.decode(), parse_float=Decimal, parse_constant=_no_constant)
        # An escaped half of a surrogate pair is text that no page, store or validator can write.
        json.dumps(root, ensure_ascii=False, default=str).encode()
        return root
    except (ValueError, RecursionError, ArithmeticError):
        raise refused(
            "form-json",
            "Berkas formulir bukan JSON yang benar. Simpan ulang dari penyunting formulir.",
            "The form file is no valid JSON. Save it again in the form editor.",
        ) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class _Walk:
    """Walks the components in the order of the file."""

    def __init__(self, to: Collector) -> None:
        self.to = to
        self.fields: list[Field] = []
        self._seen = 0

    def items(self, components: list[Any], around: tuple[Condition, ...], level: int) -> tuple[Item, ...]:
        found = []
        for component in components:
            self._seen += 1
            if self._seen > MAX_COMPONENTS or level > MAX_GROUPS:
                raise refused(
                    "form-size",
                    f"Formulir terlalu besar: paling banyak {MAX_COMPONENTS} bagian dan {MAX_GROUPS} tingkat kelompok.",
                    f"The form is too large: at most {MAX_COMPONENTS} components and {MAX_GROUPS} levels of groups.",
                )
            item = self._item(component, around, level)
            if item is not None:
                found.append(item)
        return tuple(found)

    def _item(self, component: Any, around: tuple[Condition, ...], level: int) -> Item | None:
        if not isinstance(component, Mapping):
            self.to.add(
                "form-component", "?", ("Bagian formulir harus berupa objek.", "A component must be an object.")
            )
            return None
        type = str(component.get("type"))
        name = str(component.get("id") or component.get("key") or type)
        kind = MOMENTS.get(str(component.get("subtype", "date"))) if type == "datetime" else KINDS.get(type)
        if kind is not None:
            return self._field(read_field(component, kind, around, self.to), component)
        if type == "group":
            return self._group(name, component, around, level)
        if type in _SHOWN:
            return self._display(name, component, around)
        if type not in _IGNORED:
            self._unknown(name, type)
        return None

    def _field(self, field: Field, component: Mapping[str, Any]) -> Item:
        if any(field.key == other.key for other in self.fields):
            self.to.add(
                "form-key-twice",
                field.key,
                (
                    f"Kunci {field.key} dipakai dua kali. Beri tiap isian kunci sendiri.",
                    f"The key {field.key} is used twice. Give each field a key of its own.",
                ),
            )
        self.fields.append(field)
        return self._placed("field", component, field=field, hidden_when=field.hidden_when)

    def _group(self, name: str, component: Mapping[str, Any], around: tuple[Condition, ...], level: int) -> Item:
        if component.get("path"):
            self.to.add(
                "form-path",
                name,
                (
                    "Kelompok dengan “path” belum didukung. Kosongkan “path”.",
                    "A group with a “path” is not supported yet. Leave “path” empty.",
                ),
            )
        conditions = around + hidden_when(name, component, self.to)
        components = component.get("components")
        items = self.items(components if isinstance(components, list) else [], conditions, level + 1)
        label = self.to.text(name, component, "label")
        return self._placed("group", component, label=label, hidden_when=conditions, items=items)

    def _display(self, name: str, component: Mapping[str, Any], around: tuple[Condition, ...]) -> Item:
        text = component.get("text") if component["type"] == "text" else ""
        if not isinstance(text, str) or len(text) > _LONGEST_TEXT:
            self.to.add(
                "form-text",
                name,
                (
                    f"Teks tampilan paling banyak {_LONGEST_TEXT} huruf.",
                    f"A display text holds at most {_LONGEST_TEXT} characters.",
                ),
            )
            text = ""
        height = component.get("height")
        conditions = around + hidden_when(name, component, self.to)
        kinds: dict[str, ItemKind] = {"text": "text", "separator": "separator", "spacer": "spacer"}
        return self._placed(
            kinds[component["type"]],
            component,
            text=text,
            height=height if isinstance(height, int) and 0 <= height <= 1_000 else None,
            hidden_when=conditions,
        )

    def _placed(self, kind: ItemKind, component: Mapping[str, Any], **parts: Any) -> Item:
        layout = component.get("layout")
        place = layout if isinstance(layout, Mapping) else {}
        row, columns = place.get("row"), place.get("columns")
        wide = columns if isinstance(columns, int) and not isinstance(columns, bool) and 1 <= columns <= 16 else None
        return Item(kind, row=row if isinstance(row, str) else None, columns=wide, **parts)

    def _unknown(self, name: str, type: str) -> None:
        if type in _LEFT_OUT:
            self.to.add(
                "form-component",
                name,
                (
                    f"Bagian “{type}” tidak ditampilkan. Pakai “text”.",
                    f"The component “{type}” is not shown. Use “text”.",
                ),
                "warning",
            )
            return
        self.to.add(
            "form-component",
            name,
            (
                f"Bagian “{type[:50]}” belum didukung. Hapus, atau ganti dengan isian biasa.",
                f"The component “{type[:50]}” is not supported yet. Remove it, or use an ordinary field.",
            ),
        )
