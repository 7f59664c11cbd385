"""To whom a task may be handed over: the others who hold its posts today, or record for them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.finding import task_facts
from engine.commands.refusals import NotFound
from engine.people import posts_of_group
from engine.policy import may
from engine.queries.look import MOST_ID, MOST_NUMBER, Look
from engine.queries.names import Person, names
from engine.queries.steps import Step, step
from engine.queries.subject import subjects
from engine.store.lists import listed
from engine.store.people import POST
from engine.store.people_holdings import days
from engine.store.views import TASK
from engine.store.views_inbox import COLLEAGUES

__all__ = ["Colleague", "Handing", "handing"]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may take the task, with the names of the posts by which he may."""

    person: Person
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handing:
    """A task that is to be handed over, and to whom it may be; `open` while that is possible for the person."""

    case: int
    n: int
    number: str
    sop: str
    step: Step
    subject: str
    open: bool
    holder: Person | None
    colleagues: tuple[Colleague, ...]


def handing(look: Look, case: int, n: int) -> Handing:
    """The task; raises NotFound when there is none that the person may hand over."""
    there = case <= MOST_ID and n <= MOST_NUMBER
    row = look.reading.one(TASK, case=case, n=n) if there else None
    if row is None or not may(look.actor, "delegate", task_facts(row)):
        raise NotFound("no-task", f"Tugas {case}-{n} tidak ada.", f"There is no task {case}-{n}.", task=f"{case}-{n}")
    definition = look.definition(row["definition_id"])
    free = row["assignee"] in (None, look.actor.login)
    return Handing(
        case=case,
        n=n,
        number=row["number"],
        sop=definition.name,
        step=step(definition, row["element"]),
        subject=subjects(look.reading, [(case, definition)]).get(case, ""),
        open=free and row["status"] == "OPEN" and row["case_status"] == "ACTIVE",
        holder=names(look.reading, [row["assignee"]], ()).person(row["assignee"]),
        colleagues=_colleagues(look, row["candidates"]),
    )


def _colleagues(look: Look, candidates: str | None) -> tuple[Colleague, ...]:
    """An outside post is recorded for by another one: its holders may take the task too."""
    asked = set(posts_of_group(candidates))
    for post in sorted(asked):
        found = look.reading.one(POST, id=post)
        if found is not None and found["recorder"]:
            asked.add(found["recorder"])
    if not asked:
        return ()
    rows = look.reading.all(COLLEAGUES, posts=listed(asked), me=look.actor.login, **days(look.now))
    called = names(look.reading, (), {row["post"] for row in rows})
    held: dict[str, list[str]] = {}
    for row in rows:
        found_post = called.post(row["post"])
        held.setdefault(row["login"], []).append(found_post.name if found_post else row["post"])
    people = {row["login"]: Person(row["login"], row["name"]) for row in rows}
    return tuple(Colleague(people[login], tuple(posts)) for login, posts in held.items())
