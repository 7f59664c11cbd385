"""Registers of letters: a completion takes the next number, unique and without gaps for office, register and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid
from engine.library import Definition, zone_of
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.reading import Row
from engine.store.registers import FIND_NUMBER, FIND_WRITTEN, NUMBERS_OF_CASE, PUT_NUMBER, SET_LAST, series_name
from engine.store.writes import NEXT_IN_SERIES
from forms.form import Field

__all__ = ["AUTOMATIC", "REGISTERS", "SetRegister", "Taken", "numbered", "register_of", "voided"]

REGISTERS: Final[Mapping[str, tuple[str, str]]] = {
    "surat-masuk": ("Agenda surat masuk", "Register of incoming letters"),
    "surat-keluar": ("Agenda surat keluar", "Register of outgoing letters"),
}
AUTOMATIC: Final = "otomatis"
"""What a page or a program answers to be given the next number."""
_PLAIN: Final = re.compile(r"\s*0*([1-9][0-9]{0,8})\s*(?:/\s*([0-9]{4})\s*)?\Z")
_MOST: Final = 999_999_999
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class SetRegister:
    """Say which number a register gives next, with a reason: an office goes on from its paper book."""

    office: str
    register: str
    year: int
    next: int
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What the fields of a form took from registers: the answers as they are to be kept, and what to write and tell."""

    answers: dict[str, Any]
    events: tuple[NewEvent, ...] = ()
    body: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A field of a register in a case; `mine` is the number that the case has there, also a void one."""

    work: Work
    row: Row
    field: Field
    year: int
    mine: Row | None

    @property
    def where(self) -> dict[str, Any]:
        """The register and its year."""
        return {"office": self.row["office"], "register": register_of(self.field), "year": self.year}


def register_of(field: Field) -> str:
    """The register whose number a field holds; empty for other fields."""
    found = field.properties.get("register", "")
    return found if found in REGISTERS and not field.readonly else ""


def numbered(work: Work, definition: Definition, row: Row, raw: Mapping[str, Any]) -> Taken:
    """Takes the numbers that the form of a task asks for; raises Invalid at the field for one that is not free.

    An empty answer to a required field, and AUTOMATIC, take the next number; a case keeps a number that it has.
    """
    form = definition.forms.get(row["element"])
    fields = [one for one in form.fields if register_of(one)] if form is not None else []
    if not fields:
        return Taken(dict(raw))
    now: datetime = work.now.astimezone(definition.zone)
    known = work.tx.all(NUMBERS_OF_CASE, case=row["id"])
    answers, events, body = dict(raw), list[NewEvent](), list[dict[str, Any]]()
    for one in fields:
        given = str(raw.get(one.key) or "").strip()
        if not given and not one.required:
            continue
        mine = next((n for n in known if n["field"] == one.key and n["register"] == register_of(one)), None)
        place = _Place(work, row, one, now.year, mine)
        taken = _taken(place, "" if given == AUTOMATIC else given)
        answers[one.key] = taken["written"]
        body.append({"field": one.key, "label": one.label, "written": taken["written"]})
        events.extend(_kept(place, taken))
    return Taken(answers, tuple(events), tuple(body))


def voided(work: Work, row: Row, completion: int) -> Iterator[NewEvent]:
    """Marks the numbers that a completion took as void, because it was withdrawn; the same case may have them again."""
    for one in work.tx.all(NUMBERS_OF_CASE, case=row["id"]):
        if one["event"] == completion and not one["void"]:
            yield _void(work, row, one, "withdrawn")


@handles(SetRegister)
def set_register(work: Work, command: SetRegister) -> Body:
    """Sets the next number; it may only go forward, and what it leaves out is told with the reason."""
    work.demand("register", Facts(command.office))
    zone = zone_of(work.tx, command.office)
    last = _last(work, {"office": command.office, "register": command.register, "year": command.year})
    problems = []
    if command.register not in REGISTERS:
        problems.append(FieldProblem("register", "Buku agenda ini tidak ada.", "There is no such register."))
    if abs(command.year - work.now.astimezone(zone).year) > 1:
        problems.append(FieldProblem("year", "Tahun ini atau tahun di sebelahnya.", "This year or one beside it."))
    if not last < command.next <= _MOST:
        id, en = f"Nomor berikutnya paling kecil {last + 1}.", f"The next number is at least {last + 1}."
        problems.append(FieldProblem("next", id, en))
    if not command.reason.strip():
        problems.append(FieldProblem("reason", "Tulis alasannya.", "Write the reason."))
    if problems:
        raise Invalid(problems)
    name = series_name(command.office, command.register, command.year)
    work.tx.run(SET_LAST, name=name, last=command.next - 1)
    said = {name: getattr(command, name) for name in ("office", "register", "year", "next")} | {"before": last + 1}
    work.append(NewEvent(0, "RegisterSet", said, answers={"$alasan": command.reason.strip()}))
    return {"office": command.office, "register": command.register, "next": command.next}


def _taken(place: _Place, given: str) -> dict[str, Any]:
    """The number for a field and how it is written; raises Invalid."""
    plain = _PLAIN.match(given)
    if given and plain is None:
        return _free_form(place, given)
    mine = place.mine
    if mine is not None and given in ("", mine["written"]):
        return {name: mine[name] for name in ("office", "register", "year", "number", "written")}
    year = int(plain[2]) if plain and plain[2] else place.year
    if year not in (place.year, place.year - 1):
        id = f"Tahunnya {place.year}, atau {place.year - 1} untuk surat yang terlambat dicatat."
        raise _wrong(place, id, f"The year is {place.year}, or {place.year - 1} for a letter that is entered late.")
    where = place.where | {"year": year}
    last = _last(place.work, where)
    number = int(plain[1]) if plain else last + 1
    _demand_free(place, where, number, last)
    if number > last:
        place.work.tx.run(SET_LAST, name=series_name(**where), last=number)
    return where | {"number": number, "written": f"{number}/{year}"}


def _demand_free(place: _Place, where: Mapping[str, Any], number: int, last: int) -> None:
    """Raises Invalid for a number that another letter has, or that would leave a gap behind the last one."""
    found = place.work.tx.one(FIND_NUMBER, **where, number=number)
    next_one = f"{last + 1}/{where['year']}"
    if found is not None and not found["void"] and found["case_id"] != place.row["id"]:
        id = f"Nomor {number}/{where['year']} sudah dipakai surat lain. Nomor berikutnya {next_one}."
        raise _wrong(place, id, f"{number}/{where['year']} belongs to another letter. The next number is {next_one}.")
    if last and number > last + 1:
        id = f"Nomor {number}/{where['year']} melewati nomor berikutnya, {next_one}. Pakai {next_one}, "
        id += "atau minta administrator menetapkan nomor berikutnya."
        en = f"{number}/{where['year']} leaves a gap: the next number is {next_one}. Use it, or ask the administrator."
        raise _wrong(place, id, en)


def _free_form(place: _Place, given: str) -> dict[str, Any]:
    """A number in the office's own form, such as 800/417/KEC-BH/2026: it is one more letter of the register."""
    if len(given) > _LONGEST or "\0" in given:
        raise _wrong(place, f"Nomor paling banyak {_LONGEST} huruf.", f"A number has at most {_LONGEST} characters.")
    where, mine = place.where, place.mine
    last = _last(place.work, where)
    others = place.work.tx.all(FIND_WRITTEN, **where, written=given)
    if any(one["case_id"] != place.row["id"] for one in others):
        raise _wrong(place, f"Nomor {given} sudah dipakai surat lain.", f"{given} belongs to another letter.")
    if mine is not None:
        return {name: mine[name] for name in ("office", "register", "year", "number")} | {"written": given}
    place.work.tx.run(SET_LAST, name=series_name(**where), last=last + 1)
    return where | {"number": last + 1, "written": given}


def _kept(place: _Place, taken: Mapping[str, Any]) -> Iterator[NewEvent]:
    """What is written of a number that was taken, and of the one that it replaces."""
    mine, row = place.mine, place.row
    same = mine is not None and all(taken[name] == mine[name] for name in ("year", "number"))
    if same and mine is not None and not mine["void"] and taken["written"] == mine["written"]:
        return
    if mine is not None and not same and not mine["void"]:
        yield _void(place.work, row, mine, "replaced")
    completion = row["events"] + 1
    kept = dict(taken) | {"case_id": row["id"], "event": completion, "field": place.field.key, "void": 0}
    place.work.tx.later(PUT_NUMBER, [kept])
    data = {"task": row["n"], "completion": completion, "field": place.field.key}
    data |= {name: taken[name] for name in ("register", "year", "number")}
    yield NewEvent(row["id"], "RegisterNumberTaken", data, row["element"], answers={"$nomor": taken["written"]})


def _void(work: Work, row: Row, one: Row, why: str) -> NewEvent:
    event = row["events"] + 1
    work.tx.later(PUT_NUMBER, [dict(one) | {"void": 1, "event": event}])
    data = {name: one[name] for name in ("register", "year", "number", "field")} | {"why": why}
    return NewEvent(row["id"], "RegisterNumberVoided", data, row["element"])


def _last(work: Work, where: Mapping[str, Any]) -> int:
    """The last number of a register, held until the transaction ends."""
    return int(work.tx.value(NEXT_IN_SERIES, name=series_name(**where), step=0))


def _wrong(place: _Place, id: str, en: str) -> Invalid:
    return Invalid([FieldProblem(place.field.key, id, en)])
