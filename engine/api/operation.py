"""A route says once what it takes and answers; its request is read by that, and openapi.json written from it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response, request

from engine.api import asking
from engine.api.asking import Reader
from engine.api.errors import BadInput, WrongType
from engine.api.parts import Part, decoded, read_keys
from engine.api.schema import Multipart, Schema

__all__ = ["OPEN", "Asked", "Operation", "Upload", "operation"]

OPEN: Final = frozenset({"rest.engines", "rest.openapi", "v1.openapi_v1"})
"""The endpoints that answer without credentials: tools ask for them before they ask people, and they show nothing of
anybody."""
_MOST: Final = 255
View = Callable[..., Response]
Body = Mapping[str, Part] | Multipart


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart body: the part that it came in, its name, what its sender says it is, its bytes."""

    part: str
    name: str
    mimetype: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request gave, read: query parameters, keys of the body or fields of the form, and files."""

    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route takes and answers. `answers` are the good ones by status; None is an answer without a body."""

    tag: str
    query: Mapping[str, Reader]
    body: Body
    answers: Mapping[int, Schema | None]

    def asked(self) -> Asked:
        """This request, read; raises BadInput, BadValue or WrongType."""
        query = asking.parameters(self.query)
        if isinstance(self.body, Multipart):
            return Asked(query, *_form(self.body))
        if request.method in ("GET", "HEAD", "DELETE") and not self.body:
            return Asked(query)
        return Asked(query, _json(self.body))


def operation(
    tag: str,
    *,
    query: Mapping[str, Reader] | None = None,
    body: Body | None = None,
    answers: Mapping[int, Schema | None],
) -> Callable[[View], View]:
    """Says what a view takes and answers; it gets what was asked as `asked`, and the names of its path."""
    told = Operation(tag, query or {}, {} if body is None else body, answers)

    def hang(view: View) -> View:
        @functools.wraps(view)
        def viewed(**path: str) -> Response:
            return view(asked=told.asked(), **path)

        viewed.operation = told  # type: ignore[attr-defined]
        return viewed

    return hang


def _json(known: Mapping[str, Part]) -> dict[str, Any]:
    data = request.get_data()
    if not data:
        return read_keys({}, known)
    if not request.is_json:
        raise WrongType("application/json")
    found = decoded(data)
    if not isinstance(found, dict):
        raise BadInput("Isi permintaan harus objek JSON.", "The body must be a JSON object.")
    return read_keys(found, known)


def _form(body: Multipart) -> tuple[dict[str, Any], tuple[Upload, ...]]:
    if request.mimetype != "multipart/form-data" and request.get_data():
        raise WrongType("multipart/form-data")
    given: dict[str, Any] = {}
    for name, value in request.form.items(multi=True):
        reader = body.fields.get(name)
        if reader is None or isinstance(reader, Schema) or name in given:
            raise BadInput(f"Bagian “{name}” tidak dikenal.", f"Unknown part '{name}'.")
        given[name] = _field(name, reader, value)
    return given, tuple(_files(body))


def _field(name: str, reader: Callable[[str], Any], value: str) -> Any:
    try:
        return reader(value)
    except ValueError as error:
        raise BadInput(f"Bagian “{name}” tidak dapat dibaca.", f"The part '{name}' cannot be read.") from error


def _files(body: Multipart) -> list[Upload]:
    found: list[Upload] = []
    for part, file in request.files.items(multi=True):
        if not isinstance(body.fields.get(part, body.fields.get("*")), Schema):
            raise BadInput(f"Bagian “{part}” tidak dikenal.", f"Unknown part '{part}'.")
        name = asking.line(file.filename or part)
        if not name or len(name) > _MOST:
            raise BadInput(f"Nama berkas “{name}” tidak dapat dipakai.", f"The file name '{name}' cannot be used.")
        found.append(Upload(part, name, file.mimetype, file.read()))
    return found
