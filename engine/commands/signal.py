"""Commands from outside that may begin or move many cases: throw a signal, say what conditional starts may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine import expressions
from engine.commands.answers import free
from engine.commands.correlation import Address, beginnings, receive_job, start_job, waiting
from engine.commands.desk import Body, Work, handles
from engine.commands.document import demand_papers
from engine.commands.refusals import FieldProblem, Invalid
from engine.policy import Facts, may
from engine.store.jobs import INSERT_JOB
from engine.store.messages import CONDITIONS
from engine.store.reading import Row

__all__ = ["EvaluateStarts", "ThrowSignal"]


@dataclass(frozen=True, slots=True)
class ThrowSignal:
    """Throw a signal by its exact name to every case that waits for it and every definition that begins by it."""

    name: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvaluateStarts:
    """Begin a case on every definition whose conditional start event holds for these values; `key` names one."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    business_key: str | None = None


@handles(ThrowSignal)
def throw_signal(work: Work, command: ThrowSignal) -> Body:
    """Queues one job for each case: `receivers` says how many; what the actor may not move is left alone."""
    if not command.name:
        raise Invalid([FieldProblem("name", "Sebutkan nama sinyal.", "Name the signal.")])
    values, to = free(command.answers), Address(command.name)
    demand_papers(work, None, values)
    told = {"kind": "signal", "name": command.name, "values": values, "business_key": None, "correlation": None}
    found = [row for row in waiting(work, to, "signal") if _allowed(work, row)]
    begun = [row for row in beginnings(work, command.name, "signal") if _allowed(work, row)]
    rows = [receive_job(row, told, work.now) for row in found] + [start_job(row, told, work.now) for row in begun]
    work.tx.later(INSERT_JOB, rows)
    return {"receivers": len(rows)}


@handles(EvaluateStarts)
def evaluate_starts(work: Work, command: EvaluateStarts) -> Body:
    """Queues one job for each definition that begins; `receivers` says how many."""
    values = free(command.answers)
    demand_papers(work, None, values)
    told = {"kind": "condition", "values": values, "business_key": command.business_key, "correlation": None}
    rows = [row for row in work.tx.all(CONDITIONS) if command.key in (None, row["key"]) and _allowed(work, row)]
    holding = [row for row in rows if _compiled(row["name"])(values) is True]
    jobs = [start_job(row, told | {"name": row["name"]}, work.now) for row in holding]
    work.tx.later(INSERT_JOB, jobs)
    return {"receivers": len(jobs)}


def _allowed(work: Work, row: Row) -> bool:
    return may(work.context.actor, "signal", Facts(row["office"]))


@lru_cache(maxsize=1_000)
def _compiled(condition: str) -> expressions.Expression:
    return expressions.compile(condition)
