"""Logs of our own walks, and which traces our executor can make at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from random import Random
from typing import Final

from engine.spiff import Program
from tests.corpus.playing import programs
from tests.opinions.models import FLAGS, Model
from tests.spiff.diagrams import NOW

__all__ = ["changed", "named", "possible", "walked"]

_LONGEST: Final = 40


def named(model: Model) -> str:
    """The file of a model with the id of each task as its name: nets know names only."""
    return re.sub(r'<userTask id="(\w+)"', r'<userTask id="\1" name="\1"', model.xml())


def walked(xml: str, rng: Random) -> list[str] | None:
    """The tasks of one random case in the order of their completion; None when it did not end in time."""
    program = _program(xml)
    answers = _answers(xml)
    move = program.start(rng.choice(answers), NOW)
    trace: list[str] = []
    while not move.finished and len(trace) < _LONGEST:
        token = rng.choice(program.open(move.state))
        trace.append(token.element)
        move = program.complete(move.state, token.n, rng.choice(answers), NOW)
    return trace if move.finished else None


def changed(trace: Sequence[str], rng: Random) -> list[str]:
    """A trace with one task left out, done twice, or exchanged with the next."""
    found = list(trace)
    at = rng.randrange(len(found))
    kind = rng.choice(("drop", "twice", "swap")) if len(found) > 1 else "twice"
    if kind == "drop":
        del found[at]
    elif kind == "twice":
        found.insert(at, found[at])
    else:
        found[at : at + 2] = reversed(found[at : at + 2])
    return found


def possible(xml: str, trace: Sequence[str]) -> bool:
    """Whether some answers make a case complete exactly these tasks in this order, and end."""
    program = _program(xml)
    answers = _answers(xml)
    moves = [program.start(values, NOW) for values in answers]
    states = {(move.state, move.finished) for move in moves}
    for task in trace:
        after = set()
        for state, _ in states:
            for token in program.open(state):
                if token.element == task:
                    moves = [program.complete(state, token.n, values, NOW) for values in answers]
                    after |= {(move.state, move.finished) for move in moves}
        states = after
    return any(finished for _, finished in states)


def _answers(xml: str) -> list[dict[str, bool]]:
    """All that the flags of a file can be."""
    flags = [flag for flag in FLAGS if f"${{{flag}}}" in xml]
    return [dict(zip(flags, values, strict=True)) for values in product((False, True), repeat=len(flags))]


def _program(xml: str) -> Program:
    ((program, _),) = programs(xml.encode())
    return program
