"""The mapping of an inbound webhook: which message a body is, for whom, with which values. Declared, never code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Mapped", "Mapping", "MappingRefused", "Unfit", "read_mapping"]

KEYS: Final = frozenset({"message", "id", "businessKey", "correlation", "values", "only"})
PATH: Final = re.compile(r"[^.\[\]\s]{1,100}(?:\[\d{1,4}\])*(?:\.[^.\[\]\s]{1,100}(?:\[\d{1,4}\])*){0,9}")
STEP: Final = re.compile(r"[^.\[\]]+|\[\d+\]")
NAME: Final = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII)
MOST: Final = 50  # values of one mapping
LONGEST: Final = 300  # characters of a name or a key
_NONE: Final = object()


class MappingRefused(ValueError):
    """A mapping that cannot be used; `key` says which part, `id` and `en` why."""

    def __init__(self, key: str, id: str, en: str) -> None:
        super().__init__(f"{key}: {id} / {en}")
        self.key, self.id, self.en = key, id, en


class Unfit(ValueError):
    """A body that the mapping does not fit; `id` and `en` say what lacks."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(f"{id} / {en}")
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a body says: the message, whom it is for, its values, and the id of the delivery where the body names it."""

    message: str
    business_key: str | None
    correlation: str | None
    values: Map[str, Any]
    id: str | None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that was read. `message` is a name, or a path and the names that its values stand for."""

    message: str | tuple[str, Map[str, str]]
    id: str | None
    business_key: str | None
    correlation: str | None
    values: Map[str, str]
    only: Map[str, Any]

    def apply(self, body: Any) -> Mapped | None:
        """What the body says; None for one that `only` leaves out. Raises Unfit when it lacks what is asked for."""
        if any(_found(body, path) != wanted for path, wanted in self.only.items()):
            return None
        message = self._message(body)
        if message is None:
            return None
        values = {name: _found(body, path) for name, path in self.values.items()}
        return Mapped(
            message,
            _key(body, self.business_key),
            _key(body, self.correlation),
            {name: value for name, value in values.items() if value is not _NONE},
            _key(body, self.id),
        )

    def _message(self, body: Any) -> str | None:
        if isinstance(self.message, str):
            return self.message
        path, names = self.message
        found = _found(body, path)
        return names.get(found) if isinstance(found, str) else None


def read_mapping(text: str) -> Mapping:
    """The mapping that JSON says (docs/webhooks.md); raises MappingRefused for the first thing that is wrong."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise MappingRefused(
            "mapping", "Pemetaan harus berupa JSON.", f"The mapping has to be JSON: {error}."
        ) from error
    if not isinstance(told, dict) or not told.keys() <= KEYS:
        raise MappingRefused(
            "mapping",
            f"Pemetaan hanya mengenal {', '.join(sorted(KEYS))}.",
            f"A mapping knows only {', '.join(sorted(KEYS))}.",
        )
    values, only = told.get("values", {}), told.get("only", {})
    if not isinstance(values, dict) or len(values) > MOST or not all(NAME.fullmatch(name) for name in values):
        raise MappingRefused("values", "Tulis nama isian dan letaknya.", "Write names of variables and their places.")
    if not isinstance(only, dict) or any(isinstance(value, dict | list) for value in only.values()):
        raise MappingRefused("only", "Tulis letak dan nilainya.", "Write places and their values.")
    return Mapping(
        message=_message_of(told.get("message")),
        id=_path("id", told.get("id")),
        business_key=_path("businessKey", told.get("businessKey")),
        correlation=_path("correlation", told.get("correlation")),
        values={name: _path(f"values.{name}", path) or "" for name, path in values.items()},
        only={_path("only", path) or "": value for path, value in only.items()},
    )


def _message_of(told: Any) -> str | tuple[str, Map[str, str]]:
    if isinstance(told, str) and 0 < len(told) <= LONGEST:
        return told
    fits = isinstance(told, dict) and told.keys() == {"from", "is"} and isinstance(told["is"], dict) and told["is"]
    if fits and all(isinstance(name, str) and name for name in told["is"].values()):
        return _path("message", told["from"]) or "", dict(told["is"])
    raise MappingRefused(
        "message",
        'Tulis nama pesan, atau {"from": "letak", "is": {"nilai": "nama pesan"}}.',
        'Write the name of a message, or {"from": "place", "is": {"value": "name of a message"}}.',
    )


def _path(key: str, told: Any) -> str | None:
    if told is None and not key.startswith(("values", "only", "message")):
        return None
    if not isinstance(told, str) or not PATH.fullmatch(told):
        raise MappingRefused(
            key,
            "Tulis letaknya seperti data.nik atau daftar[0].nama.",
            "Write a place such as data.nik or list[0].name.",
        )
    return told


def _found(body: Any, path: str) -> Any:
    """What stands at a place of the body; _NONE where nothing does."""
    for step in STEP.findall(path):
        if step.startswith("["):
            place = int(step[1:-1])
            body = body[place] if isinstance(body, list) and place < len(body) else _NONE
        else:
            body = body.get(step, _NONE) if isinstance(body, dict) else _NONE
        if body is _NONE:
            return _NONE
    return body


def _key(body: Any, path: str | None) -> str | None:
    """A key as text; Unfit where the body has none at its place."""
    if path is None:
        return None
    found = _found(body, path)
    if isinstance(found, str | int) and not isinstance(found, bool) and 0 < len(str(found)) <= LONGEST:
        return str(found)
    raise Unfit(f"Tidak ada kunci di {path}.", f"There is no key at {path}.")
