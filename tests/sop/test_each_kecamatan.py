"""IMP gathers proposals from every kecamatan that its first form named: a task of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from engine.commands.case import StartCase
from engine.commands.message import Correlate
from engine.commands.refusals import Invalid
from engine.commands.task import Complete
from engine.queries.look import Look
from engine.queries.task import TaskView, task_view
from engine.store import Store
from engine.store.cases import OPEN_TASKS
from engine.store.migrate import upgrade
from tests.sop.library import SOPS
from tests.sop.walking import Desks, walks

_EACH: Final = "langkah_3"


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """The office of Tanah Laut with this SOP in force."""
    store = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(store)
    (sop,) = [sop for sop in SOPS if sop.path.stem == "penggerakan-kader-imp"]
    yield Desks(store, sop)
    store.close()


def _open(desks: Desks, case: int) -> list[TaskView]:
    with desks.store.reading() as reading:
        look = Look(reading, desks.desk.library, desks.person("staf"), desks.now)
        return [task_view(look, case, row["n"]) for row in reading.all(OPEN_TASKS, case=case)]


def _gathering(desks: Desks, kecamatan: str) -> int:
    """A case at the step of each kecamatan."""
    staf = desks.person("staf")
    given = walks(desks.sop)[0].answers
    case: int = desks.run(staf, StartCase(desks.sop.process.id, answers={}))["case"]
    (first,) = _open(desks, case)
    desks.run(staf, Complete(case, first.n, {**given["langkah_1"], "daftar_kecamatan": kecamatan}))
    desks.run(staf, Correlate("ajuan_ppkbd", case=case, answers={}))
    return case


def test_each_kecamatan_of_the_list_has_a_task_that_names_it(desks: Desks) -> None:
    case = _gathering(desks, "Contoh Hulu\n\n Contoh Hilir \nContoh Hulu\nContoh Kota")
    tasks = _open(desks, case)
    assert [task.step.element for task in tasks] == [_EACH] * 3
    assert [task.values["kecamatan"] for task in tasks] == ["Contoh Hulu", "Contoh Hilir", "Contoh Kota"]
    assert [task.item for task in tasks] == ["Contoh Hulu", "Contoh Hilir", "Contoh Kota"]
    assert [task.round for task in tasks] == [1, 1, 1]


def test_the_check_begins_when_every_kecamatan_is_gathered_and_a_tidak_asks_each_again(desks: Desks) -> None:
    case = _gathering(desks, "Contoh Hulu\nContoh Hilir")
    given = walks(desks.sop)[0].answers
    for task in _open(desks, case):
        assert task.step.element == _EACH
        desks.run(desks.person("staf"), Complete(case, task.n, given[_EACH]))
    (check,) = _open(desks, case)
    refused = {**given["langkah_4"], "keputusan_4": "Tidak", "alasan_4": "Contoh Hilir belum lengkap."}
    desks.run(desks.person("analis-kebijakan"), Complete(case, check.n, refused))
    again = _open(desks, case)
    assert [(task.step.element, task.round) for task in again] == [(_EACH, 2), (_EACH, 2)]
    assert [task.returned and task.returned.entry.reason for task in again] == ["Contoh Hilir belum lengkap."] * 2


def test_a_list_without_a_kecamatan_is_not_taken(desks: Desks) -> None:
    with pytest.raises(Invalid):
        _gathering(desks, " \n ")
