"""The error answers of both APIs as OpenAPI has them, from the one table of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from engine.api.errors import TABLE
from engine.api.operation import Operation
from engine.api.schema import ANY, TEXT, WHOLE, Multipart, Schema, many, mapping, maybe, one_of, record

__all__ = ["DIALECT", "V1", "Errors"]

_CRASH: Final = "RestException"  # of a request that broke: no route declares it
_TOO_LARGE: Final = 413
_WRONG_TYPE: Final = 415
_SECONDS: Final = {"type": "string", "pattern": "^[0-9]+$"}
_READS: Final = frozenset({400, 401, 403, 404, 429, 503})
_PROBLEM: Final = record(
    "ParseProblem",
    {"message": TEXT, "line": WHOLE, "column": WHOLE, "mainElementId": maybe(TEXT), "elementIds": many(TEXT)},
)
_DETAILS: Final = record("ParseDetails", {"errors": many(_PROBLEM), "warnings": many(_PROBLEM)})


class Errors:
    """The error answers of one API: a component for each status, and which of them an operation can give."""

    def __init__(self, schemas: Mapping[int, Schema]) -> None:
        self.schemas = schemas

    def of(self, method: str, told: Operation) -> list[int]:
        """The statuses that an operation can answer besides its own."""
        form = isinstance(told.body, Multipart)
        found = set(self.schemas) if method in ("POST", "PUT", "PATCH", "DELETE") else set(self.schemas) & _READS
        if not told.body and not form and method not in ("POST", "PUT", "PATCH"):
            found -= {_TOO_LARGE, _WRONG_TYPE}
        return sorted(found)

    def components(self) -> dict[str, Any]:
        """The answers by the names under which operations refer to them."""
        return {
            str(status): {
                "description": HTTPStatus(status).phrase,
                "content": {"application/json": {"schema": schema.words}},
                **_headers(status),
            }
            for status, schema in sorted(self.schemas.items())
        }


def _headers(status: int) -> dict[str, Any]:
    if status in (429, 503):
        after = {"description": "Seconds to wait.", "required": True, "schema": _SECONDS}
        return {"headers": {"Retry-After": after}}
    if status == 401:
        asked = {"description": "How to sign in.", "required": True, "schema": {"type": "string"}}
        return {"headers": {"WWW-Authenticate": asked}}
    return {}


def _dialect() -> dict[int, Schema]:
    """By status; 400 may bear any type, as refusals of a kind that the caller mends are told by it."""
    rows = list(TABLE.values())
    types: dict[int, set[str]] = {_TOO_LARGE: {"InvalidRequestException"}}
    for row in rows:
        types.setdefault(row.dialect, set()).add(row.type)
    types[400] = {row.type for row in rows}
    return {status: _exception(status, sorted(found)) for status, found in types.items()}


def _exception(status: int, types: Iterable[str]) -> Schema:
    code = WHOLE if status == 500 else maybe(WHOLE)
    keys = {"type": one_of(*types), "message": TEXT, "code": code}
    if status == 400:
        return record("Refused400", {**keys, "details": mapping(_DETAILS)}, optional={"details"})
    if status == 403:
        more = {"userId": maybe(TEXT), "missingAuthorizations": many(ANY)}
        return record("Refused403", {**keys, **more}, optional=more)
    return record(f"Refused{status}", keys)


def _v1() -> dict[int, Schema]:
    problem = record("Problem", {"code": TEXT, "id": TEXT, "en": TEXT, "facts": mapping(ANY)})
    return dict.fromkeys({_TOO_LARGE, *(row.status for row in TABLE.values())}, problem)


DIALECT: Final = Errors(_dialect())
V1: Final = Errors(_v1())
