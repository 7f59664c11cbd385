"""Commands from outside that may begin or move many cases: throw a signal, say what conditional starts may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine import expressions
from engine.commands.answers import free
from engine.commands.beginning import Beginning, begin
from engine.commands.correlation import Address, beginnings, nobody, receive_job, start_job, waiting
from engine.commands.desk import Body, Work, handles
from engine.commands.document import demand_papers
from engine.commands.refusals import FieldProblem, Invalid
from engine.policy import Facts, may
from engine.store.jobs import INSERT_JOB
from engine.store.messages import CONDITIONS
from engine.store.reading import Row

__all__ = ["BeginByCondition", "EvaluateStarts", "ThrowSignal"]


@dataclass(frozen=True, slots=True)
class ThrowSignal:
    """Throw a signal by its exact name to every case that waits for it and every definition that begins by it.

    With `case` it is for that case alone, with `n` for that token of it; with `office` for the cases and definitions of
    that office.
    """

    name: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    case: int | None = None
    n: int | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class EvaluateStarts:
    """Begin a case on every definition whose conditional start event holds for these values.

    `key`, `definition` and `office` narrow to which. Without `queue` nothing begins: the body tells what would.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    business_key: str | None = None
    definition: int | None = None
    office: str | None = None
    queue: bool = True


@dataclass(frozen=True, slots=True)
class BeginByCondition:
    """Begin a case on one definition whose conditional start event holds for these values."""

    definition: int
    element: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    business_key: str | None = None


@handles(ThrowSignal)
def throw_signal(work: Work, command: ThrowSignal) -> Body:
    """Queues one job for each case: `receivers` says how many; what the actor may not move is left alone."""
    if not command.name:
        raise Invalid([FieldProblem("name", "Sebutkan nama sinyal.", "Name the signal.")])
    values, to = free(command.answers), Address(command.name, command.case, office=command.office)
    demand_papers(work, command.case, values)
    told = {"kind": "signal", "name": command.name, "values": values, "business_key": None, "correlation": None}
    found = [row for row in waiting(work, to, "signal") if _allowed(work, row) and command.n in (None, row["n"])]
    if command.case is not None and not found:
        raise nobody(command.name)
    begun = beginnings(work, to, "signal") if command.case is None else []
    rows = [receive_job(row, told, work.now) for row in found]
    rows += [start_job(row, told, work.now) for row in begun if _allowed(work, row)]
    work.tx.later(INSERT_JOB, rows)
    return {"receivers": len(rows)}


@handles(EvaluateStarts)
def evaluate_starts(work: Work, command: EvaluateStarts) -> Body:
    """Queues one job for each definition that begins; `receivers` says how many. Not queued, `starts` says which."""
    values = free(command.answers)
    demand_papers(work, None, values)
    told = {"kind": "condition", "values": values, "business_key": command.business_key, "correlation": None}
    rows = [row for row in work.tx.all(CONDITIONS) if _meant(command, row) and _allowed(work, row)]
    holding = [row for row in rows if _compiled(row["name"])(values) is True]
    if not command.queue:
        return {"receivers": 0, "starts": [[row["definition_id"], row["element"]] for row in holding]}
    work.tx.later(INSERT_JOB, [start_job(row, told | {"name": row["name"]}, work.now) for row in holding])
    return {"receivers": len(holding)}


@handles(BeginByCondition)
def begin_by_condition(work: Work, command: BeginByCondition) -> Body:
    """Begins the case; raises NotFound when the start is not in force or its condition does not hold."""
    values = free(command.answers)
    place = (command.definition, command.element)
    found = [row for row in work.tx.all(CONDITIONS) if (row["definition_id"], row["element"]) == place]
    if not found or _compiled(found[0]["name"])(values) is not True:
        raise nobody(command.element)
    demand_papers(work, None, values)
    definition = work.library.definition(work.tx, command.definition)
    data = {"condition": found[0]["name"]}
    given = Beginning(values, command.business_key, command.element, data=data, right="signal")
    return begin(work, definition, given)


def _meant(command: EvaluateStarts, row: Row) -> bool:
    return (
        command.key in (None, row["key"])
        and command.definition in (None, row["definition_id"])
        and command.office in (None, row["office"])
    )


def _allowed(work: Work, row: Row) -> bool:
    return may(work.context.actor, "signal", Facts(row["office"]))


@lru_cache(maxsize=1_000)
def _compiled(condition: str) -> expressions.Expression:
    return expressions.compile(condition)
