"""Canaries: words that stand in one place of the database alone, with what they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

__all__ = ["WORD", "Canaries", "Secret"]

WORD: Final = re.compile(r"qz[0-9a-z]{5}qz")
_DIGITS: Final = "0123456789abcdefghijklmnoprstuvwxy"  # without q and z, which frame it


@dataclass(slots=True)
class Secret:
    """What a canary is: of a case, a definition, an account, a token, a filter, an acting; `about` its id or login.

    `planted` are the offices whose people wrote it into things of their own, because a request gave it to them.
    """

    kind: str
    office: str
    about: str = ""
    what: str = ""
    planted: set[str] = field(default_factory=set)


@dataclass
class Canaries:
    """All canaries of a database."""

    made: dict[str, Secret] = field(default_factory=dict)

    def new(self, kind: str, office: str, about: str = "", what: str = "") -> str:
        """A word that never was."""
        number, word = len(self.made), ""
        for _ in range(5):
            number, digit = divmod(number, len(_DIGITS))
            word = _DIGITS[digit] + word
        found = f"qz{word}qz"
        self.made[found] = Secret(kind, office, about, what)
        return found

    def told(self, words: list[str], about: str) -> None:
        """Now it is known what these are about."""
        for word in words:
            self.made[word].about = about
