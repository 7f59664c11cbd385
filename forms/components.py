"""One component of a form-js file to one field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal

from forms.amounts import NotANumber, exact
from forms.answers import Unreadable, empty, read_answer
from forms.collector import Collector
from forms.fields import CHOICES, TEXTS, Condition, Field, Kind, Option, Rules, Scalar
from forms.schema import MAX_PATTERN, PatternRefused, Validator

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "textfield": "textfield",
        "textarea": "textarea",
        "number": "number",
        "checkbox": "checkbox",
        "checklist": "checklist",
        "radio": "radio",
        "select": "select",
        "taglist": "taglist",
        "filepicker": "file",
    }
)
MOMENTS: Final[Mapping[str, Kind]] = MappingProxyType({"date": "date", "time": "time", "datetime": "datetime"})

MAX_KEY = 100
"""Characters of a key."""

MAX_OPTIONS = 500
"""Options of a field."""

MAX_DECIMALS = 20
"""Digits after the comma that a number can ask for."""

_KEY = re.compile(r"[^\W\d_]\w*\Z")
RESERVED: Final = frozenset(
    {"and", "or", "not", "in", "between", "true", "false", "null", "typename", "csrf_token", "constructor", "prototype"}
)
"""Keys that mean something else: words of the expressions, a poison field of SpiffWorkflow, a field of the pages."""

WAJIB_JIKA = "wajib_jika"
LINES = "daftar"
"""The property of a text area whose lines are a list."""
EARLIEST, LATEST = "paling_awal", "paling_lambat"
"""The properties of a date that bound it: “hari ini”, or the key of another date."""


def read_field(component: Mapping[str, Any], kind: Kind, around: tuple[Condition, ...], to: Collector) -> Field:
    """The field of a component inside groups with these conditions; what is wrong goes to the collector."""
    key = _key(component, to)
    validate = component.get("validate") or {}
    if not isinstance(validate, Mapping):
        to.add("form-rules", key, ("“validate” harus berupa objek.", "“validate” must be an object."))
        validate = {}
    properties = _properties(key, component, to)
    wajib = properties.get(WAJIB_JIKA)
    rules = _rules(key, kind, component, to)
    if kind == "textarea" and LINES in properties:
        kind, rules = "lines", Rules()
    labels = ("dateLabel", "timeLabel") if component.get("type") == "datetime" else ("label",)
    label = next((text for name in labels if (text := to.text(key, component, name))), "")
    if not label:
        to.add("form-label", key, ("Isian ini belum punya label.", "This field has no label yet."), "warning")
    appearance = component.get("appearance")
    adorned = appearance if isinstance(appearance, Mapping) else {}
    field = Field(
        key=key,
        kind=kind,
        label=label,
        help=to.text(key, component, "description"),
        required=to.flag(key, validate, "required"),
        readonly=to.flag(key, component, "readonly") or to.flag(key, component, "disabled"),
        options=_options(key, kind, component, to),
        rules=rules,
        prefix=to.text(key, adorned, "prefixAdorner"),
        suffix=to.text(key, adorned, "suffixAdorner"),
        properties=properties,
        hidden_when=around + hidden_when(key, component, to),
        required_when=None if not wajib else to.condition(key, wajib, WAJIB_JIKA),
    )
    return _with_default(field, component, to)


def _rules(key: str, kind: Kind, component: Mapping[str, Any], to: Collector) -> Rules:
    validate = component.get("validate")
    validate = validate if isinstance(validate, Mapping) else {}
    if kind == "number":
        return _number_rules(key, component, validate, to)
    if kind in TEXTS:
        return _text_rules(key, validate, to)
    if kind == "date":
        properties = component.get("properties")
        bounds = properties if isinstance(properties, Mapping) else {}
        earliest, latest = (bounds.get(name) for name in (EARLIEST, LATEST))
        return Rules(earliest=_bound(earliest), latest=_bound(latest))
    if kind == "file":
        accept = to.text(key, component, "accept")
        several = component.get("multiple") is True
        return Rules(accept=tuple(one.strip() for one in accept.split(",") if one.strip()), several=several)
    return Rules()


def _bound(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def hidden_when(element: str, component: Mapping[str, Any], to: Collector) -> tuple[Condition, ...]:
    """The condition that hides a component, if it has one."""
    conditional = component.get("conditional") or {}
    hide = conditional.get("hide") if isinstance(conditional, Mapping) else conditional
    if hide is None or hide == "":
        return ()
    if not isinstance(hide, str) or not hide.lstrip().startswith(("=", "${")):
        to.add(
            "form-condition",
            element,
            (
                'conditional.hide harus diawali tanda =, misalnya =keputusan_4 = "Ya".',
                'conditional.hide must begin with =, for example =keputusan_4 = "Ya".',
            ),
        )
        return ()
    found = to.condition(element, hide, "conditional.hide")
    return () if found is None else (found,)


def _key(component: Mapping[str, Any], to: Collector) -> str:
    key = component.get("key")
    name = str(component.get("id") or component.get("type"))
    if not isinstance(key, str) or not key:
        to.add("form-key", name, ("Isian ini belum punya kunci (key).", "This field has no key yet."))
        return name
    if key in RESERVED:
        to.add(
            "form-key", key, (f"Kunci {key} sudah dipakai. Pakai nama lain.", f"The key {key} is taken. Use another.")
        )
    elif len(key) > MAX_KEY or not _KEY.match(key):
        to.add(
            "form-key",
            key[:MAX_KEY],
            (
                "Kunci hanya boleh memuat huruf, angka dan garis bawah, diawali huruf, misalnya nama_pemohon.",
                "A key holds letters, digits and underscores only and begins with a letter, for example nama_pemohon.",
            ),
        )
    return key


def _properties(key: str, component: Mapping[str, Any], to: Collector) -> Mapping[str, str]:
    found = component.get("properties") or {}
    if isinstance(found, Mapping) and all(isinstance(value, str) for value in found.values()):
        return MappingProxyType(dict(found))
    to.add("form-property", key, ("Nilai “properties” harus berupa teks.", "The values of “properties” must be texts."))
    return MappingProxyType({})


def _options(key: str, kind: Kind, component: Mapping[str, Any], to: Collector) -> tuple[Option, ...]:
    if kind not in CHOICES:
        return ()
    if component.get("valuesKey") or component.get("valuesExpression"):
        to.add(
            "form-options",
            key,
            (
                "Pilihan harus ditulis di formulir (values); pilihan dari data belum didukung.",
                "Options must stand in the form (values); options from data are not supported yet.",
            ),
        )
        return ()
    values = component.get("values")
    options = [_option(one) for one in values] if isinstance(values, list) else []
    texts = [option.text for option in options if option is not None]
    if not texts or len(texts) != len(options) or len(options) > MAX_OPTIONS or len(set(texts)) != len(texts):
        to.add(
            "form-options",
            key,
            (
                f"Tulis 1 sampai {MAX_OPTIONS} pilihan, masing-masing dengan nilai sendiri (teks, angka, true/false).",
                f"Write 1 to {MAX_OPTIONS} options, each with a value of its own (a text, a number, true or false).",
            ),
        )
    return tuple(option for option in options if option is not None)


def _option(found: object) -> Option | None:
    value, label = (found.get("value"), found.get("label")) if isinstance(found, Mapping) else (found, None)
    if isinstance(value, str) and value and value == value.strip():
        scalar: Scalar = value
    elif isinstance(value, bool):
        scalar = value
    elif isinstance(value, (int, Decimal)):
        try:
            scalar = exact(value)
        except NotANumber:
            return None
    else:
        return None
    text = str(scalar).lower() if isinstance(scalar, bool) else str(scalar)
    return Option(scalar, label if isinstance(label, str) and label else text, text)


def _text_rules(key: str, validate: Mapping[str, Any], to: Collector) -> Rules:
    pattern = validate.get("pattern") or None
    if pattern is not None and (not isinstance(pattern, str) or len(pattern) > MAX_PATTERN):
        to.add(
            "form-pattern",
            key,
            (
                f"Pola harus berupa teks, paling banyak {MAX_PATTERN} huruf.",
                f"A pattern must be a text of at most {MAX_PATTERN} characters.",
            ),
        )
        pattern = None
    rules = Rules(
        min_length=to.length(key, validate, "minLength"),
        max_length=to.length(key, validate, "maxLength"),
        pattern=pattern,
        pattern_message=to.text(key, validate, "patternErrorMessage") or None,
        format=_format(key, validate, to),
    )
    _in_order(key, rules.min_length, rules.max_length, to)
    return _with_known_pattern(key, rules, to)


def _with_known_pattern(key: str, rules: Rules, to: Collector) -> Rules:
    try:
        Validator([Field(key, "textfield", rules=rules)])
    except PatternRefused:
        to.add(
            "form-pattern",
            key,
            (
                f"Pola {rules.pattern} tidak dikenal. Tulis tanpa (?=…), (?!…), (?<=…) dan tanpa \\1.",
                f"The pattern {rules.pattern} is not known. Write it without (?=…), (?!…), (?<=…) and without \\1.",
            ),
        )
        return Rules(min_length=rules.min_length, max_length=rules.max_length, format=rules.format)
    return rules


def _format(key: str, validate: Mapping[str, Any], to: Collector) -> Literal["email", "phone"] | None:
    found = validate.get("validationType")
    if found == "email":
        return "email"
    if found == "phone":
        return "phone"
    if found not in (None, "", "custom"):
        to.add("form-rules", key, ("validationType: email atau phone.", "validationType: email or phone."))
    return None


def _number_rules(key: str, component: Mapping[str, Any], validate: Mapping[str, Any], to: Collector) -> Rules:
    step = to.amount(key, component, "increment")
    if step is not None and step <= 0:
        to.add("form-bound", key, ("“increment” harus lebih dari 0.", "“increment” must be more than 0."))
        step = None
    rules = Rules(
        minimum=to.amount(key, validate, "min"),
        maximum=to.amount(key, validate, "max"),
        decimals=_decimals(key, component, to),
        step=step,
    )
    _in_order(key, rules.minimum, rules.maximum, to)
    return rules


def _decimals(key: str, component: Mapping[str, Any], to: Collector) -> int | None:
    found = to.length(key, component, "decimalDigits")
    if found is None or found <= MAX_DECIMALS:
        return found
    to.add(
        "form-bound",
        key,
        (
            f"Paling banyak {MAX_DECIMALS} angka di belakang koma (decimalDigits).",
            f"At most {MAX_DECIMALS} digits after the comma (decimalDigits).",
        ),
    )
    return None


def _in_order(key: str, least: int | Decimal | None, most: int | Decimal | None, to: Collector) -> None:
    if least is not None and most is not None and least > most:
        to.add(
            "form-bound",
            key,
            ("Batas terkecil lebih besar dari batas terbesar.", "The smallest bound is greater than the greatest."),
        )


def _with_default(field: Field, component: Mapping[str, Any], to: Collector) -> Field:
    raw = component.get("defaultValue")
    if raw is None:
        return field
    try:
        default = read_answer(field, raw)
        fits = empty(default) or not Validator([field]).problems({field.key: default})
    except Unreadable:
        default, fits = None, False
    if not fits:
        to.add(
            "form-default",
            field.key,
            (
                "Nilai awal (defaultValue) tidak sesuai dengan isian ini.",
                "The default value does not fit this field.",
            ),
        )
        return field
    return replace(field, default=default)
