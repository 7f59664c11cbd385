"""The tasks of a move as its event names them: what is together in a list, and nothing else, makes a run."""

from __future__ import annotations

from typing import Any

from bpmn.document import read
from engine.commands.runs import opened_rows, runs_of
from engine.events import opened_tasks
from engine.spiff import Move, Token

DIAGRAM = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:lajur:uji" '
    b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="uji" isExecutable="true">'
    b'<userTask id="a" camunda:assignee="${orang}"/><userTask id="b" camunda:assignee="budi"/></process></definitions>'
)


class Definition:
    """As much of a definition as is asked for."""

    def __init__(self) -> None:
        self.candidates = {"a": "uji/staf"}
        self.process = read(DIAGRAM).processes[0]


def item(n: int, place: int, around: tuple[int, ...] = (1,), who: str | None = "ani") -> Token:
    """The token of an item."""
    return Token(n, "a", "user", scopes=(n, *around), item=place, assignee=who)


def said(*tokens: Token) -> tuple[list[list[Any]], list[list[Any]]]:
    """What an event says that they were opened."""
    definition: Any = Definition()
    move = Move(b"", tokens, (), (), (), finished=False, stuck=False)
    opened, items = opened_rows(definition, move)
    told = sorted(opened_tasks({"opened": opened, "items": items}))
    assert [(one.n, one.element, one.scopes, one.item) for one in told] == sorted(
        (one.n, one.element, one.scopes, one.item) for one in tokens
    )
    return opened, items


def test_neighbours_of_one_list_are_a_run() -> None:
    assert said(item(2, 0), item(3, 1), item(4, 2)) == ([], [[2, "a", "uji/staf", "ani", 3, [1], 0]])


def test_what_differs_in_anything_begins_anew() -> None:
    opened, items = said(item(2, 0), item(4, 1), item(5, 3), item(6, 4, (7,)), item(7, 5, (7,), "budi"))
    assert items == []
    assert [row[0] for row in opened] == [2, 4, 5, 6, 7]
    assert opened[0] == [2, "a", "uji/staf", "ani", [2, 1], 0]


def test_a_task_without_scopes_says_no_more_than_it_ever_did() -> None:
    assert said(Token(2, "b", "user"), Token(3, "a", "user", assignee="ani")) == (
        [[2, "b", None, "budi"], [3, "a", "uji/staf", "ani"]],
        [],
    )


def test_numbers_that_follow_each_other_are_a_run() -> None:
    assert runs_of([]) == []
    assert runs_of([9, 3, 1, 2, 7, 8]) == [[1, 3], [7, 9]]
    assert runs_of([5, 7]) == [5, 7]
