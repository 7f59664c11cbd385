"""The inbox: the tasks of a person and of his posts, read page by page, with their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from engine.commands.finding import acting_for
from engine.events import moment
from engine.library import Definition
from engine.policy import Actor
from engine.queries.items import item_names
from engine.queries.look import MOST_ID, MOST_NUMBER, Look
from engine.queries.names import Names, Person, Post, Standing, names
from engine.queries.numbers import mistyped, number_ranges
from engine.queries.steps import Step, step
from engine.queries.subject import subjects
from engine.store.people import OFFICES
from engine.store.reading import Row
from engine.store.views import (
    COUNT_OPEN,
    DONE_BY,
    HELD_BY,
    OPEN_COUNTS,
    OPEN_IN_CASES,
    OPEN_OF_GROUP,
    ROUNDS,
)
from engine.store.views_case import CASES_BY_NUMBER, LATEST_DEFINITIONS

__all__ = ["Ask", "Box", "Counts", "Inbox", "Place", "TaskRow", "counts", "open_count", "tasks"]

Box = Literal["mine", "posts", "done"]
PAGE: Final = 20
SCAN: Final = 2000  # rows that one page looks through when it filters
CHUNK: Final = 250


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends and the next goes on: instant, case and task number."""

    at: int
    case: int
    n: int


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: a box, an SOP by its key, a text (a case number, or words of step or SOP), a page."""

    box: Box = "posts"
    sop: str = ""
    text: str = ""
    after: Place | None = None

    @property
    def filtered(self) -> bool:
        """True when rows are left out."""
        return bool(self.sop or self.text.strip())


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as a line. `on_behalf` is the outside post that the person would answer for, `item` that of a list.

    `standing` says that he would only act for the post.
    """

    case: int
    n: int
    number: str
    sop: str
    step: Step
    subject: str
    round: int
    opened_at: datetime
    closed_at: datetime | None
    holder: Person | None
    mine: bool
    suspended: bool
    on_behalf: Post | None
    item: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tasks that a person holds (counting stops at 1000) and that his posts have (exact)."""

    mine: int
    posts: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of tasks. `next` is where the next page goes on; `cut` is true when a filter looked no further."""

    rows: tuple[TaskRow, ...]
    next: Place | None
    cut: bool
    sops: tuple[tuple[str, str], ...]
    wrong_number: bool


Fetch = Callable[[Place, int], list[Row]]


def counts(look: Look) -> Counts:
    """The numbers beside the boxes."""
    return Counts(mine=look.reading.value(COUNT_OPEN, login=look.actor.reads_as), posts=open_count(look))


def open_count(look: Look) -> int:
    """How many tasks are open to the person's posts, from their counters."""
    groups = sorted(look.actor.groups)
    return int(look.reading.value(OPEN_COUNTS, groups=groups)) if groups else 0


def tasks(look: Look, ask: Ask) -> Inbox:
    """A page of the box that is asked for; open tasks longest waiting first, done ones newest first."""
    office_codes = {row["code"] for row in look.reading.all(OFFICES) if _knows(look.actor, row["id"])}
    ranges = number_ranges(ask.text, office_codes, look.now)
    if ranges and ask.box != "done":
        found, next_, cut = _numbered(look, ask, ranges), None, False
    else:
        keep = _filter(look, ask, ranges)
        found, next_, cut = _scan(_fetch(look, ask.box), keep, ask)
    return Inbox(
        rows=tuple(_rows(look, found)),
        next=next_,
        cut=cut,
        sops=_sops(look),
        wrong_number=not found and mistyped(ask.text),
    )


def _knows(actor: Actor, office: str) -> bool:
    return any(post.startswith(f"{office}/") for post in actor.answers)


def _fetch(look: Look, box: Box) -> Fetch:
    reading, actor = look.reading, look.actor
    if box == "mine":
        return lambda place, limit: reading.all(HELD_BY, login=actor.reads_as, limit=limit, **_keys(place))
    if box == "done":
        return lambda place, limit: reading.all(DONE_BY, login=actor.reads_as, limit=limit, **_keys(place))
    groups = sorted(actor.groups)

    def of_groups(place: Place, limit: int) -> list[Row]:
        """Each group is read by its own index; the pages are merged."""
        found = [
            row for group in groups for row in reading.all(OPEN_OF_GROUP, group=group, limit=limit, **_keys(place))
        ]
        return sorted(found, key=lambda row: (row["opened_at"], row["case_id"], row["n"]))[:limit]

    return of_groups


def _keys(place: Place) -> dict[str, int]:
    return {"at": place.at, "case": place.case, "n": place.n}


def _scan(fetch: Fetch, keep: Callable[[Row], bool], ask: Ask) -> tuple[list[Row], Place | None, bool]:
    """Rows until a page is full; a filter that finds few looks through SCAN rows and then says where it stopped."""
    done = ask.box == "done"
    place = ask.after or (Place(MOST_ID, MOST_ID, MOST_NUMBER) if done else Place(0, 0, 0))
    found: list[Row] = []
    step_ = CHUNK if ask.filtered else PAGE + 1
    for _ in range(SCAN // CHUNK if ask.filtered else 1):
        rows = fetch(place, step_)
        for row in rows:
            if keep(row):
                if len(found) == PAGE:
                    return found, _place(found[-1], done), False
                found.append(row)
        if len(rows) < step_:
            return found, None, False
        place = _place(rows[-1], done)
    return found, place, True


def _place(row: Row, done: bool) -> Place:
    return Place(row["closed_at"] if done else row["opened_at"], row["case_id"], row["n"])


def _numbered(look: Look, ask: Ask, ranges: list[tuple[str, str]]) -> list[Row]:
    """The open tasks of cases by their numbers."""
    reading, actor = look.reading, look.actor
    who = {"login": actor.reads_as, "groups": sorted(actor.groups), "everything": 0}
    cases = [
        row["id"]
        for first, last in ranges
        for row in reading.all(CASES_BY_NUMBER, first=first, last=last, limit=PAGE, **who)
    ]
    found = reading.all(OPEN_IN_CASES, cases=cases) if cases else []
    held = [row for row in found if row["assignee"] == actor.login]
    return held if ask.box == "mine" else [row for row in found if row in held or row["candidates"] in actor.groups]


def _filter(look: Look, ask: Ask, ranges: list[tuple[str, str]]) -> Callable[[Row], bool]:
    words = ask.text.casefold().split()

    def keep(row: Row) -> bool:
        definition = look.definition(row["definition_id"])
        if ask.sop and definition.key != ask.sop:
            return False
        if ranges:
            return any(first <= row["number"] < last for first, last in ranges)
        said = f"{definition.name} {definition.title(row['element'])}".casefold()
        return all(word in said for word in words)

    return keep if ask.filtered else lambda row: True


def _rows(look: Look, rows: list[Row]) -> Iterator[TaskRow]:
    if not rows:
        return
    reading = look.reading
    known = {row["case_id"]: look.definition(row["definition_id"]) for row in rows}
    rounds = {(row["case_id"], row["element"]): row["times"] for row in reading.all(ROUNDS, cases=sorted(known))}
    about = subjects(reading, known.items())
    posts = {post for row in rows for post in (row["candidates"] or "").split("+")} | look.actor.capacities.keys()
    away = {how.holder for how in look.actor.capacities.values()}
    called = names(reading, {row["assignee"] for row in rows} | away, posts)
    items = item_names(reading, rows)
    for row in rows:
        made = _row(row, (known[row["case_id"]], look.actor, called), about, rounds)
        yield replace(made, item=items.get((row["case_id"], row["n"]), ""))


def _row(
    row: Row,
    seen: tuple[Definition, Actor, Names],
    about: Mapping[int, str],
    rounds: Mapping[tuple[int, str], int],
) -> TaskRow:
    definition, actor, called = seen
    posts = called.group(row["candidates"])
    own = any(post.id in actor.posts for post in posts)
    return TaskRow(
        case=row["case_id"],
        n=row["n"],
        number=row["number"],
        sop=definition.name,
        step=step(definition, row["element"]),
        subject=about.get(row["case_id"], ""),
        round=rounds.get((row["case_id"], row["element"]), 1),
        opened_at=moment(row["opened_at"]),
        closed_at=None if row["closed_at"] is None else moment(row["closed_at"]),
        holder=called.person(row["assignee"]),
        mine=row["assignee"] == actor.login,
        suspended=row["case_status"] == "SUSPENDED",
        on_behalf=None if own else next((post for post in posts if post.id in actor.answers), None),
        standing=called.standing(actor.capacity(acting_for(actor, row["candidates"]))),
    )


def _sops(look: Look) -> tuple[tuple[str, str], ...]:
    """Key and name of the SOPs in which the person has a part."""
    found = []
    for row in look.reading.all(LATEST_DEFINITIONS):
        definition = look.definition(row["id"])
        if look.actor.groups.intersection(definition.candidates.values()):
            found.append((definition.key, definition.name))
    return tuple(sorted(found, key=lambda sop: sop[1]))
