"""Logs of delivered SOPs, read and replayed by pm4py: on our diagrams, or each case on a net unfolded for it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final

from engine.commands.export_run import pages
from engine.events import Event, closed_tasks, opened_tasks
from engine.policy import AUDITOR, EVERYWHERE, Actor
from engine.queries.exported import Order
from engine.queries.look import Look
from engine.queries.search import Wanted
from engine.store import Store
from engine.store.history import cases_after, stream
from engine.store.migrate import upgrade
from tests.sop.library import SOPS, Sop
from tests.sop.walking import Desks, walks

__all__ = ["logs"]

_ROOT: Final = Path(__file__).parents[2]
_CHECKER: Final = _ROOT / ".uv" / "second" / "bin" / "python"
_AUDITOR: Final = Actor("periksa", "Periksa", grants=frozenset({(AUDITOR, EVERYWHERE)}))
_SEVERAL: Final = frozenset({"boundaryEvent", "subProcess", "callActivity", "transaction"})


def logs(sops: int, seed: int) -> int:
    """Plays the walks of some SOPs, as many plain ones as others; gives how many logs pm4py sees otherwise."""
    rng = Random(seed)
    plain = [sop for sop in SOPS if not unfolds(sop)]
    asked = [*rng.sample(plain, min(sops, len(plain))), *rng.sample(others := _others(), min(sops, len(others)))]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for sop in asked:
            told = _told(sop, Path(folder) / sop.path.stem)
            found = _asked(told)
            good = (found["traces"], found["events"]) == (told["traces"], told["events"]) and found["fitness"] == 1.0
            wrong += not good
            how = "unfolded" if told["nets"] else "diagram"
            said = f"{found['traces']} traces, {found['events']} events, fitness {found['fitness']:.3f} ({how})"
            print(f"pm4py log {sop.path.stem}: {said}")
            if not good:
                print(f"WRONG: ours {told['traces']} traces, {told['events']} events, fitness 1")
    return wrong


def _others() -> list[Sop]:
    return [sop for sop in SOPS if unfolds(sop)]


def unfolds(sop: Sop) -> bool:
    """True of an SOP whose diagram says less than one case does: repeated activities, boundary events, scopes."""
    return any(one.kind in _SEVERAL or one.loop is not None for one in sop.process.elements.values())


def _told(sop: Sop, folder: Path) -> dict[str, Any]:
    """The log and what it is to be replayed on, with what our history counts."""
    folder.mkdir()
    store = Store(f"sqlite:///{folder / 'lajur.sqlite'}")
    upgrade(store)
    desks = Desks(store, sop)
    for walk in walks(sop):
        desks.walk(walk)

    @contextmanager
    def look() -> Iterator[Look]:
        with store.reading() as reading:
            yield Look(reading, desks.desk.library, _AUDITOR, desks.now)

    log = folder / "log.xes"
    log.write_text("".join(pages(look, Order("xes", Wanted(), names=False, key="00"))), encoding="utf-8")
    with store.reading() as reading:
        histories = {str(case): stream(reading, case) for case in cases_after(reading)}
    store.close()
    tasks = [one.id for one in sop.process.elements.values() if one.kind.endswith(("Task", "task"))]
    document = sop.document
    for id in tasks:
        document = document.set_name(id, id)
    diagram = folder / "model.bpmn"
    diagram.write_bytes(document.write())
    return {
        "log": str(log),
        "diagram": str(diagram),
        "tasks": tasks,
        "traces": len(histories),
        "events": sum(_counted(events) for events in histories.values()),
        "nets": [_net(events) for events in reversed(histories.values())] if unfolds(sop) else [],
    }


_HANDS: Final = frozenset({"TaskAssigned", "TaskClaimed", "TaskDelegated", "TaskReleased", "TaskResolved"})
_DONE: Final = frozenset(
    {"CallReturned", "ExternalTaskCompleted", "MessageReceived", "SignalReceived", "TaskCompleted", "TimerFired"}
)


def _counted(events: list[Event]) -> int:
    """How many events a log has to have of this history, counted another way than the exporter does."""
    ever = {task.n for event in events for task in opened_tasks(event.data)}
    closed = sum(n in ever for event in events for n in closed_tasks(event.data))
    opened = sum(len(list(opened_tasks(event.data))) for event in events)
    return opened + closed + sum(event.kind in _DONE | _HANDS for event in events)


def _net(events: list[Event]) -> list[Mapping[str, Any]]:
    """A case unfolded: a transition for each move, a place for each token; what opens nothing waits for the next.

    Each instance of an activity has a label of its own: a replay that guesses among equal ones guesses wrong.
    """
    found: list[Mapping[str, Any]] = []
    waiting: list[str] = []
    alive: set[str] = set()
    for event in events:
        opened = [f"t{task.n}" for task in opened_tasks(event.data)]
        opened += [f"t{n}" for n, _, kind in event.data.get("waits", ())]
        own = f"t{event.data.get('task', event.data.get('n'))}"
        taken = [own] if event.kind in _DONE and own in alive else []
        gone = [f"t{n}" for n in closed_tasks(event.data) if f"t{n}" in alive]
        if event.kind not in _DONE | {"CaseStarted"}:
            continue
        joined, waiting = (waiting, []) if opened else ([], waiting)
        rest = [] if opened else [f"w{event.number}"]
        begin = ["begin"] if event.kind == "CaseStarted" else []
        label = f"{event.element}#{event.data['task']}" if event.kind == "TaskCompleted" else None
        found.append({"label": label, "takes": [*begin, *taken, *gone, *joined], "gives": [*opened, *rest]})
        alive = (alive | set(opened)) - set(taken) - set(gone)
        waiting += rest
    found.append({"label": None, "takes": [*sorted(alive), *waiting], "gives": ["end"]})
    return found


def _asked(told: Mapping[str, Any]) -> dict[str, Any]:
    command = [str(_CHECKER), "-m", "tests.opinions.logs_read"]
    done = subprocess.run(command, cwd=_ROOT, input=json.dumps(told), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pm4py ended with {done.returncode}\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
