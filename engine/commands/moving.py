"""How a move of the executor becomes events and rows; every moving command passes here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.desk import Work
from engine.commands.document import attach, demand_papers
from engine.commands.dues import Told, dues
from engine.commands.indexing import index
from engine.commands.refused import moved
from engine.commands.runs import STAFF, closed_runs, opened_rows
from engine.commands.sending import Departure, leave
from engine.commands.sign_off import stamps
from engine.commands.waiting import cease, wait
from engine.events import OpenedTask, opened_tasks, written_key
from engine.library import Definition
from engine.spiff import Move, Program
from engine.store import NewEvent
from engine.store.cases import OPEN_GROUPS, OPEN_INCIDENTS
from engine.store.reading import Row
from engine.store.scopes import look

__all__ = ["MoveEvent", "moved", "new_row", "program_of", "record", "resolve_incidents"]

_SIGN: Final = {"left": "-", "flow": ">", "entered": "+"}
_DONE: Final = "Selesai"
SHOWN: Final = 100  # tasks that a command's body names
OUTLIVE: Final = frozenset({"message", "signal"})
"""Kinds of incident that do not end with their case: the message has left it."""


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """What the command says about its move: the case's row, the event's kind, element, data, answers, and the post.

    `followed` are events that come right after it.
    """

    row: Mapping[str, Any]
    kind: str
    element: str | None
    data: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    acting_for: str | None = None
    followed: tuple[NewEvent, ...] = ()

    @property
    def case(self) -> int:
        """The case that moved."""
        id: int = self.row["id"]
        return id


def new_row(case: int, business_key: str | None = None, caller: tuple[int, int, str] | None = None) -> Row:
    """What a moving command knows of a case that begins; `caller` is the case, token and element that called it."""
    parent_case, parent_n = caller[:2] if caller else (None, None)
    row: Row = {"id": case, "revision": 0, "business_key": business_key, "troubled": False}
    return row | {"parent_case": parent_case, "parent_n": parent_n}


def program_of(work: Work, definition: Definition, case: int) -> Program:
    """The program for the next move of a case, which reads what stands outside the state from its rows."""
    return definition.program.seeing(look(work.tx, case))


def record(work: Work, definition: Definition, move: Move, event: MoveEvent) -> dict[str, Any]:
    """Appends the event with all that the move did and notes every row; what the command gives back.

    Raises Invalid for a paper among the answers that the actor may not name.
    """
    demand_papers(work, event.case, event.answers)
    answers = dict(event.answers)
    answers |= {written_key(one.scope, one.name): one.value for one in move.written}
    data = dict(event.data) | _data(definition, move, answers)
    if due := dues(work, definition, move, Told(event.row, event.answers)):
        data["dues"] = due
    followed = stamps(work, definition, move, event)
    made = work.append(NewEvent(event.case, event.kind, data, event.element, event.acting_for, answers))
    for one in (*event.followed, *followed):
        work.append(one)
    attach(work, made, event.answers)
    index(work, definition, move, (event.case, event.answers, event.kind == "CaseStarted"))
    _count(work, definition, move, event)
    wait(work, event.row, move)
    cease(work, event.case, move)
    leave(work, definition, Departure(move, event.row, answers))
    if event.row["troubled"]:
        resolve_incidents(work, event.case, None if move.finished else frozenset(one.n for one in move.closed))
    return _settled(work, definition, move, event) | _shown(event.case, data)


def resolve_incidents(work: Work, case: int, gone: frozenset[int] | None) -> None:
    """Resolves the incidents of tokens that wait no more (None: of all), and that of a case that stood still."""
    for row in work.tx.all(OPEN_INCIDENTS, case=case):
        over = row["kind"] not in OUTLIVE if gone is None else row["n"] in gone or row["kind"] == "stuck"
        if over:
            work.append(NewEvent(case, "IncidentResolved", {"incident": row["event"]}, row["element"]))


def _data(definition: Definition, move: Move, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the event says of the move (docs/events.md); what is empty is left out."""
    opened, items = opened_rows(definition, move)
    found: dict[str, Any] = {
        "opened": opened,
        "items": items,
        "closed": closed_runs(move),
        "waits": [[token.n, token.element, token.kind] for token in move.opened if token.kind not in STAFF],
        "homes": {name: scope for name, scope in move.homes.items() if name in answers},
        "written": [[one.scope, one.name] for one in move.written],
        "sent": [[one.kind, one.name, one.n] for one in move.sent],
        "escalated": [one.code for one in move.escalated],
    }
    said = {"path": " ".join(_SIGN[kind] + id for kind, id in move.path)}
    said |= {name: value for name, value in found.items() if value}
    return said if move.uncaught is None else said | {"uncaught": {"code": move.uncaught.code}}


def _settled(work: Work, definition: Definition, move: Move, event: MoveEvent) -> dict[str, Any]:
    """Writes the state, and what becomes of a case whose tokens are used up or cannot go on."""
    state: Row = {"state": move.state, "revision": event.row["revision"] + 1}
    body: dict[str, Any] = {"case": event.case, "status": "ACTIVE"}
    if move.finished:
        outcome = definition.title(move.ended[-1]) if move.ended else _DONE
        work.append(NewEvent(event.case, "CaseCompleted", {"outcome": outcome}))
        state["state"] = None
        body |= {"status": "COMPLETED", "outcome": outcome}
    elif move.stuck:
        message = "Kasus berhenti: tidak ada tugas terbuka, tetapi alur belum selesai / The case is stuck at a join"
        work.append(NewEvent(event.case, "IncidentRaised", {"kind": "stuck", "message": message}))
        body["status"] = "STUCK"
    work.tx.case(event.case, state)
    return body


def _shown(case: int, data: Mapping[str, Any]) -> dict[str, Any]:
    """The tasks that were opened, the first of them by name."""
    many = len(data.get("opened", ())) + sum(row[4] for row in data.get("items", ()))
    opened = [_task(case, task) for _, task in zip(range(SHOWN), opened_tasks(data), strict=False)]
    return {"opened": opened} | ({"opened_count": many} if many > SHOWN else {})


def _task(case: int, task: OpenedTask) -> dict[str, Any]:
    return {"task": f"{case}-{task.n}", "element": task.element, "candidates": task.candidates}


def _count(work: Work, definition: Definition, move: Move, event: MoveEvent) -> None:
    """Counters of open tasks, by group; that of a task may have changed since it was opened."""
    for token in move.opened:
        if token.kind in STAFF:
            work.tx.count(definition.candidates.get(token.element), 1)
    closed = {one.n for one in move.closed if one.kind in STAFF}
    if not closed:
        return
    known = {event.row["n"]: event.row["candidates"]} if "task_status" in event.row else {}
    if closed - known.keys():
        known |= {task["n"]: task["candidates"] for task in work.tx.all(OPEN_GROUPS, case=event.case)}
    for n in closed:
        work.tx.count(known.get(n), -1)
