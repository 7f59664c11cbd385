"""One case as a person sees it who had a part in it: where it stands, what happened, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.calendars import Times
from engine.commands.finding import case_facts
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.library import Definition
from engine.policy import Facts, may
from engine.queries.ahead import Coming, coming
from engine.queries.due import Due, due_of, times_of
from engine.queries.history import Entry, Position, Story, position, story
from engine.queries.incidents import IncidentRow, incidents_of
from engine.queries.look import Look
from engine.queries.names import Names, Office, Person, Post, names, office
from engine.queries.papers import CasePaper, papers_of_case
from engine.queries.signoffs import SignOffView, signoffs
from engine.queries.steps import Step, step
from engine.queries.subject import subjects
from engine.queries.took import Took, took
from engine.spiff import Token
from engine.store.calls import RELATIVES
from engine.store.cases import CASE, CASE_BY_NUMBER, OPEN_TASKS
from engine.store.reading import Row

__all__ = ["CaseView", "OpenTask", "Relative", "case_view"]

MANY: Final = 200  # called cases that are listed
_STAFF: Final = frozenset({"user", "manual"})
_DIGITS: Final = 18  # more than any id has
_ACTS: Final = {"ACTIVE": ("suspend", "cancel"), "SUSPENDED": ("resume", "cancel")}


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for somebody; `mine` when the person may answer it."""

    n: int
    step: Step
    posts: tuple[Post, ...]
    holder: Person | None
    opened_at: datetime
    mine: bool
    due: Due


@dataclass(frozen=True, slots=True)
class Relative:
    """A case that called this one or that it called; `may_read` when the person may open it."""

    id: int
    number: str
    title: str
    status: str
    outcome: str | None
    started_at: datetime
    may_read: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """What the case waits for that is no task; `mine` when the person may write down what came."""

    n: int
    title: str
    mine: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that its page shows; `waiting` are the titles of what no person of the office can hasten.

    `caller` is the case whose call activity started it, `called` are those that it called, oldest first. `took` has the
    time of each done step by its event, `rounds` the round of each event: empty where the story does not reach back to
    the start. `acts` are what the person may do with the case as a whole: suspend, resume, cancel.
    """

    id: int
    number: str
    subject: str
    definition: Definition
    office: Office
    status: str
    outcome: str | None
    started_at: datetime
    ended_at: datetime | None
    tasks: tuple[OpenTask, ...]
    waiting: tuple[Wait, ...]
    story: Story
    comments: tuple[Entry, ...]
    returns: int
    here: frozenset[str]
    position: Position
    may_comment: bool
    caller: Relative | None
    called: tuple[Relative, ...]
    incidents: tuple[IncidentRow, ...]
    coming: Coming
    took: Mapping[int, Took]
    rounds: Mapping[int, int]
    papers: tuple[CasePaper, ...]
    acts: frozenset[str]
    sign_offs: tuple[SignOffView, ...] = ()


def case_view(look: Look, number: str, before: int | None = None) -> CaseView:
    """The case of that number, or with that id; `before` turns the story back. NotFound for what is not his to know."""
    if number.isascii() and number.isdigit() and len(number) < _DIGITS:
        row = look.reading.one(CASE, case=int(number))
    else:
        row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    facts = None if row is None else case_facts(look.reading, look.actor, row)
    if row is None or facts is None or not may(look.actor, "read-case", facts):
        raise NotFound("no-case", f"Berkas {number} tidak ada.", f"There is no case {number}.", number=number)
    definition = look.definition(row["definition_id"])
    told = story(look.reading, definition, row["id"], before)
    open_rows = look.reading.all(OPEN_TASKS, case=row["id"])
    posts = {post for task in open_rows for post in (task["candidates"] or "").split("+")}
    called = names(look.reading, {task["assignee"] for task in open_rows}, posts)
    waits = _waits(definition, row)
    relatives = {found.id: found for found in _relatives(look, row)}
    caller = relatives.pop(row["parent_case"] or 0, None)
    times = times_of(look, row["office"])
    tasks = [task | {"case_status": row["status"]} for task in open_rows]
    return CaseView(
        **_plain(look, row, definition),
        tasks=tuple(_task(look, (definition, called, times), task) for task in tasks),
        waiting=tuple(_wait(look, definition, row, token) for token in waits),
        story=told,
        comments=tuple(entry for entry in told.entries if entry.kind == "CommentAdded"),
        returns=sum(entry.back for entry in told.entries),
        here=frozenset((*(task["element"] for task in open_rows), *(token.element for token in waits))),
        position=position(definition, told.entries),
        may_comment=may(look.actor, "comment", facts),
        caller=caller,
        called=tuple(relatives.values()),
        incidents=incidents_of(look, row["id"]),
        coming=coming(definition, () if waits else open_rows, times, look.now),
        took=took(definition, told, times),
        rounds=_rounds(told),
        papers=papers_of_case(look, row["id"], definition),
        sign_offs=signoffs(look, definition, row["id"]),
        acts=frozenset(act for act in _ACTS.get(row["status"], ()) if may(look.actor, act, facts)),
    )


def _rounds(told: Story) -> dict[int, int]:
    """The round of each event: how often the case went back before it, and one."""
    found, round = {}, 1
    for entry in told.entries if told.older is None else ():
        found[entry.number] = round
        round += entry.back
    return found


def _wait(look: Look, definition: Definition, row: Row, token: Token) -> Wait:
    facts = Facts(row["office"], definition.candidates.get(token.element))
    answers = token.kind in ("receive", "message", "signal") and row["status"] == "ACTIVE"
    return Wait(token.n, definition.title(token.element), answers and may(look.actor, "correlate", facts))


def _waits(definition: Definition, row: Row) -> list[Token]:
    """The tokens at which the case waits for something that is no task; what listens beside a step is none."""
    if row["state"] is None:
        return []
    tokens = definition.program.open(bytes(row["state"]))
    elements = definition.process.elements
    return [
        token
        for token in tokens
        if token.kind not in _STAFF and elements[token.element].kind not in ("boundaryEvent", "startEvent")
    ]


def _relatives(look: Look, row: Row) -> list[Relative]:
    """The case that called this one, and those that it called."""
    return [
        Relative(
            id=found["id"],
            number=found["number"],
            title=look.definition(found["definition_id"]).name,
            status=found["status"],
            outcome=found["outcome"],
            started_at=moment(found["started_at"]),
            may_read=may(look.actor, "read-case", case_facts(look.reading, look.actor, found)),
        )
        for found in look.reading.all(RELATIVES, case=row["id"], parent=row["parent_case"], limit=MANY)
    ]


def _plain(look: Look, row: Row, definition: Definition) -> dict[str, Any]:
    return {
        "id": row["id"],
        "number": row["number"],
        "subject": subjects(look.reading, [(row["id"], definition)]).get(row["id"], ""),
        "definition": definition,
        "office": office(look.reading, row["office"]),
        "status": row["status"],
        "outcome": row["outcome"],
        "started_at": moment(row["started_at"]),
        "ended_at": None if row["ended_at"] is None else moment(row["ended_at"]),
    }


def _task(look: Look, known: tuple[Definition, Names, Times], row: Row) -> OpenTask:
    definition, called, times = known
    candidate = row["candidates"] in look.actor.groups or row["assignee"] == look.actor.login
    return OpenTask(
        n=row["n"],
        step=step(definition, row["element"]),
        posts=called.group(row["candidates"]),
        holder=called.person(row["assignee"]),
        opened_at=moment(row["opened_at"]),
        mine=candidate and row["assignee"] in (None, look.actor.login),
        due=due_of(look.now, definition, row, times),
    )
