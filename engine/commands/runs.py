"""The tasks of a move as its event names them: one by one, and those of a parallel loop in runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from engine.library import Definition
from engine.spiff import Move, Token

__all__ = ["STAFF", "closed_runs", "opened_rows", "runs_of"]

STAFF: Final = frozenset({"user", "manual"})


def opened_rows(definition: Definition, move: Move) -> tuple[list[list[Any]], list[list[Any]]]:
    """What `opened` and `items` say of the tasks that the move opened (docs/events.md)."""
    opened: list[list[Any]] = []
    items: list[list[Any]] = []
    for run in _alike([token for token in move.opened if token.kind in STAFF]):
        token = run[0]
        row = [token.n, token.element, definition.candidates.get(token.element), _assignee(definition, token)]
        if len(run) > 1:
            items.append([*row, len(run), list(token.scopes[1:]), token.item])
        elif token.scopes or token.item is not None:
            opened.append([*row, list(token.scopes), token.item])
        else:
            opened.append(row)
    return opened, items


def closed_runs(move: Move) -> list[Any]:
    """What `closed` says of the tasks that the move cancelled: a number, or the first and last of a run."""
    return runs_of(closed.n for closed in move.closed if closed.cancelled and closed.kind in STAFF)


def runs_of(numbers: Iterable[int]) -> list[Any]:
    """The numbers in order, two or more that follow each other as [first, last]."""
    found: list[list[int]] = []
    for n in sorted(numbers):
        if found and n == found[-1][1] + 1:
            found[-1][1] = n
        else:
            found.append([n, n])
    return [first if first == last else [first, last] for first, last in found]


def _assignee(definition: Definition, token: Token) -> str | None:
    """Whom the diagram names: in so many words, or by an expression that the executor worked out."""
    said = definition.process.elements[token.element].assignee
    return token.assignee if said is not None and "${" in said else said


def _alike(tokens: Sequence[Token]) -> Iterable[list[Token]]:
    """The tokens in order, those together that are neighbours in the list of one loop."""
    run: list[Token] = []
    for token in tokens:
        if run and not _follows(run[-1], token):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _follows(one: Token, two: Token) -> bool:
    if one.item is None or two.item is None or not one.scopes or not two.scopes:
        return False
    here = one.n == one.scopes[0] and two.n == two.scopes[0]
    step = (two.n, two.item) == (one.n + 1, one.item + 1)
    rest = (one.element, one.assignee, one.scopes[1:]) == (two.element, two.assignee, two.scopes[1:])
    return here and step and rest
