"""The element templates offer the fields that the check knows, and keep them on one line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bpmn.check.periods import norm_is_readable
from bpmn.check.sop import HEADER, STEP, VALUES

FOLDER = Path(__file__).parents[2] / "bpmn" / "templates"
KINDS = {
    "langkah": ("lajur.sop.langkah", {"bpmn:UserTask", "bpmn:ManualTask", "bpmn:ReceiveTask"}),
    "putusan": ("lajur.sop.putusan", {"bpmn:ExclusiveGateway"}),
    "sop": ("lajur.sop.dokumen", {"bpmn:Process"}),
}


def template(name: str) -> dict[str, Any]:
    """The one template of a file."""
    (found,) = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def names(name: str) -> list[str]:
    """The properties that a template writes, without our prefix."""
    return [field["binding"]["name"].removeprefix("sop:") for field in template(name)["properties"]]


def test_there_are_three_templates() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_template_keeps_its_id_and_leaves_the_other_fields_visible(name: str) -> None:
    found = template(name)
    assert (found["id"], set(found["appliesTo"])) == KINDS[name]
    assert found["entriesVisible"] is True
    assert isinstance(found["version"], int)
    assert found["name"]
    assert found["description"]


@pytest.mark.parametrize("name", KINDS)
def test_every_field_is_one_line_bound_to_one_property_with_label_and_help(name: str) -> None:
    found = template(name)
    groups = {group["id"] for group in found["groups"]}
    for field in found["properties"]:
        assert field["type"] in ("String", "Dropdown")
        assert field["binding"]["type"] == "camunda:property"
        assert field["binding"]["name"].startswith("sop:")
        assert field["optional"] is True
        assert field["group"] in groups
        assert field["label"]
        assert field["description"].endswith((".", "”."))
    assert len({field["id"] for field in found["properties"]}) == len(found["properties"])
    assert {field["group"] for field in found["properties"]} == groups


def test_the_fields_are_those_that_the_check_knows() -> None:
    assert sorted(names("langkah")) == sorted(STEP)
    assert sorted(names("sop")) == sorted(HEADER)
    assert set(names("putusan")) < set(STEP)


@pytest.mark.parametrize("name", KINDS)
def test_the_choices_are_the_values_that_the_check_takes(name: str) -> None:
    for field in template(name)["properties"]:
        if field["type"] == "Dropdown":
            values = [choice["value"] for choice in field["choices"]]
            assert values == ["", *VALUES[field["binding"]["name"]]]


@pytest.mark.parametrize("text", ["PT5M", "P1D", "P1W", "PT5M/PT10M", "", "P", "PT", "5 menit", "PT5M/", "P1D/P"])
def test_the_pattern_of_a_norm_takes_what_the_check_takes(text: str) -> None:
    (field,) = [field for field in template("langkah")["properties"] if field["binding"]["name"] == "sop:durasi"]
    pattern = re.compile(field["constraints"]["pattern"]["value"])
    assert bool(pattern.search(text)) == (text == "" or norm_is_readable(text))
