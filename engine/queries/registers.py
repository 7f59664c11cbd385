"""What pages show of registers: the number that a field would get now, and which numbers a register has given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from engine.commands.finding import takes_part
from engine.commands.register import REGISTERS, register_of
from engine.library import Definition
from engine.policy import Facts, may
from engine.queries.look import Look
from engine.store.cases import CASE
from engine.store.registers import FIND_NUMBER, LAST, OF_REGISTER, series_name

__all__ = ["RegisterNumber", "next_number", "proposals", "register", "stale"]

_PLAIN: Final = re.compile(r"([0-9]{1,9})/([0-9]{4})\Z")
SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class RegisterNumber:
    """A number of a register; `case` is the number of the case that has it, where the person may know of it."""

    number: int
    written: str
    void: bool
    case: str | None


def proposals(look: Look, definition: Definition, element: str, office: str) -> dict[str, str]:
    """The numbers that the required register fields of a step would get now, by field."""
    form = definition.forms.get(element)
    fields = [one for one in form.fields if register_of(one) and one.required] if form is not None else []
    year = look.now.astimezone(definition.zone).year
    return {one.key: f"{_last(look, office, register_of(one), year) + 1}/{year}" for one in fields}


def next_number(look: Look, office: str, register: str, year: int) -> int:
    """The number that a register gives next."""
    return _last(look, office, register, year) + 1


def stale(look: Look, office: str, register: str, written: str) -> bool:
    """True for a number that somebody's letter has by now."""
    plain = _PLAIN.match(written)
    if plain is None:
        return False
    where = {"office": office, "register": register, "year": int(plain[2])}
    found = look.reading.one(FIND_NUMBER, **where, number=int(plain[1]))
    return found is not None and not found["void"]


def register(look: Look, office: str, name: str, year: int) -> tuple[RegisterNumber, ...]:
    """The last SHOWN numbers of a register in a year, the highest first; empty for who does not run the office."""
    if name not in REGISTERS or not may(look.actor, "register", Facts(office)):
        return ()
    rows = look.reading.all(OF_REGISTER, office=office, register=name, year=year, limit=SHOWN)
    return tuple(
        RegisterNumber(row["number"], row["written"], bool(row["void"]), _number(look, row["case_id"])) for row in rows
    )


def _number(look: Look, case: int) -> str | None:
    row = look.reading.one(CASE, case=case)
    if row is None:
        return None
    facts = Facts(row["office"], takes_part=takes_part(look.reading, look.actor, case))
    return str(row["number"]) if may(look.actor, "read-case", facts) else None


def _last(look: Look, office: str, register: str, year: int) -> int:
    return int(look.reading.value(LAST, name=series_name(office, register, year)) or 0)
