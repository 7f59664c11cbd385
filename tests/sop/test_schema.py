"""The delivered files are valid BPMN 2.0 by the schema of its standard."""

from __future__ import annotations

from importlib.resources import as_file, files

from lxml import etree

from tests.sop.library import Sop, each_sop


@each_sop
def test_the_file_is_valid_bpmn(sop: Sop) -> None:
    with as_file(files("SpiffWorkflow") / "bpmn" / "parser" / "schema") as folder:
        schema = etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))
    assert schema.validate(etree.fromstring(sop.path.read_bytes())), schema.error_log
