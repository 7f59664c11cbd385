"""What takes new cases: versions are withdrawn, held, and let go on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from engine.commands.case import StartCase
from engine.commands.definition import Deploy, DiagramRefused
from engine.commands.definition_force import ResumeDefinitions, SuspendDefinitions, Withdraw, WithdrawDefinitions
from engine.commands.refusals import Invalid, NotAllowed, NotFound, NotPossible, Refusal
from engine.store import Query, Store
from engine.store.history import stream
from tests.commands.world import HERE, OWNER, STAF, World

PEWAKTU = (HERE / "pewaktu.bpmn").read_bytes()
BERMULA = (HERE / "bermula.bpmn").read_bytes()
BEGUN = ("oleh_pesan", "oleh_sinyal", "oleh_syarat", "oleh_waktu")  # the processes of bermula.bpmn


@pytest.fixture
def world(store: Store) -> World:
    """The office with the diagrams of this file in force."""
    return World(store).furnish("pewaktu.bpmn", "bermula.bpmn")


def latest(world: World, key: str) -> int | None:
    """The definition that takes new cases."""
    with world.store.reading() as reading:
        found = world.desk.library.latest(reading, key)
    return None if found is None else found.id


def id_of(world: World, key: str) -> int:
    """The definition that takes new cases; there has to be one."""
    found = latest(world, key)
    assert found is not None
    return found


def kinds(world: World) -> list[str]:
    """What the history of the installation tells of definitions, in order."""
    with world.store.reading() as reading:
        return [event.kind for event in stream(reading, 0) if event.kind.startswith("De")]


def again(world: World, name: str, data: bytes, **more: Any) -> dict[str, Any]:
    """Puts another version in force."""
    return world.run(OWNER, Deploy("uji", name, {name: data}, only_changed=False, **more))


def test_nothing_begins_on_a_version_that_is_held(world: World) -> None:
    first = id_of(world, "pewaktu")
    second = again(world, "pewaktu.bpmn", PEWAKTU)["definitions"][0]["id"]
    assert world.run(OWNER, SuspendDefinitions([second])) == {"definitions": [second]}
    assert latest(world, "pewaktu") is None, "an older version does not step in"
    for command in (StartCase("pewaktu"), StartCase(definition=second)):
        with pytest.raises(Refusal):
            world.run(STAF, command)
    assert world.run(STAF, StartCase(definition=first))["definition"] == first
    assert world.run(OWNER, SuspendDefinitions([second])) == {"definitions": []}
    world.run(OWNER, ResumeDefinitions([second]))
    assert world.start("pewaktu")["definition"] == second
    assert kinds(world)[-2:] == ["DefinitionSuspended", "DefinitionResumed"]


def test_what_begins_by_itself_waits_while_its_version_is_held(world: World) -> None:
    begun = [id_of(world, key) for key in BEGUN]
    before = world.dump()["start_subscription"]
    assert before
    world.run(OWNER, SuspendDefinitions(begun))
    assert world.dump()["start_subscription"] == []
    assert [job for job in world.jobs() if job["kind"] == "START_TIMER"] == []
    world.run(OWNER, ResumeDefinitions(begun))
    assert world.dump()["start_subscription"] == before
    assert len([job for job in world.jobs() if job["kind"] == "START_TIMER"]) == 1


def test_a_single_version_is_withdrawn_and_the_one_before_steps_in(world: World) -> None:
    before, first = world.dump()["start_subscription"], id_of(world, "oleh_syarat")
    again(world, "bermula.bpmn", BERMULA)
    second = id_of(world, "oleh_syarat")
    assert world.dump()["start_subscription"] != before
    world.run(OWNER, WithdrawDefinitions([id_of(world, key) for key in BEGUN]))
    assert latest(world, "oleh_syarat") == first
    assert world.dump()["start_subscription"] == before
    with pytest.raises(NotFound):
        world.run(OWNER, WithdrawDefinitions([second]))
    assert kinds(world)[-1] == "DefinitionWithdrawn"


def test_nothing_is_withdrawn_once_a_case_ran_on_one_of_them(world: World) -> None:
    other, pewaktu = id_of(world, "oleh_pesan"), id_of(world, "pewaktu")
    world.start("pewaktu")
    with pytest.raises(NotPossible):
        world.run(OWNER, WithdrawDefinitions([other, pewaktu]))
    assert latest(world, "oleh_pesan") == other
    with pytest.raises(NotFound):
        world.run(OWNER, WithdrawDefinitions([other, 999]))


def test_a_deployment_is_withdrawn_once(world: World) -> None:
    deployment = again(world, "pewaktu.bpmn", PEWAKTU)["deployment"]
    world.run(OWNER, Withdraw(deployment))
    with pytest.raises(NotFound):
        world.run(OWNER, Withdraw(deployment))


@pytest.mark.parametrize("command", [SuspendDefinitions, ResumeDefinitions, WithdrawDefinitions])
def test_only_the_owner_takes_out_of_force(world: World, command: Any) -> None:
    with pytest.raises(NotAllowed):
        world.run(STAF, command([id_of(world, "pewaktu")]))


def test_two_diagrams_make_new_versions_together_or_each_by_itself(world: World) -> None:
    both = {"pewaktu.bpmn": PEWAKTU, "bermula.bpmn": BERMULA}
    assert world.run(OWNER, Deploy("uji", "dua", both, together=True))["unchanged"] is True
    changed = both | {"bermula.bpmn": BERMULA.replace(b"300", b"500")}
    made = world.run(OWNER, Deploy("uji", "dua", changed))["definitions"]
    assert [(one["key"], one["version"]) for one in made] == [(key, 2) for key in BEGUN]
    changed = both | {"bermula.bpmn": BERMULA.replace(b"300", b"600")}
    made = world.run(OWNER, Deploy("uji", "dua", changed, together=True))["definitions"]
    assert {(one["key"], one["version"]) for one in made} == {*((key, 3) for key in BEGUN), ("pewaktu", 2)}


def test_every_broken_diagram_of_a_deployment_is_named_and_nothing_is_deployed(world: World) -> None:
    script = PEWAKTU.replace(b"userTask", b"scriptTask")
    assert script != PEWAKTU
    before = world.dump()["deployment"]
    with pytest.raises(DiagramRefused) as refused:
        world.run(OWNER, Deploy("uji", "dua", {"a.bpmn": b"<", "b.bpmn": script, "c.bpmn": BERMULA}))
    errors = {name: any(one.severity == "error" for one in found) for name, found in refused.value.files.items()}
    assert errors == {"a.bpmn": True, "b.bpmn": True, "c.bpmn": False}
    assert world.dump()["deployment"] == before


def test_decision_tables_are_refused_by_name(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.run(OWNER, Deploy("uji", "tabel", {"pewaktu.bpmn": PEWAKTU, "tabel.dmn": b"<definitions/>"}))
    assert "tabel.dmn" in refused.value.problems[0].id


def test_a_definition_keeps_what_the_diagram_says_of_it(world: World) -> None:
    told = PEWAKTU.replace(
        b'isExecutable="true"',
        b'isExecutable="true" camunda:versionTag="rapat 3" camunda:historyTimeToLive="P180D" '
        b'camunda:isStartableInTasklist="false"',
    )
    if b"xmlns:camunda" not in told:
        told = told.replace(
            b"<bpmn:definitions ", b'<bpmn:definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        )
    id = again(world, "pewaktu.bpmn", told)["definitions"][0]["id"]
    facts = Query("Facts.", text("SELECT version_tag, ttl, startable FROM definition WHERE id = :id"))
    with world.store.reading() as reading:
        assert reading.one(facts, id=id) == {"version_tag": "rapat 3", "ttl": 180, "startable": 0}
