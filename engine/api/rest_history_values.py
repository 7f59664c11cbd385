"""Values of the history as the dialect has them: typed, erased ones empty, files as bytes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Response

from engine.api import asking
from engine.api.files import file_answer
from engine.api.released import ERASED
from engine.api.rest_wanted import bad
from engine.api.schema import ANY, TEXT, Schema, mapping, maybe, one_of
from engine.api.typed import write_value
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.documents import ATTACHED, BODY

__all__ = ["VALUE", "binary", "coded", "decoded", "typed_value"]

_TYPES: Final = ("Boolean", "Bytes", "Date", "Double", "File", "Integer", "Json", "Long", "Null", "Short", "String")
VALUE: Final[dict[str, Schema]] = {
    "type": one_of(*_TYPES),
    "value": ANY,
    "valueInfo": mapping(ANY),
    "errorMessage": maybe(TEXT),
}
"""The keys that `typed_value` gives."""
_ERASED: Final = "Erased: this value was removed at the request of the person that it is about."


def typed_value(value: object, zone: ZoneInfo) -> dict[str, Any]:
    """Type, value and what there is to say of it; of an erased value nothing but that it was erased."""
    if value is ERASED:
        return {"type": "Null", "value": None, "valueInfo": {}, "errorMessage": _ERASED}
    return write_value(value, zone) | {"errorMessage": None}


def binary(reading: Reading, case: int, value: object) -> Response:
    """The bytes of a value: of Bytes, or of one paper of the case. Raises BadInput for a value that has none."""
    if isinstance(value, bytes):
        return file_answer(value, "application/octet-stream", "data")
    paper = value[0] if isinstance(value, list) and len(value) == 1 else None
    sha256 = paper.get("sha256") if isinstance(paper, Mapping) else None
    if not isinstance(sha256, str):
        raise bad("Nilai ini bukan berkas.", "The value is not a binary one.")
    attached = reading.one(ATTACHED, case=case, sha256=sha256)
    kept = reading.one(BODY, sha256=sha256) if attached is not None else None
    if attached is None or kept is None:
        raise NotFound("no-document", "Berkas ini tidak ada lagi.", "This file is not there any more.")
    return file_answer(bytes(kept["body"]), kept["type"], attached["name"])


def coded(name: str) -> str:
    """A name as part of an id: letters, digits, `_` and `-` alone."""
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def decoded(id: str, numbers: int) -> tuple[list[int], str]:
    """The numbers and the name of an id such as `417-0-bmFtYQ`; NotFound for what is no id."""
    parts = id.split("-", numbers)
    try:
        if len(parts) != numbers + 1 or not all(len(part) < 19 for part in parts[:-1]):
            raise ValueError(id)
        name = base64.b64decode(parts[-1] + "=" * (-len(parts[-1]) % 4), altchars=b"-_", validate=True).decode()
        return [asking.number(part) for part in parts[:-1]], asking.storable(name)
    except (binascii.Error, ValueError) as error:
        raise NotFound("no-such-id", f"{id} tidak ada.", f"There is nothing with id '{id}'.") from error
