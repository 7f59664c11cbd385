"""What a move does to sign-offs: a step gives its own, a changed paper or text voids those that covered it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from engine.canonical import loads
from engine.commands.chain import Chain, chain_of, refusing_ways
from engine.commands.desk import Work
from engine.commands.refusals import NotPossible
from engine.events import APPROVING, SIGNING, SignOff, home_of
from engine.library import Definition
from engine.papers import is_papers
from engine.spiff import Move
from engine.store import NewEvent
from engine.store.reading import Reading, Row
from engine.store.remarks import attachments
from engine.store.signoffs import DONE_AT, STANDING, signed

__all__ = ["Recorded", "blocked", "detached", "only_approver", "paper_hashes", "stamps"]

NO_TEXT: Final = ("keputusan", "alasan", "tindak_lanjut", "$")
"""Names that say what was decided and why, not what the paper says."""


class Recorded(Protocol):
    """What a command says about its move, as `engine.commands.moving` records it."""

    @property
    def case(self) -> int: ...
    @property
    def row(self) -> Mapping[str, Any]: ...
    @property
    def kind(self) -> str: ...
    @property
    def element(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...
    @property
    def acting_for(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Now:
    """A case in which a move is about to be recorded: its sign-offs, and what its variables hold before it."""

    chain: Chain
    event: Recorded
    valid: list[SignOff]
    rows: list[Row]
    homes: Mapping[str, int] = field(default_factory=dict)

    def held(self) -> dict[tuple[int, str], tuple[int, Any]]:
        """(scope, name) -> the event that set it, and its value."""
        return {(row["scope"], row["name"]): (row["event"], _value(row)) for row in self.rows}

    def home(self, name: str) -> int:
        """The scope that an answer belongs to."""
        return home_of({"homes": self.homes}, name)


def stamps(work: Work, definition: Definition, move: Move, event: Recorded) -> list[NewEvent]:
    """The events on sign-offs that follow a move; raises NotPossible for a signature that may not be given."""
    chain = chain_of(definition)
    if not chain.kinds or event.kind == "CaseStarted":
        return []
    signs = _signs(definition, chain, move, event)
    valid = [one for one in signed(work.tx, event.case) if one.valid]
    if not signs and not valid:
        return []
    now = _Now(chain, event, valid, work.tx.all(STANDING, case=event.case), move.homes)
    voids = list(_voids(now, definition, signs=signs))
    if not signs:
        return voids
    gone = {number for one in voids for number in one.data["sign_offs"]}
    left = [one for one in valid if one.event.number not in gone]
    _demand(work, definition, now, left)
    return [*voids, _given(work, now)]


def blocked(definition: Definition, element: str, valid: Sequence[SignOff]) -> tuple[list[str], list[str]]:
    """The lower initials that are missing for a signature: those for which it is refused, and those only warned of."""
    given = {one.event.element for one in valid}
    missing = [lower for lower in chain_of(definition).lower.get(element, ()) if lower.element not in given]
    return [one.element for one in missing if one.back], [one.element for one in missing if not one.back]


def only_approver(reading: Reading, definition: Definition, row: Row, valid: Sequence[SignOff]) -> str | None:
    """The step in which `login` of the row drafted what he alone would approve now; None when somebody else does too.

    The row has `id`, `element` and `login`.
    """
    chain = chain_of(definition)
    element, login = row["element"], row["login"]
    drafts = chain.drafts.get(element, frozenset())
    alone = not any(one.person != login and APPROVING & set(one.kinds) for one in valid)
    if not APPROVING & set(chain.kinds.get(element, ())) or chain.ahead[element] or not alone or not drafts:
        return None
    last: dict[str, str] = {}
    for done in reading.all(DONE_AT, case=row["id"], elements=sorted(drafts)):
        last.setdefault(done["element"], done["closed_by"])
    return next((draft for draft, who in last.items() if who == login), None)


def detached(reading: Reading, case: int, sha256: str) -> list[NewEvent]:
    """The events on sign-offs when a paper is taken off a case."""
    covered = [one.event.number for one in signed(reading, case) if one.valid and sha256 in one.papers]
    data = {"sign_offs": covered, "why": "paper", "papers": [sha256]}
    return [NewEvent(case, "SignOffVoided", data)] if covered else []


def paper_hashes(values: Collection[Any]) -> set[str]:
    """SHA-256 of the papers among some values."""
    return {paper["sha256"] for value in values if is_papers(value) for paper in value}


def _signs(definition: Definition, chain: Chain, move: Move, event: Recorded) -> bool:
    """True when the move is the answer to a step that is signed, and not its Tidak."""
    if event.kind != "TaskCompleted" or event.element is None or event.element not in chain.kinds:
        return False
    refusing = refusing_ways(definition, event.element)
    return not any(kind == "flow" and id in refusing for kind, id in move.path)


def _demand(work: Work, definition: Definition, now: _Now, left: Sequence[SignOff]) -> None:
    """Raises NotPossible when a lower initial is missing, or when who drafted would be the only one to approve."""
    row, element = now.event.row, now.event.element or ""
    refused, _ = blocked(definition, element, left) if SIGNING & set(now.chain.kinds[element]) else ([], [])
    if refused:
        names = ", ".join(definition.title(one) for one in refused)
        raise NotPossible(
            "initial-missing",
            f"Belum dapat ditandatangani: paraf pada langkah “{names}” belum ada atau gugur. "
            "Jawab Tidak agar berkas kembali dan diparaf lagi.",
            f"It cannot be signed yet: the initials of the step “{names}” are missing or void. "
            "Answer Tidak, so that the case goes back and is initialled again.",
            missing=[*refused],
        )
    if now.event.data.get("recorded_by"):
        return
    login = {"login": work.context.actor.login}
    drafted = only_approver(work.tx, definition, {**row, "element": element} | login, left)
    if drafted is not None:
        raise NotPossible(
            "only-approver",
            f"Anda yang menyusunnya (langkah “{definition.title(drafted)}”), dan belum ada orang lain mengesahkan. "
            "Serahkan tugas ini kepada pejabat lain, atau minta administrator menunjuk Plt atau Plh.",
            f"You drafted it (step “{definition.title(drafted)}”), and nobody else has approved it. "
            "Hand this task to another official, or ask the administrator to appoint an acting one.",
            drafted=drafted,
        )


def _given(work: Work, now: _Now) -> NewEvent:
    event = now.event
    held = {place: value for place, (_, value) in now.held().items()}
    held |= {(now.home(name), name): value for name, value in event.answers.items()}
    papers = paper_hashes(list(held.values()))
    papers |= {one.event.data["sha256"] for one in attachments(work.tx, event.case).values()}
    data: dict[str, Any] = {
        "task": event.data["task"],
        "completion": event.row["events"] + 1,
        "kinds": list(now.chain.kinds[event.element or ""]),
        "papers": sorted(papers),
    }
    if event.data.get("recorded_by"):
        data["recorded_by"] = event.data["recorded_by"]
    return NewEvent(event.case, "SignOffGiven", data, event.element, event.acting_for)


def _voids(now: _Now, definition: Definition, *, signs: bool) -> Iterator[NewEvent]:
    """One event for the sign-offs that stop to count for the same reason."""
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for one in now.valid:
        why = _why(now, definition, one, signs=signs)
        if why is not None:
            found.setdefault(why, []).append(one.event.number)
    event = now.event
    base = {"completion": event.row["events"] + 1} if event.kind == "TaskCompleted" else {}
    for (why_, changed, papers), numbers in found.items():
        data: dict[str, Any] = {"sign_offs": numbers, "why": why_} | base
        data |= {name: list(value) for name, value in (("changed", changed), ("papers", papers)) if value}
        yield NewEvent(event.case, "SignOffVoided", data, event.element, event.acting_for)


def _why(
    now: _Now, definition: Definition, one: SignOff, *, signs: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """Why a sign-off counts no more after the move, the variables that changed, and the papers that are no more."""
    event = now.event
    changed, papers = _changed(now, one)
    if papers:
        return "paper", changed, papers
    if event.kind == "TaskCompleted" and event.element == one.event.element:
        looped = definition.process.elements[event.element or ""].loop is not None
        return None if looped else ("again" if signs else "refused", (), ())
    if changed:
        return "text", changed, ()
    redone = event.kind == "TaskCompleted" and event.element not in now.chain.kinds
    after = now.chain.signed_after.get(event.element or "", frozenset())
    return ("redone", (), ()) if redone and one.event.element in after else None


def _changed(now: _Now, one: SignOff) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the move answers otherwise than it stood when the sign-off was given: the names, and papers that go."""
    names, papers = [], set[str]()
    held = now.held()
    for name, value in now.event.answers.items():
        number, before = held.get((now.home(name), name), (None, None))
        if number is None or number > one.completion or name.startswith(NO_TEXT) or before == value:
            continue
        names.append(name)
        papers |= (paper_hashes([before]) - paper_hashes([value])) & set(one.papers)
    return tuple(sorted(names)), tuple(sorted(papers))


def _value(row: Row) -> Any:
    return None if row["value"] is None else loads(bytes(row["value"]))
