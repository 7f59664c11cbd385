"""Commands that take definitions out of force for good, hold them for a while, and let them go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import NotFound, NotPossible
from engine.commands.starts import put_in_force, take_out_of_force
from engine.events import instant
from engine.policy import Facts
from engine.store import NewEvent
from engine.store import definitions as queries
from engine.store.reading import Row

__all__ = ["ResumeDefinitions", "SuspendDefinitions", "Withdraw", "WithdrawDefinitions"]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a deployment with its definitions out of force for good; refused once a case ran on one of them."""

    deployment: int


@dataclass(frozen=True, slots=True)
class WithdrawDefinitions:
    """Take some definitions out of force for good, all or none; refused once a case ran on one of them."""

    definitions: Sequence[int]


@dataclass(frozen=True, slots=True)
class SuspendDefinitions:
    """Hold some definitions, all or none: no new case begins on them."""

    definitions: Sequence[int]


@dataclass(frozen=True, slots=True)
class ResumeDefinitions:
    """Let cases begin again on definitions that are held."""

    definitions: Sequence[int]


@handles(Withdraw)
def withdraw(work: Work, command: Withdraw) -> Body:
    """Marks the deployment; its bytes and history stay."""
    row = work.tx.one(queries.LOCK_DEPLOYMENT, id=command.deployment)
    if row is None or row["withdrawn_at"] is not None:
        raise NotFound("no-deployment", "Pemasangan ini tidak ada.", "There is no such deployment.")
    work.demand("withdraw", Facts(row["office"]))
    found = [one["id"] for one in work.tx.all(queries.DEFINITIONS_OF, deployment=command.deployment)]
    _withdraw(work, _locked(work, found))
    work.tx.run(queries.WITHDRAW_DEPLOYMENT, deployment=command.deployment, at=instant(work.now))
    work.append(NewEvent(0, "DeploymentWithdrawn", {"deployment": command.deployment}))
    return {"deployment": command.deployment}


@handles(WithdrawDefinitions)
def withdraw_definitions(work: Work, command: WithdrawDefinitions) -> Body:
    """Marks the definitions; their bytes and history stay."""
    rows = _allowed(work, command.definitions, "withdraw")
    _withdraw(work, rows)
    return _told(work, "DefinitionWithdrawn", rows)


@handles(SuspendDefinitions)
def suspend_definitions(work: Work, command: SuspendDefinitions) -> Body:
    """Holds those that are not held yet; cases that run go on."""
    rows = [row for row in _allowed(work, command.definitions, "suspend-definition") if not row["suspended"]]
    return _hold(work, rows, True)


@handles(ResumeDefinitions)
def resume_definitions(work: Work, command: ResumeDefinitions) -> Body:
    """Lets those that are held go on; a time that has passed meanwhile begins no case."""
    rows = [row for row in _allowed(work, command.definitions, "suspend-definition") if row["suspended"]]
    return _hold(work, rows, False)


def _hold(work: Work, rows: Sequence[Row], held: bool) -> Body:
    if rows:
        with _rearranged(work, rows):
            work.tx.run(queries.HOLD_DEFINITIONS, definitions=[row["id"] for row in rows], held=int(held))
    return _told(work, "DefinitionSuspended" if held else "DefinitionResumed", rows)


def _withdraw(work: Work, rows: Sequence[Row]) -> None:
    """Raises NotPossible once a case ran on one of them."""
    if not rows:
        return
    definitions = [row["id"] for row in rows]
    if work.tx.value(queries.HAS_CASES, definitions=definitions):
        raise NotPossible(
            "has-cases",
            "Sudah ada kasus yang berjalan dengan versi ini; versi tidak dapat ditarik.",
            "Cases ran on this version; it cannot be withdrawn.",
        )
    with _rearranged(work, rows):
        work.tx.run(queries.WITHDRAW_DEFINITIONS, definitions=definitions)


def _allowed(work: Work, definitions: Sequence[int], action: str) -> list[Row]:
    """The definitions, held; NotFound when one is not there, NotAllowed for the action."""
    rows = _locked(work, definitions)
    if not rows or len(rows) < len(set(definitions)):
        raise NotFound("no-definition", "Versi SOP ini tidak ada.", "There is no such definition.")
    for row in rows:
        work.demand(action, Facts(row["office"]))
    return rows


def _locked(work: Work, definitions: Sequence[int]) -> list[Row]:
    return work.tx.all(queries.LOCK_DEFINITIONS, definitions=list(definitions)) if definitions else []


@contextmanager
def _rearranged(work: Work, rows: Sequence[Row]) -> Iterator[None]:
    """What begins cases by itself follows the version of each key that takes new ones."""
    before = {key: _latest(work, key) for key in sorted({row["key"] for row in rows})}
    yield
    for key, old in before.items():
        new = _latest(work, key)
        if new == old:
            continue
        if old is not None:
            take_out_of_force(work, old)
        if new is not None:
            definition = work.library.definition(work.tx, new)
            put_in_force(work, new, definition.starts, definition.zone)


def _latest(work: Work, key: str) -> int | None:
    row = work.tx.one(queries.LATEST, key=key)
    return None if row is None else int(row["id"])


def _told(work: Work, kind: str, rows: Sequence[Row]) -> Body:
    for row in rows:
        data = {"definition": row["id"], "key": row["key"], "version": row["version"], "office": row["office"]}
        work.append(NewEvent(0, kind, data))
    return {"definitions": [row["id"] for row in rows]}
