"""A case replayed for people: moments with who, as what, values before and after, papers. No engine is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.calendars import Calendars
from engine.canonical import loads
from engine.events import Event, moment
from engine.papers import is_papers
from engine.people import Capacity, posts_of_group
from engine.queries.chart import Chart, chart
from engine.queries.films import Films
from engine.queries.names import Names, Office, Person, Post, Standing, names, office
from engine.queries.reel import Frame, Moment, Reel, Set
from engine.queries.steps import Step, step
from engine.store import Reading
from engine.store.people_acting import ACTING_OF_POST
from engine.store.reading import Row
from engine.store.replaying import ANSWERS_OF_EVENTS
from forms.form import Field

__all__ = ["Changed", "Erased", "Paper", "Replay", "SignOff", "Told", "replayed"]

REASON: Final = "alasan"
_AT_ONCE: Final = 400  # events in one question
_EMPTY: Final[tuple[Any, ...]] = (None, "", [])
FILMS: Final = Films()
Values = Mapping[tuple[int, str], Any]


@dataclass(frozen=True, slots=True)
class Erased:
    """Stands where a value was erased; `at` says when, where the history tells."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that is another one now: what was asked, before and after as people read them, or Erased."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as an event names it: its name, SHA-256 (hex), bytes and media type. An erased name is empty."""

    name: str
    sha256: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """A paraf, signature, stamp or decree: its kinds, who, as what, over papers with these SHA-256 (hex)."""

    kinds: tuple[str, ...]
    who: Person | None
    post: Post | None
    standing: Standing | None
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A moment with all that its page shows.

    `who` acted for `post`; `standing` says that he only stood in, by the order `letter`; `recorder` is his own post
    where he wrote down what somebody outside did. `to` has the task now, `had` had it before; `item` says which one of
    a list it is about; `unchanged` counts answers that were given again as they were; `letters` are the numbers that
    letters got.
    """

    moment: Moment
    step: Step
    back: tuple[Step, ...]
    next: tuple[Step, ...]
    who: Person | None
    post: Post | None
    recorder: Post | None
    standing: Standing | None
    letter: str
    to: Person | None
    had: Person | None
    group: tuple[Post, ...]
    item: str
    reason: Any
    error: Any
    changed: tuple[Changed, ...]
    unchanged: int
    papers: tuple[Paper, ...]
    signed: tuple[SignOff, ...]
    voided: tuple[SignOff, ...]
    letters: tuple[str, ...]

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.moment.event


@dataclass(frozen=True, slots=True)
class Replay:
    """A case with the moments of a window; `reel` has what is counted over all of them."""

    case: int
    number: str
    status: str
    outcome: str | None
    started_at: datetime
    ended_at: datetime | None
    office: Office
    chart: Chart
    reel: Reel
    told: tuple[Told, ...]

    @property
    def total(self) -> int:
        """How many moments the case has."""
        return len(self.reel.moments)

    def at(self, m: int) -> Told:
        """A moment of the window; KeyError for another."""
        for one in self.told:
            if one.moment.m == m:
                return one
        raise KeyError(m)

    def frame(self, m: int) -> Frame:
        """The diagram after a moment of the window."""
        return self.reel.frames[m]


def replayed(reading: Reading, row: Row, window: Callable[[int], range], calendars: Calendars) -> Replay:
    """The case of a row. `window` says, when told how many moments there are, which of them are told (from 1).

    Whoever calls it has asked whether the person may read the case.
    """
    sheet = chart(reading, row["definition_id"])
    film = FILMS.film(reading, row["id"], sheet, calendars.times(reading, row["office"])).reel(window)
    shown = [one for one in film.moments if one.m in film.window]
    values = _values(reading, row["id"], film, shown)
    teller = _Teller(sheet, values, _names(reading, shown), _letters(reading, shown))
    return Replay(
        case=row["id"],
        number=row["number"],
        status=row["status"],
        outcome=row["outcome"],
        started_at=moment(row["started_at"]),
        ended_at=None if row["ended_at"] is None else moment(row["ended_at"]),
        office=office(reading, row["office"]),
        chart=sheet,
        reel=film,
        told=tuple(teller.tell(one) for one in shown),
    )


def _values(reading: Reading, case: int, film: Reel, shown: Iterable[Moment]) -> Values:
    """(event, name) -> value of the answers of these moments, and of those that stood before."""
    wanted: set[int] = set()
    for one in shown:
        wanted.update(event.number for event in (one.event, *one.beside))
        wanted.update(side[0] for found in one.sets for side in (found.before, found.after) if side is not None)
        wanted.update([one.items[0]] if one.items else [])
    found: dict[tuple[int, str], Any] = {}
    numbers = sorted(wanted)
    for first in range(0, len(numbers), _AT_ONCE):
        for row in reading.all(ANSWERS_OF_EVENTS, case=case, events=numbers[first : first + _AT_ONCE]):
            key = row["event"], row["name"]
            found[key] = Erased(film.erased.get(key)) if row["value"] is None else loads(bytes(row["value"]))
    return found


def _names(reading: Reading, shown: Iterable[Moment]) -> Names:
    logins: set[str | None] = set()
    posts: set[str | None] = set()
    for one in shown:
        for event in (one.event, *one.beside, *one.voided):
            capacity = event.data.get("capacity", {})
            logins |= {event.actor, event.data.get("assignee"), one.holder, capacity.get("holder")}
            posts |= {event.acting_for, capacity.get("post"), *event.data.get("recorded_by", ())}
            posts |= {*posts_of_group(one.group), *posts_of_group(event.data.get("candidates"))}
    return names(reading, logins, posts)


def _letters(reading: Reading, shown: Iterable[Moment]) -> dict[str, list[Row]]:
    """Post -> who acted for it, for the posts for which somebody acts in these moments."""
    posts = {one.event.data["capacity"]["post"] for one in shown if one.event.data.get("capacity")}
    return {post: reading.all(ACTING_OF_POST, post=post) for post in sorted(posts)}


@dataclass(frozen=True, slots=True)
class _Teller:
    chart: Chart
    values: Values
    called: Names
    letters: Mapping[str, list[Row]]

    def tell(self, one: Moment) -> Told:
        """The moment with its people and values."""
        event = one.event
        recorders = event.data.get("recorded_by") or [None]
        reason = self._reason(one)
        changes = list(self._changes(one, reason))
        return Told(
            moment=one,
            step=step(self.chart, one.element),
            back=tuple(step(self.chart, found) for found in one.back),
            next=tuple(step(self.chart, found) for found in (*one.opened, *one.waits)),
            who=self.called.person(event.actor),
            post=self.called.post(event.acting_for),
            recorder=self.called.post(recorders[0]),
            standing=self.called.standing(_capacity(event)),
            letter=self._letter(event),
            to=self.called.person(event.data.get("assignee")),
            had=self.called.person(one.holder),
            group=self.called.group(event.data.get("candidates") or one.group),
            item=self._item(one),
            reason=None if reason is None else self.values.get((event.number, reason)),
            error=self.values.get((event.number, "$galat")),
            changed=tuple(found for found in changes if found is not None),
            unchanged=sum(found is None for found in changes),
            papers=tuple(self._papers(one)),
            signed=tuple(self._sign_off(found) for found in one.beside if found.kind == "SignOffGiven"),
            voided=tuple(self._sign_off(found) for found in one.voided),
            letters=tuple(self._numbers(one)),
        )

    def _sign_off(self, event: Event) -> SignOff:
        return SignOff(
            kinds=tuple(event.data["kinds"]),
            who=self.called.person(event.actor),
            post=self.called.post(event.acting_for),
            standing=self.called.standing(_capacity(event)),
            papers=tuple(event.data["papers"]),
        )

    def _numbers(self, one: Moment) -> Iterator[str]:
        for event in one.beside:
            value = self.values.get((event.number, "$nomor"))
            if event.kind == "RegisterNumberTaken" and isinstance(value, str):
                yield value

    def _reason(self, one: Moment) -> str | None:
        """The name of the answer that says why, or what was remarked."""
        answers: Mapping[str, str] = one.event.data.get("answers", {})
        said = sorted(name for name in answers if name.startswith(REASON))
        for name in ("$alasan", "$catatan", *said):
            value = self.values.get((one.event.number, name)) if name in answers else None
            if isinstance(value, Erased) or (isinstance(value, str) and value.strip()):
                return name
        return None

    def _changes(self, one: Moment, reason: str | None) -> Iterator[Changed | None]:
        """What was set otherwise than before; None for what was given again as it was."""
        for found in one.sets:
            after, before = (None if side is None else self.values.get(side) for side in (found.after, found.before))
            if found.after == (one.event.number, reason) or (after in _EMPTY and before in _EMPTY):
                continue
            same = before == after and not isinstance(after, Erased)
            yield None if same else self._changed(one, found, (before, after))

    def _changed(self, one: Moment, found: Set, values: tuple[Any, Any]) -> Changed:
        field = self._field(one.element, found.name)
        before, after = (_said(field, value) for value in values)
        return Changed((field.label if field else "") or found.name, before, after)

    def _field(self, element: str | None, name: str) -> Field | None:
        form = self.chart.forms.get(element or "")
        return next((field for field in form.fields if field.key == name), None) if form else None

    def _letter(self, event: Event) -> str:
        """The number of the order by which the actor stood in that day."""
        capacity, day = event.data.get("capacity"), event.happened_at.astimezone(self.chart.zone).date().isoformat()
        for row in self.letters.get(capacity["post"], ()) if capacity else ():
            if row["login"] == event.actor and row["since"] <= day <= (row["until"] or day):
                return str(row["letter"])
        return ""

    def _item(self, one: Moment) -> str:
        """Which one of a list: its text, else its place."""
        if one.item is None:
            return ""
        items = None if one.items is None else self.values.get(one.items)
        said = items[one.item] if isinstance(items, list) and one.item < len(items) else None
        if isinstance(said, Mapping):
            said = next((value for value in said.values() if isinstance(value, str)), None)
        return str(said)[:120] if isinstance(said, str | int) else f"{one.item + 1}"

    def _papers(self, one: Moment) -> Iterator[Paper]:
        """The papers that the event's answers name, each once, and the one that it attached."""
        event, seen = one.event, set[str]()
        for name in event.data.get("answers", ()):
            value = self.values.get((event.number, name))
            for found in value if isinstance(value, list) and is_papers(value) else ():
                if found["sha256"] not in seen:
                    seen.add(found["sha256"])
                    yield Paper(found["name"], found["sha256"], found["size"], found["type"])
        if event.kind == "DocumentAttached":
            data, said = event.data, self.values.get((event.number, "$berkas"))
            name = said.get("name", "") if isinstance(said, Mapping) else ""
            yield Paper(str(name), str(data["sha256"]), int(data["size"]), str(data["type"]))


def _capacity(event: Event) -> tuple[str, Capacity] | None:
    said = event.data.get("capacity")
    return None if said is None else (said["post"], Capacity(said["kind"], said["holder"]))


def _said(field: Field | None, value: Any) -> Any:
    """A value as people chose it: the labels of options for their values."""
    labels = {option.value: option.label for option in field.options} if field else {}
    if isinstance(value, list):
        return [one if isinstance(one, dict) else labels.get(one, one) for one in value]
    return labels.get(value, value) if isinstance(value, str | int) else value
