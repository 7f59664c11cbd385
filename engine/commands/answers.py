"""Checks raw answers against the form of an element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.canonical import NotCanonical, dumps
from engine.commands.refusals import FieldProblem, Invalid
from engine.library import Definition
from engine.spiff import ITEMS
from engine.store import Reading
from engine.store.scopes import CASE_SCOPE, by_scope

__all__ = ["Item", "Place", "Sight", "cleaned", "free", "sight_of", "variables"]

MAX_NAME: Final = 200
MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 100  # lists and objects in each other: all that reads a value later gets through them


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: its place (from 0), and the variable that holds it."""

    place: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of the variables: the scopes around him, the nearest first, and his item."""

    scopes: tuple[int, ...] = ()
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where answers are given: an element of a definition, and the case, if it began, with what is seen there.

    `now`: when, aware; dates of a form are held against that day in the office's zone.
    """

    definition: Definition
    element: str
    case: int | None = None
    sight: Sight = Sight()
    now: datetime | None = None


def cleaned(reading: Reading, place: Place, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The typed answers; raises Invalid with every problem. Without a form, the variables as they are.

    The case's variables are read only when a condition of the form takes one.
    """
    form = place.definition.forms.get(place.element)
    if form is None:
        return free(raw)
    known = variables(reading, place.case, place.sight) if form.depends and place.case is not None else {}
    today = None if place.now is None else place.now.astimezone(place.definition.zone).date()
    found = form.clean(raw, known, today)
    if found.errors:
        raise Invalid([FieldProblem(error.key, error.id, error.en) for error in found.errors])
    return dict(found.values)


def sight_of(definition: Definition, row: Mapping[str, Any]) -> Sight:
    """What is seen from a task, by its row's `n`, `element`, `scope` (a text such as `57,12`) and `item`."""
    scopes = tuple(int(part) for part in (row["scope"] or "").split(",") if part)
    if scopes[:1] != (row["n"],):  # what somebody set at the task itself
        scopes = (row["n"], *scopes)
    found = definition.process.elements.get(row["element"])
    name = found.loop.item if found is not None and found.loop is not None else None
    return Sight(scopes, None if row["item"] is None else Item(row["item"], name))


def variables(reading: Reading, case: int, sight: Sight = Sight()) -> dict[str, Any]:
    """The present variables of a case as they are seen from a place; erased ones are left out.

    Those of the case, overlaid by those of each scope from the outermost to the nearest, and the item of the list.
    """
    held = by_scope(reading, case, sight.scopes)
    seen = held[CASE_SCOPE]
    for place, scope in reversed(list(enumerate(sight.scopes))):
        if sight.item is not None and place == 0:
            seen = seen | _of_item(sight, held)
        seen = seen | held[scope]
    return {name: value for name, value in seen.items() if not name.startswith("$")}


def _of_item(sight: Sight, held: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """The item and its place; its list stands with the loop around it."""
    assert sight.item is not None
    place, name = sight.item.place, sight.item.name
    items = next((held[scope][ITEMS] for scope in sight.scopes if ITEMS in held[scope]), None)
    found: dict[str, Any] = {"loopCounter": place}
    if name is not None and isinstance(items, list) and place < len(items):
        found[name] = items[place]
    return found


def free(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Variables without a form: any JSON within limits; raises Invalid."""
    problems = []
    for name, value in raw.items():
        if not name or len(name) > MAX_NAME or name.startswith("$") or "\0" in name:
            problems.append(FieldProblem(name, "Nama variabel tidak sah.", "This is no name for a variable."))
            continue
        try:
            size = 0 if _too_deep(value) else len(dumps({name: value}))
        except NotCanonical:
            size = 0
        if not size:
            problems.append(FieldProblem(name, "Nilai ini tidak dapat disimpan.", "This value cannot be stored."))
            continue
        if size > MAX_BYTES:
            problems.append(FieldProblem(name, "Nilai ini terlalu besar.", "This value is too large."))
    if problems:
        raise Invalid(problems)
    return dict(raw)


def _too_deep(value: object, left: int = MAX_DEPTH) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return left < 0 or any(_too_deep(one, left - 1) for one in inner)
