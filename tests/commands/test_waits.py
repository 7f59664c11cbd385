"""What came on paper is written down by the people of the lane, and the case goes on."""

from __future__ import annotations

import pytest

from engine.commands.definition import Deploy
from engine.commands.refusals import Conflict, Invalid, NotFound
from engine.commands.wait import AnswerWait
from engine.queries.case import case_view
from engine.queries.look import Look
from engine.store import Store
from tests.commands.world import HERE, OWNER, STAF, World, person, task_of

FORM = b"""{"id": "tunggu_balasan", "type": "default", "schemaVersion": 18, "components": [
  {"type": "textfield", "id": "F1", "key": "nomor_balasan", "label": "Nomor surat balasan",
   "validate": {"required": true}}]}"""


def waiting(store: Store) -> tuple[World, int, int, str]:
    """A case that waits for a letter: the world, the case, the token and the case's number."""
    world = World(store).furnish()
    resources = {"serba.bpmn": (HERE / "serba.bpmn").read_bytes(), "tunggu_balasan.form": FORM}
    world.run(OWNER, Deploy("uji", "serba", resources))
    body = world.complete(STAF, world.start("serba")["opened"][0]["task"], jenis="x")
    done = world.complete(person("kasi", "kasi"), task_of(body, "langkah_2"), keputusan_2="Ya")
    with store.reading() as reading:
        view = case_view(Look(reading, world.desk.library, STAF, world.now), done["number"])
    (wait,) = [one for one in view.waiting if one.title == "Menunggu balasan"]
    assert wait.mine
    return world, done["case"], wait.n, done["number"]


def test_an_answer_is_held_to_its_form_and_moves_the_case_once(store: Store) -> None:
    world, case, n, _ = waiting(store)
    with pytest.raises(Invalid) as refused:
        world.run(STAF, AnswerWait(case, n, {"nomor_balasan": ""}))
    assert [one.key for one in refused.value.problems] == ["nomor_balasan"]
    world.run(STAF, AnswerWait(case, n, {"nomor_balasan": "07/2026"}))
    with pytest.raises((Conflict, NotFound)):
        world.run(STAF, AnswerWait(case, n, {"nomor_balasan": "07/2026"}))
    world.prove(case)


def test_nobody_else_learns_that_something_waits(store: Store) -> None:
    world, case, n, number = waiting(store)
    for who in (person("tamu"), person("lain", "pemohon")):
        with pytest.raises(NotFound):
            world.run(who, AnswerWait(case, n, {"nomor_balasan": "1"}))
    with store.reading() as reading, pytest.raises(NotFound):
        case_view(Look(reading, world.desk.library, person("tamu"), world.now), number)
    with pytest.raises(NotFound):
        world.run(STAF, AnswerWait(case, 9_999, {}))
