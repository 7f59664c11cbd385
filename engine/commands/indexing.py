"""Lets a case be found by the words of what it is about, as soon as that is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.desk import Work
from engine.events import home_of
from engine.library import Definition
from engine.queries.subject import subject_key
from engine.spiff import Move
from engine.store.words import DROP_WORDS, PUT_WORD, words_of

__all__ = ["index"]


def index(work: Work, definition: Definition, move: Move, told: tuple[int, Mapping[str, Any], bool]) -> None:
    """Notes the words of what the case is about, when these answers say it; `told` ends with whether it is new."""
    case, answers, new = told
    key = subject_key(definition)
    if key is None or key not in answers or home_of({"homes": move.homes}, key) != 0:
        return
    if not new:
        work.tx.later(DROP_WORDS, [{"case": case}])
    work.tx.later(PUT_WORD, [{"word": word, "case": case} for word in words_of(answers[key])])
