"""Random walks replayed from events: after each move the replay shows open what the engine says is open.

Which of several runs of one sub-process or list a token is in stands in no event: a walk is judged until two are open.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

import pytest

from bpmn.document import read
from engine.commands.runs import STAFF, closed_runs
from engine.events import Event
from engine.queries.reel import film
from engine.queries.steps import forward
from engine.spiff import Move, Token
from engine.workdays import calendar_of
from tests.simulator.comparison import walked
from tests.simulator.engine_case import EngineCase, Task
from tests.simulator.kinds import model
from tests.simulator.writing import write

SEED, WALK_SEED, MODELS, PARTS = 20_270_101, 11, 150, 6
BEGIN: Final = datetime(2026, 11, 23, 1, tzinfo=UTC)
CHOOSES: Final = "eventBasedGateway"
LISTENING: Final = frozenset({"boundaryEvent", "startEvent"})
KINDS: Final = {"fire": "TimerFired", "throw": "ErrorReceived", "extend": "ItemsAdded", "modify": "CaseModified"}
SIGN: Final = {"left": "-", "flow": ">", "entered": "+"}


@dataclass
class Recorded:
    """What the engine did to one case: each act with its move, and what was open before and after."""

    acts: list[tuple[Task, Move, dict[int, Token], dict[int, Token]]] = field(default_factory=list)
    twice: int | None = None  # the first act after which a sub-process or list ran twice at once


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> dict[int, Recorded]:
    """By case object, what it did from now on."""
    found: dict[int, Recorded] = {}
    kept: list[EngineCase] = []
    do = EngineCase.do

    def doing(case: EngineCase, task: Task) -> Move:
        kept.append(case)  # so that no other object gets its id
        before = case.open() if case.state else {}
        move = do(case, task)
        mine = found.setdefault(id(case), Recorded())
        mine.acts.append((task, move, before, case.open()))
        if mine.twice is None and max(Counter(one.element for one in case.scopes().values()).values(), default=0) > 1:
            mine.twice = len(mine.acts)
        return move

    monkeypatch.setattr(EngineCase, "do", doing)
    return found


def event(number: int, task: Task, move: Move, before: dict[int, Token]) -> Event:
    """The event that a command writes of a move."""
    act, token = task.act, before.get(task.number)
    data: dict[str, Any] = {"path": " ".join(SIGN[kind] + id for kind, id in move.path), "closed": closed_runs(move)}
    staff = [one for one in move.opened if one.kind in STAFF]
    data["opened"] = [[one.n, one.element, None, None, list(one.scopes), one.item] for one in staff]
    data["waits"] = [[one.n, one.element, one.kind] for one in move.opened if one.kind not in STAFF]
    kind = "CaseStarted" if act.what == "start" else KINDS.get(act.what, "MessageReceived")
    if act.what == "change":
        kind = "VariablesChanged"
    elif act.what == "throw" and act.kind == "escalation":
        kind = "EscalationReceived"
    elif token is not None and act.what == "complete":
        kind = {"service": "ExternalTaskCompleted", "call": "CallReturned"}.get(token.kind, "TaskCompleted")
        data["case"] = 0
    if act.what == "modify":
        data["instructions"] = [["stop", task.number]] if act.element else []
        return Event(1, number, "CaseModified", None, "staf", None, BEGIN, BEGIN, data)
    if act.what == "extend" or (token is not None and act.what != "change"):
        data["task" if token is not None and token.kind in STAFF else "n"] = task.number
    element = token.element if token is not None else None
    at = BEGIN + timedelta(minutes=number)
    return Event(1, number, kind, element, "staf", None, at, at, data)


def chart(xml: bytes) -> Any:
    """A diagram as the replay asks for it."""
    process = read(xml).processes[0]
    return SimpleNamespace(process=process, ahead=lambda id: forward(process, id))


def waiting(tokens: dict[int, Token], diagram: Any) -> dict[str, int]:
    """Where tokens wait by the engine: for those that follow an event-based gateway, that gateway."""
    found = Counter[str]()
    elements, flows = diagram.process.elements, diagram.process.flows
    for one in tokens.values():
        element = elements[one.element]
        before = elements[flows[element.incoming[0]].source] if element.incoming else element
        if element.kind not in LISTENING:
            found[before.id if before.kind == CHOOSES else element.id] += 1
    return {id: -(-n // len(elements[id].outgoing)) if elements[id].kind == CHOOSES else n for id, n in found.items()}


def shown(here: Any, diagram: Any) -> dict[str, int]:
    """Where tokens wait by the replay; those at joins stand apart."""
    kinds = {id: element.kind for id, element in diagram.process.elements.items()}
    return {id: n for id, n in here.items() if kinds[id] == CHOOSES or "ateway" not in kinds[id]}


TIMES: Any = SimpleNamespace(
    calendar=calendar_of("WIB"), counts_for=lambda _: True, due=lambda *_: None, outside=frozenset()
)


@pytest.mark.parametrize("part", range(PARTS))
def test_what_the_replay_shows_open_is_what_the_engine_says_is_open(part: int, recorded: dict[int, Recorded]) -> None:
    moves = 0
    for number in range(part, MODELS, PARTS):
        kind, drawn = model(SEED, number)
        recorded.clear()
        walked(drawn, f"{WALK_SEED}/{number}/0")
        if not recorded:
            continue
        case = next(iter(recorded.values()))
        diagram = chart(write(drawn))
        events = [event(at, task, move, before) for at, (task, move, before, _) in enumerate(case.acts, 1)]
        if case.acts[-1][1].finished:
            events.append(replace(events[-1], number=len(events) + 1, kind="CaseCompleted", data={}))
        told = film(diagram, TIMES, events).reel(lambda total: range(1, total + 1))
        for at, (_, move, _, after) in enumerate(case.acts, 1):
            if at == case.twice:
                break
            if move.finished:
                assert not told.frames[at + 1].here
                break
            assert shown(told.frames[at].here, diagram) == waiting(after, diagram), f"{kind} {number}, move {at}"
            taken = Counter(id for one in told.moments[:at] for id in one.flows)
            assert told.frames[at].taken == dict(taken)
            moves += 1
    assert moves > 50, "walks that do nothing prove nothing"
