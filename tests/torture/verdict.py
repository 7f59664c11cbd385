"""Compares what was acknowledged with what the database holds, and takes every open case to its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from engine.commands.desk import Context, Desk
from engine.commands.task import Complete
from engine.library import Library
from engine.policy import Actor
from engine.proof.redrive import redrive
from engine.proof.verify import verify_case
from engine.store import Reading, Store
from engine.store.cases import CASE, OPEN_TASKS
from engine.store.history import cases_after, stream
from tests.torture.clients import ANSWERS, Ledger
from tests.torture.timers import catch_up, wrong_timers

__all__ = ["Verdict", "judge"]


@dataclass
class Verdict:
    """What was found; everything but the counts must be empty."""

    cases: int = 0
    completions: int = 0
    acknowledged: int = 0
    fired: int = 0
    fired_late: int = 0
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    timers: list[str] = field(default_factory=list)

    def complaints(self) -> list[str]:
        """Everything that is wrong."""
        doubled = [f"completed twice: {task}" for task in self.double]
        lost = [f"acknowledged and lost: {what}" for what in self.lost]
        return [*lost, *doubled, *self.unusable, *self.faults, *self.timers]

    def line(self) -> str:
        """One line for people."""
        kept = f"{self.cases} cases, {self.completions} completions ({self.acknowledged} acknowledged)"
        wrong = f"{len(self.lost)} lost, {len(self.double)} double, {len(self.unusable)} cases unusable"
        rest = f"{len(self.faults)} rows differ from the history, {len(self.timers)} timers wrong"
        return f"{kept}, {self.fired} timers fired and {self.fired_late} in the verdict: {wrong}, {rest}"


def judge(database: str, ledger: Ledger) -> Verdict:
    """The verdict on a database that no server holds any more; afterwards every case has ended."""
    store, verdict = Store(database), Verdict(acknowledged=len(ledger.completed))
    desk, held = Desk(store, Library()), Counter[str]()
    with store.reading() as reading:
        cases = list(cases_after(reading))
        for case in cases:
            _proven(reading, desk.library, case, verdict)
            for event in stream(reading, case):
                verdict.fired += event.kind == "TimerFired"
                if event.kind == "TaskCompleted":
                    held[f"{case}-{event.data['task']}"] += 1
    verdict.cases, verdict.completions = len(cases), sum(held.values())
    verdict.lost = [f"task {task}" for task in ledger.completed if task not in held]
    verdict.lost += [f"case {case}" for case in ledger.started.keys() - set(cases)]
    verdict.double = [task for task, times in held.items() if times > 1]
    verdict.fired_late, verdict.timers = catch_up(desk)
    with store.reading() as reading:
        verdict.timers += [line for case in cases for line in wrong_timers(case, stream(reading, case))]
    verdict.unusable = [line for case in cases for line in _finish(desk, case)]
    with store.reading() as reading:
        for case in cases:
            _proven(reading, desk.library, case, verdict)
    store.close()
    return verdict


def _proven(reading: Reading, library: Library, case: int, verdict: Verdict) -> None:
    verdict.faults += [f"case {case}: {fault.en}" for fault in verify_case(reading, case)]
    row = reading.one(CASE, case=case)
    state = None if row is None or row["state"] is None else bytes(row["state"])
    if redrive(reading, library, case) != state:
        verdict.faults.append(f"case {case}: the recorded answers lead to another state")


def _finish(desk: Desk, case: int) -> list[str]:
    """Completes whatever is open until the case ends; what went wrong."""
    for _ in range(100):
        with desk.store.reading() as reading:
            row, tasks = reading.one(CASE, case=case), reading.all(OPEN_TASKS, case=case)
        assert row is not None
        if row["status"] == "COMPLETED":
            return []
        if not tasks:
            return [f"case {case}: {row['status']} without an open task"]
        body = _complete(desk, case, tasks[0])
        if isinstance(body, str):
            return [body]
    return [f"case {case}: does not end"]


def _complete(desk: Desk, case: int, task: dict[str, Any]) -> str | None:
    posts = frozenset((task["candidates"] or "").split("+"))
    actor = Actor(task["assignee"] or "uji", "Uji", posts, posts, frozenset({task["candidates"]}))
    try:
        desk.run(Context(actor, datetime.now(UTC)), Complete(case, task["n"], ANSWERS[task["element"]]))
    except Exception as error:  # noqa: BLE001 - whatever it is, the case is unusable and the report says why
        return f"{case}-{task['n']}: {type(error).__name__}: {error}"
    return None
