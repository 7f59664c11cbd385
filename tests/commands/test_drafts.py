"""What is typed and not handed in is kept, overwrites no other tab's text, and goes with its task."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.case import Cancel
from engine.commands.document import StoreDocument
from engine.commands.draft import DraftPlace, DropDraft, SaveDraft
from engine.commands.refusals import Conflict, Invalid, NotFound
from engine.policy import Actor
from engine.queries.draft import Draft, drafts
from engine.queries.look import Look
from engine.store.history import stream
from engine.worker.loop import Worker
from tests.commands.world import KASI, OWNER, STAF, World, person

RIKA = person("rika", "staf")


@pytest.fixture
def task(world: World) -> DraftPlace:
    body = world.start("serba")
    return DraftPlace(body["case"], 1)


def kept(world: World, place: DraftPlace, who: Actor = STAF) -> tuple[Draft, ...]:
    with world.store.reading() as reading:
        return drafts(Look(reading, world.desk.library, who, world.now), place)


def save(world: World, place: DraftPlace, tab: str, revision: int = 0, **filled: str) -> dict[str, Any]:
    return world.run(STAF, SaveDraft(place, tab, revision, {name: [text] for name, text in filled.items()}))


def clean(world: World) -> None:
    Worker(world.desk, clock=lambda: world.now).clean()


def test_a_draft_is_read_back_by_its_writer_alone(world: World, task: DraftPlace) -> None:
    save(world, task, "a", catatan="belum selesai\nbaris kedua")
    assert kept(world, task)[0].filled == {"catatan": ["belum selesai\nbaris kedua"]}
    assert kept(world, task, RIKA) == ()


def test_a_draft_is_no_event(world: World, task: DraftPlace) -> None:
    with world.store.reading() as reading:
        before = len(list(stream(reading, task.case)))
    save(world, task, "a", catatan="x")
    with world.store.reading() as reading:
        assert len(list(stream(reading, task.case))) == before
    world.prove(task.case)


def test_a_tab_goes_on_with_its_own_text_and_the_next_visit_with_what_it_was_filled_from(
    world: World, task: DraftPlace
) -> None:
    first = save(world, task, "a", catatan="satu")
    save(world, task, "a", catatan="satu dua")
    third = save(world, task, "b", first["revision"] + 1, catatan="satu dua tiga")
    assert (third["revision"], third["others"]) == (3, 0)
    assert [(one.tab, one.filled["catatan"]) for one in kept(world, task)] == [("b", ["satu dua tiga"])]


def test_the_younger_of_two_tabs_overwrites_nothing_and_is_told(world: World, task: DraftPlace) -> None:
    save(world, task, "a", catatan="dari tab pertama")
    body = save(world, task, "b", catatan="dari tab kedua")
    assert body["others"] == 1
    assert [one.filled["catatan"][0] for one in kept(world, task)] == ["dari tab kedua", "dari tab pertama"]


def test_who_took_a_text_over_is_not_overwritten_by_the_older_tab(world: World, task: DraftPlace) -> None:
    first = save(world, task, "a", catatan="satu")
    save(world, task, "b", first["revision"], catatan="satu, diperbaiki")
    assert save(world, task, "a", first["revision"], catatan="satu, lain")["others"] == 1
    assert len(kept(world, task)) == 2


def test_a_fifth_text_is_refused_and_says_what_to_do(world: World, task: DraftPlace) -> None:
    for tab in "abcd":
        save(world, task, tab, catatan=tab)
    with pytest.raises(Conflict, match="four different drafts"):
        save(world, task, "e", catatan="e")
    world.run(STAF, DropDraft(task, "a"))
    save(world, task, "e", catatan="e")
    assert [one.tab for one in kept(world, task)] == ["e", "d", "c", "b"]


def test_only_who_could_hand_it_in_keeps_a_draft(world: World, task: DraftPlace) -> None:
    with pytest.raises(NotFound):
        world.run(KASI, SaveDraft(task, "a", 0, {}))
    with pytest.raises(NotFound):
        world.run(STAF, SaveDraft(DraftPlace(start="tidak-ada"), "a", 0, {}))
    with pytest.raises(Invalid):
        world.run(STAF, SaveDraft(task, "a", 0, {"catatan": ["x" * 500_000]}))


def test_the_drafts_of_a_task_go_with_it_whoever_completes_it(world: World, task: DraftPlace) -> None:
    save(world, task, "a", catatan="punya staf")
    world.run(RIKA, SaveDraft(task, "b", 0, {"catatan": ["punya rika"]}))
    world.complete(STAF, f"{task.case}-1", catatan="jadi")
    assert kept(world, task) == kept(world, task, RIKA) == ()
    with pytest.raises(Conflict):
        save(world, task, "a", catatan="terlambat")


def test_drafts_go_with_a_cancelled_case(world: World, task: DraftPlace) -> None:
    save(world, task, "a", catatan="x")
    world.run(OWNER, Cancel(task.case, "uji"))
    assert kept(world, task) == ()


def test_the_worker_forgets_old_drafts_of_cases_that_never_began_and_no_others(world: World, task: DraftPlace) -> None:
    start = DraftPlace(start="serba")
    save(world, task, "a", catatan="tugas")
    save(world, start, "b", catatan="awal")
    clean(world)
    assert kept(world, start)
    world.now += timedelta(days=8)
    clean(world)
    assert kept(world, start) == ()
    assert kept(world, task)


def test_a_paper_that_a_draft_names_is_kept_longer_than_a_day(world: World, task: DraftPlace) -> None:
    named = world.run(STAF, StoreDocument("surat.pdf", b"%PDF-1.4 disebut"))
    loose = world.run(STAF, StoreDocument("lain.pdf", b"%PDF-1.4 lepas"))
    save(world, task, "a", surat=json.dumps(named))
    world.now += timedelta(days=3)
    clean(world)
    papers = {row[0] for row in world.dump()["document"]}
    assert named["sha256"] in papers
    assert loose["sha256"] not in papers
    holders = {row[0] for row in world.dump()["document_holder"]}
    assert holders == {named["sha256"]}
