"""What a receipt says to who brought papers: the number, what was brought, what is missing, how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.commands.answers import variables
from engine.commands.finding import case_facts
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.library import Definition
from engine.policy import may
from engine.queries.ahead import coming
from engine.queries.bring import needed
from engine.queries.catalogue import Length, length_of
from engine.queries.due import times_of
from engine.queries.look import Look
from engine.queries.names import Office, office
from engine.queries.steps import first_steps, steps
from engine.store.cases import CASE_BY_NUMBER, OPEN_TASKS
from forms.form import Field

__all__ = ["Receipt", "receipt"]

HERE, GONE, SPOILT = "ada", "tidak ada", "perlu diganti"
_CHECKED: Final = frozenset({HERE, GONE, SPOILT})
_LISTS: Final = frozenset({"checklist", "taglist"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt. `brought` and `missing` are documents by name, `missing` with what is wrong (`tidak ada`, …).

    `unchecked` are documents of which nobody has written down anything yet. `end` is when the case is done at the
    latest (UTC), None where the SOP prints no time for a step. Nothing in it names the person.
    """

    number: str
    service: str
    version: int
    office: Office
    started_at: datetime
    status: str
    outcome: str | None
    brought: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    unchecked: tuple[str, ...]
    length: Length
    end: datetime | None


def receipt(look: Look, number: str) -> Receipt:
    """The receipt of a case; NotFound where the person may not know of it."""
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    if row is None or not may(look.actor, "read-case", case_facts(look.reading, look.actor, row)):
        raise NotFound("no-case", f"Berkas {number} tidak ada.", f"There is no case {number}.", number=number)
    definition = look.definition(row["definition_id"])
    found = _papers(definition, variables(look.reading, row["id"]))
    open_rows = look.reading.all(OPEN_TASKS, case=row["id"])
    to_come = coming(definition, open_rows, times_of(look, row["office"]), look.now)
    return Receipt(
        number=row["number"],
        service=definition.name,
        version=definition.version,
        office=office(look.reading, row["office"]),
        started_at=moment(row["started_at"]),
        status=row["status"],
        outcome=row["outcome"],
        brought=tuple(name for name, how in found.items() if how == HERE),
        missing=tuple((name, how) for name, how in found.items() if how in (GONE, SPOILT)),
        unchecked=tuple(name for name, how in found.items() if not how),
        length=length_of(definition),
        end=to_come.end,
    )


def _papers(definition: Definition, values: Mapping[str, Any]) -> dict[str, str]:
    """Each document that is asked for, and how it is: what was ticked at the counter, then what a check has found."""
    first = first_steps(definition)
    found = {name: "" for element in first for name in needed(definition, element)[0]}
    known = {_plain(name): name for name in found}
    for field in _fields(definition):
        value = values.get(field.key)
        if field.kind in _LISTS and _same(field, known) and isinstance(value, list):
            for option in field.options:
                found[known.get(_plain(option.label), option.label)] = HERE if option.value in value else GONE
        elif isinstance(value, str) and value in _CHECKED and {option.text for option in field.options} == _CHECKED:
            found[known.get(_plain(field.label), field.label)] = value
    return found


def _fields(definition: Definition) -> Iterator[Field]:
    """The fields of the start and of all steps, in the order of the diagram."""
    starts = [found.id for found in definition.process.starts]
    for element in (*starts, *(one.element for one in steps(definition))):
        form = definition.forms.get(element)
        yield from () if form is None else (field for field in form.fields if not field.readonly)


def _same(field: Field, known: Mapping[str, str]) -> bool:
    """True for the list of what was brought: one of its options is a document that the SOP asks for."""
    return any(_plain(option.label) in known for option in field.options)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("foto copy", "fotocopy").replace("fotokopi", "fotocopy").split())
