"""Variables by the scope that holds them, as the executor and the forms read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, func, select

from engine.canonical import loads
from engine.store.query import Query
from engine.store.reading import Reading, Row
from engine.store.tables import answer, variable

__all__ = ["CASE_SCOPE", "VALUES", "VALUES_IN", "by_scope", "look"]

CASE_SCOPE: Final = 0
_case: Final[BindParameter[Any]] = bindparam("case")
# Where the value of a variable stands: under its own name unless the row says another.
_holds: Final = and_(
    answer.c.case_id == variable.c.case_id,
    answer.c.event == variable.c.event,
    answer.c.name == func.coalesce(variable.c.key, variable.c.name),
)
_columns: Final = (variable.c.scope, variable.c.name, answer.c.value, variable.c.event)
_in_scopes: Final = variable.c.scope.in_(bindparam("scopes", expanding=True))
_FEW: Final = 20  # scopes that are named one by one; more are asked for as a range

VALUES: Final = Query(
    "The present variables of a case itself; the value is null when it was erased.",
    select(*_columns)
    .join(answer, _holds, isouter=True)
    .where(variable.c.case_id == _case, variable.c.scope == CASE_SCOPE),
)
VALUES_IN: Final = Query(
    "The present variables of some scopes of a case; the value is null when it was erased.",
    select(*_columns).join(answer, _holds, isouter=True).where(variable.c.case_id == _case, _in_scopes),
)
_NAMED: Final = Query(
    "One variable of a case in some scopes; the value is null when it was erased.",
    select(*_columns)
    .join(answer, _holds, isouter=True)
    .where(variable.c.case_id == _case, variable.c.name == bindparam("name"), _in_scopes),
)
_RANGE: Final = Query(
    "One variable of a case in all scopes from one number to another; the value is null when it was erased.",
    select(*_columns)
    .join(answer, _holds, isouter=True)
    .where(
        variable.c.case_id == _case,
        variable.c.name == bindparam("name"),
        variable.c.scope.between(bindparam("first"), bindparam("last")),
    ),
)


def look(reading: Reading, case: int) -> Callable[[Sequence[int], str], Mapping[int, object]]:
    """What a program asks for values outside its state: (scopes, name) -> scope -> value.

    Scopes without the variable are left out; one that was erased is null.
    """

    def asked(scopes: Sequence[int], name: str) -> Mapping[int, object]:
        if len(scopes) <= _FEW:
            rows = reading.all(_NAMED, case=case, name=name, scopes=list(scopes)) if scopes else []
            return {row["scope"]: _value(row) for row in rows}
        wanted, ends = frozenset(scopes), {"first": min(scopes), "last": max(scopes)}
        rows = reading.all(_RANGE, case=case, name=name, **ends)
        return {row["scope"]: _value(row) for row in rows if row["scope"] in wanted}

    return asked


def by_scope(reading: Reading, case: int, scopes: Iterable[int]) -> dict[int, dict[str, object]]:
    """Scope -> name -> value of the present variables, those of the case (0) always; erased ones are left out."""
    wanted = [CASE_SCOPE, *scopes]
    rows = reading.all(VALUES_IN, case=case, scopes=wanted) if len(wanted) > 1 else reading.all(VALUES, case=case)
    found: dict[int, dict[str, object]] = {scope: {} for scope in wanted}
    for row in rows:
        if row["value"] is not None:
            found[row["scope"]][row["name"]] = _value(row)
    return found


def _value(row: Row) -> object:
    return None if row["value"] is None else loads(bytes(row["value"]))
