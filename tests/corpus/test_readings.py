"""Whoever writes a diagram down, it is read as the same diagram."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file
from importlib.resources import files as resources

import pytest
from lxml import etree

from bpmn.document import Element, Process, read
from tests.corpus.examples import example
from tests.corpus.files import STYLES, File, files

FILES = list(files())
LAWFUL = [file for file in FILES if any(file.name.endswith(f" as {style.name}") for style in STYLES if style.lawful)]
ALWAYS = ("kind", "name", "interrupting", "events", "link", "triggered", "instantiate", "compensation")
IDS = ("id", "parent", "default", "attached_to")
WAYS = ("incoming", "outgoing")
HEARD = ("trigger", "throw", "loop", "call", "inputs", "outputs", "candidate_groups", "topic", "retries")


def view(process: Process, rename: Callable[[str], str], *, heard: bool) -> list[list[object]]:
    """What counts of the elements, with the ids of the file, in the order of the document."""
    names = (*ALWAYS, *(HEARD if heard else ()))
    return [[*_ids(element, rename), *(getattr(element, name) for name in names)] for element in _elements(process)]


def _elements(process: Process) -> list[Element]:
    return list(process.elements.values())


def _ids(element: Element, rename: Callable[[str], str]) -> list[object]:
    found: list[object] = [id if (id := getattr(element, name)) is None else rename(id) for name in IDS]
    return found + [tuple(map(rename, getattr(element, name))) for name in WAYS]


def flows(process: Process, rename: Callable[[str], str]) -> set[tuple[object, ...]]:
    """What counts of the flows; their order at each element stands in its ways."""
    return {
        (rename(flow.id), flow.name, rename(flow.source), rename(flow.target), flow.condition)
        for flow in process.flows.values()
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_of_any_vendor_is_read_as_the_example_that_it_was_made_from(file: File) -> None:
    meant = read(example(file.name.split(" as ")[0]).data).processes[0]
    (process,) = read(file.data).processes
    heard = bool(file.play)
    assert process.id == file.rename(meant.id)
    assert view(process, str, heard=heard) == view(meant, file.rename, heard=heard)
    assert flows(process, str) == flows(meant, file.rename)


@cache
def schema() -> etree.XMLSchema:
    """The XML Schema of BPMN 2.0, which SpiffWorkflow brings along."""
    with as_file(resources("SpiffWorkflow") / "bpmn" / "parser" / "schema") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))


@pytest.mark.parametrize("file", LAWFUL, ids=lambda file: file.name)
def test_a_file_of_a_lawful_vendor_is_valid_bpmn(file: File) -> None:
    assert schema().validate(etree.fromstring(file.data)), schema().error_log
