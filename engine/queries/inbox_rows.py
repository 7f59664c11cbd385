"""The lines of the inbox: what a row of a task says to the person who looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands.finding import acting_for
from engine.events import moment
from engine.library import Definition
from engine.policy import Actor
from engine.queries.due import Due, due_of, times_of
from engine.queries.items import item_names
from engine.queries.look import Look
from engine.queries.names import Names, Person, Post, Standing, names
from engine.queries.steps import Step, step
from engine.queries.subject import subjects
from engine.store.reading import Row
from engine.store.views import ROUNDS

__all__ = ["TaskRow", "task_rows"]


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
    due: Due
    item: str = ""
    standing: Standing | None = None


def task_rows(look: Look, rows: list[Row]) -> Iterator[TaskRow]:
    """The lines of these rows, in their order."""
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
    times = {office: times_of(look, office) for office in {row["office"] for row in rows}}
    for row in rows:
        due = due_of(look.now, known[row["case_id"]], row, times[row["office"]])
        made = _row(row, (known[row["case_id"]], look.actor, called, due), about, rounds)
        yield replace(made, item=items.get((row["case_id"], row["n"]), ""))


def _row(
    row: Row,
    seen: tuple[Definition, Actor, Names, Due],
    about: Mapping[int, str],
    rounds: Mapping[tuple[int, str], int],
) -> TaskRow:
    definition, actor, called, due = seen
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
        due=due,
        on_behalf=None if own else next((post for post in posts if post.id in actor.answers), None),
        standing=called.standing(actor.capacity(acting_for(actor, row["candidates"]))),
    )
