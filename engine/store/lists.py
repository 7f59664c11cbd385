"""Lists that are filtered, sorted and paged at will: each combination is compiled once and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.store.query import Query
from engine.store.reading import Reading, Row

__all__ = ["EVERYTHING", "Listing", "Page", "among", "among_numbers", "listed"]

EVERYTHING: Final = 2**31 - 1


class _Among(FunctionElement[str]):
    """The texts of a JSON list, as a sub-select: one statement for lists of any length."""

    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    parameter = compiler.process(element.clauses, **options)
    return f"(SELECT value FROM json_each({parameter}))"  # noqa: S608 - a bound parameter, no text of anybody


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    parameter = compiler.process(element.clauses, **options)
    return f"(SELECT jsonb_array_elements_text(CAST({parameter} AS jsonb)))"


class _AmongNumbers(FunctionElement[int]):
    """The numbers of a JSON list, as a sub-select."""

    inherit_cache = True


@compiles(_AmongNumbers, "sqlite")
def _numbers_sqlite(element: _AmongNumbers, compiler: SQLCompiler, **options: Any) -> str:
    parameter = compiler.process(element.clauses, **options)
    return f"(SELECT CAST(value AS INTEGER) FROM json_each({parameter}))"  # noqa: S608 - a bound parameter


@compiles(_AmongNumbers, "postgresql")
def _numbers_postgresql(element: _AmongNumbers, compiler: SQLCompiler, **options: Any) -> str:
    parameter = compiler.process(element.clauses, **options)
    return f"(SELECT CAST(jsonb_array_elements_text(CAST({parameter} AS jsonb)) AS bigint))"


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """True when the column is one of the texts of the parameter, which is written with `listed`."""
    parameter: BindParameter[Any] = bindparam(name)
    return column.bool_op("IN")(_Among(parameter))


def among_numbers(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """True when the column is one of the whole numbers of the parameter, which is a list in JSON."""
    parameter: BindParameter[Any] = bindparam(name)
    return column.bool_op("IN")(_AmongNumbers(parameter))


def listed(texts: Iterable[str]) -> str:
    """The parameter of `among`."""
    return json.dumps(sorted(texts))


@dataclass(frozen=True, slots=True)
class Page:
    """What is wanted of a list: filters with their parameters, order as (name, ascending), and which part of it.

    `given` are the parameters of the list itself.
    """

    filters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    order: tuple[tuple[str, bool], ...] = ()
    first: int = 0
    most: int = EVERYTHING
    given: Mapping[str, Any] = field(default_factory=dict)


class Listing:
    """A select with named conditions (`parts`) and orders; `key` columns settle every order."""

    def __init__(self, sentence: str, base: Select[Any], parts: Mapping[str, ColumnElement[bool]]) -> None:
        self._sentence, self._base, self.parts = sentence, base, parts
        self._orders: dict[str, tuple[ColumnElement[Any], ...]] = {}
        self._key: tuple[ColumnElement[Any], ...] = ()
        self._queries: dict[tuple[object, ...], Query] = {}

    def sorted_by(self, key: tuple[ColumnElement[Any], ...], /, **orders: ColumnElement[Any]) -> Listing:
        """Names the orders; rows that are equal in one are ordered by the key."""
        self._key = key
        self._orders = {name: (column,) for name, column in orders.items()}
        return self

    def widened(self, parts: Mapping[str, ColumnElement[bool]], /, **orders: ColumnElement[Any]) -> Listing:
        """The same list with further conditions and orders."""
        made = Listing(self._sentence, self._base, {**self.parts, **parts})
        made._key = self._key
        made._orders = self._orders | {name: (column,) for name, column in orders.items()}
        return made

    @property
    def orders(self) -> frozenset[str]:
        """The names that `Page.order` may use."""
        return frozenset(self._orders)

    def rows(self, reading: Reading, page: Page) -> list[Row]:
        """The rows of the page; KeyError for a filter or order that is not named."""
        names = tuple(sorted(page.filters))
        key = (names, page.order)
        query = self._queries.get(key) or self._keep(key, self._rows(names, page.order))
        return reading.all(query, **self._values(page), first=page.first, most=page.most)

    def count(self, reading: Reading, page: Page) -> int:
        """How many rows the filters leave."""
        names = tuple(sorted(page.filters))
        query = self._queries.get(names) or self._keep(names, self._count(names))
        return int(reading.value(query, **self._values(page)))

    def exceeds(self, reading: Reading, page: Page, most: int) -> bool:
        """True when the filters leave more rows than that; it stops counting there."""
        names = tuple(sorted(page.filters))
        key = ("exceeds", names)
        query = self._queries.get(key) or self._keep(key, self._more(names))
        return int(reading.value(query, **self._values(page), most=most + 1)) > most

    def _keep(self, key: tuple[object, ...], statement: ClauseElement) -> Query:
        made = self._queries[key] = Query(self._sentence, statement)
        return made

    def _rows(self, names: tuple[str, ...], order: tuple[tuple[str, bool], ...]) -> Select[Any]:
        wanted = [(column, ascending) for name, ascending in order for column in self._orders[name]]
        rising = not order or order[-1][1]
        # What is in the order already would make the databases sort once more.
        wanted += [(column, rising) for column in self._key if not any(column is one for one, _ in wanted)]
        columns = [column.asc() if ascending else column.desc() for column, ascending in wanted]
        limit: BindParameter[Any] = bindparam("most")
        offset: BindParameter[Any] = bindparam("first")
        return self._filtered(names).order_by(*columns).limit(limit).offset(offset)

    def _count(self, names: tuple[str, ...]) -> Select[Any]:
        return select(func.count()).select_from(self._filtered(names).subquery("found"))

    def _more(self, names: tuple[str, ...]) -> Select[Any]:
        limit: BindParameter[Any] = bindparam("most")
        return select(func.count()).select_from(self._filtered(names).limit(limit).subquery("found"))

    def _filtered(self, names: tuple[str, ...]) -> Select[Any]:
        return self._base.where(*(self.parts[name] for name in names))

    @staticmethod
    def _values(page: Page) -> dict[str, Any]:
        return dict(page.given) | {name: value for values in page.filters.values() for name, value in values.items()}
