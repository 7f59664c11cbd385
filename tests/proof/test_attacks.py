"""A sample of the attacks of `python -m tests.torture proof`, of its clean databases, and each kind on PostgreSQL."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pytest

from engine.proof.examine import Examination, examine
from tests.torture.proof import Plan, campaign, judge_here
from tests.torture.proof_raw import Raw
from tests.torture.proof_world import Installation, prepared


def test_a_sample_of_attacks_is_found_and_clean_histories_raise_no_alarm(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    found = campaign(tmp_path, Plan(attacks=30, cuts=8, clean=6, seed=seed))
    assert found.complaints == []
    assert found.found["all"] == found.found["ours"] == found.found["theirs"] > 30


@pytest.mark.postgresql
@pytest.mark.parametrize("names", ["alter diagram", "remove paper", "insert value note", "reorder cut", "append tree"])
def test_each_kind_of_attack_is_found_on_postgresql(names: str, tmp_path: Path, postgresql_url: str) -> None:
    chance = random.Random(names)
    here = prepared(tmp_path / "pasang", postgresql_url)
    here.work(chance, 40)
    here.seal()
    assert judge_here(here, names.split(), chance).complaints == []
    here.close()


def test_what_was_not_attacked_is_sound_and_its_tail_is_told(here: Installation) -> None:
    chance = random.Random(1)
    here.work(chance, 40)
    here.seal()
    here.work(chance, 6, pauses=False)
    verdict = examine(here.store, Examination(here.place, here.public))
    assert verdict.faults == []
    assert verdict.covered + verdict.tail == verdict.events
    assert verdict.tail > 0
    assert verdict.tail_since is not None
    without = examine(here.store, Examination())
    assert without.sound
    assert without.place is None


def test_a_diagram_that_became_text_is_named(tmp_path: Path) -> None:
    here = prepared(tmp_path / "pasang", f"sqlite:///{tmp_path / 'l.sqlite'}")
    here.seal()
    with sqlite3.connect(tmp_path / "l.sqlite") as database:
        database.execute("UPDATE resource SET body = CAST(body AS TEXT) || ' ' WHERE name LIKE '%.bpmn'")
    verdict = examine(here.store, Examination(here.place, here.public))
    assert {fault.kind for fault in verdict.faults} == {"diagram"}
    here.close()


@pytest.mark.parametrize("broken", [b"!", b"A"], ids=["a line that is none", "another hash"])
def test_an_event_is_not_blamed_for_a_tree_and_a_second_place_that_were_changed(
    here: Installation, broken: bytes
) -> None:
    chance = random.Random(3)
    here.work(chance, 40)
    here.seal()
    file = next(here.place.iterdir())
    data = file.read_bytes()
    place = data.index(b"\n+ ")
    at = data.index(b"\n", place + 1) - 3
    file.write_bytes(data[:at] + (broken if data[at : at + 1] != broken else b"B") + data[at + 1 :])
    with Raw(here.url) as raw:
        raw.forge_tile(0, os.urandom(32))
    verdict = examine(here.store, Examination(here.place, here.public))
    assert {fault.kind for fault in verdict.faults} == {"checkpoint", "tree"}
