"""Commands on what is said of a task: given back to its owner, due, of which priority, who may do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engine.commands.answers import free
from engine.commands.desk import Body, Work, handles
from engine.commands.dues import warn_at
from engine.commands.finding import definition_of, task_facts
from engine.commands.modification import Change, put_variables
from engine.commands.refusals import FieldProblem, Invalid, NotPossible
from engine.commands.task import PENDING, RESOLVED, demand_account, hold, holder_body, open_task
from engine.commands.task_values import allowed
from engine.events import moment
from engine.people import person, posts_of_group, resolve
from engine.policy import Facts, may
from engine.store.people import aliases, ensure_group
from engine.store.reading import Row

__all__ = ["ChangeCandidates", "ChangeTask", "ResolveTask"]

_BOUND: Final = 2**31
_TIMES: Final = {"due": "due_at", "follow_up": "follow_up_at"}


@dataclass(frozen=True, slots=True)
class ResolveTask:
    """Give a task that was delegated back to its owner, with what was filled in."""

    case: int
    n: int
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """Change what is said of a task: `assignee`, `owner` (logins), `delegation`, `due`, `follow_up`, `priority`.

    What `facts` do not name stays; None takes it away. Times are aware.
    """

    case: int
    n: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeCandidates:
    """Let a post, or a person by his login, do a task too; or no longer."""

    case: int
    n: int
    kind: Literal["post", "person"]
    who: str
    add: bool = True


@handles(ResolveTask)
def resolve_task(work: Work, command: ResolveTask) -> Body:
    """The owner has the task again; who prepared it gives it back. NotPossible for one that nobody delegated."""
    row = open_task(work, command.case, command.n, "read-task")
    if row["delegation"] != PENDING:
        raise NotPossible("not-delegated", "Tugas ini tidak sedang diserahkan.", "This task is not delegated.")
    work.demand("unclaim", Facts(row["office"], own=row["assignee"] == work.context.actor.login))
    owner, values = row["owner"], free(command.answers)
    values = allowed(work, row, values) if values else {}
    hold(work, row, "TaskResolved", {"assignee": owner, "owner": owner, "delegation": RESOLVED})
    body = holder_body(row, owner)
    if values:
        change = Change(values, element=row["element"], data={"task": row["n"]})
        body |= put_variables(work, row, change)
    return body


@handles(ChangeTask)
def change_task(work: Work, command: ChangeTask) -> Body:
    """Writes what differs. Who may do a task may say when to look at it again; the rest is the process owner's."""
    row = open_task(work, command.case, command.n, "read-task")
    changed = {name: value for name, value in command.facts.items() if value != _present(row, name)}
    own = changed.keys() <= {"follow_up"} and may(work.context.actor, "claim", task_facts(row))
    if changed and not own:
        work.demand("assign", Facts(row["office"]))
    for name in ("assignee", "owner"):
        if changed.get(name) is not None:
            demand_account(work, changed[name], name)
    if not -_BOUND <= (changed.get("priority") or 0) < _BOUND:
        problem = FieldProblem("priority", "Prioritas terlalu besar.", "The priority is out of range.")
        raise Invalid([problem])
    if "assignee" in changed:
        stays = {name: row[name] for name in ("owner", "delegation") if row[name] is not None}
        hold(work, row, "TaskAssigned", {"assignee": changed.pop("assignee")} | stays)
    if changed:
        warned = {"warn": warn_at(work, row, changed["due"])} if changed.get("due") else {}
        hold(work, row, "TaskChanged", changed | warned)
    return {"case": row["id"], "task": f"{row['id']}-{row['n']}", "changed": sorted(changed)}


@handles(ChangeCandidates)
def change_candidates(work: Work, command: ChangeCandidates) -> Body:
    """Changes the candidate group of the task; its counters follow. Nothing happens when it is so already."""
    row = open_task(work, command.case, command.n, "assign")
    before = set(posts_of_group(row["candidates"]))
    meant = _meant(work, row, command)
    after = before | meant if command.add else before - meant
    if after != before:
        group = ensure_group(work.tx, after) if after else None
        work.tx.count(row["candidates"], -1)
        work.tx.count(group, 1)
        said = {"added" if command.add else "removed": sorted(after ^ before)}
        hold(work, row, "TaskCandidatesChanged", {"candidates": group} | said)
    return {"case": row["id"], "task": f"{row['id']}-{row['n']}", "candidates": sorted(after)}


def _present(row: Row, name: str) -> Any:
    """What a task says now, times aware."""
    found = row[_TIMES.get(name, name)]
    return moment(found) if name in _TIMES and found is not None else found


def _meant(work: Work, row: Row, command: ChangeCandidates) -> set[str]:
    """The posts of the office that a name means, or the person; who is to be added must be there."""
    if command.kind == "person":
        if command.add:
            demand_account(work, command.who, "userId")
        return {person(command.who)}
    known = aliases(work.tx, row["office"])
    sop = definition_of(work, row).key
    found = {post for name in posts_of_group(command.who) for post in resolve(known, row["office"], sop, name)}
    if not command.add:
        return found | set(posts_of_group(command.who))
    if not found:
        problem = FieldProblem(
            "groupId", f"Kantor ini tidak punya jabatan “{command.who}”.", f"The office has no post “{command.who}”."
        )
        raise Invalid([problem])
    return found
