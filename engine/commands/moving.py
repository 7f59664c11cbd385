"""How a move of the executor becomes events and rows; every moving command passes here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.commands.desk import Work
from engine.commands.refusals import NotPossible
from engine.events import instant
from engine.library import Definition
from engine.spiff import Move, NoFlow, NotOpen, Refused, StateUnreadable, TimerUnreadable, Token, TooManySteps
from engine.store import NewEvent
from engine.store.jobs import DROP_TOKEN_JOBS, INSERT_JOB, job_row
from engine.store.waits import DROP_EXTERNAL, DROP_SUBSCRIPTION, INSERT_EXTERNAL, INSERT_SUBSCRIPTION

__all__ = ["MoveEvent", "moved", "record"]

_SIGN: Final = {"left": "-", "flow": ">", "entered": "+"}
_STAFF: Final = frozenset({"user", "manual"})
_DONE: Final = "Selesai"


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """What the command says about its move: the event's kind, element, own data, answers and the post acted for."""

    case: int
    kind: str
    element: str | None
    data: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    acting_for: str | None = None


def moved(step: Callable[[], Move]) -> Move:
    """Runs a step of the executor; its refusals become ours."""
    try:
        return step()
    except NoFlow as refused:
        raise NotPossible(
            "no-flow",
            f"Tidak ada cabang yang cocok setelah “{refused.element}”. Periksa jawaban, atau hubungi pemilik proses.",
            f"No branch fits after “{refused.element}”. Check the answers, or ask the process owner.",
            element=refused.element,
        ) from refused
    except TooManySteps as refused:
        raise NotPossible(
            "too-many-steps",
            "Alur berputar tanpa berhenti pada tugas. Hubungi pemilik proses untuk memperbaiki diagram.",
            "The flow turns without stopping at a task. Ask the process owner to repair the diagram.",
        ) from refused
    except TimerUnreadable as refused:
        raise NotPossible(
            "timer-unreadable",
            f"Waktu untuk “{refused.element}” tidak terbaca: {refused.value!r}. Periksa tanggal atau jangka waktu itu.",
            f"The time for “{refused.element}” cannot be read: {refused.value!r}. Check that date or duration.",
            element=refused.element,
        ) from refused
    except NotOpen as refused:
        raise NotPossible(
            "not-open", "Langkah ini sudah tidak terbuka.", "This step is not open any more."
        ) from refused
    except StateUnreadable as refused:
        raise NotPossible(
            "state-unreadable",
            "Keadaan kasus ini tidak terbaca. Hubungi administrator; riwayatnya tetap utuh.",
            "The state of this case cannot be read. Ask the administrator; its history is whole.",
        ) from refused
    except Refused as refused:
        raise NotPossible(
            "refused", "Langkah ini tidak dapat dijalankan.", f"This step cannot be run: {refused}"
        ) from refused


def record(work: Work, definition: Definition, move: Move, event: MoveEvent) -> dict[str, Any]:
    """Appends the event with its path and notes every row that the move changes; what the command gives back."""
    staff = [token for token in move.opened if token.kind in _STAFF]
    opened = [[token.n, token.element, *_people(definition, token)] for token in staff]
    closed = [token.n for token in move.closed if token.cancelled and token.kind in _STAFF]
    data = dict(event.data) | {"path": " ".join(_SIGN[kind] + id for kind, id in move.path)}
    if opened:
        data["opened"] = opened
    if closed:
        data["closed"] = closed
    waits = [[token.n, token.element, token.kind] for token in move.opened if token.kind not in _STAFF]
    if waits:
        data["waits"] = waits
    work.append(NewEvent(event.case, event.kind, data, event.element, event.acting_for, event.answers))
    _count(work, definition, move)
    _wait(work, event.case, move)
    state: dict[str, Any] = {"state": move.state}
    body: dict[str, Any] = {
        "case": event.case,
        "opened": [_shown(event.case, row) for row in opened],
        "status": "ACTIVE",
    }
    if move.finished:
        outcome = _outcome(definition, move)
        work.append(NewEvent(event.case, "CaseCompleted", {"outcome": outcome}))
        state["state"] = None
        body |= {"status": "COMPLETED", "outcome": outcome}
    elif move.stuck:
        message = "Kasus berhenti: tidak ada tugas terbuka, tetapi alur belum selesai / The case is stuck at a join"
        work.append(NewEvent(event.case, "IncidentRaised", {"kind": "stuck", "message": message}))
        body["status"] = "STUCK"
    work.tx.case(event.case, state)
    return body


def _people(definition: Definition, token: Token) -> tuple[str | None, str | None]:
    element = definition.process.elements[token.element]
    return definition.candidates.get(token.element), element.assignee


def _shown(case: int, row: list[Any]) -> dict[str, Any]:
    return {"task": f"{case}-{row[0]}", "element": row[1], "candidates": row[2]}


def _outcome(definition: Definition, move: Move) -> str:
    return definition.title(move.ended[-1]) if move.ended else _DONE


def _count(work: Work, definition: Definition, move: Move) -> None:
    for token in move.opened:
        if token.kind in _STAFF:
            work.tx.count(definition.candidates.get(token.element), 1)
    for closed in move.closed:
        if closed.kind in _STAFF:
            work.tx.count(definition.candidates.get(closed.element), -1)


def _wait(work: Work, case: int, move: Move) -> None:
    """Rows of timers, messages and service tasks that began or ended."""
    at = instant(work.now)
    jobs, subscriptions, external = [], [], []
    for token in move.opened:
        row: dict[str, Any] = {"case_id": case, "n": token.n, "element": token.element}
        if token.kind == "timer" and token.due is not None:
            due = instant(token.due)
            jobs.append(job_row("TIMER", case, due, n=token.n, element=token.element))
        elif token.kind in ("message", "receive"):
            name = token.message or token.element
            row |= {"message": name, "correlation": token.key, "opened_at": at, "kind": "message"}
            subscriptions.append(row)
        elif token.kind == "service":
            external.append(row | {"topic": token.topic or token.element, "opened_at": at})
    tx = work.tx
    tx.later(INSERT_JOB, jobs)
    tx.later(INSERT_SUBSCRIPTION, subscriptions)
    tx.later(INSERT_EXTERNAL, external)
    drops = {
        "timer": DROP_TOKEN_JOBS,
        "message": DROP_SUBSCRIPTION,
        "receive": DROP_SUBSCRIPTION,
        "service": DROP_EXTERNAL,
    }
    for kind, query in drops.items():
        gone = [{"case": case, "n": closed.n} for closed in move.closed if closed.kind == kind]
        tx.later(query, gone)
