"""The command on messages: bring one to who waits for it, begin a case by it, or keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from engine.commands.acquaintance import knows_definition
from engine.commands.answers import free
from engine.commands.beginning import Beginning, begin
from engine.commands.correlation import Address, beginnings, keep, nobody, receive_job, several, start_job, waiting
from engine.commands.correlation_local import token_of
from engine.commands.desk import Body, Work, handles
from engine.commands.document import demand_papers
from engine.commands.finding import acting_for, definition_of, demand_active
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import FieldProblem, Invalid, NotPossible
from engine.library import Definition
from engine.policy import Facts, may
from engine.store.cases import LOCK_CASE
from engine.store.jobs import INSERT_JOB
from engine.store.reading import Row
from engine.store.waits import SUBSCRIPTION

__all__ = ["Correlate"]


@dataclass(frozen=True, slots=True)
class Correlate:
    """Deliver a message by its exact name; what is given narrows to whom.

    `case`, `business_key`, the declared key (`correlation`), the key of the definition, the office, the variables
    `keys` of the case and `local` of the scopes around who waits must all fit; `definition` narrows what begins.
    `mode` says whether a waiting token may receive it (`wait`), a definition may begin by it (`start`), or the one
    where the other is not (`both`). With `all` everybody who waits gets it. With `keep` it is kept until then when
    nobody waits. `inner` are values for the scope around who waits.
    """

    message: str
    case: int | None = None
    business_key: str | None = None
    correlation: str | None = None
    key: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    mode: Literal["wait", "start", "both"] = "both"
    all: bool = False
    keep: datetime | None = None
    office: str | None = None
    definition: int | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)
    inner: Mapping[str, Any] = field(default_factory=dict)

    @property
    def to(self) -> Address:
        """To whom."""
        return Address(
            name=self.message,
            case=self.case,
            key=self.key,
            business_key=self.business_key,
            correlation=self.correlation,
            office=self.office,
            keys=self.keys,
            local=self.local,
        )


@handles(Correlate)
def correlate(work: Work, command: Correlate) -> Body:
    """Moves the case that waits, or begins one; NotFound when none does and it is not kept, Conflict for several."""
    values = free(command.answers)
    while True:
        found, begun = _receivers(work, command)
        if command.all and (found or begun):
            return _to_all(work, command, values, (found, begun))
        if len(found) + len(begun) > 1:
            raise several(command.message, found or begun)
        if begun:
            return _begin(work, command, values, begun[0])
        if not found:
            return _keep(work, command, values)
        body = _receive(work, command, values, found[0])
        if body is not None:  # else somebody else took its turn while this one waited for the case
            return body


def _receivers(work: Work, command: Correlate) -> tuple[list[Row], list[Row]]:
    """Who waits, and where nobody does, what begins; as far as the actor may know."""
    to = command.to
    found = [row for row in waiting(work, to) if _may_know(work, row)] if command.mode != "start" else []
    if found or command.mode == "wait" or command.case is not None:
        return found, []
    begun = beginnings(work, to, definition=command.definition)
    # Who begins one case is asked for his right when it begins; jobs are run by the engine itself.
    return found, [row for row in begun if (_may_know(work, row) if command.all else _knows(work, row))]


def _receive(work: Work, command: Correlate, values: Mapping[str, Any], match: Row) -> Body | None:
    """Moves the case that waits; None when its token waits no more."""
    case = match["case_id"]
    row = work.tx.one(LOCK_CASE, case=case)
    if row is None or work.tx.one(SUBSCRIPTION, case=case, n=match["n"]) is None:
        return None
    work.tx.numbered(case, row["events"], row["last_at"])
    if row["status"] == "SUSPENDED" and command.keep is not None:  # it is kept by its case until that goes on
        demand_papers(work, case, values)
        work.tx.later(INSERT_JOB, [receive_job(match, _told(command, values), work.now)])
        return {"case": case, "status": row["status"], "opened": []}
    demand_active(row)
    definition, program = definition_of(work, row), program_of(work, definition_of(work, row), case)
    group = definition.candidates.get(match["element"])
    work.demand("correlate", Facts(row["office"], group))
    if command.inner:
        row = _tell_scope(work, definition, row, (match, free(command.inner)))
    move = moved(lambda: program.receive(bytes(row["state"]), match["n"], values, work.at(row)))
    event = MoveEvent(
        row=row,
        kind="MessageReceived",
        element=match["element"],
        data={"message": command.message, "n": match["n"]},
        answers=values,
        acting_for=acting_for(work.context.actor, group),
    )
    return record(work, definition, move, event)


def _tell_scope(work: Work, definition: Definition, row: Row, told: tuple[Row, Mapping[str, Any]]) -> Row:
    """Sets values in the scope around who waits, before he gets the message; the case's row after it."""
    match, values = told
    token = token_of(work, match)
    if token is None or not token.scopes:
        raise NotPossible(
            "no-scope",
            f"“{match['element']}” tidak berada di dalam subproses atau perulangan; tidak ada tempat bagi nilai lokal.",
            f"“{match['element']}” stands in no sub-process or loop; there is no place for local values.",
        )
    scope, program = token.scopes[0], program_of(work, definition, row["id"])
    move = moved(lambda: program.change(bytes(row["state"]), scope, values, work.at(row)))
    record(work, definition, move, MoveEvent(row, "VariablesChanged", None, {"scope": scope}, values))
    return row | {"state": move.state, "revision": row["revision"] + 1}


def _begin(work: Work, command: Correlate, values: Mapping[str, Any], row: Row) -> Body:
    definition = work.library.definition(work.tx, row["definition_id"])
    business_key = command.correlation if command.business_key is None else command.business_key
    given = Beginning(values, business_key, row["element"], data={"message": command.message})
    return begin(work, definition, given)


def _to_all(work: Work, command: Correlate, values: Mapping[str, Any], to: tuple[Sequence[Row], Sequence[Row]]) -> Body:
    """One job for each case: a command moves one case."""
    demand_papers(work, command.case, values)
    told = _told(command, values)
    rows = [receive_job(row, told, work.now) for row in to[0]] + [start_job(row, told, work.now) for row in to[1]]
    work.tx.later(INSERT_JOB, rows)
    return {"receivers": len(rows), "cases": [row["case_id"] for row in to[0]]}


def _keep(work: Work, command: Correlate, values: Mapping[str, Any]) -> Body:
    if command.keep is None:
        raise nobody(command.message)
    if command.keep <= work.now or "\0" in command.message + (command.business_key or "") + (command.correlation or ""):
        kata, words = "Pesan tidak dapat disimpan dengan waktu atau kunci itu.", "It cannot be kept so."
        raise Invalid([FieldProblem("keep", kata, words)])
    work.demand("keep", Facts())
    demand_papers(work, command.case, values)
    return {"kept": keep(work, _told(command, values), command.keep)}


def _told(command: Correlate, values: Mapping[str, Any]) -> dict[str, Any]:
    keys = {"business_key": command.business_key, "correlation": command.correlation}
    return {"kind": "message", "name": command.message, "values": dict(values)} | keys


def _may_know(work: Work, row: Row) -> bool:
    return may(work.context.actor, "correlate", Facts(row["office"], _group(work, row)))


def _knows(work: Work, row: Row) -> bool:
    return knows_definition(work.context.actor, work.library.definition(work.tx, row["definition_id"]))


def _group(work: Work, row: Row) -> str | None:
    return work.library.definition(work.tx, row["definition_id"]).candidates.get(row["element"])
