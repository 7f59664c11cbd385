"""Commands on acting officials: let somebody act for a post (Plt, Plh) from a day until another, and end it early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.managing import demand_administrator, demand_calendar, demand_other, managed
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound, NotPossible
from engine.people import CAPACITIES, PLH, Holding, held_throughout, office_of, overlap, today
from engine.policy import Facts, may
from engine.store import NewEvent
from engine.store import people as queries
from engine.store.people_acting import (
    ACTING_OF_POST,
    HOLDINGS_OF_POST,
    INSERT_ACTING,
    LOCK_ACTING,
    LOCK_POST,
    SET_ACTING_END,
)
from engine.store.reading import Row

__all__ = ["EndActing", "LetAct"]

_LETTER: Final = 200
_REASON: Final = 1_000


@dataclass(frozen=True, slots=True)
class LetAct:
    """Let somebody act for a post, both days included.

    `kind` is `plh` (its holder is away for a while: he and the last day are named) or `plt` (it is vacant, or its
    holder is away for good; the last day may be open). `letter` is the number of the decree or order.
    """

    post: str
    login: str
    kind: str
    since: date
    until: date | None = None
    holder: str | None = None
    letter: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EndActing:
    """End an acting before its time: `until` is its last day, yesterday at the earliest."""

    id: int
    until: date
    reason: str = ""


@handles(LetAct)
def let_act(work: Work, command: LetAct) -> Body:
    """Writes the acting; Invalid names every mistake, Conflict the acting that it would overlap with."""
    work.demand("accounts", Facts(office_of(command.post)))
    post = work.tx.one(LOCK_POST, post=command.post)
    if post is None:
        raise NotFound("no-post", f"Jabatan {command.post} tidak ada.", f"There is no post {command.post}.")
    demand_other(work, command.login)
    managed(work, command.login)
    demand_calendar(since=command.since, until=command.until)
    problems = _problems(command, bool(post["outside"])) or _people_problems(work, command)
    if problems:
        raise Invalid(problems)
    _demand_free(work, command)
    row: Row = {
        "post": command.post,
        "login": command.login,
        "kind": command.kind,
        "holder": command.holder,
        "since": command.since.isoformat(),
        "until": None if command.until is None else command.until.isoformat(),
        "letter": command.letter.strip(),
    }
    id = int(work.tx.value(INSERT_ACTING, **row, reason=command.reason.strip()))
    work.tx.run(queries.TOUCH_ACCOUNT, login=command.login)
    _tell(work, "acting", row | {"id": id}, command.reason)
    return {"id": id, **row}


@handles(EndActing)
def end_acting(work: Work, command: EndActing) -> Body:
    """Brings the last day forward; an acting that had not begun never was. NotPossible for one that is over."""
    found = work.tx.one(LOCK_ACTING, id=command.id)
    if found is None or not may(work.context.actor, "accounts", Facts(office_of(found["post"]))):
        demand_administrator(work)
        raise NotFound("no-acting", f"Penugasan {command.id} tidak ada.", f"There is no acting {command.id}.")
    demand_other(work, found["login"])
    demand_calendar(until=command.until)
    since, until = date.fromisoformat(found["since"]), found["until"]
    if until is not None and (until < found["since"] or date.fromisoformat(until) <= command.until):
        raise NotPossible(
            "acting-over",
            f"Penugasan ini sudah berakhir pada {until}. Untuk memperpanjang, buat penugasan baru dengan suratnya.",
            f"This acting ends on {until} already. To prolong it, let act anew by its letter.",
            until=until,
        )
    if command.until < _today(work, found["post"]) - timedelta(days=1):
        raise Invalid(
            [FieldProblem("until", "Paling awal kemarin: yang sudah terjadi tetap.", "Yesterday at the earliest.")]
        )
    last = max(command.until, since - timedelta(days=1)).isoformat()
    work.tx.run(SET_ACTING_END, id=command.id, last=last)
    work.tx.run(queries.TOUCH_ACCOUNT, login=found["login"])
    row = {name: value for name, value in found.items() if name != "reason"} | {"until": last}
    _tell(work, "acting-ended", row, command.reason)
    return row


def _tell(work: Work, change: str, row: Row, reason: str) -> None:
    answers = {"$alasan": reason.strip()} if reason.strip() else {}
    work.append(NewEvent(0, "AccountChanged", {"change": change} | row, answers=answers))


def _problems(command: LetAct, outside: bool) -> list[FieldProblem]:
    """What is wrong with the words of the command alone."""
    plh = command.kind == PLH
    wrong = {
        "kind": (command.kind not in CAPACITIES, "Pilih plt atau plh.", "Choose plt or plh."),
        "post": (
            outside,
            "Jabatan di luar kantor tidak punya Plt atau Plh; yang menjawab adalah pencatatnya.",
            "A post outside has no acting official; its recorder answers.",
        ),
        "until": (
            command.until is None if plh else False,
            "Plh berakhir pada suatu hari: tulis hari terakhirnya.",
            "A Plh ends on a day: name the last one.",
        ),
        "holder": (
            plh and command.holder is None,
            "Plh mewakili pejabat yang berhalangan: sebutkan siapa.",
            "A Plh stands for an official who is away: name him.",
        ),
        "letter": (
            not 0 < len(command.letter.strip()) <= _LETTER,
            "Tulis nomor surat perintah atau keputusannya.",
            "Write the number of the order or decree.",
        ),
        "reason": (
            not 0 < len(command.reason.strip()) <= _REASON,
            "Tulis alasan penugasan.",
            "Write why somebody has to act.",
        ),
    }
    if command.until is not None and command.until < command.since:
        wrong["until"] = (True, "Hari terakhir mendahului hari pertama.", "The last day is before the first.")
    return [FieldProblem(key, id, en) for key, (is_wrong, id, en) in wrong.items() if is_wrong]


def _people_problems(work: Work, command: LetAct) -> list[FieldProblem]:
    """Whether the people fit: who acts does not hold the post, whom he stands for does, a vacant one has no holder."""
    span = (command.since, command.until)
    held: dict[str, list[Holding]] = {}
    for row in work.tx.all(HOLDINGS_OF_POST, post=command.post):
        until = None if row["until"] is None else date.fromisoformat(row["until"])
        one = Holding(row["login"], row["post"], date.fromisoformat(row["since"]), until)
        if overlap((one.since, one.until), span):
            held.setdefault(one.login, []).append(one)
    holder = command.holder
    if command.login in held or command.login == holder:
        return [FieldProblem("login", "Ia sendiri memegang jabatan ini.", "He holds this post himself.")]
    if holder is not None and not held_throughout(held.get(holder, []), *span):
        id = f"{holder} tidak memegang {command.post} selama masa itu."
        return [FieldProblem("holder", id, f"{holder} does not hold {command.post} all that time.")]
    if holder is None and held:
        names = ", ".join(sorted(held))
        id = f"Jabatan ini dipegang {names}. Sebutkan siapa yang diwakili, atau akhiri dahulu jabatannya."
        return [FieldProblem("holder", id, f"{names} holds this post. Name whom he stands for, or end that first.")]
    return []


def _demand_free(work: Work, command: LetAct) -> None:
    """Raises Conflict when somebody acts for the same holder (or the vacant post) on a day of that time."""
    for row in work.tx.all(ACTING_OF_POST, post=command.post):
        until = None if row["until"] is None else date.fromisoformat(row["until"])
        same = (
            row["login"] == command.login or row["holder"] == command.holder or None in (row["holder"], command.holder)
        )
        if same and overlap((date.fromisoformat(row["since"]), until), (command.since, command.until)):
            title, ends = CAPACITIES[row["kind"]], row["until"] or "…"
            raise Conflict(
                "acting-overlaps",
                f"{row['login']} sudah {title} {command.post} dari {row['since']} sampai {ends}. Akhiri itu dahulu.",
                f"{row['login']} is {title} of {command.post} from {row['since']} to {ends}. End that first.",
                acting=row["id"],
            )


def _today(work: Work, post: str) -> date:
    office = work.tx.one(queries.OFFICE, id=office_of(post))
    return today("" if office is None else office["zone"], work.now)
