"""Commands on accounts, posts and roles, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.commands.account import ChangeAccount, CreateAccount, Grant, Hold
from engine.commands.desk import Context, Desk
from engine.commands.office import LoadOffice
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from engine.library import Library
from engine.policy import Actor
from engine.store import Store
from engine.store.history import answers, stream
from engine.store.people import ACCOUNT, MEMBERSHIPS, actor
from tests.people.test_passwords import QUICK

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ROOT = Actor("akar", "Akar", grants=frozenset({("administrator", "*")}))
LOCAL = Actor("lokal", "Lokal", grants=frozenset({("administrator", "bh"), ("pemilik", "kk")}))
STAF = Actor("staf", "Staf", posts=frozenset({"bh/staf"}), answers=frozenset({"bh/staf"}))
OFFICE: dict[str, Any] = {
    "id": "bh",
    "kode": "BH",
    "nama": "Bunut Hilir",
    "wilayah": "Kapuas Hulu",
    "zona": "WIB",
    "jabatan": [
        {"slug": "staf", "nama": "Staf"},
        {"slug": "camat", "nama": "Camat"},
        {"slug": "pemohon", "nama": "Pemohon", "luar": True},
        {"slug": "bupati", "nama": "Bupati", "luar": True, "pencatat": "camat"},
    ],
    "alias": [{"label": "Loket", "jabatan": ["staf", "camat"]}],
}
HASH = QUICK.hash("kata sandi")


class Office:
    """A desk with the office and one account."""

    def __init__(self, store: Store) -> None:
        self.store, self.desk = store, Desk(store, Library())
        self.run(LoadOffice(OFFICE))
        self.run(CreateAccount("ani", "Ani Suryani", HASH, "bh"))

    def run(self, command: object, who: Actor = ROOT) -> Any:
        """The command's body."""
        return self.desk.run(Context(who, NOW), command).body

    def who(self, login: str = "ani", day: date = TODAY) -> Actor | None:
        """What an account holds on a day."""
        with self.store.reading() as reading:
            return actor(reading, login, day)

    def events(self) -> list[dict[str, Any]]:
        """The data of the events of the installation."""
        with self.store.reading() as reading:
            return [dict(event.data) for event in stream(reading, 0)]

    def row(self) -> dict[str, Any]:
        """The row of the account."""
        with self.store.reading() as reading:
            row = reading.one(ACCOUNT, login="ani")
        assert row is not None
        return row


@pytest.fixture
def office(store: Store) -> Office:
    """The office on each kind of database."""
    return Office(store)


def test_a_holder_has_his_post_its_groups_and_what_he_records_for(office: Office) -> None:
    office.run(Hold("ani", "bh/staf", date(2026, 1, 1), date(2026, 12, 31)))
    ani = office.who()
    assert ani is not None
    assert (ani.login, ani.name) == ("ani", "Ani Suryani")
    assert ani.posts == {"bh/staf"}
    assert ani.answers == {"bh/staf", "bh/pemohon"}
    assert ani.groups == {"bh/staf", "bh/pemohon", "bh/camat+bh/staf"}
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        other = office.who(day=day)
        assert other is not None
        assert (other.posts, other.answers, other.groups) == (frozenset(), frozenset(), frozenset())


def test_a_recorder_is_named_or_is_the_staf_of_the_office(office: Office) -> None:
    office.run(Hold("ani", "bh/camat", TODAY))
    ani = office.who()
    assert ani is not None
    assert ani.answers == {"bh/camat", "bh/bupati"}


def test_the_same_start_again_changes_the_end_and_an_end_before_it_takes_the_post_back(office: Office) -> None:
    office.run(Hold("ani", "bh/staf", date(2026, 1, 1)))
    office.run(Hold("ani", "bh/staf", date(2026, 1, 1), date(2026, 11, 22)))
    ani = office.who()
    assert ani is not None
    assert ani.posts == frozenset()
    office.run(Hold("ani", "bh/staf", date(2026, 1, 1), date(2025, 12, 31)))
    ani = office.who(day=date(2026, 1, 1))
    assert ani is not None
    assert ani.posts == frozenset()
    with office.store.reading() as reading:
        assert len(reading.all(MEMBERSHIPS, login="ani")) == 1


def test_roles_are_given_and_taken_for_an_office(office: Office) -> None:
    office.run(Grant("ani", "auditor", "bh"))
    office.run(Grant("ani", "pemilik", "*"))
    ani = office.who()
    assert ani is not None
    assert ani.grants == {("auditor", "bh"), ("pemilik", "*")}
    office.run(Grant("ani", "pemilik", "*", give=False))
    ani = office.who()
    assert ani is not None
    assert ani.grants == {("auditor", "bh")}


def test_an_account_that_was_closed_is_nobody(office: Office) -> None:
    office.run(ChangeAccount("ani", active=False))
    assert office.who() is None
    assert office.who("tidak-ada") is None
    office.run(ChangeAccount("ani", active=True))
    assert office.who() is not None


def test_a_change_of_an_account_ends_its_sessions_and_no_change_does_not(office: Office) -> None:
    before = office.row()
    assert office.run(ChangeAccount("ani", name="Ani Suryani", active=True))["changed"] == []
    assert office.row() == before
    assert office.run(ChangeAccount("ani", password=QUICK.hash("baru")))["changed"] == ["password"]
    after = office.row()
    assert bytes(after["session"]) != bytes(before["session"])
    assert after["name"] == before["name"]


def test_every_change_is_an_event_that_holds_no_name_and_no_password(office: Office) -> None:
    office.run(ChangeAccount("ani", password=QUICK.hash("baru"), name="Ani Baru", active=False))
    office.run(Hold("ani", "bh/staf", TODAY))
    office.run(Grant("ani", "auditor", "bh"))
    office.run(Grant("ani", "auditor", "bh", give=False))
    events = office.events()
    changes = [event["change"] for event in events]
    assert changes == ["office", "created", "account", "post", "role-given", "role-taken"]
    assert "Ani" not in repr(events)
    assert "argon2" not in repr(events)
    with office.store.reading() as reading:
        kept = answers(reading, 0)
    assert [name for _, name in kept] == ["$nama", "$nama"]


def test_repeating_a_change_is_no_event(office: Office) -> None:
    for _ in range(2):
        office.run(Hold("ani", "bh/staf", TODAY))
        office.run(Grant("ani", "auditor", "bh"))
        office.run(LoadOffice(OFFICE))
    assert len(office.events()) == 4


def test_loading_an_office_again_writes_what_differs(office: Office) -> None:
    posts = [{"slug": "staf", "nama": "Staf Kecamatan"}, *OFFICE["jabatan"][1:]]
    aliases = [{"label": "Kantor depan", "jabatan": ["staf"]}]
    changed = dict(OFFICE)
    for change in ({"nama": "Kecamatan Bunut Hilir"}, {"jabatan": posts}, {"alias": aliases}):
        changed |= change
        assert office.run(LoadOffice(changed))["changed"] is True
        assert office.run(LoadOffice(changed))["changed"] is False
    office.run(Hold("ani", "bh/camat", TODAY))
    ani = office.who()
    assert ani is not None
    assert "bh/camat+bh/staf" in ani.groups, "tasks of the old alias still find their people"


@pytest.mark.parametrize(
    "change",
    [
        {"zona": "WIX"},
        {"kode": "bh"},
        {"id": "Bunut Hilir"},
        {"nama": ""},
        {"lain": 1},
        {"jabatan": [{"slug": "a", "nama": "A"}, {"slug": "a", "nama": "B"}]},
        {"jabatan": [{"slug": "a", "nama": "A", "luar": True, "pencatat": "b"}]},
        {"jabatan": [{"slug": "a", "nama": "A", "luar": "ya"}]},
        {"jabatan": "a"},
        {"alias": [{"label": "X", "jabatan": ["tidak-ada"]}]},
        {"alias": [{"label": "X", "jabatan": "staf"}]},
    ],
)
def test_a_mistake_in_an_office_is_named_and_nothing_is_written(office: Office, change: dict[str, Any]) -> None:
    before = office.events()
    with pytest.raises(Invalid):
        office.run(LoadOffice(OFFICE | change))
    assert office.events() == before


@pytest.mark.parametrize(
    "command",
    [
        CreateAccount("Ani Lain", "Ani"),
        CreateAccount("budi", " "),
        CreateAccount("budi", "Budi", "sandi terbuka"),
        ChangeAccount("ani", name=""),
        ChangeAccount("ani", password="sandi terbuka"),
        Grant("ani", "raja", "bh"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, command: object) -> None:
    with pytest.raises(Invalid):
        office.run(command)


@pytest.mark.parametrize(
    "command",
    [
        CreateAccount("budi", "Budi", office="tidak-ada"),
        ChangeAccount("budi", active=False),
        Hold("budi", "bh/staf", TODAY),
        Hold("ani", "bh/bendahara", TODAY),
        Grant("budi", "auditor", "bh"),
        Grant("ani", "auditor", "tidak-ada"),
    ],
)
def test_what_is_not_there_is_not_found(office: Office, command: object) -> None:
    with pytest.raises(NotFound):
        office.run(command)


def test_a_login_is_taken_once(office: Office) -> None:
    with pytest.raises(Conflict):
        office.run(CreateAccount("ani", "Ani Lain"))
    assert office.row()["name"] == "Ani Suryani"


COMMANDS = (
    CreateAccount("budi", "Budi", office="bh"),
    ChangeAccount("ani", active=False),
    Hold("ani", "bh/staf", TODAY),
    Grant("ani", "auditor", "bh"),
    LoadOffice(OFFICE | {"nama": "Lain"}),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_only_an_administrator_of_the_office_manages_its_people(office: Office, command: object) -> None:
    with pytest.raises(NotAllowed):
        office.run(command, STAF)
    office.run(command, LOCAL)


def test_an_administrator_of_one_office_does_not_reach_another(office: Office) -> None:
    office.run(LoadOffice(OFFICE | {"id": "kk", "kode": "KK"}))
    office.run(CreateAccount("kadis", "Kadis", office="kk"))
    for command in (CreateAccount("x", "X"), Hold("ani", "kk/staf", TODAY), Grant("ani", "pemilik", "*")):
        with pytest.raises(NotAllowed):
            office.run(command, LOCAL)
    with pytest.raises(NotFound):
        office.run(ChangeAccount("kadis", active=False), LOCAL)
    with pytest.raises(NotFound):
        office.run(ChangeAccount("tidak-ada", active=False), LOCAL)


def test_an_administrator_cannot_shut_himself_out(office: Office) -> None:
    office.run(CreateAccount("akar", "Akar"))
    for command in (ChangeAccount("akar", active=False), Grant("akar", "administrator", "*", give=False)):
        with pytest.raises(NotPossible):
            office.run(command)
