"""Lists of the history that are told from the events of one case: asked by GET and POST, counted, sorted, paged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_wanted import Given, Wanted, bad, page_of
from engine.api.schema import COUNT, Schema, many
from engine.store import Reading
from engine.store.history_lists import PAST_CASES
from engine.store.listings import Filters
from engine.store.lists import Page
from engine.store.reading import Row

__all__ = ["ANY_CASE", "Told", "fitting", "hang", "the_case"]

ANY_CASE: Final = ("processInstanceId", "executionId")
"""The parameters that name a case by its id."""


@dataclass(frozen=True, slots=True)
class Told:
    """One such list: `/history/<path>`, its objects, what it takes, how it is told, sorted and written.

    `tell` gives what is asked for, in the order of the events; `keys` order it; `write` makes objects of a page.
    `posted`: it may also be asked in a body.
    """

    path: str
    tag: str
    schema: Schema
    readers: Mapping[str, Reader]
    tell: Callable[[Reading, Given], Iterable[Any]]
    keys: Mapping[str, Callable[[Any], Any]]
    write: Callable[[Reading, list[Any]], list[dict[str, Any]]]
    posted: bool = True
    extra: Mapping[str, Reader] = field(default_factory=dict)

    @property
    def wanted(self) -> Wanted:
        """What it takes."""
        return Wanted(orders={name: name for name in self.keys}, more=self.readers)

    def listed(self, asked: Asked) -> Response:
        """A page of the list."""
        given = self.wanted.given(asked)
        with asking.desk().store.reading() as reading:
            return answer(self.write(reading, page_of(given, list(self.tell(reading, given)), self.keys)))

    def counted(self, asked: Asked) -> Response:
        """How many there are."""
        with asking.desk().store.reading() as reading:
            return answer({"count": sum(1 for _ in self.tell(reading, self.wanted.given(asked)))})


def hang(told: Told) -> None:
    """Adds the routes of a list to the dialect."""
    wanted, place, name = told.wanted, f"/history/{told.path}", told.path.replace("-", "_")
    rows = {200: many(told.schema)}
    listed = operation(told.tag, query={**wanted.query, **told.extra}, answers=rows)(
        _named(f"list_{name}", told.listed)
    )
    counted = operation(told.tag, query=wanted.readers, answers={200: COUNT})(_named(f"count_{name}", told.counted))
    rest.get(place)(listed)
    rest.get(f"{place}/count")(counted)
    if told.posted:
        queried = operation(told.tag, query={**wanted.paging, **told.extra}, body=wanted.body, answers=rows)
        rest.post(place)(queried(_named(f"query_{name}", told.listed)))
        many_ = operation(told.tag, body=wanted.body, answers={200: COUNT})
        rest.post(f"{place}/count")(many_(_named(f"query_{name}_count", told.counted)))


def _named(name: str, inner: Callable[[Asked], Response]) -> Callable[..., Response]:
    def view(asked: Asked) -> Response:
        return inner(asked)

    view.__name__, view.__doc__ = name, inner.__doc__
    return view


def the_case(reading: Reading, given: Given, *more: str) -> Row | None:
    """The case that the parameters name; None when it is none that the actor may read.

    `more` are parameters whose value begins with the case's number, as in `417-3`. Raises BadInput when none names one.
    """
    values = given.values
    named = {values[name] for name in ANY_CASE if name in values}
    named |= {_first(values[name]) for name in more if name in values}
    if not named:
        names = ", ".join((ANY_CASE[0], *more))
        raise bad(f"Sebutkan salah satu: {names}.", f"One of the parameters {names} is required here.")
    if len(named) > 1 or None in named:
        return None
    filters: Filters = {"case": {"case": next(iter(named))}}
    rows = PAST_CASES.rows(reading, Page(filters | sight.cases_of(asking.me())))
    return rows[0] if rows else None


def _first(value: Any) -> int | None:
    """The number of the case in an id such as `417-3` or `langkah_1:417-3`."""
    if isinstance(value, tuple):
        return int(value[0])
    number = str(value).rpartition(":")[2].partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def fitting(found: Iterable[Any], tests: Mapping[str, Callable[[Any, Any], bool]], given: Given) -> Iterator[Any]:
    """What passes the tests of the parameters that were given."""
    asked = [(tests[name], value) for name, value in given.values.items() if name in tests]
    return (one for one in found if all(fits(one, value) for fits, value in asked))
