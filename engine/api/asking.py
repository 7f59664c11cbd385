"""What a request asks: who, when, with which query parameters and which names in its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import current_app, request

from engine.api import schema
from engine.api.errors import BadInput
from engine.api.schema import Schema
from engine.api.typed import PATTERN, BadValue, read_date
from engine.commands.desk import Context, Desk, Idempotency
from engine.commands.refusals import NotFound
from engine.events import instant
from engine.policy import Actor
from engine.settings import Settings

__all__ = [
    "Reader",
    "context",
    "desk",
    "flag",
    "instant_of",
    "known",
    "line",
    "me",
    "names",
    "now",
    "number",
    "number_text",
    "one_of",
    "parameters",
    "pattern",
    "remember",
    "storable",
    "task_id",
    "text",
    "whole",
    "zone",
]

_ACTOR: Final = "lajur.actor"
_MOST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads a query parameter, and says which texts it takes. `listed`: a list with commas between its texts."""

    read: Callable[[str], Any]
    schema: Schema = schema.TEXT
    listed: bool = False

    def __call__(self, value: str) -> Any:
        """The value; raises ValueError for what cannot be read."""
        return self.read(value)


def desk() -> Desk:
    """The desk of this application."""
    return cast(Desk, current_app.extensions["lajur"])


def now() -> datetime:
    """The time of this request, aware UTC."""
    clock: Callable[[], datetime] | None = current_app.extensions.get("lajur.now")
    return clock() if clock else datetime.now(UTC)


def zone() -> ZoneInfo:
    """The zone in which the API writes clock times."""
    settings = cast(Settings, current_app.extensions["lajur.settings"])
    return ZoneInfo(settings.timezone)


def me() -> Actor:
    """Who asks; put there by `engine.api.auth`."""
    return cast(Actor, request.environ[_ACTOR])


def remember(actor: Actor) -> None:
    """Notes who asks."""
    request.environ[_ACTOR] = actor


def context(idempotency: Idempotency | None = None) -> Context:
    """The context of a command of this request."""
    return Context(me(), now(), idempotency)


def parameters(known: Mapping[str, Reader]) -> dict[str, Any]:
    """The query parameters, read; BadInput for one that is not known, stands twice or cannot be read."""
    found: dict[str, Any] = {}
    for name, values in request.args.lists():
        reader = known.get(name)
        if reader is None:
            raise BadInput(
                f"Parameter “{name}” tidak dikenal di sini.", f"Query parameter '{name}' is not supported here."
            )
        if len(values) != 1:
            raise BadInput(f"Parameter “{name}” ada lebih dari sekali.", f"Query parameter '{name}' stands twice.")
        try:
            found[name] = reader(values[0])
        except (ValueError, BadValue) as error:
            raise BadInput(
                f"Parameter “{name}” tidak dapat dibaca.",
                f"Cannot set query parameter '{name}' to value '{values[0]}'.",
            ) from error
    return found


def storable(value: str) -> str:
    """A text as it is; ValueError for one with a character that no database takes."""
    if "\x00" in value:
        raise ValueError("NUL")
    value.encode()  # half of a surrogate pair is a ValueError too
    return value


def _pattern(value: str) -> str:
    if (len(value) - len(value.rstrip("\\"))) % 2:  # databases take no sign that nothing follows
        raise ValueError(value)
    return storable(value)


def _names(value: str) -> list[str]:
    return [storable(part) for part in value.split(",") if part]


def one_of(known: Mapping[str, object]) -> Reader:
    """Reads one of these words as what it stands for; ValueError else."""

    def read(value: str) -> object:
        if value not in known:
            raise ValueError(value)
        return known[value]

    return Reader(read, schema.one_of(*known))


def _flag(value: str) -> bool:
    known = {"true": True, "false": False}
    if value.lower() not in known:
        raise ValueError(value)
    return known[value.lower()]


def _whole(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 10:
        raise ValueError(value)
    return min(int(value), _MOST)


def _number_text(value: str) -> int:
    digits = value.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise ValueError(value)
    return int(value)


def _instant_of(value: str) -> int:
    return instant(read_date(value.replace(" ", "+"), zone()))


text: Final = Reader(storable)
"""A text as it is."""
pattern: Final = Reader(_pattern)
"""A text in which `%` stands for any letters and `_` for one, behind `\\` for themselves."""
names: Final = Reader(_names, schema.many(schema.TEXT), listed=True)
"""A list of texts between commas."""
flag: Final = Reader(_flag, schema.FLAG)
"""`true` or `false`, in any letter case: generated clients write `True`."""
whole: Final = Reader(_whole, schema.whole_from(0, 10**10 - 1))
"""A whole number from 0 on; what is beyond 32 bits counts as the largest of them."""
number_text: Final = Reader(_number_text, schema.whole_from(1 - 10**18, 10**18 - 1))
"""A whole number, also below 0."""
instant_of: Final = Reader(_instant_of, schema.text_like(PATTERN))
"""A date as an instant in microseconds."""


def number(id: str, what: str = "process instance") -> int:
    """The number in a path; NotFound for what cannot be one."""
    if not id.isascii() or not id.isdigit() or len(id) > 18:
        raise NotFound("no-such-id", f"{id} tidak ada.", f"There is no {what} with id '{id}'.")
    return int(id)


def task_id(id: str) -> tuple[int, int]:
    """Case and number of a task's id (`417-3`); NotFound for what cannot be one."""
    case, dash, n = id.partition("-")
    if not dash or not n.isdigit() or len(n) > 9:
        raise NotFound("no-task", f"Tugas {id} tidak ada.", f"No matching task with id {id}")
    return number(case, "task"), number(n, "task")


def known(value: str) -> str:
    """A name in a path; NotFound for what no name can be."""
    try:
        return storable(value)
    except ValueError as error:
        raise NotFound("no-such-id", "Tidak ada yang bernama itu.", "There is nothing of that name.") from error


def line(value: str) -> str:
    """A text of a form; BadInput for one that cannot be kept."""
    try:
        return storable(value)
    except ValueError as error:
        raise BadInput("Ada huruf yang tidak dapat disimpan.", "A character cannot be stored.") from error
