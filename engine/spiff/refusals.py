"""What the executor refuses; the bytes of the case are never changed by a refusal."""

from __future__ import annotations

__all__ = [
    "CannotModify",
    "LoopUnreadable",
    "NoFlow",
    "NotCaught",
    "NotOpen",
    "ProgramRefused",
    "Refused",
    "StateUnreadable",
    "TimerUnreadable",
    "TooManySteps",
    "ValueMissing",
]


class Refused(Exception):
    """A program or a move that the executor refuses."""


class ProgramRefused(Refused):
    """A net that cannot be run: `element` is the deployed element or flow, `id` and `en` say what to do."""

    def __init__(self, element: str, id: str, en: str) -> None:
        super().__init__(f"{element}: {en}")
        self.element = element
        self.id = id
        self.en = en


class NotOpen(Refused):
    """The token `n` does not wait, or does not wait for this."""

    def __init__(self, n: int) -> None:
        super().__init__(f"token {n} is not open")
        self.n = n


class NoFlow(Refused):
    """No condition of the outgoing flows of `element` held, and it has no default flow."""

    def __init__(self, element: str) -> None:
        super().__init__(f"no flow leaves {element}")
        self.element = element


class TimerUnreadable(Refused):
    """The expression of the timer `element` gave something that is no ISO 8601 date, duration or cycle."""

    def __init__(self, element: str, value: object) -> None:
        super().__init__(f"the timer {element} got {value!r}")
        self.element = element
        self.value = value


class LoopUnreadable(Refused):
    """The list of the loop `element` is none, or its number is no whole number from 0."""

    def __init__(self, element: str, value: object) -> None:
        super().__init__(f"the loop {element} got {value!r:.200}")
        self.element = element
        self.value = value


class NotCaught(Refused):
    """Nobody in the case catches the error `code` that the activity `element` raises."""

    def __init__(self, element: str, code: str | None) -> None:
        super().__init__(f"nobody catches the error {code!r} of {element}")
        self.element = element
        self.code = code


class CannotModify(Refused):
    """A modification that cannot be made; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id = id
        self.en = en


class ValueMissing(Refused):
    """A value that stands outside the state is needed, and nobody gives it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the value of {name} is needed")
        self.name = name


class TooManySteps(Refused):
    """A move that runs on and on without waiting, or that opens more tokens than a case may have."""


class StateUnreadable(Refused):
    """Bytes that are no state of this program."""
