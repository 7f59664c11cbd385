"""What is read is written back unchanged, and an edit changes what it names and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.document import Document, Element, read
from tests.bpmn.writings import CAMUNDA, MARKS, Writing, values, writings

CORPUS = sorted((Path(__file__).parent / "files").glob("*.bpmn"))
LIBRARY = sorted((Path(__file__).parents[2] / "bpmn" / "sop").rglob("*.bpmn"))
DECLARED = f' xmlns:camunda="{CAMUNDA}"'


def text_of(data: bytes, encoding: str) -> str:
    """The text of a file without its mark."""
    assert data.startswith(MARKS[encoding])
    return data[len(MARKS[encoding]) :].decode("utf-8" if encoding == "utf-8-sig" else encoding)


def same(one: str, other: str) -> int:
    """How many characters the two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def cut(before: str, after: str) -> tuple[str, str]:
    """What the two texts have between their common beginning and end."""
    head = same(before, after)
    tail = same(before[head:][::-1], after[head:][::-1])
    return before[head : len(before) - tail], after[head : len(after) - tail]


def others(document: Document, id: str) -> list[Element]:
    """The elements but one, without their lines, which an inserted line moves."""
    return [replace(one, line=0) for one in document.processes[0].elements.values() if one.id != id]


@pytest.mark.parametrize("path", [*CORPUS, *LIBRARY], ids=lambda path: path.stem)
def test_a_file_that_nobody_edits_keeps_its_bytes(path: Path) -> None:
    data = path.read_bytes()
    assert read(data).write() == data


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_edits_taken_back_give_the_bytes_of_before(path: Path) -> None:
    document = edited = read(path.read_bytes())
    for element in document.processes[0].elements.values():
        if element.kind == "userTask":
            edited = edited.set_name(element.id, "Nama lain").set_properties({element.id: {"sop:baru": "x"}})
            edited = edited.set_name(element.id, element.name).set_properties({element.id: {"sop:baru": None}})
    assert edited.processes[0].elements["langkah_2"].name != "Nama lain"
    assert edited.write() == document.write()


@settings(max_examples=300, deadline=None)
@given(writings())
def test_any_file_is_written_back_as_it_was_read(writing: Writing) -> None:
    document = read(writing.data)
    assert document.write() == writing.data
    assert tuple(document.processes[0].elements) == writing.ids


@settings(max_examples=300, deadline=None)
@given(writings(), st.data(), values)
def test_a_property_can_be_set_to_any_text_and_all_else_keeps_its_characters(
    writing: Writing, data: st.DataObject, value: str
) -> None:
    document = read(writing.data)
    id = data.draw(st.sampled_from(writing.ids))
    before = document.processes[0].elements[id]
    edited = document.set_properties({id: {"sop:a": value}})
    element = edited.processes[0].elements[id]
    assert dict(element.properties) == {**before.properties, "sop:a": value}
    after = text_of(edited.write(), writing.encoding)
    if DECLARED not in writing.text:
        after = after.replace(DECLARED, "", 1)
    old, new = cut(writing.text, after)
    if "sop:a" in before.properties:
        assert "<" not in old
        assert "<" not in new
    else:
        assert old in ("", "/")
    assert element.documentation == before.documentation
    assert others(edited, id) == others(document, id)


@settings(max_examples=200, deadline=None)
@given(writings(), st.data())
def test_a_property_that_was_added_can_be_removed_again(writing: Writing, data: st.DataObject) -> None:
    document = read(writing.data)
    id = data.draw(st.sampled_from(writing.ids))
    before = dict(document.processes[0].elements[id].properties)
    added = document.set_properties({id: {"sop:baru": "x"}})
    removed = added.set_properties({id: {"sop:baru": None}})
    assert "sop:baru" not in removed.processes[0].elements[id].properties
    assert dict(removed.processes[0].elements[id].properties) == before
    after = text_of(removed.write(), writing.encoding)
    if DECLARED not in writing.text:
        after = after.replace(DECLARED, "", 1)
    old, new = cut(writing.text, after)
    assert "x:" not in old + new


@settings(max_examples=200, deadline=None)
@given(writings(), st.data(), values)
def test_documentation_can_be_set_to_any_text(writing: Writing, data: st.DataObject, value: str) -> None:
    document = read(writing.data)
    id = data.draw(st.sampled_from(writing.ids))
    edited = document.set_documentation(id, value)
    assert edited.processes[0].elements[id].documentation == value.strip()
    assert dict(edited.processes[0].elements[id].properties) == dict(document.processes[0].elements[id].properties)
    old, new = cut(writing.text, text_of(edited.write(), writing.encoding))
    assert "x:" not in old + new


@settings(max_examples=200, deadline=None)
@given(writings(), st.data(), values)
def test_a_name_can_be_set_to_any_text(writing: Writing, data: st.DataObject, value: str) -> None:
    id = data.draw(st.sampled_from(writing.ids))
    edited = read(writing.data).set_name(id, value)
    (node,) = [node for node in edited.tree().iter() if node.get("id") == id]
    assert node.get("name") == value
    old, new = cut(writing.text, text_of(edited.write(), writing.encoding))
    assert "<" not in old + new
