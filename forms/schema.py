"""The fields of a form as JSON Schema 2020-12, and what its validator says about an answer.

Patterns run on a linear engine: look-around and back-references do not compile, and no text takes long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import Any

import jsonschema_rs

from forms import messages
from forms.amounts import MAX_DIGITS, exact
from forms.fields import CHOICES, MANY, TEXTS, Field, Rules, Value
from forms.messages import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MAX_PATTERN = 500
"""Characters of a pattern."""

_WIDE = Context(prec=4 * MAX_DIGITS)
_PATTERNS = jsonschema_rs.RegexOptions(size_limit=2_000_000)

# The address of HTML's <input type=email> (HTML Living Standard, "valid e-mail address").
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@" + _LABEL + r"(\." + _LABEL + ")*$"
# A domestic number begins with 0, an international one with + or 00 and a country (E.164: at most 15 digits).
_PHONE = r"^(\+|00)[1-9][0-9 ().-]{5,24}[0-9]$|^[(]?0[1-9][0-9 ().-]{5,20}[0-9]$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]([+-][0-9]{2}:[0-9]{2})?$"

_FORMATS = {"email": _EMAIL, "phone": _PHONE}
_MOMENTS: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": _TIME},
    "datetime": {"type": "string"},
}


class PatternRefused(ValueError):
    """A pattern that the linear engine does not know."""


def schema_of(fields: Iterable[Field]) -> dict[str, Any]:
    """The object that a form gives: JSON, with bounds and steps as JSON numbers."""
    asked = [field for field in fields if not field.readonly]
    always = [field.key for field in asked if field.required and not field.conditional]
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {field.key: _described(field) for field in asked},
        "required": always,
    }


def _described(field: Field) -> dict[str, Any]:
    described = _property(field)
    steps = [_plain(step) for step in _steps(field.rules)]
    if len(steps) == 1:
        described["multipleOf"] = steps[0]
    elif steps:
        described["allOf"] = [{"multipleOf": step} for step in steps]
    if field.label:
        described["title"] = field.label
    if field.help:
        described["description"] = field.help
    return described


def _steps(rules: Rules) -> list[int | Decimal]:
    found: list[int | Decimal] = [] if rules.step is None else [rules.step]
    return found if not rules.decimals else [*found, Decimal(1).scaleb(-rules.decimals)]


def _plain(value: int | Decimal) -> int | float:
    return value if isinstance(value, int) else float(value)


def _property(field: Field) -> dict[str, Any]:
    """What the validator holds an answer to."""
    if field.kind in CHOICES:
        values = {"enum": [_scalar(option.value) for option in field.options]}
        if field.kind not in MANY:
            return values
        return {"type": "array", "items": values, "uniqueItems": True, **({"minItems": 1} if field.required else {})}
    if field.kind in ("lines", "file"):
        return _list(field)
    if field.kind == "checkbox":
        return {"type": "boolean", **({"const": True} if field.required else {})}
    if field.kind == "number":
        return _number(field.rules)
    return _text(field) if field.kind in TEXTS else dict(_MOMENTS[field.kind])


def _list(field: Field) -> dict[str, Any]:
    if field.kind == "lines":
        items: dict[str, Any] = {"type": "string", "minLength": 1}
    else:
        texts = {name: {"type": "string", "minLength": 1} for name in ("name", "sha256", "type")}
        items = {"type": "object", "properties": texts | {"size": {"type": "integer", "minimum": 0}}}
        items |= {"required": ["name", "sha256", "size", "type"], "additionalProperties": False}
    least = {"minItems": 1} if field.required else {}
    return {"type": "array", "items": items} | ({"uniqueItems": True} if field.kind == "lines" else {}) | least


def _scalar(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _number(rules: Rules) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "integer" if rules.decimals == 0 else "number"}
    if rules.minimum is not None:
        found["minimum"] = _plain(rules.minimum)
    if rules.maximum is not None:
        found["maximum"] = _plain(rules.maximum)
    return found


def _text(field: Field) -> dict[str, Any]:
    rules = field.rules
    found: dict[str, Any] = {"type": "string"}
    least = max(rules.min_length or 0, 1 if field.required else 0)
    if least:
        found["minLength"] = least
    if rules.max_length is not None:
        found["maxLength"] = rules.max_length
    patterns = [text for text in (rules.pattern, _FORMATS.get(rules.format or "")) if text]
    if len(patterns) == 1:
        found["pattern"] = patterns[0]
    elif patterns:
        found["allOf"] = [{"pattern": pattern} for pattern in patterns]
    return found


class Validator:
    """Holds answers against the schema. Steps are left out: they are checked in exact decimals."""

    def __init__(self, fields: Iterable[Field]) -> None:
        """Raises PatternRefused."""
        self._fields = {field.key: field for field in fields}
        held = {
            "$schema": DIALECT,
            "properties": {key: _exact(field) for key, field in self._fields.items()},
        }
        try:
            self._validator = jsonschema_rs.Draft202012Validator(held, pattern_options=_PATTERNS)
        except ValueError as error:
            raise PatternRefused(str(error)) from error

    def problems(self, answers: Mapping[str, Value]) -> dict[str, list[Text]]:
        """What is wrong, by key. Answers are those that were given: an empty one is not looked at."""
        found: dict[str, list[Text]] = {}
        given = {key: _instance(value) for key, value in answers.items()}
        for error in self._validator.iter_errors(given):
            key = str(error.instance_path[0])
            told = found.setdefault(key, [])
            text = _told(self._fields[key], answers[key], [str(part) for part in error.schema_path])
            if text not in told:
                told.append(text)
        for key, value in answers.items():
            if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                found.setdefault(key, []).extend(_off_steps(self._fields[key].rules, value))
        return {key: texts for key, texts in found.items() if texts}


def _exact(field: Field) -> dict[str, Any]:
    """The property with bounds in exact decimals, and without what `problems` checks itself."""
    found = _property(field)
    if field.kind == "number":
        found["type"] = "number"
    for name, bound in (("minimum", field.rules.minimum), ("maximum", field.rules.maximum)):
        if name in found:
            found[name] = bound
    return found


def _instance(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _off_steps(rules: Rules, value: int | Decimal) -> list[Text]:
    found: list[Text] = []
    places = -_exponent(value)
    if rules.decimals is not None and places > rules.decimals:
        found.append(messages.too_many_decimals(rules.decimals))
    if rules.step:
        step = Decimal(rules.step)
        times = _WIDE.divide_int(Decimal(value), step)
        if _WIDE.multiply(times, step) != value:
            below = _WIDE.multiply(times if value > 0 else times - 1, step)
            found.append(messages.off_step(exact(below), exact(_WIDE.add(below, step))))
    return found


def _exponent(value: int | Decimal) -> int:
    if isinstance(value, int):
        return 0
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _told(field: Field, value: Value, path: list[str]) -> Text:
    rules, rule, length = field.rules, path[-1], len(value) if isinstance(value, str) else 0
    if rule == "minLength" and rules.min_length is not None:
        return messages.too_short(rules.min_length, length)
    if rule == "maxLength" and rules.max_length is not None:
        return messages.too_long(rules.max_length, length)
    if rule == "minimum" and rules.minimum is not None:
        return messages.too_small(rules.minimum)
    if rule == "maximum" and rules.maximum is not None:
        return messages.too_great(rules.maximum)
    if rule == "pattern":
        by_format = path[-2] == "1" if "allOf" in path else rules.pattern is None
        return _format(field) if by_format else messages.mismatch(field)
    return messages.not_an_option(field) if field.kind in CHOICES else messages.required(field)


def _format(field: Field) -> Text:
    return messages.EMAIL if field.rules.format == "email" else messages.PHONE
