"""Who may do a task: candidate users, candidate groups, an assignee, the lane of a wait; and what is out of force."""

from __future__ import annotations

import pytest

from engine.commands.account import CreateAccount, Hold
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.definition_force import Withdraw
from engine.commands.message import Correlate
from engine.commands.refusals import NotFound
from engine.policy import Actor
from engine.store import Store
from engine.store.people import actor
from tests.commands.world import HERE, OWNER, STAF, START, World


def somebody(world: World, login: str) -> Actor:
    """The person as the store knows him today."""
    with world.store.reading() as reading:
        found = actor(reading, login, START.date())
    assert found is not None
    return found


def test_each_way_to_name_a_performer_reaches_just_him(store: Store) -> None:
    world = World(store).furnish("orang.bpmn")
    for login in ("budi", "ani", "tono"):
        world.run(OWNER, CreateAccount(login, login.title()))
    world.run(OWNER, Hold("tono", "uji/kasi", START.date()))
    budi, ani, tono = (somebody(world, login) for login in ("budi", "ani", "tono"))
    body = world.start("orang", ani)
    for allowed, refused in ((ani, tono), (tono, budi), (budi, ani)):
        task = body["opened"][0]["task"]
        if refused is tono:
            with pytest.raises(NotFound):
                world.complete(refused, task)
        body = world.complete(allowed, task)
    with pytest.raises(NotFound):
        world.run(tono, Correlate("kabar", case=body["case"]))
    assert world.run(STAF, Correlate("kabar", case=body["case"]))["status"] == "COMPLETED"


def test_a_withdrawn_definition_starts_nothing_and_comes_back_when_it_is_deployed_again(store: Store) -> None:
    world = World(store).furnish("pewaktu.bpmn")
    with world.store.reading() as reading:
        latest = world.desk.library.latest(reading, "pewaktu")
    assert latest is not None
    world.run(OWNER, Withdraw(latest.deployment))
    for command in (StartCase("pewaktu"), StartCase(definition=latest.id)):
        with pytest.raises(NotFound):
            world.run(STAF, command)
    body = world.run(OWNER, Deploy("uji", "lagi", {"pewaktu.bpmn": (HERE / "pewaktu.bpmn").read_bytes()}))
    assert body["unchanged"] is False
    assert world.start("pewaktu")["definition"] == body["definitions"][0]["id"]
