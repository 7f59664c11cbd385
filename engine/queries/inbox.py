"""The inbox: the tasks of a person and of his posts, filtered, in the order that is wanted, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.events import instant
from engine.policy import Actor
from engine.queries.due import Group, group_of
from engine.queries.inbox_counts import Box
from engine.queries.inbox_rows import TaskRow, task_rows
from engine.queries.inbox_source import FREE, Key, Order, Place, Source, key_of, place_of
from engine.queries.look import Look
from engine.queries.numbers import mistyped, number_ranges
from engine.queries.steps import steps
from engine.store.people import OFFICES
from engine.store.reading import Row
from engine.store.views import OPEN_IN_CASES
from engine.store.views_case import CASES_BY_NUMBER, LATEST_DEFINITIONS
from engine.store.words import DONE_WITH_WORDS, MOST_HITS, OPEN_WITH_WORDS, asked, spans, words_of

__all__ = ["FREE", "Ask", "Box", "Choice", "Inbox", "Order", "Place", "TaskRow", "tasks"]

PAGE: Final = 20
SCAN: Final = 2000  # rows that one page looks through when it filters
CHUNK: Final = 250


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: a box, an SOP by its key, a step of it, how much time is left, a text, an order, a page.

    The text is a case number, or words of the applicant, the SOP or the step.
    """

    box: Box = "posts"
    sop: str = ""
    text: str = ""
    after: Place | None = None
    step: str = ""
    due: Group | None = None
    order: Order = "old"

    @property
    def filtered(self) -> bool:
        """True when rows are left out."""
        return bool(self.sop or self.text.strip() or self.due)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: its value and its words."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of tasks. `next` is where the next page goes on; `cut` is true when a filter looked no further.

    `sops` are those in which the person has a part, `steps` those of the chosen SOP that are his.
    """

    rows: tuple[TaskRow, ...]
    next: Place | None
    cut: bool
    sops: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    wrong_number: bool


def tasks(look: Look, ask: Ask) -> Inbox:
    """A page of the box that is asked for; done tasks are newest first, whatever is said."""
    sops, own_steps, known = _known(look, ask.sop)
    codes = {row["code"] for row in look.reading.all(OFFICES) if _knows(look.actor, row["id"])}
    ranges = number_ranges(ask.text, codes, look.now)
    if ranges and ask.box != "done":
        found, next_, cut = _numbered(look, ask, ranges), None, False
    elif ask.text.strip() and not ranges:
        found, next_, cut = _worded(look, ask, known)
    else:
        found, next_, cut = _scan(look, ask, _keep(look, ask, ranges))
    return Inbox(
        rows=tuple(task_rows(look, found)),
        next=next_,
        cut=cut,
        sops=sops,
        steps=own_steps,
        wrong_number=not found and mistyped(ask.text),
    )


def _knows(actor: Actor, office: str) -> bool:
    return any(post.startswith(f"{office}/") for post in actor.answers)


def _scan(look: Look, ask: Ask, keep: Callable[[Row], bool]) -> tuple[list[Row], Place | None, bool]:
    """Rows until a page is full; a filter that finds few looks through SCAN rows and then says where it stopped."""
    source = Source(look, ask.box, ask.order, ask.due)
    place = ask.after or source.first
    found: list[Row] = []
    narrow = bool(ask.sop or ask.text.strip() or (ask.due and not source.exact))
    step = CHUNK if narrow else PAGE + 1
    for _ in range(SCAN // CHUNK if narrow else 1):
        rows = source.rows(place, step)
        for row in rows:
            if keep(row):
                if len(found) == PAGE:
                    return found, source.place(found[-1]), False
                found.append(row)
        if len(rows) < step:
            return found, None, False
        place = source.place(rows[-1])
    return found, place, True


def _worded(look: Look, ask: Ask, known: tuple[str, ...]) -> tuple[list[Row], Place | None, bool]:
    """Tasks whose case is about the words, found by their index, with those whose SOP or step has them all."""
    words = asked(ask.text)
    hits, many = _hits(look, ask, words) if words else ([], False)
    if not all(any(word in said for said in known) for word in words_of(ask.text)):
        kept, next_ = hits[:PAGE], place_of(ask.box, ask.order, hits[PAGE - 1]) if len(hits) > PAGE else None
        return kept, next_, many and next_ is None
    named, next_, cut = _scan(look, ask, _keep(look, ask, []))
    rows = {(row["case_id"], row["n"]): row for row in (*hits, *named)}
    order = sorted(rows.values(), key=lambda row: key_of(ask.box, ask.order, row))
    if next_ is not None:
        last = _behind(ask, next_)
        order = [row for row in order if key_of(ask.box, ask.order, row) <= last]
    if len(order) > PAGE:
        return order[:PAGE], place_of(ask.box, ask.order, order[PAGE - 1]), False
    return order, next_, cut


def _hits(look: Look, ask: Ask, words: list[str]) -> tuple[list[Row], bool]:
    """Tasks of cases that are about these words, behind the place of the page; whether there may be more."""
    actor, who = look.actor, spans(words)
    if ask.box == "done":
        found = look.reading.all(DONE_WITH_WORDS, login=actor.reads_as, **who)
    else:
        groups = sorted(actor.groups) if ask.box == "posts" else []
        found = look.reading.all(OPEN_WITH_WORDS, login=actor.reads_as, groups=groups, **who)
        if ask.box == "posts":
            found = [row for row in found if row["candidates"] in actor.groups]
    keep = _keep(look, ask, [], worded=False)
    after = None if ask.after is None else _behind(ask, ask.after)
    kept = [row for row in found if keep(row) and (after is None or key_of(ask.box, ask.order, row) > after)]
    return sorted(kept, key=lambda row: key_of(ask.box, ask.order, row)), len(found) >= MOST_HITS


def _behind(ask: Ask, place: Place) -> Key:
    return key_of(ask.box, ask.order, place.row)


def _numbered(look: Look, ask: Ask, ranges: list[tuple[str, str]]) -> list[Row]:
    """The open tasks of cases by their numbers."""
    reading, actor = look.reading, look.actor
    who = {"login": actor.reads_as, "groups": sorted(actor.groups), "everything": 0}
    cases = [
        row["id"]
        for first, last in ranges
        for row in reading.all(CASES_BY_NUMBER, first=first, last=last, limit=PAGE, **who)
    ]
    found = reading.all(OPEN_IN_CASES, cases=cases) if cases else []
    keep = _keep(look, ask, ranges)
    held = [row for row in found if row["assignee"] == actor.login]
    own = held if ask.box == "mine" else [row for row in found if row in held or row["candidates"] in actor.groups]
    return [row for row in own if keep(row)]


def _keep(look: Look, ask: Ask, ranges: list[tuple[str, str]], *, worded: bool = True) -> Callable[[Row], bool]:
    words, now = words_of(ask.text) if worded and not ranges else [], instant(look.now)

    def keep(row: Row) -> bool:
        definition = look.definition(row["definition_id"])
        if ask.sop and (definition.key != ask.sop or (ask.step and row["element"] != ask.step)):
            return False
        if ask.due and ask.box != "done" and group_of(row, now) != ask.due:
            return False
        if ranges:
            return any(first <= row["number"] < last for first, last in ranges)
        said = words_of(f"{definition.name} {definition.title(row['element'])}") if words else []
        return all(any(word in one for one in said) for word in words)

    return keep


def _known(look: Look, sop: str) -> tuple[tuple[Choice, ...], tuple[Choice, ...], tuple[str, ...]]:
    """The SOPs in which the person has a part, his steps of the chosen one, and all words that their names have."""
    groups, found, own = look.actor.groups, [], []
    words: set[str] = set()
    for row in look.reading.all(LATEST_DEFINITIONS):
        definition = look.definition(row["id"])
        mine = [id for id, group in definition.candidates.items() if group in groups]
        if not mine:
            continue
        found.append(Choice(definition.key, definition.name))
        words.update(words_of(definition.name), *(words_of(definition.title(id)) for id in mine))
        if definition.key == sop:
            own = [Choice(step.element, step.title) for step in steps(definition) if step.element in mine]
    return tuple(sorted(found, key=lambda one: one.name)), tuple(own), tuple(words)
