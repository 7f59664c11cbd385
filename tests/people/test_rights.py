"""Rights: nobody changes his own, the last administrator stays, and no administrator reaches beyond his offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.commands.account import ChangeAccount, CreateAccount, EndHolding, Grant, Hold
from engine.commands.acting import LetAct
from engine.commands.office import LoadOffice
from engine.commands.refusals import Invalid, NotAllowed, NotFound, NotPossible
from engine.policy import Actor
from engine.seeding import CONSOLE
from engine.store import Store
from engine.store.people import MEMBERSHIPS, actor
from tests.people.test_accounts import HASH, LOCAL, OFFICE, ROOT, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """Three offices in two regions, and an administrator of all."""
    found = Office(store)
    found.run(LoadOffice(OFFICE | {"id": "kk", "kode": "KK"}))
    found.run(LoadOffice(OFFICE | {"id": "jauh", "kode": "JA", "wilayah": "Kabupaten Lain"}))
    found.run(CreateAccount("akar", "Akar", HASH))
    found.run(Grant("akar", "administrator", "*"), CONSOLE)
    return found


def known(office: Office, login: str) -> Actor:
    """The actor of a login."""
    with office.store.reading() as reading:
        found = actor(reading, login, TODAY)
    assert found is not None
    return found


def test_a_role_for_a_region_is_one_for_each_of_its_offices_also_later_ones(office: Office) -> None:
    body = office.run(Grant("ani", "auditor", "region:  KAPUAS  hulu"))
    assert body["office"] == "region:Kapuas Hulu"
    ani = known(office, "ani")
    assert [ani.has("auditor", place) for place in ("bh", "kk", "jauh", "*")] == [True, True, False, False]
    office.run(LoadOffice(OFFICE | {"id": "baru", "kode": "BR"}))
    assert known(office, "ani").has("auditor", "baru")
    office.run(LoadOffice(OFFICE | {"id": "baru", "kode": "BR", "wilayah": "Kabupaten Lain"}))
    assert not known(office, "ani").has("auditor", "baru")
    office.run(Grant("ani", "auditor", "region:Kapuas Hulu", give=False))
    assert known(office, "ani").grants == frozenset()
    with pytest.raises(NotFound):
        office.run(Grant("ani", "auditor", "region:Kabupaten Yang Tidak Ada"))


def test_an_office_whose_name_ends_like_a_region_is_none(office: Office) -> None:
    """`region:` is cut off by its length: a grant for an office is never read as one for a region."""
    office.run(LoadOffice(OFFICE | {"id": "abcdefg-lain", "kode": "AL"}))
    office.run(LoadOffice(OFFICE | {"id": "lagi", "kode": "LG", "wilayah": "-lain"}))
    office.run(Grant("ani", "pemilik", "abcdefg-lain"))
    assert known(office, "ani").grants == {("pemilik", "abcdefg-lain")}


def test_an_administrator_of_a_region_manages_its_offices_and_gives_roles_there(office: Office) -> None:
    office.run(CreateAccount("wilayah", "Wilayah", HASH))
    office.run(Grant("wilayah", "administrator", "region:Kapuas Hulu"))
    who = known(office, "wilayah")
    office.run(CreateAccount("kadis", "Kadis", HASH, "kk"), who)
    office.run(Grant("kadis", "auditor", "region:Kapuas Hulu"), who)
    office.run(Hold("kadis", "bh/camat", TODAY), who)
    office.run(ChangeAccount("kadis", password=HASH + "x"), who)
    for command in (Grant("kadis", "auditor", "*"), Grant("kadis", "auditor", "jauh"), CreateAccount("x", "X")):
        with pytest.raises(NotAllowed):
            office.run(command, who)


@pytest.mark.parametrize(
    "command",
    [
        Grant("akar", "auditor", "bh"),
        Grant("akar", "pemilik", "*"),
        Grant("akar", "auditor", "bh", give=False),
        Hold("akar", "bh/staf", TODAY),
        EndHolding("akar", "bh/staf", TODAY),
        LetAct("bh/camat", "akar", "plt", TODAY, None, None, "1", "x"),
    ],
    ids=repr,
)
def test_nobody_changes_his_own_rights(office: Office, command: Any) -> None:
    before = office.events()
    with pytest.raises(NotPossible) as refused:
        office.run(command, ROOT)
    assert refused.value.code == "own-rights"
    assert office.events() == before


@pytest.mark.parametrize("way", [ChangeAccount("akar", active=False), Grant("akar", "administrator", "*", give=False)])
def test_the_last_administrator_stays_even_for_the_console(office: Office, way: Any) -> None:
    office.run(Grant("ani", "administrator", "bh"), CONSOLE)
    with pytest.raises(NotPossible) as refused:
        office.run(way, CONSOLE)
    assert refused.value.code == "last-administrator"
    office.run(Grant("ani", "administrator", "*"), CONSOLE)
    office.run(ChangeAccount("ani", active=False), CONSOLE)
    with pytest.raises(NotPossible):
        office.run(way, CONSOLE)
    office.run(ChangeAccount("ani", active=True), CONSOLE)
    office.run(way, CONSOLE)
    with pytest.raises(NotPossible):
        office.run(ChangeAccount("ani", active=False), CONSOLE)


def test_others_lose_their_roles_while_an_administrator_is_left(office: Office) -> None:
    office.run(Grant("ani", "administrator", "*"), CONSOLE)
    office.run(Grant("ani", "administrator", "*", give=False), CONSOLE)
    office.run(ChangeAccount("ani", active=False), CONSOLE)


@pytest.mark.parametrize(
    "wider",
    [
        (Grant("ani", "administrator", "*"),),
        (Grant("ani", "auditor", "kk"),),
        (Grant("ani", "auditor", "region:Kapuas Hulu"),),
        (Hold("ani", "kk/staf", TODAY),),
        (Hold("ani", "kk/staf", date(2027, 1, 1), date(2027, 2, 1)),),
        (LetAct("kk/camat", "ani", "plt", TODAY, None, None, "1", "x"),),
    ],
    ids=repr,
)
def test_who_has_rights_elsewhere_gets_no_password_from_an_administrator_of_one_office(
    office: Office, wider: tuple[object]
) -> None:
    office.run(wider[0], CONSOLE)
    for command in (ChangeAccount("ani", password=HASH + "x"), ChangeAccount("ani", active=False)):
        with pytest.raises(NotAllowed) as refused:
            office.run(command, LOCAL)
        assert refused.value.code == "wider-rights"
    office.run(ChangeAccount("ani", name="Ani Baru"), LOCAL)
    office.run(ChangeAccount("ani", password=HASH + "x"), ROOT)


def test_rights_elsewhere_that_are_over_count_no_more(office: Office) -> None:
    office.run(Hold("ani", "kk/staf", date(2026, 1, 1), date(2026, 6, 30)))
    office.run(ChangeAccount("ani", password=HASH + "x"), LOCAL)


def test_an_administrator_of_one_office_gives_nothing_to_people_of_others(office: Office) -> None:
    office.run(CreateAccount("kadis", "Kadis", HASH, "kk"))
    office.run(CreateAccount("tanpa-kantor", "Tanpa Kantor", HASH))
    for login in ("kadis", "tanpa-kantor", "tidak-ada"):
        for command in (Hold(login, "bh/staf", TODAY), Grant(login, "auditor", "bh")):
            with pytest.raises(NotFound):
                office.run(command, LOCAL)


def test_a_post_is_let_go_of_on_a_day_and_what_began_later_never_was(office: Office) -> None:
    office.run(Hold("ani", "bh/staf", date(2026, 1, 1)))
    office.run(Hold("ani", "bh/staf", date(2027, 1, 1), date(2027, 12, 31)))
    office.run(Hold("ani", "bh/camat", date(2026, 1, 1)))
    body = office.run(EndHolding("ani", "bh/staf", date(2026, 11, 30)))
    assert [one["until"] for one in body["ended"]] == ["2026-11-30", "2026-12-31"]
    with office.store.reading() as reading:
        rows = {(row["post"], row["since"]): row["until"] for row in reading.all(MEMBERSHIPS, login="ani")}
    assert rows == {
        ("bh/camat", "2026-01-01"): None,
        ("bh/staf", "2026-01-01"): "2026-11-30",
        ("bh/staf", "2027-01-01"): "2026-12-31",
    }
    for day in (date(2026, 12, 1), date(2027, 6, 1)):
        with office.store.reading() as reading:
            found = actor(reading, "ani", day)
        assert found is not None
        assert found.posts == {"bh/camat"}
    assert [one["change"] for one in office.events()[-2:]] == ["post", "post"]
    with pytest.raises(NotFound):
        office.run(EndHolding("ani", "bh/staf", date(2026, 11, 30)))


def test_an_account_moves_to_another_office(office: Office) -> None:
    assert office.run(ChangeAccount("ani", office="kk"))["changed"] == ["office"]
    assert known(office, "ani").home == "kk"
    assert office.events()[-1]["office"] == "kk"
    with pytest.raises(NotFound):
        office.run(ChangeAccount("ani", office="bh"), LOCAL)
    for nowhere in ("tidak-ada", "*", "region:Kapuas Hulu"):
        with pytest.raises(NotFound):
            office.run(ChangeAccount("ani", office=nowhere))
    office.run(ChangeAccount("ani", office="bh"))
    with pytest.raises(NotAllowed):
        office.run(ChangeAccount("ani", office="kk"), LOCAL)


@pytest.mark.parametrize(
    "command",
    [
        Hold("ani", "bh/staf", date.min),
        Hold("ani", "bh/staf", TODAY, date.max),
        EndHolding("ani", "bh/staf", date.min),
        LetAct("bh/camat", "ani", "plt", date.min, None, None, "1", "x"),
    ],
    ids=repr,
)
def test_days_that_nobody_means_are_refused(office: Office, command: object) -> None:
    with pytest.raises(Invalid):
        office.run(command)
