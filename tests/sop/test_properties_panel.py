"""The properties panel of a modeler shows our element templates, and to focus and leave a field changes nothing.

The panel writes an empty property for each empty field that is left (bpmn-js-element-templates 2.37 does not ask
whether the field is optional); an empty property is the same as an absent one.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bpmn.check import check_bytes
from bpmn.difference import differences
from bpmn.document import read
from engine.expressions import compile
from forms.library import fields_of
from tests.sop.library import ROOT, SAMPLE, SOPS, Sop, some_sops

TEMPLATES: dict[str, dict[str, Any]] = {
    one["id"]: one
    for file in sorted((ROOT / "bpmn" / "templates").glob("*.json"))
    for one in json.loads(file.read_text(encoding="utf-8"))
}
EMPTY = re.compile(r'\n *<camunda:property name="[^"]+"(?: value="")? />')
HTML = """<!doctype html><html><body style="display:flex">
<div id="canvas" style="width:900px;height:700px"></div><div id="panel" style="width:400px"></div></body></html>"""


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modeler with its panel as one file; the panel's packages bring none that a page could load."""
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    if not esbuild.is_file():
        pytest.skip("esbuild is not there: npm ci --ignore-scripts at the repository's root brings it.")
    made = tmp_path_factory.mktemp("modeler") / "modeler.js"
    entry = ROOT / "tests" / "sop" / "modeler.js"
    subprocess.run([esbuild, entry, "--bundle", f"--outfile={made}", "--log-level=error"], check=True)
    return made


@pytest.fixture
def modeler(page: Page, bundle: Path) -> Page:
    """A page with the modeler in it."""
    page.set_content(HTML)
    page.add_script_tag(path=bundle)
    return page


def _open(modeler: Page, xml: str) -> None:
    assert modeler.evaluate("([xml, all]) => openDiagram(xml, all)", [xml, list(TEMPLATES.values())]) == []


def _fields(template: str, seen: list[str]) -> int:
    return len({one for one in seen if one.startswith(f"custom-entry-{template}-")})


@some_sops
def test_to_focus_and_leave_every_field_changes_nothing(sop: Sop, modeler: Page) -> None:
    _open(modeler, sop.path.read_text(encoding="utf-8"))
    untouched = modeler.evaluate("saveDiagram()")
    templated: list[tuple[str, str]] = modeler.evaluate("templated()")
    assert {one for _, one in templated} >= {"lajur.sop.langkah"}
    for id, template in templated:
        seen = modeler.evaluate("id => visit(id)", id)
        assert _fields(template, seen) == len(TEMPLATES[template]["properties"]), id
    assert "processId" in modeler.evaluate("visit('pool')")
    saved = modeler.evaluate("saveDiagram()")
    assert differences(sop.document, read(saved.encode())) == ()
    assert EMPTY.sub("", saved) == EMPTY.sub("", untouched)


def test_to_leave_an_empty_field_changes_nothing_for_the_check(modeler: Page) -> None:
    (sop,) = [sop for sop in SOPS if sop.path.stem == SAMPLE[0]]
    _open(modeler, sop.path.read_text(encoding="utf-8"))
    for id, _ in modeler.evaluate("templated()"):
        modeler.evaluate("id => visit(id)", id)
    saved = modeler.evaluate("saveDiagram()")
    assert saved.count('value=""') > sop.path.read_text(encoding="utf-8").count('value=""')
    assert _found(sop, saved) == _found(sop, sop.path.read_text(encoding="utf-8"))


def _found(sop: Sop, xml: str) -> set[tuple[str, str | None]]:
    """What the check says about a file."""
    files: Mapping[str, bytes] = {f"{id}.form": json.dumps(page).encode() for id, page in sop.forms.items()}
    found = check_bytes(xml.encode(), fields_of(files, compile), lambda text: compile(text).names)
    return {(one.rule, one.element) for one in found}


def test_the_three_templates_are_shown_and_all_their_fields_can_be_left(modeler: Page) -> None:
    _open(modeler, _without_pool(SOPS[1]))
    untouched = modeler.evaluate("saveDiagram()")
    templated: list[tuple[str, str]] = modeler.evaluate("templated()")
    assert {template for _, template in templated} == set(TEMPLATES)
    for id, template in templated:
        assert _fields(template, modeler.evaluate("id => visit(id)", id)) == len(TEMPLATES[template]["properties"])
    saved = modeler.evaluate("saveDiagram()")
    assert differences(read(untouched.encode()), read(saved.encode())) == ()
    assert EMPTY.sub("", saved) == EMPTY.sub("", untouched)


def _without_pool(sop: Sop) -> str:
    """The SOP as a diagram of its process alone: in a pool, a modeler offers no template for the process."""
    text = sop.path.read_text(encoding="utf-8")
    text = re.sub(r"\s*<bpmn:collaboration.*?</bpmn:collaboration>", "", text, flags=re.DOTALL)
    text = re.sub(r'\s*<bpmndi:BPMNShape id="\w+" bpmnElement="pool".*?</bpmndi:BPMNShape>', "", text, flags=re.DOTALL)
    return text.replace('bpmnElement="kolaborasi"', f'bpmnElement="{sop.process.id}"')


def test_what_is_written_into_a_field_is_told_as_the_one_difference(modeler: Page) -> None:
    sop = SOPS[1]
    _open(modeler, sop.path.read_text(encoding="utf-8"))
    seen = modeler.evaluate("visit('langkah_2')")
    (entry,) = [one for one in seen if one == "custom-entry-lajur.sop.langkah-mutu-1"]
    modeler.evaluate("([entry, text]) => write(entry, text)", [entry, "3 jam"])
    found = differences(sop.document, read(modeler.evaluate("saveDiagram()").encode()))
    was = sop.process.elements["langkah_2"].properties["sop:waktu"]
    assert [one.id for one in found] == [
        f"Waktu tercetak langkah 2 “{sop.process.elements['langkah_2'].name}” berubah dari “{was}” menjadi “3 jam”."
    ]
