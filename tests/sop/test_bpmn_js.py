"""bpmn-js, which modelers are made of, opens the delivered SOPs without a complaint and changes nothing by a save."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bpmn.difference import differences
from bpmn.document import Document, read
from bpmn.layout import lay_out
from engine.store import Store
from engine.store.migrate import upgrade
from tests.layout import graphs
from tests.layout.nested import nested
from tests.sop.library import ROOT, Sop, each_sop, some_sops
from tests.sop.walking import Desks, walks

_DIST = ROOT / "node_modules" / "bpmn-js" / "dist" / "bpmn-modeler.production.min.js"
_OPEN = """async (xml) => {
  const modeler = new BpmnJS({ container: document.body });
  const { warnings } = await modeler.importXML(xml);
  const saved = await modeler.saveXML({ format: true });
  const registry = modeler.get('elementRegistry');
  const drawn = registry.filter((element) => !element.labelTarget && element.parent).map((element) => element.id);
  modeler.destroy();
  return { warnings: warnings.map(String), drawn, xml: saved.xml };
}"""


@pytest.fixture
def modeler(page: Page) -> Page:
    """A page with bpmn-js in it."""
    if not _DIST.is_file():
        pytest.skip("bpmn-js is not there: npm ci --ignore-scripts at the repository's root brings it.")
    page.set_content("<!doctype html><html><body style='width:1366px;height:768px'></body></html>")
    page.add_script_tag(path=_DIST)
    return page


def _opened(modeler: Page, data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = modeler.evaluate(_OPEN, data.decode())
    return found


@each_sop
def test_bpmn_js_opens_a_sop_without_a_warning_and_saves_it_without_a_difference(sop: Sop, modeler: Page) -> None:
    found = _opened(modeler, sop.path.read_bytes())
    assert found["warnings"] == []
    lanes = {lane.id for lane in sop.process.lanes}
    assert set(found["drawn"]) == {*sop.process.elements, *sop.process.flows, *lanes, "pool"}
    saved = read(found["xml"].encode())
    assert differences(sop.document, saved) == ()
    assert _dialect(saved) == _dialect(sop.document)
    assert saved.diagrams == sop.document.diagrams


def _dialect(document: Document) -> list[dict[str, str]]:
    """The attributes of the modeler's dialect, element by element; bpmn-js alone does not know them."""
    found = [
        {str(name): str(value) for name, value in node.attrib.items() if str(name).startswith("{http://camunda.org/")}
        for node in document.tree().iter()
    ]
    return [one for one in found if one]


@some_sops
def test_a_sop_that_bpmn_js_saved_takes_the_recorded_walks_to_the_same_ends(
    sop: Sop, modeler: Page, tmp_path: Path
) -> None:
    path = tmp_path / sop.office / sop.path.name
    path.parent.mkdir()
    path.write_bytes(_opened(modeler, sop.path.read_bytes())["xml"].encode())
    assert path.read_bytes() != sop.path.read_bytes()
    store = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(store)
    desks = Desks(store, Sop(path))
    found = [desks.walk(walk) for walk in walks(sop)]
    store.close()
    assert [one.outcome for one in found] == [walk.outcome for walk in walks(sop)]
    assert frozenset[str]().union(*(one.flows for one in found)) == set(sop.process.flows)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_laid_out_opens_without_a_warning(seed: int, modeler: Page) -> None:
    laid = lay_out(read(graphs.tangled(seed)), "p")
    found = _opened(modeler, laid.write())
    assert found["warnings"] == []
    assert set(laid.process("p").elements) <= set(found["drawn"])


@pytest.mark.parametrize("seed", range(4))
def test_what_is_laid_out_with_sub_processes_opens_without_a_warning_and_with_what_they_hold(
    seed: int, modeler: Page
) -> None:
    laid = lay_out(read(nested(seed)), "p")
    found = _opened(modeler, laid.write())
    assert found["warnings"] == []
    assert {*laid.process("p").elements, *laid.process("p").flows} <= set(found["drawn"])


def test_a_diagram_of_every_element_is_the_same_for_us_before_and_after_a_save_in_bpmn_js(modeler: Page) -> None:
    before = read((ROOT / "tests" / "bpmn" / "files" / "whole.bpmn").read_bytes())
    found = _opened(modeler, before.write())
    assert found["warnings"] == []
    assert differences(before, read(found["xml"].encode())) == ()
    after = read(found["xml"].encode()).process("semua")
    lines = [replace(one, line=0) for one in before.process("semua").elements.values()]
    assert sorted(lines, key=lambda one: one.id) == sorted(
        (replace(one, line=0) for one in after.elements.values()), key=lambda one: one.id
    )
