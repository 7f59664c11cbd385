"""The command that takes a completion back, as long as nobody has gone on from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import acting_for, definition_of, demand_active, locked_task
from engine.commands.refusals import NotPossible, Refusal
from engine.commands.register import voided
from engine.commands.runs import runs_of
from engine.events import Event, fold, opened_tasks, variables_set
from engine.library import Definition
from engine.proof.redrive import Erased, before_last_move
from engine.store import NewEvent
from engine.store.cases import OPEN_TASKS
from engine.store.history import event_of, stream
from engine.store.reading import Reading, Row
from engine.store.views_case import PAST_EVENTS

__all__ = ["WithdrawCompletion", "last_completion", "why_not"]

TAIL: Final = 30
"""Events that are looked at from the end: what may follow a completion that nobody has gone on from is little."""
_LAST: Final = 2**31 - 1
_HARMLESS: Final = frozenset(
    {
        "CommentAdded",
        "DocumentAttached",
        "PersonalDataRead",
        "RegisterNumberTaken",
        "RegisterNumberVoided",
        "SignOffGiven",
        "SignOffVoided",
        "TaskClaimed",
        "TaskReleased",
    }
)
_MOVED: Final = ("items", "closed", "waits", "homes", "written", "sent", "uncaught", "escalated")
"""What a move says when it did more than close its task and open plain ones."""
_PASSED: Final = frozenset({"exclusiveGateway", "userTask", "manualTask"})


@dataclass(frozen=True, slots=True)
class WithdrawCompletion:
    """Take one's own answer to a task back; the reason may be empty."""

    case: int
    n: int
    reason: str = ""


@handles(WithdrawCompletion)
def withdraw_completion(work: Work, command: WithdrawCompletion) -> Body:
    """Cancels the tasks that the completion opened, opens the task again with the actor, and restores the variables."""
    row = locked_task(work, command.case, command.n, "complete")
    demand_active(row)
    definition = definition_of(work, row)
    done = last_completion(work.tx, command.case, command.n)
    hindrance = why_not(work.tx, definition, row | {"login": work.context.actor.login}, done)
    if hindrance is not None:
        raise hindrance
    assert done is not None
    state = _state(work, definition, row)
    opened = list(opened_tasks(done[0].data))
    reason = command.reason.strip()
    data = _data(work, row, done[0])
    acting = acting_for(work.context.actor, row["candidates"])
    answers = {"$alasan": reason} if reason else {}
    work.append(NewEvent(row["id"], "CompletionWithdrawn", data, row["element"], acting, answers))
    for one in voided(work, row, done[0].number):
        work.append(one)
    work.tx.case(row["id"], {"state": state, "revision": row["revision"] + 1})
    for task in opened:
        work.tx.count(task.candidates, -1)
    work.tx.count(row["candidates"], 1)
    return {"case": row["id"], "task": f"{row['id']}-{row['n']}", "number": row["number"]}


def last_completion(reading: Reading, case: int, n: int) -> tuple[Event, ...] | None:
    """The completion of a task with the events after it, when it is among the last of the case."""
    rows = reading.all(PAST_EVENTS, case=case, before=_LAST, limit=TAIL)
    events = [event_of(found) for found in reversed(rows)]
    for place in range(len(events) - 1, -1, -1):
        if events[place].kind == "TaskCompleted" and events[place].data["task"] == n:
            return tuple(events[place:])
    return None


def why_not(reading: Reading, definition: Definition, row: Row, done: Sequence[Event] | None) -> Refusal | None:
    """Why a completion cannot be withdrawn by `login` of the row (a locked or shown task); None when it can."""
    if row["task_status"] != "DONE":
        return _no("not-completed", "Tugas ini belum diselesaikan.", "This task is not completed.")
    if row["closed_by"] != row["login"]:
        id = "Hanya yang mengirim jawaban ini dapat membatalkannya."
        return _no("not-yours", id, "Only who sent this answer can withdraw it.")
    if done is None or any(event.kind not in _HARMLESS for event in done[1:]):
        id = "Berkas sudah berlanjut sejak jawaban ini; kiriman tidak dapat dibatalkan lagi. Hubungi pemilik proses."
        return _no("went-on", id, "The case went on since this answer: it cannot be withdrawn. Ask the process owner.")
    if not _plain(definition, done[0]):
        id = "Jawaban ini sudah memulai hal lain (menunggu, mengirim pesan, bertemu cabang, atau mengakhiri berkas), "
        en = "This answer has begun something else (a wait, a message, a join, the end of the case), "
        return _no("not-plain", f"{id}jadi tidak dapat dibatalkan.", f"{en}so it cannot be withdrawn.")
    return _held(reading, done[0])


def _plain(definition: Definition, done: Event) -> bool:
    """True for a move that closed its own task and opened plain ones, by exclusive gateways at most."""
    data, process = done.data, definition.process
    opened = list(opened_tasks(data))
    if not opened or any(data.get(name) for name in _MOVED) or any(task.scopes for task in opened):
        return False
    here = process.elements.get(done.element or "")
    if here is None or here.loop is not None or here.parent is not None:
        return False
    if any(element.attached_to == here.id for element in process.elements.values()):
        return False
    marks = (mark[1:] for mark in str(data.get("path", "")).split() if mark[:1] != ">")
    return all(id in process.elements and process.elements[id].kind in _PASSED for id in marks)


def _held(reading: Reading, done: Event) -> Refusal | None:
    """Why not, when somebody has the next task."""
    rows = {task["n"]: task for task in reading.all(OPEN_TASKS, case=done.case)}
    for opened in opened_tasks(done.data):
        row = rows.get(opened.n)
        if row is None or row["assignee"] != opened.assignee or row["owner"] is not None:
            who = row["assignee"] if row else None
            id = f"Tugas berikutnya sudah diambil{f' {who}' if who else ''}. Minta yang bersangkutan mengembalikannya."
            en = f"The next task was already taken{f' by {who}' if who else ''}. Ask for its return."
            return _no("next-claimed", id, en)
    return None


def _no(code: str, id: str, en: str) -> NotPossible:
    return NotPossible(code, id, en)


def _state(work: Work, definition: Definition, row: Row) -> bytes:
    """The state before the completion, whose token numbers are not given out again."""
    try:
        before = before_last_move(work.tx, work.library, row["id"])
    except Erased as erased:
        id = "Isian yang menentukan alur berkas ini sudah dihapus, jadi kiriman tidak dapat dibatalkan."
        en = "Values that decide on the flow of this case were erased: the answer cannot be withdrawn."
        raise NotPossible("erased", id, en) from erased
    assert before is not None
    return definition.program.recalled(before, bytes(row["state"]))


def _data(work: Work, row: Row, done: Event) -> dict[str, Any]:
    """What the event says: the completion, the tasks that end, the task that is open again, and its variables."""
    events = stream(work.tx, row["id"])
    known = fold(event for event in events if event.number < done.number)["variable"]
    places = [(scope, name) for scope, name, _ in variables_set(done.data)]
    restored, removed = [], []
    for scope, name in places:
        found = known.get((row["id"], scope, name))
        if found is None:
            removed.append([scope, name])
        else:
            restored.append([scope, name, found["event"], found["key"]])
    data: dict[str, Any] = {
        "task": row["n"],
        "completion": done.number,
        "closed": runs_of(task.n for task in opened_tasks(done.data)),
        "opened": [[row["n"], row["element"], row["candidates"], work.context.actor.login]],
        "path": f"+{row['element']}",
    }
    return data | {name: found for name, found in (("restored", restored), ("removed", removed)) if found}
