"""Executions of the dialect: a case (`417`), or what is open in it by its number (`417-12`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.api import asking
from engine.api.rest_instance_found import whole_case
from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.queries.own_values import own_values, scope_values
from engine.spiff import Scope, Token
from engine.store import Reading
from engine.store.reading import Row

__all__ = ["Execution", "execution_of", "open_executions"]


@dataclass(frozen=True, slots=True)
class Execution:
    """An execution: its case with the definition, its number (0: the case itself), what is open there."""

    row: Row
    definition: Definition
    n: int
    here: Token | Scope | None = None

    @property
    def case(self) -> int:
        """The case."""
        id: int = self.row["id"]
        return id

    @property
    def id(self) -> str:
        """The id as the dialect gets it."""
        return f"{self.case}-{self.n}" if self.n else str(self.case)

    def values(self, reading: Reading) -> dict[str, Any]:
        """The variables that stand there themselves."""
        if isinstance(self.here, Token):
            scopes = ",".join(map(str, self.here.scopes)) or None
            row: Row = {"case_id": self.case, "n": self.n, "element": self.here.element, "scope": scopes}
            return own_values(reading, self.definition, row | {"item": self.here.item})
        return scope_values(reading, self.case, self.n)


def open_executions(reading: Reading, row: Row) -> list[Execution]:
    """The case, and all that is open in it, by number; `row` is a case with its state."""
    definition = asking.desk().library.definition(reading, row["definition_id"])
    state = bytes(row["state"])
    found: dict[int, Token | Scope] = {one.n: one for one in definition.program.scopes(state)}
    found |= {one.n: one for one in definition.program.open(state)}
    return [Execution(row, definition, 0), *(Execution(row, definition, n, found[n]) for n in sorted(found))]


def execution_of(reading: Reading, id: str) -> Execution:
    """The execution that a path names; NotFound for one that is not open or that the actor may not know."""
    case, dash, n = id.partition("-")
    row = whole_case(reading, case)
    number = asking.number(n, "execution") if dash else 0
    for one in open_executions(reading, row):
        if one.n == number:
            return one
    raise NotFound("no-execution", f"Eksekusi {id} tidak ada.", f"Execution with id {id} does not exist")
