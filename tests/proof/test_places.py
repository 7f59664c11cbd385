"""Second places: torn writes are made good, what cannot be written lags, what was removed is said, keys change."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from engine.events import moment
from engine.proof.blocks import Block, Damage, blocks
from engine.proof.examine import Examination, examine
from engine.proof.keys import KeysRefused, keys_of, rotate
from engine.proof.places import publish
from engine.proof.sealing import Sealing, seal
from engine.store.proof import PLACE, SIZE
from tests.torture.proof_world import Installation


def file_of(here: Installation) -> Path:
    """The file of the second place."""
    return here.place / f"{here.keys.origin}.txt"


def test_a_write_that_was_broken_off_anywhere_is_made_good(here: Installation) -> None:
    chance = random.Random(3)
    here.work(chance, 30, pauses=False)
    here.seal()
    whole = file_of(here).read_bytes()
    here.work(chance, 12, pauses=False)
    for _ in range(12):
        here.seal()
        data = file_of(here).read_bytes()
        cut = chance.randrange(len(whole), len(data) + 1)
        file_of(here).write_bytes(data[:cut])
        with here.store.transaction() as tx:  # the kill came before it was noted
            from tests.proof.marks import UNPUBLISHED

            tx.run(UNPUBLISHED)
        here.seal()
        assert examine(here.store, Examination(here.place, here.public)).faults == []
        whole = file_of(here).read_bytes()
        here.work(chance, 4, pauses=False)
    found = list(blocks(file_of(here).read_bytes().splitlines(keepends=True)))
    assert [one for one in found if isinstance(one, Damage)] == []
    assert len({one.number for one in found if isinstance(one, Block)}) == len(found)


def test_a_place_that_cannot_be_written_lags_and_catches_up(here: Installation) -> None:
    here.work(random.Random(4), 10, pauses=False)
    moved = here.place.rename(here.folder / "lepas")
    now = here.world.now
    assert seal(here.store, Sealing(here.keys), now) == [1]
    found = publish(here.store, here.place, now)
    assert found.refused is not None
    with here.store.reading() as reading:
        row = reading.one(PLACE, place=str(here.place))
    assert row is not None
    assert moment(row["lags_since"]) == now
    verdict = examine(here.store, Examination(here.place, here.public))
    assert verdict.sound
    assert verdict.missing_place
    moved.rename(here.place)
    here.seal()
    with here.store.reading() as reading:
        row = reading.one(PLACE, place=str(here.place))
    assert row is not None
    assert row["lags_since"] is None
    assert examine(here.store, Examination(here.place, here.public)).covered > 0


def test_a_second_place_that_was_emptied_is_not_filled_again_in_silence(here: Installation) -> None:
    here.work(random.Random(5), 10)
    here.seal()
    file_of(here).unlink()
    found = publish(here.store, here.place, here.world.now)
    assert found.refused is not None
    assert "hilang" in found.refused.id
    verdict = examine(here.store, Examination(here.place, here.public))
    assert [fault.kind for fault in verdict.faults] == ["checkpoint"]


def test_a_new_key_is_made_known_by_the_old_one(here: Installation, tmp_path: Path) -> None:
    here.work(random.Random(6), 10)
    here.seal()
    first = here.keys.keys[0].public
    here.keys = rotate(here.folder / "kunci")
    here.work(random.Random(7), 10)
    here.seal()
    verdict = examine(here.store, Examination(here.place, (first,)))
    assert verdict.faults == []
    assert [key.name for key in verdict.keys] == [key.name for key in here.keys.keys]
    stranger = keys_of(tmp_path / "asing").signer.public
    assert {fault.kind for fault in examine(here.store, Examination(here.place, (stranger,))).faults} >= {"signature"}


def test_the_keys_belong_to_their_owner_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    made = keys_of(tmp_path / "kunci")
    assert made.made
    assert (tmp_path / "kunci").stat().st_mode & 0o777 == 0o600
    again = keys_of(tmp_path / "kunci")
    assert not again.made
    assert again.signer.public == made.signer.public
    (tmp_path / "kunci").write_text("rusak\n")
    with pytest.raises(KeysRefused):
        keys_of(tmp_path / "kunci")


def test_a_long_history_is_sealed_in_many_checkpoints_of_bounded_size(here: Installation) -> None:
    from tests.proof.marks import many_events

    many_events(here.store, 2_600)
    assert len(here.seal()) == 3
    with here.store.reading() as reading:
        assert reading.value(SIZE) == 2_600 + 2
    assert examine(here.store, Examination(here.place, here.public)).covered == 2_602
    assert here.seal() == []
