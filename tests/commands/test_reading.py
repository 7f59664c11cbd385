"""That an owner or auditor read a case leaves one event a reader, case and hour; who takes part leaves none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.reading import RecordRead, unrecorded
from engine.commands.refusals import NotAllowed
from engine.events import instant
from engine.policy import Actor
from engine.store import Store
from engine.store.history import stream
from engine.store.reads import READS_OF_CASE
from tests.commands.world import STAF, World, person

AUDITOR = person("wulan", grants=(("auditor", "uji"),))
ELSEWHERE = person("jauh", grants=(("auditor", "lain"),))


@pytest.fixture
def world(store: Store) -> World:
    """An office with one case that runs."""
    return World(store).furnish("serba.bpmn")


def reads(world: World) -> list[dict[str, Any]]:
    with world.store.reading() as reading:
        return [dict(event.data) for event in stream(reading, 0) if event.kind == "PersonalDataRead"]


def test_the_first_read_in_an_hour_is_an_event_and_the_next_ones_are_none(world: World) -> None:
    case = world.start("serba")["case"]
    assert world.run(AUDITOR, RecordRead((case,), "replay")) == {"recorded": [case]}
    assert world.run(AUDITOR, RecordRead((case,), "story")) == {"recorded": []}
    world.now += timedelta(hours=1)
    assert world.run(AUDITOR, RecordRead((case,), "story")) == {"recorded": [case]}
    assert reads(world) == [{"case": case, "page": "replay"}, {"case": case, "page": "story"}]
    with world.store.reading() as reading:
        rows = reading.all(READS_OF_CASE, case=case, limit=9)
    assert [(row["login"], row["page"]) for row in rows] == [("wulan", "story"), ("wulan", "replay")]
    assert rows[0]["at"] == instant(world.now)
    assert 0 < rows[1]["event"] < rows[0]["event"]


def test_each_reader_and_each_case_has_its_own_event(world: World) -> None:
    first, second = world.start("serba")["case"], world.start("serba")["case"]
    other = person("adi", grants=(("pemilik", "uji"),))
    world.run(AUDITOR, RecordRead((first, second), "api"))
    world.run(other, RecordRead((first,), "case"))
    with world.store.reading() as reading:
        found = [(event.actor, event.data["case"]) for event in stream(reading, 0) if event.kind == "PersonalDataRead"]
    assert found == [("wulan", first), ("wulan", second), ("adi", first)]


def test_who_takes_part_reads_as_his_work(world: World) -> None:
    case = world.start("serba")["case"]
    both = Actor("staf", "Staf", STAF.posts, STAF.answers, STAF.groups, frozenset({("auditor", "uji")}))
    assert world.run(both, RecordRead((case,), "case")) == {"recorded": []}
    assert world.run(STAF, RecordRead((case,), "case")) == {"recorded": []}
    assert reads(world) == []


def test_a_look_before_says_what_would_be_written(world: World) -> None:
    case = world.start("serba")["case"]
    with world.store.reading() as reading:
        assert [found for found, _ in unrecorded(reading, AUDITOR, (case, case + 999), world.now)] == [case]
        assert not list(unrecorded(reading, STAF, (case,), world.now))
    world.run(AUDITOR, RecordRead((case,), "case"))
    with world.store.reading() as reading:
        assert not list(unrecorded(reading, AUDITOR, (case,), world.now))


def test_an_auditor_of_another_office_is_refused(world: World) -> None:
    case = world.start("serba")["case"]
    with pytest.raises(NotAllowed):
        world.run(ELSEWHERE, RecordRead((case,), "case"))
    assert reads(world) == []
