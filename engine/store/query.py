"""A named query: one sentence that says what it asks, and a Core statement compiled once for each database."""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["Query"]

_LATE: Final = "__[POSTCOMPILE_"
# SQL, the order of its positional parameters, values that are fixed, and the compiler when a list is filled in late
_Compiled = tuple[str, tuple[str, ...] | None, dict[str, Any], SQLCompiler | None]


class Query:
    """A statement with its sentence. Rows come back as the driver gives them: instants and flags are integers."""

    __slots__ = ("_compiled", "sentence", "statement")

    def __init__(self, sentence: str, statement: ClauseElement) -> None:
        self.sentence, self.statement = sentence, statement
        self._compiled: dict[str, _Compiled] = {}

    def prepared(self, dialect: Dialect, values: dict[str, Any]) -> tuple[str, Any]:
        """The driver's SQL and parameters for these values; raises KeyError for a parameter that is missing."""
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compile(dialect)
            self._compiled[dialect.name] = found
        sql, order, fixed, late = found
        if late is not None:
            return _expanded(late, values)
        if order is None:
            return sql, (fixed | values if fixed else values)
        if fixed:
            values = fixed | values
        return sql, [values[name] for name in order]

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = cast(SQLCompiler, self.statement.compile(dialect=dialect))
        sql = str(compiled)
        positional = getattr(compiled, "positiontup", None)
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        return sql, tuple(positional) if positional is not None else None, fixed, compiled if _LATE in sql else None


def _expanded(compiled: SQLCompiler, values: dict[str, Any]) -> tuple[str, Any]:
    """Statements with a list (`IN`) are rendered for the values they get."""
    state = compiled.construct_expanded_state(values)
    return state.statement, state.parameters if compiled.positiontup is None else state.positional_parameters
