"""Commands on filters: questions that somebody keeps for himself, or a process owner for his office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.canonical import NotCanonical, dumps
from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid, NotAllowed, NotFound
from engine.people import office_of
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.store.filters import COUNT_FILTERS, DROP_FILTER, LOCK_FILTER, NEW_FILTER, SET_FILTER
from engine.store.reading import Row

__all__ = ["ChangeFilter", "DropFilter", "KeepFilter", "Kept", "offices_of"]

MOST: Final = 100
"""Filters that one person keeps."""
_LONG: Final = 20_000  # bytes of a query, and of the properties
_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter: what it is called, what it asks (as the API takes it), what a client keeps with it, whose it is.

    Without an `owner` it is shared with the people of the offices in which the actor is process owner.
    """

    name: str
    query: Mapping[str, Any]
    properties: Mapping[str, Any]
    owner: str | None


@dataclass(frozen=True, slots=True)
class KeepFilter:
    """Keep a filter on a resource (`Task`)."""

    filter: Kept
    resource: str = "Task"


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Let a filter be another one."""

    id: int
    filter: Kept


@dataclass(frozen=True, slots=True)
class DropFilter:
    """Forget a filter."""

    id: int


@handles(KeepFilter)
def keep_filter(work: Work, command: KeepFilter) -> Body:
    """Keeps it; the body holds its id."""
    row = _row(work, command.filter)
    if row["owner"] is not None and work.tx.value(COUNT_FILTERS, owner=row["owner"]) >= MOST:
        kata, words = f"Paling banyak {MOST} saringan; hapus dahulu satu.", f"At most {MOST} filters; drop one first."
        raise Invalid([FieldProblem("name", kata, words)])
    return {"filter": work.tx.value(NEW_FILTER, **row, resource=command.resource)}


@handles(ChangeFilter)
def change_filter(work: Work, command: ChangeFilter) -> Body:
    """Writes it anew."""
    _held(work, command.id)
    work.tx.run(SET_FILTER, filter=command.id, **_row(work, command.filter))
    return {"filter": command.id}


@handles(DropFilter)
def drop_filter(work: Work, command: DropFilter) -> Body:
    """Forgets it."""
    _held(work, command.id)
    work.tx.run(DROP_FILTER, id=command.id)
    return {"filter": command.id}


def offices_of(actor: Actor) -> frozenset[str]:
    """The offices whose shared filters are his too; `*` for who has a role everywhere."""
    mine = {office_of(post) for post in actor.answers} | {office for _, office in actor.grants}
    return frozenset(mine | ({actor.home} if actor.home else set()))


def _held(work: Work, id: int) -> Row:
    """The filter; NotFound when the actor may not know of it, NotAllowed when it is shared and not his to change."""
    row, actor = work.tx.one(LOCK_FILTER, id=id), work.context.actor
    if row is not None and row["owner"] == actor.login:
        work.demand("filter", Facts(own=True))
        return row
    shared = row is not None and row["owner"] is None
    if (
        row is None
        or not shared
        or not ({row["office"], EVERYWHERE} & offices_of(actor) or row["office"] == EVERYWHERE)
    ):
        raise NotFound("no-filter", "Saringan ini tidak ada.", f"Filter with id '{id}' does not exist")
    work.demand("share-filter", Facts(row["office"]))
    return row


def _row(work: Work, kept: Kept) -> Row:
    actor, problems = work.context.actor, []
    if not kept.name.strip() or len(kept.name) > _NAME or "\0" in kept.name:
        problems.append(FieldProblem("name", "Beri nama saringan ini.", "Name the filter."))
    sizes = {name: _bytes(value) for name, value in (("question", kept.query), ("properties", kept.properties))}
    for name, data in sizes.items():
        if data is None or len(data) > _LONG:
            problems.append(FieldProblem(name, "Isi ini tidak dapat disimpan.", "This cannot be kept."))
    if problems:
        raise Invalid(problems)
    if kept.owner is None:
        return {"name": kept.name, "owner": None, "office": _shared_in(work), **sizes}
    if kept.owner != actor.login:
        raise NotAllowed("not-allowed", "Saringan hanya untuk diri sendiri.", "A filter is one's own.", action="filter")
    work.demand("filter", Facts(own=True))
    return {"name": kept.name, "owner": kept.owner, "office": None, **sizes}


def _shared_in(work: Work) -> str:
    """The office in which the actor may share; raises NotAllowed where there is none, Invalid for several."""
    actor = work.context.actor
    if may(actor, "share-filter", Facts(EVERYWHERE)):
        return EVERYWHERE
    found = sorted({office for _, office in actor.grants if may(actor, "share-filter", Facts(office))})
    if not found:
        work.demand("share-filter", Facts())
    if len(found) > 1:
        kata, words = "Anda mengurus beberapa kantor; simpan untuk diri sendiri.", "You own several offices; keep it."
        raise Invalid([FieldProblem("owner", kata, words)])
    return found[0]


def _bytes(value: object) -> bytes | None:
    try:
        return dumps(value)
    except (NotCanonical, RecursionError):
        return None
