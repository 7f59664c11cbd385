"""A named query: one sentence that says what it asks, and a Core statement compiled once for each database."""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["Query"]

_LATE: Final = "__[POSTCOMPILE_"


class Query:
    """A statement with its sentence. Rows come back as the driver gives them: instants and flags are integers."""

    __slots__ = ("_compiled", "sentence", "statement")

    def __init__(self, sentence: str, statement: ClauseElement) -> None:
        self.sentence, self.statement = sentence, statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any], bool]] = {}

    def prepared(self, dialect: Dialect, values: dict[str, Any]) -> tuple[str, Any]:
        """The driver's SQL and parameters for these values; raises KeyError for a parameter that is missing."""
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compile(dialect)
            self._compiled[dialect.name] = found
        sql, order, fixed, late = found
        if late:
            return self._late(dialect, values)
        if order is None:
            return sql, (fixed | values if fixed else values)
        if fixed:
            values = fixed | values
        return sql, [values[name] for name in order]

    def _compile(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, dict[str, Any], bool]:
        compiled = cast(SQLCompiler, self.statement.compile(dialect=dialect))
        sql = str(compiled)
        positional = getattr(compiled, "positiontup", None)
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        return sql, tuple(positional) if positional is not None else None, fixed, _LATE in sql

    def _late(self, dialect: Dialect, values: dict[str, Any]) -> tuple[str, Any]:
        """Statements with a list (`IN`) are rendered for the values they get."""
        statement = self.statement.params(**values)
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        order = getattr(compiled, "positiontup", None)
        params = dict(compiled.params)
        return str(compiled), params if order is None else [params[name] for name in order]
