"""What every change of somebody's rights has to keep: whose accounts an administrator manages, and that one remains."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from engine.commands.desk import Work
from engine.commands.refusals import FieldProblem, Invalid, NotAllowed, NotFound, NotPossible
from engine.people import REGION, fold_label, region_place, today
from engine.policy import EVERYWHERE, Facts, may
from engine.store import people as queries
from engine.store.people_rights import ADMINISTRATORS, OFFICES_OF_ACCOUNT
from engine.store.reading import Row

__all__ = [
    "demand_administrator",
    "demand_administrator_left",
    "demand_all_of_it",
    "demand_calendar",
    "demand_office",
    "demand_other",
    "demand_place",
    "managed",
    "no_account",
    "own_door",
]

_ZONE: Final = "WIB"
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


def managed(work: Work, login: str) -> Row:
    """The account, held, when the actor manages its office; NotFound when he manages others only."""
    actor = work.context.actor
    row = work.tx.one(queries.LOCK_ACCOUNT, login=login)
    if row is not None and may(actor, "accounts", Facts(row["office"] or EVERYWHERE)):
        return row
    demand_administrator(work)
    raise no_account(login)


def demand_administrator(work: Work) -> None:
    """Raises NotAllowed for an actor who manages no office at all."""
    actor = work.context.actor
    if not any(may(actor, "accounts", Facts(office)) for _, office in actor.grants):
        work.demand("accounts", Facts(EVERYWHERE))


def demand_calendar(**days: date | None) -> None:
    """Raises Invalid for days that no administration means, such as those of the year 1."""
    wrong = [name for name, day in days.items() if day is not None and not FIRST <= day <= LAST]
    if wrong:
        id, en = f"Tanggal dari {FIRST} sampai {LAST}.", f"A day from {FIRST} to {LAST}."
        raise Invalid([FieldProblem(name, id, en) for name in wrong])


def demand_all_of_it(work: Work, login: str) -> None:
    """Raises NotAllowed when the account has rights where the actor manages nobody: who gets in there gets those."""
    day = today(_ZONE, work.now) - timedelta(days=1)  # it is still yesterday in some office
    places = [row["place"] for row in work.tx.all(OFFICES_OF_ACCOUNT, login=login, day=day.isoformat())]
    if not all(may(work.context.actor, "accounts", Facts(place)) for place in places):
        raise NotAllowed(
            "wider-rights",
            "Akun ini juga berhak di luar kantor Anda. Mintalah administrator wilayah atau semua kantor.",
            "This account has rights beyond your offices too. Ask an administrator of the region or of all offices.",
            login=login,
        )


def demand_other(work: Work, login: str) -> None:
    """Raises NotPossible when the actor would change his own rights."""
    if login == work.context.actor.login:
        raise NotPossible(
            "own-rights",
            "Hak dan jabatan Anda sendiri tidak dapat Anda ubah. Mintalah administrator lain, atau pakai lajur user.",
            "You cannot change your own rights and posts. Ask another administrator, or use lajur user on the server.",
        )


def demand_administrator_left(work: Work, login: str) -> None:
    """Raises NotPossible when without this account nobody would manage all offices; holds those who do."""
    left = {row["login"] for row in work.tx.all(ADMINISTRATORS)}
    if left == {login}:
        raise NotPossible(
            "last-administrator",
            f"{login} adalah administrator terakhir untuk semua kantor. Angkat administrator lain lebih dahulu.",
            f"{login} is the last administrator of all offices. Give another account that role first.",
            login=login,
        )


def demand_place(work: Work, place: str) -> str:
    """The office or region (as offices spell it) of a right; NotFound when there is none."""
    if place == EVERYWHERE:
        return place
    if place.startswith(REGION):
        name = place.removeprefix(REGION)
        for row in work.tx.all(queries.OFFICES):
            if fold_label(row["region"]) == fold_label(name):
                return region_place(row["region"])
        raise NotFound("no-region", f"Tidak ada kantor di wilayah {name}.", f"No office is in the region {name}.")
    demand_office(work, place)
    return place


def demand_office(work: Work, office: str) -> None:
    """Raises NotFound unless there is an office of that id."""
    if work.tx.one(queries.OFFICE, id=office) is None:
        raise NotFound("no-office", f"Kantor {office} tidak ada.", f"There is no office {office}.")


def no_account(login: str) -> NotFound:
    """What to say of an account that is not there, or that the actor may not know."""
    return NotFound("no-account", f"Akun {login} tidak ada.", f"There is no account {login}.")


def own_door() -> NotPossible:
    """What to say to an administrator who would shut himself out."""
    return NotPossible(
        "own-door",
        "Anda tidak dapat menutup akses Anda sendiri. Mintalah administrator lain.",
        "You cannot shut yourself out. Ask another administrator.",
    )
