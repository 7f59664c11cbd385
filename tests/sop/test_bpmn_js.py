"""bpmn-js, which modelers are made of, opens the delivered SOPs without a complaint and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from bpmn.document import read
from bpmn.layout import lay_out
from tests.layout import graphs
from tests.layout.nested import nested
from tests.sop.library import ROOT, Sop, each_sop

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
def test_a_delivered_sop_opens_without_a_warning_and_wholly(sop: Sop, modeler: Page) -> None:
    found = _opened(modeler, sop.path.read_bytes())
    assert found["warnings"] == []
    lanes = {lane.id for lane in sop.process.lanes}
    assert set(found["drawn"]) == {*sop.process.elements, *sop.process.flows, *lanes, "pool"}


@each_sop
def test_a_save_in_bpmn_js_changes_neither_the_process_nor_the_drawing(sop: Sop, modeler: Page) -> None:
    saved = read(_opened(modeler, sop.path.read_bytes())["xml"].encode())
    (after,) = saved.processes
    for id, element in sop.process.elements.items():
        same = ("kind", "name", "lane", "documentation", "properties", "incoming", "outgoing", "form_ref")
        assert [getattr(after.elements[id], name) for name in same] == [getattr(element, name) for name in same]
    conditions = {id: (flow.name, flow.condition, flow.source, flow.target) for id, flow in after.flows.items()}
    before = {id: (flow.name, flow.condition, flow.source, flow.target) for id, flow in sop.process.flows.items()}
    assert conditions == before
    assert after.properties == sop.process.properties
    assert [_attributes(node) for node in saved.tree().iter() if _attributes(node)] == [
        _attributes(node) for node in sop.document.tree().iter() if _attributes(node)
    ]
    (drawn,), (kept,) = sop.document.diagrams, saved.diagrams
    assert {id: shape.bounds for id, shape in kept.shapes.items()} == {
        id: shape.bounds for id, shape in drawn.shapes.items()
    }
    assert {id: edge.points for id, edge in kept.edges.items()} == {id: edge.points for id, edge in drawn.edges.items()}


def _attributes(node: Any) -> dict[str, str]:
    """The attributes of the modeler's dialect."""
    return {name: value for name, value in node.attrib.items() if name.startswith("{http://camunda.org/")}


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
    after = read(found["xml"].encode()).process("semua")
    lines = [replace(one, line=0) for one in before.process("semua").elements.values()]
    assert sorted(lines, key=lambda one: one.id) == sorted(
        (replace(one, line=0) for one in after.elements.values()), key=lambda one: one.id
    )
