"""Queries of the search over all cases: each looks at a bounded stretch of an index, newest first, and says how far.

A page costs the same with ten cases and with a million. `at` and `before` are the place (start, case) after which it
goes on; of the cases of a person, `before` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, literal_column, or_, select

from engine.store.query import Query
from engine.store.tables import definition, process_instance, task
from engine.store.words import hits

__all__ = ["ALONG", "CASES_WITH_WORDS", "NUMBERED", "VERSIONS", "Along"]

_pi: Final = process_instance
_scan: Final[BindParameter[Any]] = bindparam("scan")
_at: Final[BindParameter[Any]] = bindparam("at")
_before: Final[BindParameter[Any]] = bindparam("before")
_COLUMNS: Final = (
    _pi.c.id,
    _pi.c.definition_id,
    _pi.c.office,
    _pi.c.number,
    _pi.c.status,
    _pi.c.outcome,
    _pi.c.started_at,
    _pi.c.started_by,
    _pi.c.ended_at,
    _pi.c.events,
    _pi.c.hold,
)


def _is(name: str, condition: ColumnElement[bool], nothing: Any = "") -> ColumnElement[bool]:
    asked: BindParameter[Any] = bindparam(name)
    return or_(asked == nothing, condition)


def _again(of: Any) -> ColumnElement[bool]:
    """A step that was done was open once more."""
    first, other = task.alias("first"), task.alias("other")
    return exists(
        select(first.c.n).where(
            first.c.case_id == of.id,
            first.c.status == literal_column("'DONE'"),
            first.c.item.is_(None),
            exists(
                select(other.c.n).where(
                    other.c.case_id == of.id,
                    other.c.n > first.c.n,
                    other.c.element == first.c.element,
                    other.c.item.is_(None),
                    other.c.status != literal_column("'CANCELLED'"),
                )
            ),
        )
    )


def _fits(of: Any) -> ColumnElement[bool]:
    """What a case has to be like; `of` are its columns."""
    of_case = task.c.case_id == of.id
    late = exists(
        select(task.c.n).where(
            of_case,
            task.c.status != literal_column("'CANCELLED'"),
            task.c.due_at < func.coalesce(task.c.closed_at, bindparam("now")),
        )
    )
    person: BindParameter[Any] = bindparam("person")
    worked = exists(select(task.c.n).where(of_case, or_(task.c.closed_by == person, task.c.assignee == person)))
    posts = literal_column("'+'").concat(func.coalesce(task.c.candidates, "")).concat(literal_column("'+'"))
    wanted = literal_column("'%+'").concat(bindparam("post")).concat(literal_column("'+%'"))
    return and_(
        of.status.in_(bindparam("statuses", expanding=True)),
        of.started_at >= bindparam("since"),
        of.started_at < bindparam("until"),
        _is("late", late, 0),
        _is("again", _again(of), 0),
        _is("outcome", of.outcome == bindparam("outcome")),
        _is("step", exists(select(task.c.n).where(of_case, task.c.element == bindparam("step")))),
        _is("post", exists(select(task.c.n).where(of_case, posts.like(wanted)))),
        _is("person", or_(of.started_by == person, worked)),
    )


@dataclass(frozen=True, slots=True)
class Along:
    """Two questions along one index: the cases that fit in the next stretch, and where that stretch ends."""

    found: Query
    seen: Query


def _stretch(of: ColumnElement[bool] | None) -> Select[Any]:
    place = and_(_pi.c.started_at <= _at, or_(_pi.c.started_at < _at, _pi.c.id < _before))
    where = (place,) if of is None else (of, place)
    columns = select(*_COLUMNS).where(*where, _pi.c.started_at >= bindparam("since"))
    return columns.order_by(_pi.c.started_at.desc(), _pi.c.id.desc()).limit(_scan)


def _of_person() -> Select[Any]:
    """What somebody completed or holds, by case."""
    person: BindParameter[Any] = bindparam("person")
    done = (
        select(task.c.case_id)
        .where(task.c.closed_by == person, task.c.closed_by.is_not(None), task.c.case_id < _before)
        .distinct()
        .order_by(task.c.case_id.desc())
        .limit(_scan)
        .subquery("done")
    )
    held = (
        select(task.c.case_id)
        .where(task.c.assignee == person, task.c.status == literal_column("'OPEN'"), task.c.case_id < _before)
        .distinct()
        .order_by(task.c.case_id.desc())
        .limit(_scan)
        .subquery("held")
    )
    both = select(done.c.case_id).union(select(held.c.case_id)).subquery("both")
    return select(*_COLUMNS).join(both, both.c.case_id == _pi.c.id).order_by(_pi.c.id.desc()).limit(_scan)


def _along(what: str, stretch: Select[Any], *, by_case: bool = False) -> Along:
    some = stretch.subquery("stretch")
    order = (some.c.id.desc(),) if by_case else (some.c.started_at.desc(), some.c.id.desc())
    found = select(some).where(_fits(some.c)).order_by(*order)
    last = (some.c.id.asc(),) if by_case else (some.c.started_at.asc(), some.c.id.asc())
    looked = select(func.count()).select_from(some).scalar_subquery()
    seen = select(some.c.id, some.c.started_at, looked.label("looked")).order_by(*last).limit(1)
    return Along(
        Query(f"Among the next cases {what}, newest first, those that fit.", found.limit(bindparam("limit"))),
        Query(f"Where that look at the cases {what} ended, and how many it saw.", seen),
    )


ALONG: Final = {
    "everything": _along("of all offices", _stretch(None)),
    "office": _along("of an office", _stretch(_pi.c.office == bindparam("place"))),
    "version": _along("of a version", _stretch(_pi.c.definition_id == bindparam("place"))),
    "person": _along("of a person", _of_person(), by_case=True),
}
NUMBERED: Final = Query(
    "Cases whose numbers lie between two texts and that fit.",
    select(*_COLUMNS)
    .where(_pi.c.number >= bindparam("first"), _pi.c.number < bindparam("last"), _fits(_pi.c))
    .order_by(_pi.c.number)
    .limit(bindparam("limit")),
)
_hit: Final = hits().subquery("hit")
CASES_WITH_WORDS: Final = Query(
    "Cases that are about these words and that fit, newest first.",
    select(*_COLUMNS)
    .join(_hit, _hit.c.case_id == _pi.c.id)
    .where(_fits(_pi.c))
    .order_by(_pi.c.started_at.desc(), _pi.c.id.desc())
    .limit(bindparam("limit")),
)
VERSIONS: Final = Query(
    "All versions that there are, the newest of each SOP first.",
    select(definition.c.id, definition.c.key, definition.c.version, definition.c.office, definition.c.name).order_by(
        definition.c.name, definition.c.key, definition.c.version.desc()
    ),
)
