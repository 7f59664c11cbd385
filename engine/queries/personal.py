"""What is held on a person: cases, fields, papers, accounts, and who read them; for who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.canonical import dumps, loads
from engine.commands.refusals import NotFound
from engine.events import Event, instant, moment
from engine.papers import is_papers
from engine.policy import EVERYWHERE, WORKER, Facts, may
from engine.queries.chart import Chart, chart
from engine.queries.look import MOST_ID, Look
from engine.queries.names import Names, Person, names
from engine.queries.steps import Step, step
from engine.store.history import stream
from engine.store.people import GRANTS, MEMBERSHIPS, OFFICES
from engine.store.personal import ACCOUNTS_SAID, CASE_FACTS, CASES_OF_VALUES, VALUES_OF_CASE
from engine.store.reading import Row
from engine.store.reads import READS_OF_CASE
from engine.store.search import CASES_WITH_WORDS
from engine.store.words import asked, spans
from forms.form import Field

__all__ = ["MOST", "Account", "CaseHeld", "Held", "Kept", "Read", "case_held", "held_on"]

MOST: Final = 50
"""Cases that one page tells of."""
_VALUES: Final = 2_000
_READS: Final = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """One value: the answer `name` of event `event`, what was asked, at which step and when; `erased` has its time.

    `papers` are the names of papers that it holds; `matches` when it is what was looked for.
    """

    event: int
    name: str
    label: str
    step: Step
    at: datetime
    value: Any
    papers: tuple[str, ...]
    erased: datetime | None
    gone: bool
    matches: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Who read a case by his role, in which hour, by which page."""

    who: Person
    at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """A case with what it holds and who read it; `erasable` when the person who looks may erase, `held` against it."""

    id: int
    number: str
    sop: str
    office: str
    status: str
    outcome: str | None
    started_at: datetime
    values: tuple[Kept, ...]
    reads: tuple[Read, ...]
    held: bool
    erasable: bool


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its posts (name, from, until) and roles (role, office)."""

    login: str
    name: str
    nip: str | None
    office: str | None
    active: bool
    posts: tuple[tuple[str, str, str | None], ...]
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Everything on one person; `more` when there are more cases than are told of, `answers` when values are shown."""

    said: str
    cases: tuple[CaseHeld, ...]
    accounts: tuple[Account, ...]
    more: bool
    answers: bool


def held_on(look: Look, said: str) -> Held:
    """What is held on who is called so or gave this value. NotFound for who has no role that may ask."""
    offices = [row["id"] for row in look.reading.all(OFFICES)]
    watched = {office for office in offices if may(look.actor, "search", Facts(office))}
    roles = {role for role, _ in look.actor.grants if role != WORKER}
    known = {office for office in offices if any(look.actor.has(role, office) for role in roles)}
    if not watched and not known:
        raise NotFound("no-search", "Halaman ini tidak ada.", "There is no such page.")
    said = " ".join(said.split())
    if not said:
        return Held("", (), (), False, bool(watched))
    ids = _cases(look, said) if watched else []
    rows = look.reading.all(CASE_FACTS, cases=ids[: MOST * 4]) if ids else []
    seen = [row for row in rows if row["office"] in watched]
    cases = tuple(_case(look, row, said) for row in seen[:MOST])
    return Held(said, cases, tuple(_accounts(look, said, known)), len(seen) > MOST, bool(watched))


def case_held(look: Look, row: Row, said: str) -> CaseHeld:
    """One case, for who may read it (which the caller has asked)."""
    return _case(look, row, said)


def variants(said: str) -> list[str]:
    """How a value may have been written."""
    return list(dict.fromkeys((said, said.upper(), said.lower(), said.title(), said.capitalize())))


def _cases(look: Look, said: str) -> list[int]:
    """The cases with that value, and those that are about these words."""
    values = [dumps(one) for one in variants(said)]
    if said.isascii() and said.isdigit() and len(said) < 16 and not said.startswith("0"):
        values.append(dumps(int(said)))
    found = {row["case_id"] for row in look.reading.all(CASES_OF_VALUES, values=values, limit=MOST * 4)}
    words = asked(said)
    if words:
        everything = {"late": 0, "again": 0, "step": "", "post": "", "person": "", "outcome": "", "since": 0}
        everything |= {"until": MOST_ID, "now": instant(look.now), "limit": MOST * 4}
        everything["statuses"] = ["ACTIVE", "SUSPENDED", "COMPLETED", "CANCELLED"]
        found |= {row["id"] for row in look.reading.all(CASES_WITH_WORDS, **spans(words), **everything)}
    return sorted(found, reverse=True)


def _case(look: Look, row: Row, said: str) -> CaseHeld:
    sheet = chart(look.reading, row["definition_id"])
    events = {event.number: event for event in stream(look.reading, row["id"])}
    erased: dict[tuple[int, str], datetime] = {}
    for event in events.values():
        if event.kind == "ValuesErased":
            erased |= {(one[0], one[1]): event.happened_at for one in event.data["erased"]}
    values = look.reading.all(VALUES_OF_CASE, case=row["id"], limit=_VALUES)
    reads = look.reading.all(READS_OF_CASE, case=row["id"], limit=_READS)
    called = names(look.reading, {one["login"] for one in reads}, ())
    return CaseHeld(
        id=row["id"],
        number=row["number"],
        sop=sheet.name,
        office=row["office"],
        status=row["status"],
        outcome=row["outcome"],
        started_at=moment(row["started_at"]),
        values=tuple(_values(sheet, events, values, (erased, said))),
        reads=tuple(_reads(reads, called)),
        held=row["hold"] is not None,
        erasable=may(look.actor, "erase", Facts(row["office"])),
    )


def _values(
    sheet: Chart, events: Mapping[int, Event], rows: Iterable[Row], more: tuple[Mapping[tuple[int, str], datetime], str]
) -> Iterator[Kept]:
    erased, said = more
    wanted = {one.casefold() for one in variants(said)}
    for row in rows:
        event = events.get(row["event"])
        value = None if row["value"] is None else loads(bytes(row["value"]))
        if event is None or value in ("", [], None) and row["value"] is not None:
            continue
        papers = tuple(one["name"] for one in value) if isinstance(value, list) and is_papers(value) else ()
        field = _field(sheet, event.element, row["name"])
        yield Kept(
            event=row["event"],
            name=row["name"],
            label=(field.label if field is not None and field.label else "") or row["name"],
            step=step(sheet, event.element),
            at=event.happened_at,
            value=value,
            papers=papers,
            erased=erased.get((row["event"], row["name"])),
            gone=row["value"] is None,
            matches=any(_same(one, wanted) for one in _texts(value)),
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)


def _same(text: str, wanted: set[str]) -> bool:
    plain = " ".join(text.split()).casefold()
    return bool(plain) and any(one in plain for one in wanted if one)


def _field(sheet: Chart, element: str | None, name: str) -> Field | None:
    form = sheet.forms.get(element or "")
    return next((field for field in form.fields if field.key == name), None) if form else None


def _reads(rows: Iterable[Row], called: Names) -> Iterator[Read]:
    for row in rows:
        who = called.person(row["login"])
        assert who is not None
        yield Read(who, moment(row["at"]), row["page"])


def _accounts(look: Look, said: str, known: set[str]) -> Iterator[Account]:
    """Accounts of the offices that he knows people of; those of no office for who holds his role everywhere."""
    everywhere = any(place == EVERYWHERE for _, place in look.actor.grants)
    for row in look.reading.all(ACCOUNTS_SAID, said=said.lower(), limit=MOST):
        posts = look.reading.all(MEMBERSHIPS, login=row["login"])
        offices = {one["post"].partition("/")[0] for one in posts} | ({row["office"]} if row["office"] else set())
        if not everywhere and offices.isdisjoint(known):
            continue
        called = names(look.reading, (), {one["post"] for one in posts})
        yield Account(
            login=row["login"],
            name=row["name"],
            nip=row["nip"],
            office=row["office"],
            active=bool(row["active"]),
            posts=tuple(_post(called, one) for one in posts),
            roles=tuple((one["role"], one["office"]) for one in look.reading.all(GRANTS, login=row["login"])),
        )


def _post(called: Names, row: Row) -> tuple[str, str, str | None]:
    post = called.post(row["post"])
    return post.name if post else row["post"], str(row["since"]), None if row["until"] is None else str(row["until"])
