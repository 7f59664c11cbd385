"""The papers of a case: who brought them, at which step, and which one replaced which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from engine.canonical import loads
from engine.commands.answers import variables
from engine.commands.finding import case_facts
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.library import Definition
from engine.papers import is_papers
from engine.policy import may
from engine.queries.look import Look
from engine.queries.names import Names, Person, Post, names
from engine.queries.steps import Step, step
from engine.store.cases import CASE_BY_NUMBER
from engine.store.documents import ANSWERS_WITH_PAPERS, OF_CASE
from engine.store.reading import Row
from engine.store.remarks import attachments

__all__ = ["CasePaper", "papers_of_case", "papers_of_number"]

LOOSE: Final = ""
"""Where a paper stands that no form asked for."""


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper of a case. `field` is what asked for it, empty for one that was put beside the answers.

    `version` counts the papers of that field that stood in for each other, `before` and `after` are the digests of its
    neighbours. `current` is false for one that was replaced, left out or taken off again.
    """

    sha256: str
    name: str
    size: int
    type: str
    at: datetime
    actor: Person | None
    post: Post | None
    step: Step
    field: str
    label: str
    event: int
    current: bool = True
    version: int = 1
    before: str | None = None
    after: str | None = None


def papers_of_number(look: Look, number: str) -> tuple[CasePaper, ...]:
    """The papers of the case with that number; NotFound where the person may not know of it."""
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    if row is None or not may(look.actor, "read-case", case_facts(look.reading, look.actor, row)):
        raise NotFound("no-case", f"Berkas {number} tidak ada.", f"There is no case {number}.", number=number)
    return papers_of_case(look, row["id"], look.definition(row["definition_id"]))


def papers_of_case(look: Look, case: int, definition: Definition) -> tuple[CasePaper, ...]:
    """The papers of a case that the person may read, oldest first."""
    rows = look.reading.all(OF_CASE, case=case)
    if not rows:
        return ()
    fields = _fields(look.reading.all(ANSWERS_WITH_PAPERS, case=case))
    called = names(look.reading, {row["actor"] for row in rows}, {row["acting_for"] for row in rows})
    found = [_paper(definition, called, row, fields.get((row["event"], row["sha256"]), LOOSE)) for row in rows]
    held = _held(variables(look.reading, case), attachments(look.reading, case).keys())
    return _in_versions(found, held)


def _fields(rows: Iterable[Row]) -> dict[tuple[int, str], str]:
    """(event, digest) -> the name of the answer that brought it."""
    found: dict[tuple[int, str], str] = {}
    for row in rows:
        value = None if row["value"] is None else loads(bytes(row["value"]))
        if is_papers(value) and not row["name"].startswith("$"):
            assert isinstance(value, list)
            found |= {(row["event"], one["sha256"]): row["name"] for one in value}
    return found


def _paper(definition: Definition, called: Names, row: Row, field: str) -> CasePaper:
    labels = {one.key: one.label for form in definition.forms.values() for one in form.fields}
    return CasePaper(
        sha256=row["sha256"],
        name=row["name"],
        size=row["size"],
        type=row["type"],
        at=moment(row["happened_at"]),
        actor=called.person(row["actor"]),
        post=called.post(row["acting_for"]),
        step=step(definition, row["element"]),
        field=field,
        label=labels.get(field, field),
        event=row["event"],
    )


def _held(values: Mapping[str, Any], loose: Iterable[int]) -> tuple[dict[str, set[str]], set[int]]:
    """What stands in the answers now, by field; and the events whose attachments nobody took off."""
    named = {name: {one["sha256"] for one in value} for name, value in values.items() if is_papers(value)}
    return named, set(loose)


def _in_versions(found: list[CasePaper], held: tuple[dict[str, set[str]], set[int]]) -> tuple[CasePaper, ...]:
    """Says of each paper whether it counts, and which one it replaced.

    A paper of the same field and name is its next version; so is one that came when the only other one went.
    """
    named, loose = held
    told: dict[str, CasePaper] = {}
    for one in found:
        counts = one.sha256 in named.get(one.field, set()) if one.field else one.event in loose
        old = _older(one, told.values(), named)
        told[one.sha256] = replace(one, current=counts)
        if old is not None:
            told[old.sha256] = replace(old, after=one.sha256, current=False)
            told[one.sha256] = replace(one, current=counts, version=old.version + 1, before=old.sha256)
    return tuple(told.values())


def _older(one: CasePaper, told: Iterable[CasePaper], named: Mapping[str, set[str]]) -> CasePaper | None:
    """The paper that this one replaced."""
    here = [old for old in told if old.field == one.field and old.after is None and old.event < one.event]
    same = [old for old in here if old.name.casefold() == one.name.casefold()]
    if same or not one.field:
        return next(iter(reversed(same)), None)
    gone = [old for old in here if old.sha256 not in named.get(one.field, set())]
    return gone[0] if len(gone) == 1 == len(here) else None
