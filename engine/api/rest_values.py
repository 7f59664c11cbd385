"""Variables at a place of the dialect - a task, a case, an execution: all, one, its bytes, and their changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.files import file_answer
from engine.api.operation import Asked, operation
from engine.api.released import let_out
from engine.api.rest import rest
from engine.api.schema import BYTES, MULTIPART, VARIABLE, VARIABLES, binary
from engine.api.typed import File, read_value, write_all, write_value
from engine.api.typed_papers import kept
from engine.commands.refusals import NotFound
from engine.papers import is_papers
from engine.store import Reading
from engine.store.documents import ATTACHED, BODY

__all__ = ["Place", "bytes_answer", "hang"]

_VALUE: Final = {"value": parts.JSON, "type": parts.WORDS, "valueInfo": parts.OBJECT, "local": parts.FLAG}
_CHANGES: Final = {"modifications": parts.VARIABLES, "deletions": parts.NAMES}
_DATA: Final = MULTIPART({"data": BYTES, "valueType": asking.text, "type": asking.text})
_ANY: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Place:
    """Where variables stand. `path` is its route with `<id>` in it, `name` begins the names of its operations.

    `read` gives the case and the values by the id in the path, `write` changes them; both raise NotFound. `what` is
    how the dialect calls a variable there.
    """

    tag: str
    path: str
    name: str
    what: str
    read: Callable[[Reading, str], tuple[int, dict[str, Any]]]
    write: Callable[[str, Mapping[str, Any], Collection[str]], None]


def hang(place: Place) -> None:
    """Adds the seven routes of the variables of a place."""
    _hang_all(place)
    _hang_one(place)
    _hang_data(place)


def bytes_answer(reading: Reading, case: int, name: str, value: object) -> Response:
    """The bytes of a value, to be saved; BadInput for a value that is none, NotFound for a paper that is gone."""
    if isinstance(value, bytes):
        return file_answer(value, _ANY, name)
    if not (is_papers(value) and isinstance(value, list) and len(value) == 1):
        raise BadInput(f"“{name}” bukan berkas.", f"Value of variable with name {name} is not a binary value.")
    attached = reading.one(ATTACHED, case=case, sha256=value[0]["sha256"])
    found = reading.one(BODY, sha256=value[0]["sha256"])
    if attached is None or found is None:
        raise NotFound("no-paper", "Berkas ini tidak ada lagi.", f"The file of {name} is not here any more.")
    return file_answer(bytes(found["body"]), found["type"], value[0]["name"])


def _hang_all(place: Place) -> None:
    @_view(place, "get_{}s")
    @operation(place.tag, query={"deserializeValues": asking.flag}, answers={200: VARIABLES})
    def every(asked: Asked, id: str) -> Response:
        """The variables that stand there."""
        with asking.desk().store.reading() as reading:
            case, values = place.read(reading, id)
            let_out(case)
            return answer(write_all(values, asking.zone()))

    @_view(place, "modify_{}s", method="POST")
    @operation(place.tag, body=_CHANGES, answers={204: None})
    def modify(asked: Asked, id: str) -> Response:
        """Sets some and takes others away, all or none."""
        values, gone = asked.body.get("modifications") or {}, asked.body.get("deletions") or []
        if values or gone:
            place.write(id, values, gone)
        else:
            _demand(place, id)
        return nothing()


def _hang_one(place: Place) -> None:
    @_view(place, "get_{}", "/<name>")
    @operation(place.tag, query={"deserializeValue": asking.flag}, answers={200: VARIABLE})
    def one(asked: Asked, id: str, name: str) -> Response:
        """One variable."""
        with asking.desk().store.reading() as reading:
            return answer(write_value(_value(place, reading, id, name)[1], asking.zone()))

    @_view(place, "put_{}", "/<name>", method="PUT")
    @operation(place.tag, body=_VALUE, answers={204: None})
    def put(asked: Asked, id: str, name: str) -> Response:
        """Sets one variable."""
        place.write(id, kept({name: read_value(name, asked.body, asking.zone())}), ())
        return nothing()

    @_view(place, "delete_{}", "/<name>", method="DELETE")
    @operation(place.tag, answers={204: None})
    def delete(asked: Asked, id: str, name: str) -> Response:
        """Takes one variable away."""
        place.write(id, {}, [asking.known(name)])
        return nothing()


def _hang_data(place: Place) -> None:
    @_view(place, "get_{}_data", "/<name>/data")
    @operation(place.tag, query={"deserializeValue": asking.flag}, answers={200: binary("*/*")})
    def data(asked: Asked, id: str, name: str) -> Response:
        """The bytes of a variable of the type File or Bytes."""
        with asking.desk().store.reading() as reading:
            case, value = _value(place, reading, id, name)
            return bytes_answer(reading, case, name, value)

    @_view(place, "post_{}_data", "/<name>/data", method="POST")
    @operation(place.tag, body=_DATA, answers={204: None})
    def post_data(asked: Asked, id: str, name: str) -> Response:
        """Sets a variable to the bytes that were sent: `valueType` is File or Bytes."""
        place.write(id, kept({name: _sent(asked)}), ())
        return nothing()


def _view(place: Place, name: str, rest_of_path: str = "", method: str = "GET") -> Callable[[Any], Any]:
    called = name.format(place.name)
    return rest.route(place.path + rest_of_path, endpoint=called, methods=[method])


def _demand(place: Place, id: str) -> None:
    """NotFound for a place that the actor may not know; nothing was to be changed."""
    with asking.desk().store.reading() as reading:
        place.read(reading, id)


def _value(place: Place, reading: Reading, id: str, name: str) -> tuple[int, Any]:
    case, values = place.read(reading, id)
    let_out(case)
    if name not in values:
        raise NotFound(
            "no-variable", f"Variabel “{name}” tidak ada.", f"{place.what} variable with name {name} does not exist"
        )
    return case, values[name]


def _sent(asked: Asked) -> File | bytes:
    if "type" in asked.body:
        raise BadInput(
            "Bagian “type” untuk objek sebuah bahasa tidak didukung.",
            "The part 'type', for objects of one programming language, is not supported.",
        )
    kind = asked.body.get("valueType", "Bytes").lower()
    if kind not in ("bytes", "file"):
        raise BadInput("valueType: Bytes atau File.", f"Unsupported valueType '{kind}': either Bytes or File.")
    if len(asked.files) != 1:
        raise BadInput("Kirim satu berkas sebagai bagian “data”.", "Send one file as the part 'data'.")
    file = asked.files[0]
    return file.data if kind == "bytes" else File(file.name, file.data)
