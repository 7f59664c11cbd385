"""Every delivered SOP is walked by its people: all its steps, all its ways, all its outcomes."""

from __future__ import annotations

from pathlib import Path

from engine.store import Store
from engine.store.migrate import upgrade
from tests.sop.library import Sop, each_sop
from tests.sop.walking import Desks, walks

_DONE = ("userTask", "receiveTask", "boundaryEvent")


@each_sop
def test_the_walks_of_a_sop_take_every_step_every_way_and_every_outcome(sop: Sop, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(store)
    desks = Desks(store, sop)
    found = [desks.walk(walk) for walk in walks(sop)]
    store.close()
    elements = sop.process.elements.values()
    assert {one.outcome for one in found} == {element.name for element in elements if element.kind == "endEvent"}
    taken = frozenset[str]().union(*(one.flows for one in found))
    assert sorted(set(sop.process.flows) - taken) == [], f"{len(taken)} dari {len(sop.process.flows)} alur dilalui"
    left = frozenset[str]().union(*(one.elements for one in found))
    assert sorted(element.id for element in elements if element.kind in _DONE and element.id not in left) == []
