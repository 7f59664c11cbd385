"""Commands on what is kept of people: erase values with a reason, hold a case against erasure, lift the hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.canonical import loads
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import locked_case
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound, NotPossible
from engine.events import written_key
from engine.papers import is_papers
from engine.queries.subject import subject_key
from engine.store import NewEvent
from engine.store.drafts import DROP_DRAFTS_OF_CASE
from engine.store.erasing import (
    ATTACHED_BY,
    DETACH,
    DROP_HOLDERS,
    DROP_PAPER,
    ERASE,
    FORGET_KEY,
    KEPT_VALUES,
    NAMED_ELSEWHERE,
)
from engine.store.reading import Row
from engine.store.remarks import PAPER
from engine.store.words import DROP_WORDS

__all__ = ["ELSEWHERE", "EraseValues", "Erased", "LiftLegalHold", "SetLegalHold", "elsewhere"]

REASON: Final = "$alasan"
KEY: Final = "$businessKey"
_LONGEST: Final = 4_000
Value = tuple[int, str]
"""The number of an event, and the name of the answer."""


@dataclass(frozen=True, slots=True)
class EraseValues:
    """Erase values of a case: those named by event and name, and every one of some variables, wherever it was given."""

    case: int
    reason: str
    values: Sequence[Value] = ()
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SetLegalHold:
    """Let nothing of a case be erased until the hold is lifted."""

    case: int
    reason: str


@dataclass(frozen=True, slots=True)
class LiftLegalHold:
    """Let values of a case be erased again."""

    case: int
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What goes: the case, its row, and the values as event and name."""

    case: int
    row: Row
    values: tuple[Value, ...]


Hook = Callable[[Work, Erased], None]
ELSEWHERE: Final[list[Hook]] = []
"""What forgets erased values wherever else they stand; run in the transaction of the erasure."""


def elsewhere(hook: Hook) -> Hook:
    """Registers a function that forgets erased values in a place of its own."""
    ELSEWHERE.append(hook)
    return hook


@handles(EraseValues)
def erase_values(work: Work, command: EraseValues) -> Body:
    """Erases values with their salts, also where they stand besides; the body counts them and names the papers.

    Their commitments stay in the history, which proves itself as before. A hold wins.
    """
    row = locked_case(work, command.case, "erase")
    reason = _reason(command.reason)
    if row["hold"] is not None:
        raise NotPossible(
            "legal-hold",
            "Berkas ini ditahan untuk pemeriksaan: tidak ada isinya yang boleh dihapus sampai penahanan dicabut.",
            "This case is under a legal hold: nothing of it may be erased until the hold is lifted.",
            hold=row["hold"],
        )
    kept = {(one["event"], one["name"]): bytes(one["value"]) for one in work.tx.all(KEPT_VALUES, case=command.case)}
    chosen = _chosen(command, kept)
    _demand_free(work, row, chosen)
    papers = _papers(work, command.case, chosen, kept)
    data: dict[str, Any] = {"erased": [list(one) for one in chosen], "papers": papers}
    work.append(NewEvent(command.case, "ValuesErased", data, answers={REASON: reason}))
    for event, name in chosen:
        work.tx.run(ERASE, case=command.case, of_event=event, of_name=name)
    for hook in ELSEWHERE:
        hook(work, Erased(command.case, row, chosen))
    return {"case": command.case, "erased": len(chosen), "papers": list(papers)}


@handles(SetLegalHold)
def set_legal_hold(work: Work, command: SetLegalHold) -> Body:
    """Holds the case; the body names the event that does."""
    row = locked_case(work, command.case, "hold")
    reason = _reason(command.reason)
    if row["hold"] is not None:
        raise Conflict(
            "held", "Berkas ini sudah ditahan.", "This case is under a legal hold already.", hold=row["hold"]
        )
    made = work.append(NewEvent(command.case, "LegalHoldSet", {}, answers={REASON: reason}))
    return {"case": command.case, "hold": made.number}


@handles(LiftLegalHold)
def lift_legal_hold(work: Work, command: LiftLegalHold) -> Body:
    """Lifts the hold; the body names the event that had set it."""
    row = locked_case(work, command.case, "hold")
    reason = _reason(command.reason)
    if row["hold"] is None:
        raise Conflict("not-held", "Berkas ini tidak ditahan.", "This case is under no legal hold.")
    work.append(NewEvent(command.case, "LegalHoldLifted", {"hold": row["hold"]}, answers={REASON: reason}))
    return {"case": command.case, "hold": row["hold"]}


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason or len(reason) > _LONGEST:
        word = "Tulis alasannya, paling panjang 4.000 huruf."
        raise Invalid([FieldProblem("reason", word, "Write the reason, in up to 4,000 letters.")])
    return reason


def _chosen(command: EraseValues, kept: dict[Value, bytes]) -> tuple[Value, ...]:
    """The values to erase, in order; raises NotFound for one that is not there and where nothing is left."""
    gone = [one for one in command.values if tuple(one) not in kept]
    found = {(event, name) for event, name in kept if _variable(name) in command.names}
    found |= {(event, name) for event, name in command.values}
    if gone or not found:
        raise NotFound(
            "no-value",
            "Nilai ini tidak ada, atau sudah dihapus. Muat ulang halamannya.",
            "There is no such value, or it was erased already. Reload the page.",
        )
    return tuple(sorted(found))


def _variable(name: str) -> str:
    """The variable that an answer holds: what a move wrote is called `$<scope>:<name>`."""
    scope, between, variable = name.removeprefix("$").partition(":")
    written = between and scope.isdigit() and name == written_key(int(scope), variable)
    return variable if written else name


def _demand_free(work: Work, row: Row, chosen: Sequence[Value]) -> None:
    """Raises NotPossible for what a running case still goes by."""
    if row["status"] not in ("ACTIVE", "SUSPENDED"):
        return
    reads = work.library.definition(work.tx, row["definition_id"]).program.reads
    needed = sorted({_variable(name) for _, name in chosen} & set(reads))
    if needed:
        words = ", ".join(needed)
        raise NotPossible(
            "value-needed",
            f"Alur berkas ini masih memakai: {words}. Hapus setelah berkas selesai atau dibatalkan.",
            f"The flow of this case still goes by: {words}. Erase it when the case has ended or was cancelled.",
            names=needed,
        )


def _papers(work: Work, case: int, chosen: Sequence[Value], kept: dict[Value, bytes]) -> list[str]:
    """Takes the papers off the case that only erased values name, and erases those that no case has any more."""
    going = {sha256 for one in chosen for sha256 in _named(kept[one])}
    attached = {one["event"]: one["sha256"] for one in work.tx.all(ATTACHED_BY, case=case)}
    going |= {attached[event] for event, name in chosen if name == PAPER and event in attached}
    rest = {one: value for one, value in kept.items() if one not in set(chosen)}
    staying = {sha256 for value in rest.values() for sha256 in _named(value)}
    staying |= {attached[event] for event, name in rest if name == PAPER and event in attached}
    erased = []
    for sha256 in sorted(going - staying):
        work.tx.run(DETACH, case=case, sha256=sha256)
        if work.tx.value(NAMED_ELSEWHERE, sha256=sha256) is None:
            work.tx.run(DROP_HOLDERS, sha256=sha256)
            if work.tx.run(DROP_PAPER, sha256=sha256):
                erased.append(sha256)
    return erased


def _named(value: bytes) -> list[str]:
    """The papers that a value names."""
    if b'"sha256"' not in value:
        return []
    found = loads(value)
    return [paper["sha256"] for paper in found] if isinstance(found, list) and is_papers(found) else []


@elsewhere
def _of_the_case(work: Work, erased: Erased) -> None:
    """The business key, the words by which the case is found, and what people had begun to write."""
    if any(name == KEY for _, name in erased.values):
        work.tx.run(FORGET_KEY, case=erased.case)
    definition = work.library.definition(work.tx, erased.row["definition_id"])
    if subject_key(definition) in {_variable(name) for _, name in erased.values}:
        work.tx.run(DROP_WORDS, case=erased.case)
    work.tx.run(DROP_DRAFTS_OF_CASE, case=erased.case)
