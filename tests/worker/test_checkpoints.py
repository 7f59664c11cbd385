"""Checkpoints come when something happened and it is time; an examination survives the process that ran it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.canonical import loads
from engine.commands.case import Comment
from engine.commands.examination import AskExamination
from engine.events import instant
from engine.proof.examine import Examination
from engine.proof.keys import keys_of
from engine.proof.sealing import Sealing
from engine.store import Store
from engine.store.proof_runs import LAST_RUN, TAKE_RUN
from engine.worker.checkpoints import Checkpoints
from engine.worker.examiner import SILENT, Examiner
from tests.commands.world import AUDITOR, STAF, World


@pytest.fixture
def world(store: Store) -> World:
    """An office with an SOP in force."""
    return World(store).furnish("serba.bpmn")


def sealer(world: World, folder: Path) -> Checkpoints:
    """Seals each minute, into one second place."""
    (folder / "tempat").mkdir()
    sealing = Sealing(keys_of(folder / "kunci"), timedelta(seconds=60))
    return Checkpoints(world.store, sealing, (folder / "tempat",), lambda: world.now)


def last_run(world: World) -> dict[str, Any]:
    """The newest examination."""
    with world.store.reading() as reading:
        row = reading.one(LAST_RUN)
    assert row is not None
    return row


def test_a_checkpoint_is_made_a_minute_after_the_last_and_only_when_something_happened(
    world: World, tmp_path: Path
) -> None:
    worker = sealer(world, tmp_path)
    assert worker.round() == [1]
    case = world.start("serba")["case"]
    assert worker.round() == []
    world.now += timedelta(seconds=60)
    assert worker.round() == [2]
    world.now += timedelta(hours=1)
    assert worker.round() == []
    world.run(STAF, Comment(case, "halo"))
    assert worker.round() == [3]
    world.run(STAF, Comment(case, "mundur"))
    world.now -= timedelta(hours=2)  # the clock was set back: nobody knows how long ago the last one was
    assert worker.round() == [4]


def test_without_a_key_nothing_is_sealed(world: World) -> None:
    assert Checkpoints(world.store, None).round() == []


def test_an_examination_that_a_dead_process_left_is_begun_anew(world: World, tmp_path: Path) -> None:
    worker = sealer(world, tmp_path)
    worker.round()
    examiner = Examiner(world.store, lambda: Examination(tmp_path / "tempat"), lambda: world.now)
    assert examiner.round() is None
    number = world.run(AUDITOR, AskExamination())["examination"]
    assert world.run(AUDITOR, AskExamination()) == {"examination": number, "new": False}
    with world.store.transaction() as tx:  # somebody takes it, and is killed
        tx.run(TAKE_RUN, run=number, at=instant(world.now), silent_since=0)
    assert examiner.round() is None
    world.now += SILENT + timedelta(seconds=1)
    assert examiner.round() == number
    row = last_run(world)
    assert row["status"] == "DONE"
    result: Any = loads(bytes(row["result"]))
    assert result["sound"] is True
    assert result["covered"] == result["counted"]["events"]
