"""What somebody may see, for lists and for single things: the policy's answers as filters."""

from __future__ import annotations

from engine.commands.finding import case_facts, takes_part
from engine.commands.refusals import NotFound
from engine.people import office_of
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.store import Reading
from engine.store.listings import CASES, DEFINITIONS, DEPLOYMENTS, TASKS, Filters, seen
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__ = [
    "case_row",
    "cases_of",
    "definition_row",
    "definitions_of",
    "deployment_row",
    "offices",
    "task_row",
    "tasks_of",
]


def offices(actor: Actor, action: str) -> frozenset[str] | None:
    """The offices for which a role of the actor allows the action; None for everywhere."""
    if may(actor, action, Facts(EVERYWHERE)):
        return None
    return frozenset(office for _, office in actor.grants if may(actor, action, Facts(office)))


def cases_of(actor: Actor) -> Filters:
    """The filter of the cases that the actor may read."""
    return seen(actor.reads_as, actor.groups, offices(actor, "read-case"))


def tasks_of(reading: Reading, actor: Actor, case: int | None = None) -> Filters:
    """The filter of the tasks that the actor may read; those of a case that he takes part in are all his to read."""
    if case is not None:
        whose = Facts(takes_part=takes_part(reading, actor, case))
        if may(actor, "read-task", whose):
            return {}
    return seen(actor.reads_as, actor.groups, offices(actor, "read-task"))


def definitions_of(actor: Actor) -> Filters:
    """The filter of the definitions and deployments that the actor may know: those of his own office too."""
    read, start = offices(actor, "read-definition"), offices(actor, "start")
    if read is None or start is None:
        return {}
    homes = {office_of(post) for post in actor.answers}
    mine = {office for office in homes if may(actor, "read-definition", Facts(office, takes_part=True))}
    return {"seen": {"offices": listed(read | start | mine)}}


def case_row(reading: Reading, actor: Actor, id: int) -> Row:
    """The case; NotFound when there is none that the actor may read."""
    rows = CASES.rows(reading, Page({"case": {"case": id}}))
    if not rows or not may(actor, "read-case", case_facts(reading, actor, rows[0])):
        raise NotFound("no-case", f"Kasus {id} tidak ada.", f"Process instance with id {id} does not exist.")
    return rows[0]


def task_row(reading: Reading, actor: Actor, case: int, n: int) -> Row:
    """The task with its case; NotFound when there is none that the actor may read."""
    rows = TASKS.rows(reading, Page({"task": {"task_case": case, "task_n": n}}))
    if rows:
        row = rows[0]
        facts = Facts(row["office"], row["candidates"], row["assignee"], takes_part(reading, actor, case))
        if may(actor, "read-task", facts):
            return row
    raise NotFound("no-task", f"Tugas {case}-{n} tidak ada.", f"No matching task with id {case}-{n}")


def definition_row(reading: Reading, actor: Actor, filters: Filters) -> Row:
    """The newest definition that fits; NotFound when there is none that the actor may read or start."""
    rows = DEFINITIONS.rows(reading, Page(filters, (("version", False),), most=1))
    if rows and _may_know(actor, rows[0]["office"]):
        return rows[0]
    what = next(iter(next(iter(filters.values()), {"": ""}).values()))
    raise NotFound("no-definition", f"SOP “{what}” tidak ada.", f"No matching definition with id {what}")


def deployment_row(reading: Reading, actor: Actor, id: int) -> Row:
    """The deployment; NotFound when there is none that the actor may read."""
    rows = DEPLOYMENTS.rows(reading, Page({"deployment": {"deployment": id}}))
    if rows and _may_know(actor, rows[0]["office"]):
        return rows[0]
    raise NotFound("no-deployment", f"Pemasangan {id} tidak ada.", f"Deployment with id '{id}' does not exist")


def _may_know(actor: Actor, office: str) -> bool:
    home = any(office_of(post) == office for post in actor.answers)
    return may(actor, "read-definition", Facts(office, takes_part=home)) or may(actor, "start", Facts(office))
