"""The refusals of commands: each says in Indonesian and English what to do; a refused command changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.canonical import Json

__all__ = [
    "Conflict",
    "FieldProblem",
    "Invalid",
    "NotAllowed",
    "NotFound",
    "NotPossible",
    "Refusal",
    "Unprocessable",
]


class Refusal(Exception):
    """A command or query that was refused; `code` is stable, `id` and `en` are for people, `facts` for programs."""

    def __init__(self, code: str, id: str, en: str, **facts: Json) -> None:
        super().__init__(f"{code}: {en}")
        self.code, self.id, self.en, self.facts = code, id, en, facts


class NotFound(Refusal):
    """The thing does not exist, or the actor may not know that it does."""


class NotAllowed(Refusal):
    """The actor knows the thing but may not do this."""


class Conflict(Refusal):
    """Somebody was faster; `facts` hold the present state."""


class NotPossible(Refusal):
    """The thing's state does not allow it (a case that ended, a decision without a way on)."""


class Unprocessable(Refusal):
    """The idempotency key was used before for another request."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of an answer."""

    key: str
    id: str
    en: str


class Invalid(Refusal):
    """Answers or parameters that need attention; `problems` name each field."""

    def __init__(self, problems: Sequence[FieldProblem], code: str = "invalid") -> None:
        n = len(problems)
        super().__init__(code, f"Belum terkirim: {n} isian perlu diperbaiki.", f"Not sent: {n} answers need attention.")
        self.problems = tuple(problems)
        self.facts = {"problems": [{"key": p.key, "id": p.id, "en": p.en} for p in problems]}
