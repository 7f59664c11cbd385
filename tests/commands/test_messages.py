"""A message finds the one that waits for it, begins a case, is kept or refused; to the letter and exactly once."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest

from engine.canonical import dumps
from engine.commands.case import Cancel, Resume, StartCase, Suspend
from engine.commands.housekeeping import CleanUp
from engine.commands.incident import RetryIncident
from engine.commands.message import Correlate
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from engine.events import instant
from engine.store import Store
from engine.store.messages import INSERT_MESSAGE
from tests.commands.look import events, incidents, kinds, open_at, row, values
from tests.commands.world import KASI, MACHINE, OWNER, STAF, World

NAME = "Surat “Ünïcode”"


@pytest.fixture
def world(store: Store) -> World:
    """An office whose processes send and wait for letters."""
    return World(store).furnish("surat.bpmn", "bermula.bpmn")


def waiting(world: World, agenda: str | None, business_key: str | None = None) -> int:
    """A case that waits for a letter under a key."""
    case = world.run(STAF, StartCase("terima", business_key=business_key))["case"]
    world.complete(STAF, open_at(world, case)["siapkan"], agenda=agenda)
    return int(case)


def sent(world: World, business_key: str | None = None, **answers: Any) -> int:
    """A case that has sent what its answers say; the jobs are not run yet."""
    case = world.run(STAF, StartCase("kirim", business_key=business_key))["case"]
    world.complete(STAF, open_at(world, case)["tulis"], **answers)
    return int(case)


def test_a_thrown_message_reaches_the_case_with_its_key_and_brings_its_payload(world: World) -> None:
    one, two = waiting(world, "A-1"), waiting(world, "A-2")
    thrower = sent(world, nomor="A-2", isi="halo")
    world.work()
    assert (list(open_at(world, one)), list(open_at(world, two))) == ([], ["baca"])
    assert values(world, two) == {"agenda": "A-2", "isi_surat": "halo"}
    assert events(world, two)[-1].data["from"] == thrower
    assert [job["kind"] for job in world.jobs()] == ["START_TIMER"]


def test_keys_and_names_are_compared_to_the_letter(world: World) -> None:
    case = waiting(world, "A-1")
    others = (NAME + " ", NAME.lower(), unicodedata.normalize("NFD", NAME), NAME.replace(" ", "\u00a0"), "\0")
    for name, key in (*((other, "A-1") for other in others), (NAME, "a-1"), (NAME, " A-1"), (NAME, "\0")):
        with pytest.raises(NotFound, match="nobody-waits"):
            world.run(OWNER, Correlate(name, correlation=key))
    assert world.run(OWNER, Correlate(NAME, correlation="A-1"))["case"] == case


def test_who_declares_no_key_is_found_by_the_business_key_of_his_case(world: World) -> None:
    one, two = waiting(world, None, "KK-1"), waiting(world, None, "KK-2")
    sent(world, business_key="KK-2", isi="halo")
    world.work()
    assert (list(open_at(world, one)), list(open_at(world, two))) == ([], ["baca"])
    sent(world, nomor="KK-1", isi="halo")
    world.work()
    assert list(open_at(world, one)) == ["baca"]


def test_a_message_that_several_wait_for_is_refused_unless_it_is_for_all(world: World) -> None:
    cases = [waiting(world, "A-1") for _ in range(3)]
    with pytest.raises(Conflict, match="several-wait"):
        world.run(OWNER, Correlate(NAME, correlation="A-1"))
    assert world.run(OWNER, Correlate(NAME, correlation="A-1", all=True)) == {"receivers": 3, "cases": cases}
    world.work()
    assert [list(open_at(world, case)) for case in cases] == [["baca"]] * 3


def test_a_thrown_message_that_several_wait_for_is_an_incident_that_can_be_retried(world: World) -> None:
    cases = [waiting(world, "A-1") for _ in range(2)]
    thrower = sent(world, nomor="A-1", isi="halo")
    world.work()
    found = incidents(world, thrower)
    assert [(one["kind"], one["element"]) for one in found] == [("message", "kirim_surat")]
    world.run(OWNER, Cancel(cases[0], "berkas ganda"))
    world.run(OWNER, Cancel(thrower, "sudah terkirim"))
    assert len(incidents(world, thrower)) == 1, "the letter has left the case"
    world.run(OWNER, RetryIncident(thrower, found[0]["event"]))
    world.work()
    assert list(open_at(world, cases[1])) == ["baca"]


def test_a_thrown_message_is_kept_for_who_waits_later(world: World) -> None:
    sent(world, nomor="A-9", isi="lama")
    world.work()
    assert kinds(world, 0)[-1] == "MessageKept"
    other = waiting(world, "A-8")
    world.work()
    assert list(open_at(world, other)) == []
    case = waiting(world, "A-9")
    assert [(job["kind"], job["case_id"]) for job in world.jobs() if job["kind"] != "START_TIMER"] == [
        ("RECEIVE", case)
    ]
    world.work()
    assert values(world, case)["isi_surat"] == "lama"
    assert world.dump()["message"] == []


def test_a_message_from_outside_is_kept_until_its_time_or_refused(world: World) -> None:
    with pytest.raises(NotFound, match="nobody-waits"):
        world.run(MACHINE, Correlate(NAME, correlation="A-1"))
    until = world.now + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        world.run(KASI, Correlate(NAME, correlation="A-1", keep=until))
    with pytest.raises(Invalid):
        world.run(MACHINE, Correlate(NAME, correlation="A-1", keep=world.now - timedelta(days=1)))
    assert "kept" in world.run(MACHINE, Correlate(NAME, correlation="A-1", keep=until))
    world.now = until
    assert world.run(MACHINE, CleanUp()) == {"looking": 0, "expired": 1}
    assert kinds(world, 0)[-2:] == ["MessageKept", "MessageExpired"]
    assert world.dump()["message"] == []
    case = waiting(world, "A-1")
    world.work()
    assert list(open_at(world, case)) == [], "it was forgotten"


def test_a_kept_message_goes_to_one_of_those_who_wait(world: World) -> None:
    world.run(MACHINE, Correlate(NAME, correlation="A-1", keep=world.now + timedelta(days=1)))
    one, two = waiting(world, "A-1"), waiting(world, "A-1")
    world.work()
    assert (list(open_at(world, one)), list(open_at(world, two))) == (["baca"], [])


def test_a_message_that_was_kept_at_the_moment_when_somebody_began_to_wait_still_reaches_him(world: World) -> None:
    case = waiting(world, "A-1")
    with world.store.transaction() as tx:  # as two transactions on PostgreSQL leave it that did not see each other
        times = {"kept_at": 0, "until": instant(world.now + timedelta(days=1))}
        payload = dumps({"isi_surat": "berpapasan"})
        tx.value(INSERT_MESSAGE, name=NAME, business_key=None, correlation="A-1", payload=payload, **times)
    world.work()
    assert open_at(world, case) == {}
    assert world.run(MACHINE, CleanUp()) == {"looking": 1, "expired": 0}
    world.work()
    assert values(world, case)["isi_surat"] == "berpapasan"


def test_a_message_that_lost_its_receiver_on_the_way_looks_for_another(world: World) -> None:
    one = waiting(world, "A-1")
    sent(world, nomor="A-1", isi="pertama")
    deliver = next(job for job in world.jobs() if job["kind"] == "MESSAGE")
    world.run_job(deliver)
    two = waiting(world, "A-1")
    world.run(OWNER, Cancel(one, "mundur"))
    world.work()
    assert values(world, two)["isi_surat"] == "pertama"
    assert world.dump()["message"] == []


def test_a_message_begins_a_case_where_nobody_waits(world: World) -> None:
    body = world.run(STAF, Correlate("permohonan", business_key="KK-3", answers={"nama": "Sari"}))
    assert (row(world, body["case"])["business_key"], values(world, body["case"])) == ("KK-3", {"nama": "Sari"})
    assert events(world, body["case"])[0].data["message"] == "permohonan"
    with pytest.raises(NotFound, match="nobody-waits"):
        world.run(STAF, Correlate("permohonan", mode="wait"))
    with pytest.raises(NotFound, match="nobody-waits"):
        world.run(STAF, Correlate("permohonan", case=body["case"]))
    with pytest.raises(NotFound, match="nobody-waits"):
        world.run(STAF, Correlate("permohonan", key="lain"))
    assert world.run(STAF, Correlate("permohonan", key="oleh_pesan", mode="start"))["number"]


def test_a_thrown_message_begins_a_case_with_all_its_variables(world: World) -> None:
    thrower = sent(world, business_key="KK-7", apa="mohon", nama="Sari", angka=2**60)
    world.work()
    case = thrower + 1
    assert values(world, case) == {"apa": "mohon", "nama": "Sari", "angka": 2**60}
    assert (row(world, case)["business_key"], events(world, case)[0].data["from"]) == ("KK-7", thrower)


def test_a_start_event_with_a_message_can_be_begun_by_hand_and_by_no_other_way(world: World) -> None:
    with pytest.raises(NotPossible, match="begins-by-itself"):
        world.start("oleh_pesan")
    with pytest.raises(NotFound, match="no-start"):
        world.run(STAF, StartCase("oleh_pesan", at="p_kerja"))
    assert world.run(STAF, StartCase("oleh_pesan", at="p_mulai"))["opened"]


def test_a_suspended_case_receives_its_message_when_it_goes_on(world: World) -> None:
    case = waiting(world, "A-1")
    world.run(OWNER, Suspend(case, "audit"))
    with pytest.raises(NotPossible, match="case-suspended"):
        world.run(OWNER, Correlate(NAME, correlation="A-1"))
    sent(world, nomor="A-1", isi="halo")
    world.work()
    assert open_at(world, case) == {}
    world.run(OWNER, Resume(case))
    world.work()
    assert list(open_at(world, case)) == ["baca"]


def test_a_message_to_a_suspended_case_can_be_kept_by_it(world: World) -> None:
    case = waiting(world, "A-1")
    world.run(OWNER, Suspend(case))
    world.run(OWNER, Correlate(NAME, correlation="A-1", keep=world.now + timedelta(days=1)))
    world.work()
    world.run(OWNER, Resume(case))
    world.work()
    assert list(open_at(world, case)) == ["baca"]
