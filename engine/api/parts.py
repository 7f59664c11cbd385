"""The parts of a JSON body: what each key takes, read from JSON values. null is taken by all that need not be there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.api import asking, schema
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.schema import Schema, merged
from engine.api.typed import PATTERN, BadValue, read_all
from engine.api.typed_papers import kept

__all__ = [
    "FLAG",
    "INSTANT",
    "INTEGER",
    "JSON",
    "NAMES",
    "OBJECT",
    "SORTING",
    "VARIABLES",
    "WHOLE",
    "WORDS",
    "Part",
    "decoded",
    "each",
    "inside",
    "need",
    "object_of",
    "of_reader",
    "of_readers",
    "one_of",
    "read_keys",
]

_WHOLE: Final = 2**31


class Unfit(ValueError):
    """A value that a part does not take; `id` and `en` go on after its key, as in “must be a text”."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Part:
    """What a key of a body takes: `read` gives the value of a JSON value other than null, or raises ValueError."""

    read: Callable[[Any], Any]
    schema: Schema
    needed: bool = False

    def written(self) -> Schema:
        """The schema, with null for what need not be there."""
        return self.schema if self.needed else schema.maybe(self.schema)


def read_keys(found: Mapping[str, Any], known: Mapping[str, Part], place: str = "") -> dict[str, Any]:
    """What was given, read; BadInput for a key that is not known, one that lacks, and a value that cannot be read."""
    unknown = sorted(found.keys() - known.keys())
    if unknown:
        key = place + unknown[0]
        raise BadInput(f"Kunci “{key}” tidak dikenal di sini.", f"Unrecognized field '{key}'.")
    for key, part in known.items():
        if part.needed and found.get(key) is None:
            raise BadInput(f"Sebutkan “{place}{key}”.", f"'{place}{key}' is required.")
    return {key: _read(place + key, known[key], value) for key, value in found.items()}


def decoded(data: bytes) -> Any:
    """The value of JSON; BadInput for what is none and for an object in which a key stands twice."""
    try:
        return json.loads(data, parse_constant=_refuse, object_pairs_hook=_once)
    except _Twice as twice:
        raise BadInput(f"Kunci “{twice}” ada lebih dari sekali.", f"The key '{twice}' stands twice.") from twice
    except (ValueError, RecursionError) as error:
        raise BadInput("Isi permintaan bukan JSON yang sah.", "The body is not JSON.") from error


class _Twice(ValueError):
    """A key that stands twice in one object: which of them was meant is not ours to choose."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        raise _Twice(next(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return found


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _read(place: str, part: Part, value: Any) -> Any:
    if value is None:
        return None
    try:
        return part.read(value)
    except Unfit as error:
        raise BadInput(f"“{place}” {error.id}.", f"'{place}' {error.en}.") from error
    except BadValue:
        raise
    except ValueError as error:
        raise BadInput(f"“{place}” tidak dapat dibaca.", f"The value of '{place}' cannot be read.") from error


def need(part: Part) -> Part:
    """The same, but it must be there and may not be null."""
    return replace(part, needed=True)


def each(part: Part) -> Part:
    """A list of these."""

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Unfit("harus daftar", "must be a list")
        return [_read(f"[{index}]", need(part), _there(one)) for index, one in enumerate(value)]

    return Part(read, schema.many(part.schema))


def inside(known: Mapping[str, Part]) -> Part:
    """An object with these keys and no others."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit("harus objek JSON", "must be an object")
        return read_keys(value, known)

    return Part(read, object_of(known))


def object_of(known: Mapping[str, Part]) -> Schema:
    """The schema of an object with these keys and no others."""
    written = {key: part.written() for key, part in known.items()}
    words: dict[str, Any] = {
        "type": "object",
        "properties": {key: found.words for key, found in written.items()},
        "additionalProperties": False,
    }
    needed = [key for key, part in known.items() if part.needed]
    return Schema(words | ({"required": needed} if needed else {}), merged(written.values()))


def one_of(known: Mapping[str, Any]) -> Part:
    """One of these words, read as what it stands for."""
    return Part(lambda value: asking.one_of(known)(_words(value)), schema.one_of(*known))


def of_reader(reader: Reader) -> Part:
    """What a query parameter takes as a JSON value: the text, or a number, a truth value, a list where it reads one."""
    kind = reader.schema.words.get("type")

    def read(value: Any) -> Any:
        if reader.listed:
            return _listed(value)
        if kind == "boolean" and isinstance(value, bool):
            return reader("true" if value else "false")
        if kind == "integer" and isinstance(value, int) and not isinstance(value, bool):
            return reader(str(value))
        return reader(_words(value))

    return Part(read, _loose(reader.schema, kind))


def _listed(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise Unfit("harus daftar", "must be a list")
    return [_words(one) for one in value]


def of_readers(readers: Mapping[str, Reader]) -> dict[str, Part]:
    """The parts of the body that asks what these query parameters ask."""
    return {name: of_reader(reader) for name, reader in readers.items()}


def _loose(words: Schema, kind: Any) -> Schema:
    """The schema, with the texts that stand for the same."""
    texts = {"boolean": schema.one_of("true", "false"), "integer": schema.text_like("^-?[0-9]{1,18}$")}
    return Schema({"anyOf": [words.words, texts[kind].words]}) if kind in texts else words


def _there(value: Any) -> Any:
    if value is None:
        raise Unfit("tidak boleh memuat null", "must not hold null")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("harus teks", "must be a text")
    try:
        return asking.storable(value)
    except ValueError as error:
        raise Unfit("memuat huruf yang tidak dapat disimpan", "holds a character that cannot be stored") from error


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise Unfit("harus true atau false", "must be true or false")
    return value


def _whole(value: Any) -> int:
    found = value
    if isinstance(value, str) and len(value) <= 19:
        found = asking.number_text(value)
    if isinstance(value, float) and value.is_integer():
        found = int(value)
    if not isinstance(found, int) or isinstance(found, bool) or not -(2**63) <= found < 2**63:
        raise Unfit("harus bilangan bulat", "must be a whole number")
    return found


def _integer(value: Any) -> int:
    if isinstance(value, str):
        raise Unfit("harus bilangan bulat", "must be a whole number")
    return _whole(value)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("harus objek JSON", "must be an object")
    return value


WORDS: Final = Part(_words, schema.TEXT)
"""A text."""
FLAG: Final = Part(_flag, _loose(schema.FLAG, "boolean"))
"""true or false, also as a text."""
WHOLE: Final = Part(_whole, _loose(schema.LONG, "integer"))
"""A whole number of 64 bits, also as a text."""
INTEGER: Final = Part(_integer, schema.LONG)
"""A whole number of 64 bits, and no text."""
INSTANT: Final = Part(lambda value: asking.instant_of(_words(value)), schema.text_like(PATTERN))
"""A date as an instant in microseconds."""
NAMES: Final = each(WORDS)
"""A list of texts."""
JSON: Final = Part(lambda value: value, schema.ANY)
"""Any JSON value."""
OBJECT: Final = Part(_object, schema.mapping(schema.ANY))
"""An object with any keys."""
_TYPED: Final = object_of({"value": JSON, "type": WORDS, "valueInfo": OBJECT, "local": FLAG})
VARIABLES: Final = Part(lambda value: kept(read_all(value, asking.zone())), schema.mapping(_TYPED))
"""A map of typed variables as their values by name; files are kept as papers."""
SORTING: Final = each(inside({"sortBy": need(WORDS), "sortOrder": need(WORDS), "parameters": OBJECT}))
"""`sorting` of a query in a body: several orders, the first counts most."""
