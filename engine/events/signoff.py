"""The sign-offs of a case as its events tell them: what was given, and what counts no more and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from engine.events.event import Event

__all__ = ["APPROVING", "SIGNING", "SIGN_OFF_KINDS", "SignOff", "Why", "sign_offs"]

Why = Literal["paper", "text", "redone", "again", "refused", "withdrawn"]
SIGNING: Final = frozenset({"tanda tangan", "penetapan"})
"""Kinds that may not be given while an initial below them is missing."""
APPROVING: Final = SIGNING | {"paraf"}
"""Kinds by which somebody approves what another wrote; a stamp only says that he did."""
SIGN_OFF_KINDS: Final = ("CompletionWithdrawn", "SignOffGiven", "SignOffVoided")
"""The kinds of event that say something of sign-offs."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off by the event that gave it; `why` it counts no more (None: it counts) and which event said so.

    `changed` are the names of variables and `papers_gone` the hashes for which it was voided.
    """

    event: Event
    why: Why | None = None
    by: Event | None = None
    changed: tuple[str, ...] = ()
    papers_gone: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """True while it counts."""
        return self.why is None

    @property
    def kinds(self) -> tuple[str, ...]:
        """What was done: paraf, tanda tangan, stempel, penetapan."""
        return tuple(self.event.data["kinds"])

    @property
    def papers(self) -> tuple[str, ...]:
        """SHA-256 of the papers that it covers."""
        return tuple(self.event.data["papers"])

    @property
    def completion(self) -> int:
        """The number of the completion that gave it: answers up to it are covered."""
        number: int = self.event.data["completion"]
        return number

    @property
    def person(self) -> str:
        """Who signed: the login, or the post when a recorder wrote down what somebody outside signed."""
        outside = bool(self.event.data.get("recorded_by"))
        return f"@{self.event.acting_for}" if outside else self.event.actor or ""


def sign_offs(events: Iterable[Event]) -> list[SignOff]:
    """All sign-offs, in the order in which they were given; a withdrawn completion gave and voided nothing."""
    found: dict[int, SignOff] = {}
    for event in events:
        data = event.data
        if event.kind == "SignOffGiven":
            found[event.number] = SignOff(event)
        elif event.kind == "SignOffVoided":
            changed, gone = tuple(data.get("changed", ())), tuple(data.get("papers", ()))
            for number in data["sign_offs"]:
                found[number] = replace(found[number], why=data["why"], by=event, changed=changed, papers_gone=gone)
        elif event.kind == "CompletionWithdrawn":
            _undo(found, event)
    return list(found.values())


def _undo(found: dict[int, SignOff], event: Event) -> None:
    completion = event.data["completion"]
    for number, one in found.items():
        if one.completion == completion:
            found[number] = SignOff(one.event, "withdrawn", event)
        elif one.by is not None and one.by.data.get("completion") == completion:
            found[number] = SignOff(one.event)
