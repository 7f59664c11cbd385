"""Commands on parts of an office, on both databases: its facts, its posts, what labels of lanes mean."""

from __future__ import annotations

import pytest

from engine.commands.office_parts import SetAlias, WriteOffice, WritePost
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound
from engine.people import resolve
from engine.store import Store
from engine.store.people import OFFICE, POST, aliases
from tests.people.test_accounts import LOCAL, STAF, Office


@pytest.fixture
def office(store: Store) -> Office:
    """The office bh."""
    return Office(store)


def mistakes(error: Invalid) -> set[str]:
    """The fields that it names."""
    return {one.key for one in error.problems}


def means(office: Office, label: str, sop: str = "") -> tuple[str, ...]:
    """The posts of a label."""
    with office.store.reading() as reading:
        return resolve(aliases(reading, "bh"), "bh", sop, label)


def test_a_new_office_is_for_administrators_of_all_and_names_every_mistake(office: Office) -> None:
    new = WriteOffice("baru", "Kantor Baru", "Kapuas Hulu", "WIT", "KB", new=True)
    with pytest.raises(NotAllowed):
        office.run(new, LOCAL)
    with pytest.raises(Invalid) as refused:
        office.run(WriteOffice("Baru!", " ", "", "GMT", "kb", new=True))
    assert mistakes(refused.value) == {"id", "name", "region", "zone", "code"}
    with pytest.raises(Invalid) as refused:
        office.run(WriteOffice("baru", "Kantor Baru", "Kapuas Hulu", "WIT", "BH", new=True))
    assert mistakes(refused.value) == {"code"}
    assert office.run(new)["changed"]
    with pytest.raises(Conflict):
        office.run(new)
    with office.store.reading() as reading:
        assert reading.one(OFFICE, id="baru") == {
            "id": "baru",
            "name": "Kantor Baru",
            "region": "Kapuas Hulu",
            "zone": "WIT",
            "code": "KB",
        }


def test_who_manages_an_office_renames_it_and_cannot_move_it_elsewhere(office: Office) -> None:
    assert office.run(WriteOffice("bh", "Kecamatan  Bunut Hilir", "Kapuas Hulu", "WIB", "BHI"), LOCAL)["changed"]
    assert not office.run(WriteOffice("bh", "Kecamatan Bunut Hilir", "Kapuas Hulu", "WIB", "BHI"), LOCAL)["changed"]
    for region, zone in (("Sintang", "WIB"), ("Kapuas Hulu", "WIT")):
        with pytest.raises(NotAllowed):
            office.run(WriteOffice("bh", "Kecamatan Bunut Hilir", region, zone, "BHI"), LOCAL)
    assert [event["change"] for event in office.events()].count("office") == 2
    with pytest.raises(NotFound):
        office.run(WriteOffice("tidak-ada", "X", "Y", "WIB", "Z"))


def test_a_post_outside_needs_one_inside_that_records_for_it(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.run(WritePost("bh", "kasi", "Kasi", new=True), STAF)
    assert office.run(WritePost("bh", "kasi", "Kasi Kesra", new=True), LOCAL)["id"] == "bh/kasi"
    with pytest.raises(Conflict):
        office.run(WritePost("bh", "kasi", "Lain", new=True))
    for recorder in ("", "pemohon", "tidak-ada", "desa"):
        with pytest.raises(Invalid) as refused:
            office.run(WritePost("bh", "desa", "Desa", outside=True, recorder=recorder, new=True))
        assert mistakes(refused.value) == {"recorder"}
    office.run(WritePost("bh", "desa", "Desa", outside=True, recorder="kasi", new=True))
    with pytest.raises(Invalid) as refused:
        office.run(WritePost("bh", "kasi", "Kasi Kesra", outside=True, recorder="staf"))
    assert mistakes(refused.value) == {"outside"}
    office.run(WritePost("bh", "desa", "Kepala Desa", outside=True, recorder="staf"))
    with office.store.reading() as reading:
        found = reading.one(POST, id="bh/desa")
    assert found is not None
    assert (found["name"], found["recorder"]) == ("Kepala Desa", "bh/staf")


def test_a_label_means_what_was_said_last_and_can_be_given_back(office: Office) -> None:
    assert means(office, "loket") == ("bh/camat", "bh/staf")
    body = office.run(SetAlias("bh", " LOKET ", ("staf",)), LOCAL)
    assert (body["before"], body["posts"]) == (["bh/camat", "bh/staf"], ["bh/staf"])
    assert means(office, "Loket") == ("bh/staf",)
    office.run(SetAlias("bh", "Loket", ("camat",), "sop_satu"))
    assert means(office, "Loket", "sop_satu") == ("bh/camat",)
    office.run(SetAlias("bh", "loket", ()))
    assert means(office, "Loket") == ()
    assert means(office, "Loket", "sop_satu") == ("bh/camat",)
    assert not office.run(SetAlias("bh", "loket", ()))["changed"]
    for wrong in (SetAlias("bh", " ", ("staf",)), SetAlias("bh", "Loket", ("tidak-ada",))):
        with pytest.raises(Invalid):
            office.run(wrong)
    with pytest.raises(NotAllowed):
        office.run(SetAlias("bh", "Loket", ("staf",)), STAF)
