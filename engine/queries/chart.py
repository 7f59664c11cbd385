"""The diagram version that a case runs on, as bytes prove it: read without the engine that ran the case."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from bpmn import document
from bpmn.document import Document, Process
from engine import expressions
from engine.canonical import dumps
from engine.people import ZONES
from engine.queries.steps import forward
from engine.store import Reading
from engine.store.definitions import DEFINITION, RESOURCES
from engine.store.people import OFFICE
from forms.form import Form
from forms.library import forms_of

__all__ = ["Chart", "chart"]

_DIAGRAM = (".bpmn", ".bpmn20.xml")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is read out of the files of a version; its bytes never change, so that one is shared by its hash."""

    document: Document
    process: Process
    forms: Mapping[str, Form]
    ahead: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A version of an SOP. `found` is the SHA-256 of its files as they lie there, `deployed` that of the deployment.

    `diagram` is the SHA-256 of the diagram's bytes alone.
    """

    id: int
    key: str
    version: int
    name: str
    diagram: bytes
    deployed: bytes
    found: bytes
    zone: ZoneInfo
    sheet: _Sheet

    @property
    def intact(self) -> bool:
        """False when the files are others than those that were put in force."""
        return self.found == self.deployed

    @property
    def process(self) -> Process:
        """The process of the diagram."""
        return self.sheet.process

    @property
    def document(self) -> Document:
        """The whole diagram."""
        return self.sheet.document

    @property
    def forms(self) -> Mapping[str, Form]:
        """The forms by element."""
        return self.sheet.forms

    def title(self, element: str | None) -> str:
        """The name of an element, or its id."""
        found = self.process.elements.get(element or "")
        return (found.name if found else None) or element or ""

    def ahead(self, element: str) -> frozenset[str]:
        """What lies ahead of an element, itself included, without a way back up the diagram."""
        found = self.sheet.ahead.get(element)
        if found is None:
            found = self.sheet.ahead[element] = forward(self.process, element)
        return found


def chart(reading: Reading, definition: int) -> Chart:
    """The version; its files are hashed anew each time. KeyError where there is none or its diagram is gone."""
    row = reading.one(DEFINITION, id=definition)
    if row is None:
        raise KeyError(definition)
    files = {one["name"]: bytes(one["body"]) for one in reading.all(RESOURCES, deployment=row["deployment_id"])}
    office = reading.one(OFFICE, id=row["office"])
    found = _digest(files, row["resource"])
    return Chart(
        id=row["id"],
        key=row["key"],
        version=row["version"],
        name=row["name"],
        diagram=hashlib.sha256(files[row["resource"]]).digest(),
        deployed=bytes(row["sha256"]),
        found=found,
        zone=ZoneInfo(ZONES[office["zone"]] if office else "Asia/Jakarta"),
        sheet=_sheet(_Files(found, row["key"], row["resource"], files)),
    )


@dataclass(frozen=True, eq=False)
class _Files:
    """The files of a version; their hash stands for them."""

    sha256: bytes
    key: str
    diagram: str
    bodies: Mapping[str, bytes]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Files) and (self.sha256, self.key) == (other.sha256, other.key)

    def __hash__(self) -> int:
        return hash((self.sha256, self.key))


@lru_cache(maxsize=64)
def _sheet(files: _Files) -> _Sheet:
    read = document.read(files.bodies[files.diagram])
    process: Any = next(one for one in read.processes if one.id == files.key)
    forms = forms_of(process, files.bodies, expressions.compile, PurePosixPath(files.diagram).stem)
    return _Sheet(read, process, forms, {})


def _digest(files: Mapping[str, bytes], diagram: str) -> bytes:
    """SHA-256 over the diagram and all forms beside it, each with its name and length, as a deployment has it."""
    digest = hashlib.sha256()
    for name in sorted(files):
        if name == diagram or not name.lower().endswith(_DIAGRAM):
            digest.update(dumps([name, len(files[name])]))
            digest.update(files[name])
    return digest.digest()
