"""Typed variables and dates as the dialect of Camunda 7 writes them."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from engine.events import moment
from engine.papers import encoding_of, is_papers

__all__ = [
    "PATTERN",
    "BadValue",
    "File",
    "plain",
    "read_all",
    "read_date",
    "read_value",
    "stamp",
    "write_all",
    "write_value",
]

_DATE: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2}))?(?:[.,](\d{1,6}))?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
PATTERN: Final = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]{1,6})?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
)
"""What a written date looks like, as JSON Schema says it."""
_WHOLE: Final = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?", re.ASCII)
_SAFE: Final = 2**53 - 1
_MILLISECOND: Final = timedelta(milliseconds=1)


_KEYS: Final = frozenset({"value", "type", "valueInfo", "local"})
_FLAGS: Final = frozenset({"true", "false"})
_FACTS: Final = frozenset({"filename", "mimetype", "mimeType", "encoding", "transient"})


class BadValue(ValueError):
    """A value that is not of the type that it says; the message names the variable."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came as the value of a variable, before its bytes are kept as a paper."""

    name: str
    body: bytes
    encoding: str | None = None


def stamp(at: datetime | int, zone: ZoneInfo) -> str:
    """An aware time, or an instant in microseconds, as `2026-11-21T05:52:28.098+0700` in the zone."""
    time = (moment(at) if isinstance(at, int) else at).astimezone(zone)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}" + time.strftime("%z")[:5]


def read_date(text: str, zone: ZoneInfo) -> datetime:
    """The aware time, in the zone, of a written one; without an offset it is of the zone. Raises BadValue."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise BadValue(f"'{text}' is no date such as 2026-11-21T05:52:28.098+0700")
    day, minute, second, fraction, offset = found.groups()
    written = f"{day}T{minute or '00:00'}:{second or '00'}.{(fraction or '0').ljust(6, '0')}"
    try:
        time = datetime.fromisoformat(written + (offset or "").replace("Z", "+00:00"))
        return time.astimezone(zone) if offset else time.replace(tzinfo=zone)
    except (ValueError, OverflowError) as error:
        raise BadValue(f"'{text}' is no date such as 2026-11-21T05:52:28.098+0700") from error


def read_all(variables: object, zone: ZoneInfo) -> dict[str, Any]:
    """The values of a map of typed variables; raises BadValue that names the first bad one."""
    if variables is None:
        return {}
    if not isinstance(variables, Mapping):
        raise BadValue("'variables' must be an object of typed values")
    return {str(name): read_value(str(name), typed, zone) for name, typed in variables.items()}


def read_value(name: str, typed: object, zone: ZoneInfo) -> object:
    """The value of `{"value": …, "type": …, "valueInfo": …}`; without a type that of the JSON value.

    Of the type File it is a `File`. Raises BadValue that names the variable.
    """
    if not isinstance(typed, Mapping) or not set(typed) <= _KEYS:
        raise BadValue(f"variable '{name}' must be an object with value, type and valueInfo")
    local = typed.get("local")
    if not (local is None or isinstance(local, bool) or (isinstance(local, str) and local.lower() in _FLAGS)):
        raise BadValue(f"variable '{name}': local must be true or false")
    value, kind, facts = typed.get("value"), typed.get("type"), _facts(name, typed.get("valueInfo"))
    if kind is None:
        return value
    reader = _READERS.get(str(kind).lower())
    try:
        if str(kind).lower() == "file":
            return _file(value, facts, zone)
        if reader is None:
            raise BadValue(_UNSUPPORTED.get(str(kind).lower(), f"unsupported value type '{kind}'"))
        return None if value is None else reader(value, zone)
    except BadValue as error:
        raise BadValue(f"variable '{name}': {error}") from error


def write_all(values: Mapping[str, object], zone: ZoneInfo) -> dict[str, dict[str, Any]]:
    """Typed variables of the values."""
    return {name: write_value(value, zone) for name, value in values.items()}


def write_value(value: object, zone: ZoneInfo) -> dict[str, Any]:
    """`{"type", "value", "valueInfo"}` of a value; a date without a time is a String, as forms send it.

    One paper is a File, whose bytes are fetched by themselves; a list of several is Json.
    """
    kind, written = _written(value, zone)
    return {"type": kind, "value": written, "valueInfo": _told(value) if kind == "File" else {}}


def plain(value: object) -> object:
    """A value as plain JSON of `/api/v1`: decimals and integers beyond 2^53 as exact text, times in ISO 8601."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal) or (type(value) is int and abs(value) > _SAFE):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _written(value: object, zone: ZoneInfo) -> tuple[str, object]:
    if value is None:
        return "Null", None
    if isinstance(value, bool):
        return "Boolean", value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, float | Decimal):
        return ("Double", float(value)) if math.isfinite(float(value)) else ("String", str(value))
    if isinstance(value, datetime):
        return "Date", stamp(value, zone)
    if isinstance(value, date):
        return "String", value.isoformat()
    if isinstance(value, bytes):
        return "Bytes", base64.b64encode(value).decode()
    if isinstance(value, str):
        return "String", value
    if is_papers(value) and len(cast(list[object], value)) == 1:
        return "File", None
    return "Json", json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def _told(value: object) -> dict[str, Any]:
    """What is told of a paper; clients look for its type under one of two names."""
    (paper,) = cast(list[dict[str, Any]], value)
    return {"filename": paper["name"], "mimetype": paper["type"], "mimeType": paper["type"], "encoding": None}


def _facts(name: str, found: object) -> Mapping[str, Any]:
    """The valueInfo, checked; raises BadValue for what would not be heeded."""
    if found is None:
        return {}
    if not isinstance(found, Mapping) or not set(found) <= _FACTS | {"objectTypeName", "serializationDataFormat"}:
        raise BadValue(f"variable '{name}': valueInfo may hold {', '.join(sorted(_FACTS))}")
    if found.get("transient") not in (None, False):
        raise BadValue(f"variable '{name}': transient variables are not supported, every value is kept")
    return found


def _file(value: object, facts: Mapping[str, Any], zone: ZoneInfo) -> File:
    name = facts.get("filename")
    if not isinstance(name, str) or not name.strip():
        raise BadValue("a File needs valueInfo.filename")
    if value is None:
        raise BadValue("a File needs its bytes as base64; leave the variable out to keep the file that is there")
    return File(name, _bytes(value, zone), _encoding(facts.get("encoding")))


def _encoding(declared: object) -> str | None:
    """What is declared of a text, as `engine.papers` knows it; raises BadValue for what it does not."""
    if declared in (None, ""):
        return None
    try:
        return encoding_of(str(declared))
    except ValueError as error:
        raise BadValue("valueInfo.encoding is not known; send UTF-8") from error


def _whole(value: int) -> tuple[str, object]:
    if -(2**31) <= value < 2**31:
        return "Integer", value
    return ("Long", value) if -(2**63) <= value < 2**63 else ("String", str(value))


def _boolean(value: object, _: ZoneInfo) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise BadValue(f"{value!r} is no Boolean")


def _integer(bits: int) -> Callable[[object, ZoneInfo], int]:
    def read(value: object, _: ZoneInfo) -> int:
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            number = int(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            number = value
        elif isinstance(value, float) and value.is_integer():
            number = int(value)
        else:
            raise BadValue(f"{value!r} is no whole number")
        if not -(1 << bits - 1) <= number < 1 << bits - 1:
            raise BadValue(f"{value!r} does not fit in {bits} bits")
        return number

    return read


def _double(value: object, _: ZoneInfo) -> float | Decimal:
    """The number; a whole one as a decimal, since JSON would give back 3 for 3.0."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadValue(f"{value!r} is no number")
    if isinstance(value, str) and not _DECIMAL.fullmatch(value.strip()):
        raise BadValue(f"{value!r} is no number")
    number = _float(value)
    if not math.isfinite(number):
        raise BadValue(f"{value!r} is too large")
    return Decimal(repr(number)) if number.is_integer() else number


def _float(value: int | float | str) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _date(value: object, zone: ZoneInfo) -> datetime:
    if not isinstance(value, str):
        raise BadValue(f"{value!r} is no date")
    return read_date(value, zone)


def _string(value: object, _: ZoneInfo) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise BadValue("a String must be text")


def _json(value: object, _: ZoneInfo) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadValue("a Json value must hold JSON text") from error


def _refuse(text: str) -> object:
    raise ValueError(text)


def _bytes(value: object, _: ZoneInfo) -> bytes:
    try:
        return base64.b64decode(value if isinstance(value, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadValue("Bytes must be base64 text") from error


def _null(value: object, _: ZoneInfo) -> None:
    raise BadValue(f"{value!r} is not null")


_UNSUPPORTED: Final = {
    "object": "the type Object is not supported, as it is of one programming language; send Json",
    "xml": "the type Xml is not supported; send a String",
}
_READERS: Final[Mapping[str, Callable[[object, ZoneInfo], object]]] = {
    "boolean": _boolean,
    "bytes": _bytes,
    "date": _date,
    "double": _double,
    "integer": _integer(32),
    "json": _json,
    "long": _integer(64),
    "null": _null,
    "short": _integer(16),
    "string": _string,
}
