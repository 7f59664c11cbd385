"""Finds what a command is about, and says so when it is not there or not the actor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.desk import Work
from engine.commands.refusals import Conflict, NotFound, NotPossible
from engine.events import moment
from engine.library import Definition
from engine.people import group_id, posts_of_group
from engine.policy import WORKER, Actor, Facts, may
from engine.store.cases import GROUPS_IN_CASE, LOCK_CASE, LOCK_TASK
from engine.store.external import OFFICE_OF_EXTERNAL
from engine.store.reading import Reading, Row

__all__ = [
    "acting_for",
    "case_facts",
    "definition_of",
    "demand_active",
    "demand_open",
    "locked_case",
    "locked_task",
    "standing_in",
    "takes_part",
    "task_facts",
]


def locked_task(work: Work, case: int, n: int, action: str) -> Row:
    """The task with its case, held; NotFound when there is none that the actor may know, NotAllowed for the action."""
    row = work.tx.one(LOCK_TASK, case=case, n=n)
    if row is None:
        raise _no_task(case, n)
    work.tx.numbered(case, row["events"], row["last_at"])
    facts = task_facts(row)
    actor = work.context.actor
    if not may(actor, action, facts):
        seen = Facts(row["office"], row["candidates"], row["assignee"], takes_part(work.tx, actor, case))
        if not may(actor, "read-task", seen):
            raise _no_task(case, n)
        work.demand(action, facts)
    return row


def demand_open(row: Row) -> None:
    """Raises Conflict when somebody else finished the task, NotPossible when the case does not go on."""
    if row["task_status"] != "OPEN":
        who, at = row["closed_by"], row["closed_at"]
        raise Conflict(
            "task-closed",
            f"Tugas ini sudah diselesaikan oleh {who}." if who else "Tugas ini sudah ditutup.",
            f"This task was already completed by {who}." if who else "This task was closed.",
            status=row["task_status"],
            closed_by=who,
            closed_at=None if at is None else moment(at).isoformat(),
        )
    demand_active(row)


def demand_active(row: Row) -> None:
    """Raises NotPossible when the case is suspended or has ended."""
    if row["status"] == "ACTIVE":
        return
    words = {
        "SUSPENDED": ("Kasus ini sedang ditangguhkan oleh pemilik proses.", "This case is suspended."),
        "COMPLETED": ("Kasus ini sudah selesai.", "This case has ended."),
        "CANCELLED": ("Kasus ini sudah dibatalkan.", "This case was cancelled."),
    }
    id, en = words[row["status"]]
    raise NotPossible(f"case-{row['status'].lower()}", id, en, status=row["status"])


def locked_case(work: Work, case: int, action: str) -> Row:
    """The case, held; NotFound when there is none that the actor may know, NotAllowed for the action."""
    row = work.tx.one(LOCK_CASE, case=case)
    if row is None:
        raise _no_case(case)
    work.tx.numbered(case, row["events"], row["last_at"])
    facts = case_facts(work.tx, work.context.actor, row)
    if not may(work.context.actor, action, facts):
        if not may(work.context.actor, "read-case", facts):
            raise _no_case(case)
        work.demand(action, facts)
    return row


def task_facts(row: Mapping[str, Any]) -> Facts:
    """The policy's facts of a task row that was joined with its case."""
    return Facts(office=row["office"], candidates=row["candidates"], assignee=row["assignee"])


def case_facts(reading: Reading, actor: Actor, row: Mapping[str, Any]) -> Facts:
    """The policy's facts of a case row: its office, and whether the actor took part."""
    return Facts(office=row["office"], takes_part=takes_part(reading, actor, row["id"]))


def takes_part(reading: Reading, actor: Actor, case: int) -> bool:
    """True when the case ever had a task of one of the actor's groups or of himself, or he started it.

    A machine takes part as long as a service task waits that it may fetch.
    """
    found = reading.all(GROUPS_IN_CASE, case=case)
    if any(row["login"] == actor.login or row["candidates"] in actor.groups for row in found):
        return True
    if not any(role == WORKER for role, _ in actor.grants):
        return False
    office = reading.value(OFFICE_OF_EXTERNAL, case=case)
    return office is not None and actor.has(WORKER, office)


def definition_of(work: Work, row: Mapping[str, Any]) -> Definition:
    """The definition that the case runs on."""
    return work.library.definition(work.tx, row["definition_id"])


def acting_for(actor: Actor, candidates: str | None) -> str | None:
    """The post under which the actor acts on a task: one that he holds, else one that he acts for or records for."""
    posts = [post for post in posts_of_group(candidates) if post in actor.posts or post in actor.answers]
    return min(posts, key=lambda post: (post not in actor.posts, actor.capacity(post) is not None), default=None)


def standing_in(reading: Reading, actor: Actor, case: int) -> str | None:
    """The post that the actor only acts for and by which alone he takes part in a case; None where he is there himself.

    Asks nothing of the database for somebody who acts for nobody.
    """
    if not actor.capacities:
        return None
    groups = [row["candidates"] for row in reading.all(GROUPS_IN_CASE, case=case) if row["candidates"]]
    found = actor.capacity(acting_for(actor, group_id(groups)) if groups else None)
    return None if found is None else found[0]


def _no_task(case: int, n: int) -> NotFound:
    return NotFound("no-task", f"Tugas {case}-{n} tidak ada.", f"There is no task {case}-{n}.", task=f"{case}-{n}")


def _no_case(case: int) -> NotFound:
    return NotFound("no-case", f"Kasus {case} tidak ada.", f"There is no case {case}.", case=case)
