"""Plt and Plh: who may be let act, from when to when, what he holds then, and that both people are recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.commands.account import CreateAccount, EndHolding, Hold
from engine.commands.acting import EndActing, LetAct
from engine.commands.office import LoadOffice
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from engine.people import Capacity
from engine.store import Store
from engine.store.history import answers, stream
from engine.store.people import actor
from tests.people.test_accounts import LOCAL, NOW, OFFICE, ROOT, STAF, TODAY, Office

UNTIL = date(2026, 11, 27)


@pytest.fixture
def office(store: Store) -> Office:
    """An office with Ani as its camat and Budi as its staf."""
    found = Office(store)
    found.run(CreateAccount("budi", "Budi Santoso", office="bh"))
    found.run(Hold("ani", "bh/camat", date(2026, 1, 1)))
    found.run(Hold("budi", "bh/staf", date(2026, 1, 1)))
    return found


def plh(**changed: Any) -> LetAct:
    """Budi acts for Ani this week."""
    words: dict[str, Any] = {"login": "budi", "kind": "plh", "since": TODAY, "until": UNTIL, "holder": "ani"}
    words |= {"letter": "800/17/2026", "reason": "Cuti sakit"}
    return LetAct("bh/camat", **(words | changed))


def plt(**changed: Any) -> LetAct:
    """Budi acts for a post that is vacant from December on."""
    return plh(**({"kind": "plt", "holder": None, "since": date(2026, 12, 1), "until": None} | changed))


def test_who_acts_has_the_post_its_groups_and_what_it_records_for_on_those_days_only(office: Office) -> None:
    office.run(plh())
    budi = office.who("budi")
    assert budi is not None
    assert budi.posts == {"bh/staf", "bh/camat"}
    assert budi.answers == {"bh/staf", "bh/camat", "bh/pemohon", "bh/bupati"}
    assert budi.groups >= {"bh/camat", "bh/bupati", "bh/camat+bh/staf"}
    assert budi.capacities == {"bh/camat": Capacity("plh", "ani")}
    assert budi.capacity("bh/camat") == budi.capacity("bh/bupati") == ("bh/camat", Capacity("plh", "ani"))
    assert budi.capacity("bh/staf") is None
    assert budi.capacity("bh/pemohon") is None
    for day in (date(2026, 11, 22), date(2026, 11, 28)):
        other = office.who("budi", day)
        assert other is not None
        assert other.posts == {"bh/staf"}
        assert not other.capacities
    holder = office.who("ani")
    assert holder is not None
    assert holder.posts == {"bh/camat"}, "the holder keeps his post"


def test_a_vacant_post_has_a_plt_without_a_last_day(office: Office) -> None:
    office.run(EndHolding("ani", "bh/camat", date(2026, 11, 30)))
    office.run(plt())
    budi = office.who("budi", date(2030, 1, 1))
    assert budi is not None
    assert budi.capacities == {"bh/camat": Capacity("plt", None)}


def test_the_event_names_both_people_and_keeps_the_reason_beside_it(office: Office) -> None:
    made = office.run(plh())
    ended = office.run(EndActing(made["id"], date(2026, 11, 24), "Kembali lebih awal"))
    assert ended["until"] == "2026-11-24"
    told = office.events()[-2:]
    assert [one["change"] for one in told] == ["acting", "acting-ended"]
    for one in told:
        assert (one["login"], one["holder"], one["post"], one["kind"]) == ("budi", "ani", "bh/camat", "plh")
        assert one["letter"] == "800/17/2026"
        assert "Cuti" not in repr(one)
    with office.store.reading() as reading:
        assert [name for _, name in answers(reading, 0)].count("$alasan") == 2
        assert [event.actor for event in stream(reading, 0)][-2:] == ["akar", "akar"]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (plh(kind="pj"), "kind"),
        (plh(until=None), "until"),
        (plh(until=date(2026, 11, 22)), "until"),
        (plh(since=date(1, 1, 1)), "since"),
        (plh(holder=None), "holder"),
        (plh(holder="budi", login="ani"), "login"),
        (plh(holder="ani", login="ani"), "login"),
        (plh(holder="budi"), "login"),
        (plh(since=date(2025, 12, 31)), "holder"),
        (plh(holder="tidak-ada"), "holder"),
        (plt(), "holder"),
        (plh(letter=" "), "letter"),
        (plh(reason=""), "reason"),
    ],
)
def test_what_cannot_be_is_named(office: Office, command: LetAct, field: str) -> None:
    before = office.events()
    with pytest.raises(Invalid) as refused:
        office.run(command)
    assert [problem.key for problem in refused.value.problems] == [field]
    assert office.events() == before


def test_a_post_outside_has_its_recorder_and_nobody_who_acts(office: Office) -> None:
    command = LetAct("bh/bupati", "budi", "plt", TODAY, None, None, "1", "x")
    with pytest.raises(Invalid) as refused:
        office.run(command)
    assert [problem.key for problem in refused.value.problems] == ["post"]


def test_a_holding_that_is_renewed_meanwhile_is_one(office: Office) -> None:
    office.run(Hold("ani", "bh/camat", date(2026, 1, 1), date(2026, 12, 31)))
    over_new_year = plh(since=date(2026, 12, 28), until=date(2027, 1, 4))
    with pytest.raises(Invalid):
        office.run(over_new_year)
    office.run(Hold("ani", "bh/camat", date(2027, 1, 1)))
    office.run(over_new_year)


@pytest.mark.parametrize(("since", "until"), [(TODAY, TODAY), (UNTIL, date(2026, 12, 9)), (date(2026, 11, 1), UNTIL)])
def test_two_do_not_act_for_one_person_on_one_day(office: Office, since: date, until: date) -> None:
    made = office.run(plh())
    office.run(CreateAccount("citra", "Citra", office="bh"))
    with pytest.raises(Conflict) as refused:
        office.run(plh(login="citra", since=since, until=until))
    assert refused.value.facts["acting"] == made["id"]
    office.run(plh(login="citra", since=date(2026, 11, 28), until=date(2026, 12, 9)))


def test_it_ends_early_and_what_had_not_begun_never_was(office: Office) -> None:
    made = office.run(plh())
    later = office.run(plh(since=date(2026, 12, 1), until=date(2026, 12, 5)))
    with pytest.raises(Invalid):
        office.run(EndActing(made["id"], date(2026, 11, 21)))
    office.run(EndActing(made["id"], date(2026, 11, 22)))
    assert office.run(EndActing(later["id"], date(2026, 11, 25)))["until"] == "2026-11-30"
    for day in (TODAY, date(2026, 12, 2)):
        budi = office.who("budi", day)
        assert budi is not None
        assert not budi.capacities
    for id in (made["id"], later["id"]):
        with pytest.raises(NotPossible):
            office.run(EndActing(id, UNTIL))
    office.run(plh())


def test_an_end_is_never_put_off(office: Office) -> None:
    made = office.run(plh())
    for until in (UNTIL, date(2026, 12, 24)):
        with pytest.raises(NotPossible):
            office.run(EndActing(made["id"], until))


def test_only_an_administrator_of_the_office_lets_act_and_never_himself(office: Office) -> None:
    office.run(LoadOffice(OFFICE | {"id": "kk", "kode": "KK"}))
    office.run(CreateAccount("kadis", "Kadis", office="kk"))
    office.run(Hold("kadis", "kk/camat", TODAY))
    with pytest.raises(NotAllowed):
        office.run(plh(), STAF)
    foreign = LetAct("kk/camat", "ani", "plh", TODAY, UNTIL, "kadis", "1", "x")
    with pytest.raises(NotAllowed):
        office.run(foreign, LOCAL)
    with pytest.raises(NotFound):
        office.run(plh(login="kadis"), LOCAL)
    made = office.run(foreign, ROOT)
    with pytest.raises(NotFound):
        office.run(EndActing(made["id"], TODAY), LOCAL)
    with pytest.raises(NotAllowed):
        office.run(EndActing(made["id"], TODAY), STAF)
    for command in (plh(login="lokal"), Hold("lokal", "bh/staf", TODAY)):
        with pytest.raises(NotPossible):
            office.run(command, LOCAL)
    assert office.run(plh(), LOCAL)["login"] == "budi"


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 17), ("WITA", 16), ("WIT", 15)])
def test_the_day_begins_at_midnight_of_the_office(office: Office, zone: str, hour: int) -> None:
    office.run(LoadOffice(OFFICE | {"id": "kk", "kode": "KK", "zona": zone}))
    office.run(CreateAccount("kadis", "Kadis", office="kk"))
    office.run(Hold("kadis", "kk/camat", TODAY, TODAY))
    eve = datetime(2026, 11, 22, hour, tzinfo=UTC)
    with office.store.reading() as reading:
        for at, holds in (
            (eve.replace(hour=hour - 1, minute=59), False),
            (eve, True),
            (eve.replace(day=23, hour=hour - 1, minute=59), True),
            (eve.replace(day=23), False),
        ):
            found = actor(reading, "kadis", at)
            assert found is not None
            assert (found.posts == {"kk/camat"}) is holds, at
    assert eve < NOW


def test_each_post_counts_by_the_calendar_of_its_own_office(office: Office) -> None:
    office.run(LoadOffice(OFFICE | {"id": "kk", "kode": "KK", "zona": "WIT"}))
    for post in ("bh/staf", "kk/staf"):
        office.run(Hold("ani", post, TODAY))
    with office.store.reading() as reading:
        found = actor(reading, "ani", datetime(2026, 11, 22, 15, 30, tzinfo=UTC))  # 00:30 WIT, 22:30 WIB
    assert found is not None
    assert found.posts == {"bh/camat", "kk/staf"}
