"""Random forms of form-js with random answers, typed and as the strings of an HTML form.

What form-js and we mean differently on purpose (docs/forms.md) is left out: orderings of empty answers, equality of
two types, defaults of hidden fields, domestic phone numbers, blanks around a text, dates that no calendar has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

KINDS = [
    "textfield",
    "textarea",
    "number",
    "date",
    "time",
    "datetime",
    "checkbox",
    "checklist",
    "taglist",
    "radio",
    "select",
]
WORDS = ["Ya", "Tidak", "Budi", "Kutai Kartanegara", "12345", "A1", "berkas belum lengkap", "x", "nama@contoh.go.id"]
PHONES = ["+6281234567890", "+4930664040900", "0062812345678", "abc", "12"]
MAILS = ["nama@contoh.go.id", "a.b+c@d", "nama", "nama@", "@contoh.id", "nama@-contoh.id"]
PATTERNS = ["^[0-9]+$", "^[A-Z]", "a", "^.{2,6}$", r"^\w+( \w+)*$"]
OPTIONS: list[list[Any]] = [["Ya", "Tidak"], ["ada", "tidak ada", "perlu diganti"], [1, 2, 3], ["A", 2]]


@dataclass(frozen=True)
class Filled:
    """A form with typed answers."""

    schema: dict[str, Any]
    data: dict[str, Any]

    @property
    def known(self) -> dict[str, Any]:
        """The answers to fields that nobody can change here: they come from the case."""
        fixed = [one["key"] for one in _fields(self.schema["components"]) if one.get("readonly") or one.get("disabled")]
        return {key: self.data[key] for key in fixed if key in self.data}


class Maker:
    """Makes forms, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def some(self, count: int) -> list[Filled]:
        """That many filled forms."""
        return [self.filled() for _ in range(count)]

    def filled(self) -> Filled:
        fields = [self.field(f"f{n}") for n in range(self.random.randint(2, 8))]
        self.hide_some(fields)
        data = {field["key"]: value for field in fields for value in self.value(field)}
        components = list(fields)
        if len(components) > 3 and self.chance(0.4):
            inner = [components.pop() for _ in range(2)][::-1]
            group: dict[str, Any] = {"type": "group", "id": "kelompok", "label": "Kelompok", "components": inner}
            sources = [one for one in components if plain(one) and "conditional" not in one]
            if sources and self.chance(0.5):
                group["conditional"] = {"hide": self.condition(sources[0])}
            components.append(group)
        if self.chance(0.3):
            components.insert(0, {"type": "text", "id": "teks", "text": "# Petunjuk"})
        return Filled({"type": "default", "id": "acak", "schemaVersion": 16, "components": components}, data)

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def field(self, key: str) -> dict[str, Any]:
        kind = self.random.choice([*KINDS, "textfield", "number", "number"])
        moment = kind in ("date", "time", "datetime")
        field: dict[str, Any] = {"type": "datetime" if moment else kind, "id": f"id_{key}", "key": key}
        field["dateLabel" if kind != "time" and moment else "timeLabel" if moment else "label"] = f"Isian {key}"
        if moment:
            field["subtype"] = kind
        if kind in ("checklist", "taglist", "radio", "select"):
            values = self.random.choice(OPTIONS)
            field["values"] = [{"value": value, "label": f"Pilihan {value}"} for value in values]
        if self.chance(0.1):
            field[self.random.choice(["readonly", "disabled"])] = True
            return field
        validate = {"required": True} if self.chance(0.5) else {}
        validate |= self.text_rules() if kind in ("textfield", "textarea") else {}
        if kind == "number":
            validate |= self.number_rules(field)
        if validate or self.chance(0.5):
            field["validate"] = validate
        if kind in ("textfield", "select") and not validate.keys() - {"required"} and self.chance(0.3):
            field["defaultValue"] = field["values"][0]["value"] if kind == "select" else "Budi"
        return field

    def text_rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = {}
        pick = self.random.randrange(6)
        if pick == 0:
            rules["minLength"] = self.random.randint(0, 5)
        if pick <= 1:
            rules["maxLength"] = self.random.randint(5, 12)
        if pick == 2:
            rules["pattern"] = self.random.choice(PATTERNS)
        if pick == 3:
            rules["validationType"] = self.random.choice(["email", "phone"])
        return rules

    def number_rules(self, field: dict[str, Any]) -> dict[str, Any]:
        rules: dict[str, Any] = {}
        if self.chance(0.5):
            rules["min"] = self.random.choice([-3, 0, 1, 2.5, "10"])
        if self.chance(0.5):
            rules["max"] = self.random.choice([11, 12.5, 100, "45"])
        if self.chance(0.4):
            field["decimalDigits"] = self.random.choice([0, 1, 2])
        if self.chance(0.2):
            field["increment"] = self.random.choice([5, 0.25, "0.5"])
        if self.chance(0.2):
            field["serializeToString"] = True
        return rules

    def hide_some(self, fields: list[dict[str, Any]]) -> None:
        """Conditions over an earlier field; chains stay two long."""
        for place, field in enumerate(fields[1:], 1):
            earlier = [one for one in fields[:place] if self.chain(one, fields) < 2 and plain(one)]
            if earlier and self.chance(0.3):
                field["conditional"] = {"hide": self.condition(self.random.choice(earlier))}

    def chain(self, field: dict[str, Any], fields: list[dict[str, Any]]) -> int:
        hide = field.get("conditional", {}).get("hide", "")
        return 1 + max((self.chain(one, fields) for one in fields if one["key"] in hide), default=0) if hide else 0

    def condition(self, field: dict[str, Any]) -> str:
        key, kind = field["key"], field["type"]
        if kind == "number":
            return f"={key} != null and {key} {self.random.choice(['>', '<=', '='])} {self.random.choice([0, 5, 12])}"
        if kind == "checkbox":
            return f"={key} = {self.random.choice(['true', 'false'])}"
        if kind in ("checklist", "taglist"):
            return f"={key} != null and list contains({key}, {json.dumps(field['values'][0]['value'])})"
        value = json.dumps(field["values"][0]["value"] if "values" in field else self.random.choice(["Ya", "Budi"]))
        return self.random.choice([f"={key} = {value}", f"={key} != {value}", f"=not({key} = {value})"])

    def value(self, field: dict[str, Any]) -> Iterator[Any]:
        """An answer, or nothing."""
        if self.chance(0.2):
            return
        kind = field.get("subtype", field["type"])
        yield getattr(self, kind)(field)

    def textfield(self, field: dict[str, Any]) -> Any:
        wanted = field.get("validate", {}).get("validationType")
        words = {"email": MAILS, "phone": PHONES}.get(wanted, WORDS)
        return self.random.choice(["", *words])

    textarea = textfield

    def number(self, field: dict[str, Any]) -> Any:
        """The case holds numbers, a page sends texts."""
        written = [] if field.get("readonly") or field.get("disabled") else ["12", "2.5", "", "abc"]
        return self.random.choice([0, 1, 5, 10, 11, 12, 45, 45000000, -3, -4, 2.5, 12.75, 0.125, *written])

    def date(self, field: dict[str, Any]) -> Any:
        return self.random.choice(["2026-11-21", "2024-02-29", "", "2026-13-01", "kemarin"])

    def time(self, field: dict[str, Any]) -> Any:
        return self.random.choice(["07:30", "23:59", "", "pagi"])

    def datetime(self, field: dict[str, Any]) -> Any:
        return self.random.choice(["2026-11-21T07:30", "2026-11-21T07:30+08:00", "", "2026-11-21", "kemarin"])

    def checkbox(self, field: dict[str, Any]) -> Any:
        return self.random.choice([True, False])

    def checklist(self, field: dict[str, Any]) -> Any:
        values = [option["value"] for option in field["values"]]
        return self.random.sample(
            [*values, *(["lain"] if self.chance(0.2) else [])], self.random.randint(0, len(values))
        )

    taglist = checklist

    def radio(self, field: dict[str, Any]) -> Any:
        return self.random.choice([*[option["value"] for option in field["values"]], "", "lain"])

    select = radio


def plain(field: dict[str, Any]) -> bool:
    """Whether a condition over it means the same: its answer has one type, and being hidden it has no answer."""
    kinds = {type(option["value"]) for option in field.get("values", [])}
    keeps = "conditional" in field and "defaultValue" in field
    return field["type"] != "datetime" and "serializeToString" not in field and len(kinds) < 2 and not keeps


def as_strings(schema: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """The same answers as an HTML form sends them: nothing for a box that is not ticked, no key for no choice."""
    sent: dict[str, Any] = {}
    for field in _fields(schema["components"]):
        value = data.get(field["key"])
        if field["type"] == "checkbox":
            sent |= {field["key"]: "on"} if value else {}
        elif isinstance(value, list):
            sent |= {field["key"]: [str(one) for one in value]} if value else {}
        elif field["key"] in data:
            sent[field["key"]] = str(value).replace(".", ",") if isinstance(value, float) else str(value)
    return sent


def _fields(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        if "key" in component:
            yield component
        yield from _fields(component.get("components", []))
