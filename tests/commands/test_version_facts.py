"""What is said of a version, and the draft that it was made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.canonical import loads
from engine.commands.definition import Deploy
from engine.commands.definition_facts import VersionFacts
from engine.commands.diagram_draft import DropDiagramDraft, SaveDiagramDraft
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotPossible
from engine.store import Store, definitions, diagram_drafts
from engine.store.query import Query
from engine.store.tables import event
from tests.commands.world import OWNER, STAF, World

LAST = Query(
    "The last event of the installation.",
    select(event).where(event.c.case_id == 0).order_by(event.c.number.desc()).limit(1),
)
HERE = Path(__file__).parent
SERBA = (HERE / "serba.bpmn").read_bytes()
RENAMED = SERBA.replace(b"<bpmn:process ", b'<bpmn:process camunda:versionTag="2" ', 1)


@pytest.fixture
def world(store: Store) -> World:
    """An office with one SOP in force."""
    return World(store).furnish("serba.bpmn")


def facts(world: World, **changed: object) -> VersionFacts:
    """Facts of the next version of serba, today."""
    with world.store.reading() as reading:
        last = reading.one(definitions.LAST_VERSION, key="serba")
    based_on = None if last is None else last["id"]
    said = VersionFacts("000.1/7/2026", world.now.date(), "Norma disesuaikan", "uji/kasi", based_on)
    return replace(said, **changed)  # type: ignore[arg-type]


def put(world: World, said: VersionFacts, data: bytes = RENAMED) -> dict[str, object]:
    """Puts it in force."""
    return world.run(OWNER, Deploy("uji", "serba", {"serba.bpmn": data}, facts=said))


def test_a_version_bears_its_number_day_reason_and_approver(world: World) -> None:
    put(world, facts(world))
    with world.store.reading() as reading:
        row, last = reading.one(definitions.LAST_VERSION, key="serba"), reading.one(LAST)
    assert row is not None
    assert (row["label"], row["reason"], row["approver"]) == ("000.1/7/2026", "Norma disesuaikan", "uji/kasi")
    assert last is not None
    told = loads(bytes(last["data"]))
    assert isinstance(told, dict)
    assert {name: told[name] for name in ("label", "reason", "approver", "effective_at")} == {
        "label": "000.1/7/2026",
        "reason": "Norma disesuaikan",
        "approver": "uji/kasi",
        "effective_at": row["effective_at"],
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"approver": ""}, "approver"),
        ({"approver": "lain/kasi"}, "approver"),
        ({"effective": None}, "effective"),
        ({"effective": 1}, "effective"),
        ({"effective": -400}, "effective"),
    ],
)
def test_a_version_without_them_or_with_a_day_that_cannot_be_is_refused(
    world: World, changed: dict[str, object], field: str
) -> None:
    days = changed.get("effective")
    if isinstance(days, int):
        changed = {"effective": world.now.date() + timedelta(days=days)}
    with pytest.raises(Invalid) as refused:
        put(world, facts(world, **changed))
    assert [problem.key for problem in refused.value.problems] == [field]


def test_nobody_approves_his_own_version(world: World) -> None:
    owner = replace(OWNER, posts=frozenset({"uji/kasi"}))
    with pytest.raises(Invalid) as refused:
        world.run(owner, Deploy("uji", "serba", {"serba.bpmn": RENAMED}, facts=facts(world)))
    assert refused.value.problems[0].key == "approver"


def test_a_version_that_was_made_from_an_older_one_is_refused(world: World) -> None:
    said = facts(world)
    put(world, said)
    with pytest.raises(Conflict) as refused:
        put(world, said, SERBA)
    assert refused.value.code == "version-overtaken"


def test_a_draft_is_one_persons_until_another_takes_it_and_ends_when_it_is_put_in_force(world: World) -> None:
    other = replace(OWNER, login="lain")
    saved = world.run(OWNER, SaveDiagramDraft("uji", "serba", SERBA, {"a.form": "{}"}, 1, 0))
    with pytest.raises(Conflict) as held:
        world.run(other, SaveDiagramDraft("uji", "serba", RENAMED, {}, 1, saved["revision"]))
    assert held.value.code == "draft-held"
    taken = world.run(other, SaveDiagramDraft("uji", "serba", RENAMED, {}, 1, saved["revision"], take=True))
    assert taken["revision"] == 2
    with pytest.raises(Conflict):
        world.run(OWNER, SaveDiagramDraft("uji", "serba", SERBA, {}, 1, 1))
    with world.store.reading() as reading:
        row = reading.one(diagram_drafts.DRAFT, of_office="uji", of_key="serba")
    assert row is not None
    assert (row["account"], bytes(row["bpmn"])) == ("lain", RENAMED)
    put(world, facts(world))
    with world.store.reading() as reading:
        assert reading.one(diagram_drafts.DRAFT, of_office="uji", of_key="serba") is None
    with pytest.raises(Conflict) as gone:
        world.run(other, SaveDiagramDraft("uji", "serba", SERBA, {}, 1, 2))
    assert gone.value.code == "draft-gone"


def test_a_second_window_of_the_same_person_overwrites_nothing_unasked(world: World) -> None:
    world.run(OWNER, SaveDiagramDraft("uji", "serba", SERBA, {}, 1, 0))
    world.run(OWNER, SaveDiagramDraft("uji", "serba", RENAMED, {}, 1, 1))
    with pytest.raises(Conflict) as moved:
        world.run(OWNER, SaveDiagramDraft("uji", "serba", SERBA, {}, 1, 1))
    assert moved.value.code == "draft-moved"
    with pytest.raises(Conflict):
        world.run(OWNER, DropDiagramDraft("uji", "serba", 1))
    assert world.run(OWNER, DropDiagramDraft("uji", "serba", 2)) == {"dropped": True}


def test_a_draft_has_to_be_a_diagram_of_its_sop(world: World) -> None:
    for data in (b"<x/>", SERBA.replace(b'"serba"', b'"lain"')):
        with pytest.raises(Invalid):
            world.run(OWNER, SaveDiagramDraft("uji", "serba", data, {}, 1, 0))


def test_only_the_owner_of_the_office_draws_and_only_its_keys(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.run(STAF, SaveDiagramDraft("uji", "serba", SERBA, {}, 1, 0))
    wider = replace(OWNER, grants=OWNER.grants | {("pemilik", "lain")})
    with pytest.raises(NotPossible):
        world.run(wider, SaveDiagramDraft("lain", "serba", SERBA, {}, 1, 0))
