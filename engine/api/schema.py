"""The schemas with which routes say what they take and answer: JSON Schema, and its named components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

__all__ = [
    "ANY",
    "BYTES",
    "COUNT",
    "FLAG",
    "INSTANT",
    "LINKS",
    "LONG",
    "MOMENT",
    "MULTIPART",
    "NUMBER",
    "TEXT",
    "VARIABLE",
    "VARIABLES",
    "WHOLE",
    "Multipart",
    "Schema",
    "binary",
    "itself",
    "many",
    "mapping",
    "maybe",
    "merged",
    "one_of",
    "record",
    "text_like",
    "whole_from",
]

_INSTANT: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{4}$"
_MOMENT: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{2}:\d{2}$"
_PLACE: Final = "#/components/schemas/"
JSON: Final = "application/json"

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Schema:
    """What stands where it is used, and the components by name that this leads to.

    `media` are the content types of an answer of this schema.
    """

    words: Words
    named: Mapping[str, Words] = field(default_factory=dict)
    media: tuple[str, ...] = (JSON,)


class Reads(Protocol):
    """A reader of texts with the schema of what it takes."""

    @property
    def schema(self) -> Schema: ...

    def __call__(self, value: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Multipart:
    """A multipart body: its fields by name with their readers, `BYTES` for a file; `*` stands for any other name."""

    fields: Mapping[str, Reads | Schema]


TEXT: Final = Schema({"type": "string"})
WHOLE: Final = Schema({"type": "integer", "format": "int32"})
LONG: Final = Schema({"type": "integer", "format": "int64"})
NUMBER: Final = Schema({"type": "number", "format": "double"})
FLAG: Final = Schema({"type": "boolean"})
ANY: Final = Schema({})
INSTANT: Final = Schema({"type": "string", "pattern": _INSTANT})
"""A time as the dialect writes it: `2026-11-21T05:52:28.098+0700`."""
MOMENT: Final = Schema({"type": "string", "pattern": _MOMENT, "format": "date-time"})
"""A time as `/api/v1` writes it: `2026-11-21T05:52:28.098+07:00`."""
BYTES: Final = Schema({}, media=("application/octet-stream",))
"""A binary answer, or a file of a multipart body."""


def merged(schemas: Iterable[Schema]) -> dict[str, Words]:
    """The components of all of these; raises ValueError for a name that means two things."""
    found: dict[str, Words] = {}
    for schema in schemas:
        for name, words in schema.named.items():
            if found.setdefault(name, words) != words:
                raise ValueError(f"two schemas are called {name}")
    return found


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    kind = schema.words.get("type")
    if isinstance(kind, str) and "enum" not in schema.words:
        return Schema({**schema.words, "type": [kind, "null"]}, schema.named)
    if not schema.words:
        return schema
    return Schema({"anyOf": [schema.words, {"type": "null"}]}, schema.named)


def many(schema: Schema) -> Schema:
    """A list of these."""
    return Schema({"type": "array", "items": schema.words}, schema.named)


def mapping(schema: Schema) -> Schema:
    """An object with these under names that nobody knows before."""
    return Schema({"type": "object", "additionalProperties": schema.words}, schema.named)


def one_of(*texts: str) -> Schema:
    """One of these texts."""
    return Schema({"type": "string", "enum": list(texts)})


def text_like(pattern: str) -> Schema:
    """A text that fits a regular expression, which has to bring its own `^` and `$`."""
    return Schema({"type": "string", "pattern": pattern})


def whole_from(least: int, most: int | None = None) -> Schema:
    """A whole number within these bounds."""
    bounds = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    return Schema({"type": "integer", **bounds})


def record(name: str, keys: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """A component: an object with exactly these keys, all there but the optional ones."""
    missing = set(optional)
    words = {
        "type": "object",
        "properties": {key: schema.words for key, schema in keys.items()},
        "required": [key for key in keys if key not in missing],
        "additionalProperties": False,
    }
    return Schema({"$ref": _PLACE + name}, merged([Schema({}, {name: words}), *keys.values()]))


def itself(name: str) -> Schema:
    """The component of this name, inside its own record: for trees."""
    return Schema({"$ref": _PLACE + name})


def binary(*media: str) -> Schema:
    """A binary answer of one of these content types; `*/*` for any."""
    return Schema({}, media=media)


def MULTIPART(fields: Mapping[str, Reads | Schema]) -> Multipart:
    """A multipart body with these fields: a reader for a text, `BYTES` for a file, `*` for files of any name."""
    return Multipart(fields)


COUNT: Final = record("Count", {"count": LONG})
LINKS: Final = many(record("Link", {"method": TEXT, "href": TEXT, "rel": TEXT}))
_TYPES: Final = ("Boolean", "Bytes", "Date", "Double", "File", "Integer", "Json", "Long", "Null", "Short", "String")
VARIABLE: Final = record("Variable", {"type": one_of(*_TYPES), "value": ANY, "valueInfo": mapping(ANY)})
VARIABLES: Final = mapping(VARIABLE)
