"""Conditions on the present values of variables, as parts of lists: compared by the database, one look-up a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, LargeBinary, Numeric, Text, and_, bindparam, exists, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.canonical import dumps
from engine.store.tables import answer, variable

__all__ = ["MOST", "OPERATORS", "Condition", "TextOf", "conditions", "own_parts", "parts"]

MOST: Final = 4
"""Conditions of one kind in one list."""
_LIKE: Final = ("like", "notLike")
_ORDERED: Final = ("gt", "gteq", "lt", "lteq")
OPERATORS: Final = ("eq", "neq", *_ORDERED, *_LIKE)


class Condition(NamedTuple):
    """A variable by its name, one of OPERATORS, and a text, number, truth value or None."""

    name: str
    operator: str
    value: Any


class TextOf(FunctionElement[str]):
    """The text that canonical bytes hold, or the text of a date; null for anything else."""

    type = Text()
    inherit_cache = True


class _NumberOf(FunctionElement[Any]):
    """The number that canonical bytes hold, also an exact one; null for anything else."""

    type = Numeric()
    inherit_cache = True


@compiles(TextOf, "sqlite")
def _text_sqlite(element: TextOf, compiler: SQLCompiler, **options: Any) -> str:
    text = f"CAST({compiler.process(element.clauses, **options)} AS TEXT)"
    return (
        f"(CASE json_type({text}) WHEN 'text' THEN json_extract({text}, '$') "
        f"WHEN 'object' THEN json_extract({text}, '$.\"$date\"') END)"
    )


@compiles(_NumberOf, "sqlite")
def _number_sqlite(element: _NumberOf, compiler: SQLCompiler, **options: Any) -> str:
    text = f"CAST({compiler.process(element.clauses, **options)} AS TEXT)"
    exact = f"coalesce(json_extract({text}, '$.\"$decimal\"'), json_extract({text}, '$.\"$int\"'))"
    return (
        f"(CASE json_type({text}) WHEN 'integer' THEN json_extract({text}, '$') "
        f"WHEN 'real' THEN json_extract({text}, '$') WHEN 'object' THEN CAST({exact} AS REAL) END)"
    )


@compiles(TextOf, "postgresql")
def _text_postgresql(element: TextOf, compiler: SQLCompiler, **options: Any) -> str:
    text = f"convert_from({compiler.process(element.clauses, **options)}, 'UTF8')"
    value = f"CAST({text} AS json)"  # a text of PostgreSQL cannot hold the character 0
    return (
        f"(CASE WHEN strpos({text}, '\\u0000') > 0 THEN NULL "
        f"WHEN json_typeof({value}) = 'string' THEN {value} #>> '{{}}' "
        f"WHEN json_typeof({value}) = 'object' THEN {value} ->> '$date' END)"
    )


@compiles(_NumberOf, "postgresql")
def _number_postgresql(element: _NumberOf, compiler: SQLCompiler, **options: Any) -> str:
    text = f"convert_from({compiler.process(element.clauses, **options)}, 'UTF8')"
    value = f"CAST({text} AS json)"
    exact = f"coalesce({value} ->> '$decimal', {value} ->> '$int')"
    return (
        f"(CASE WHEN strpos({text}, '\\u0000') > 0 THEN NULL "
        f"WHEN json_typeof({value}) = 'number' THEN CAST({value} #>> '{{}}' AS NUMERIC) "
        f"WHEN json_typeof({value}) = 'object' THEN CAST({exact} AS NUMERIC) END)"
    )


_Compare = Callable[[ColumnElement[Any], ColumnElement[Any]], ColumnElement[bool]]
_COMPARE: Final[Mapping[str, _Compare]] = {
    "eq": lambda left, right: left == right,
    "neq": lambda left, right: left.is_distinct_from(right),
    "gt": lambda left, right: left > right,
    "gteq": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "lteq": lambda left, right: left <= right,
    "like": lambda left, right: left.like(right, escape="\\"),
    "notLike": lambda left, right: left.is_(None) | left.not_like(right, escape="\\"),
}
_KINDS: Final[Mapping[str, tuple[Any, tuple[str, ...]]]] = {
    "text": (Text, OPERATORS),
    "number": (Numeric, ("eq", "neq", *_ORDERED)),
    "exact": (LargeBinary, ("eq", "neq")),
}


def parts(prefix: str, case: ColumnElement[Any], scope: ColumnElement[Any] | int) -> dict[str, ColumnElement[bool]]:
    """The conditions on variables of a scope of the case of a row, MOST of each kind, to be asked by `conditions`."""
    return {
        _name(prefix, slot, kind, operator): _holds((case, scope), f"{prefix}{slot}", kind, operator)
        for slot in range(MOST)
        for kind, (_, operators) in _KINDS.items()
        for operator in operators
    }


def own_parts(prefix: str, name: ColumnElement[Any], value: ColumnElement[Any]) -> dict[str, ColumnElement[bool]]:
    """The same on the variable of a row itself, by the columns of its name and of its value."""
    return {
        _name(prefix, slot, kind, operator): and_(
            name == bindparam(f"{prefix}{slot}_name"), _compared(value, f"{prefix}{slot}", kind, operator)
        )
        for slot in range(MOST)
        for kind, (_, operators) in _KINDS.items()
        for operator in operators
    }


def conditions(prefix: str, wanted: Sequence[Condition]) -> dict[str, dict[str, Any]]:
    """The filters that ask for all of these. Raises KeyError for what no part can ask, ValueError for too much."""
    if len(wanted) > MOST:
        raise ValueError(f"{len(wanted)} conditions, at most {MOST}")
    found: dict[str, dict[str, Any]] = {}
    for slot, one in enumerate(wanted):
        kind, value = _kind_of(one.value)
        if one.operator not in _KINDS[kind][1]:
            raise KeyError(one.operator)
        place = f"{prefix}{slot}"
        found[_name(prefix, slot, kind, one.operator)] = {f"{place}_name": one.name, f"{place}_value": value}
    return found


def _name(prefix: str, slot: int, kind: str, operator: str) -> str:
    return f"{prefix}{slot}_{kind}_{operator}"


def _kind_of(value: Any) -> tuple[str, Any]:
    if isinstance(value, str):
        return "text", value
    if isinstance(value, bool) or value is None:
        return "exact", dumps(value)
    if not -(2**63) <= value < 2**63:
        raise ValueError(f"{value} is out of range")
    return "number", value


def _compared(value: ColumnElement[Any], name: str, kind: str, operator: str) -> ColumnElement[bool]:
    asked: BindParameter[Any] = bindparam(f"{name}_value", type_=_KINDS[kind][0]())
    read: ColumnElement[Any] = {"text": TextOf, "number": _NumberOf, "exact": lambda column: column}[kind](value)
    return _COMPARE[operator](read, asked)


def _holds(place: tuple[Any, Any], name: str, kind: str, operator: str) -> ColumnElement[bool]:
    case, scope = place
    held = variable.alias(f"held_{name}")
    kept = answer.alias(f"kept_{name}")
    return exists().where(
        and_(
            held.c.case_id == case,
            held.c.scope == scope,
            held.c.name == bindparam(f"{name}_name"),
            kept.c.case_id == held.c.case_id,
            kept.c.event == held.c.event,
            kept.c.name == func.coalesce(held.c.key, held.c.name),
            kept.c.value.is_not(None),
            _compared(kept.c.value, name, kind, operator),
        )
    )
