"""The delivered SOPs, their forms, their offices, and the printed texts that they were made from."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from bpmn.document import Document, Element, Process, read
from engine.people import Aliases

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
OFFICES = sorted(path.parent.name for path in (ROOT / "bpmn" / "sop").glob("*/instansi.yaml"))


@dataclass(frozen=True)
class Sop:
    """One delivered SOP."""

    path: Path

    @cached_property
    def document(self) -> Document:
        """Its diagram."""
        return read(self.path.read_bytes())

    @cached_property
    def process(self) -> Process:
        """Its only process."""
        (process,) = self.document.processes
        return process

    @property
    def office(self) -> str:
        """The id of its office."""
        return self.path.parent.name

    @cached_property
    def steps(self) -> list[Element]:
        """Its numbered steps in their printed order."""
        return [element for element in self.process.elements.values() if element.properties.get("sop:no")]

    @cached_property
    def forms(self) -> dict[str, dict[str, Any]]:
        """Its forms by element id."""
        folder = ROOT / "forms" / "sop" / self.office / self.path.stem
        return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.form"))}

    @property
    def source(self) -> tuple[str, int, int]:
        """File, first and last line of the printed text."""
        name, _, lines = self.process.properties["sop:sumber"].rpartition(":")
        first, _, last = lines.partition("-")
        return name, int(first), int(last)


SOPS = [Sop(path) for path in sorted((ROOT / "bpmn" / "sop").glob("*/*.bpmn"))]
each_sop = pytest.mark.parametrize("sop", SOPS, ids=lambda sop: sop.path.stem)
SAMPLE = ("legalisir-ktp-dan-kk", "optimalisasi-pelayanan-ktp-pak-kedes", "rumah-data-kependudukan")
some_sops = pytest.mark.parametrize(
    "sop",
    [sop for sop in SOPS if sop.path.stem in SAMPLE or os.environ.get("LAJUR_ALL") == "1"],
    ids=lambda sop: sop.path.stem,
)
"""For what takes long: three of them, all with LAJUR_ALL=1."""


def office(id: str) -> dict[str, Any]:
    """The `instansi.yaml` of an office."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "bpmn" / "sop" / id / "instansi.yaml").read_text(encoding="utf-8"))
    return found


def aliases(id: str) -> Aliases:
    """What an office calls its posts."""
    page = office(id)
    posts = [(f"{id}/{post['slug']}", id, post["nama"]) for post in page["jabatan"]]
    labels = [
        (id, alias.get("sop", ""), alias["label"], f"{id}/{slug}")
        for alias in page["alias"]
        for slug in alias["jabatan"]
    ]
    return Aliases.of(labels, posts)


def seed(name: str) -> list[str]:
    """The lines of a printed text. Without the folder of the texts the test says so and skips; LAJUR_CI=1 fails it."""
    if not SEEDS.is_dir():
        missing = "The printed texts (../shared/seeds beside the repository) are not on this machine."
        if os.environ.get("LAJUR_CI") == "1":
            pytest.fail(f"{missing} LAJUR_CI=1 forbids to go without them.", pytrace=False)
        pytest.skip(missing)
    return (SEEDS / name).read_text(encoding="utf-8").split("\n")


def folded(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())
