"""Definitions ready to run: diagram, forms and program by content hash, read once and shared."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from bpmn import document
from bpmn.document import Process
from bpmn.net import Net, Node, Trigger
from bpmn.prepare import prepare
from engine import expressions, spiff
from engine.calendars import Calendars
from engine.canonical import dumps, loads
from engine.people import ZONES
from engine.spiff import Program
from engine.store import Reading
from engine.store.definitions import DEFINITION, LATEST, OF_DEPLOYMENT, RESOURCES, VERSIONS
from engine.store.people import OFFICE
from engine.store.reading import Row
from forms.form import Form
from forms.library import forms_of

__all__ = ["DIAGRAM", "Definition", "Library", "content_hash", "starts_of", "zone_of"]

LIMIT: Final = 512
DIAGRAM: Final = (".bpmn", ".bpmn20.xml")


def content_hash(resources: Mapping[str, bytes], diagram: str) -> bytes:
    """SHA-256 (32 bytes) over a diagram and all forms beside it, each with its name and length."""
    digest = hashlib.sha256()
    for name in sorted(resources):
        if name == diagram or not name.lower().endswith(DIAGRAM):
            digest.update(dumps([name, len(resources[name])]))
            digest.update(resources[name])
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of an SOP in force: never rewritten."""

    id: int
    deployment: int
    key: str
    version: int
    office: str
    name: str
    resource: str
    sha256: bytes
    xml: bytes
    process: Process
    program: Program
    forms: Mapping[str, Form]  # by element id
    candidates: Mapping[str, str]  # element id -> group id
    starts: Mapping[str, Trigger]  # what begins a case by itself: element id -> its trigger
    begun_by_hand: bool  # False when every start has a trigger
    listens: bool  # its cases wait for messages or signals
    zone: ZoneInfo

    def title(self, element: str | None) -> str:
        """The name of an element, or its id."""
        found = self.process.elements.get(element or "")
        return (found.name if found else None) or element or ""


class Library:
    """Loads definitions and keeps them; safe for several threads, since nothing in a Definition changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[int, Definition] = OrderedDict()
        self.calendars = Calendars()

    def definition(self, reading: Reading, id: int) -> Definition:
        """The definition; KeyError when there is none."""
        found = self._found.get(id)
        if found is not None:
            return found
        row = reading.one(DEFINITION, id=id)
        if row is None:
            raise KeyError(id)
        return self._keep(reading, row)

    def latest(self, reading: Reading, key: str) -> Definition | None:
        """The version of a key that takes new cases."""
        row = reading.one(LATEST, key=key)
        return None if row is None else self._found.get(row["id"]) or self._keep(reading, row)

    def in_deployment(self, reading: Reading, deployment: int, key: str) -> Definition | None:
        """The version of a key that was in force with a deployment, when it takes new cases."""
        row = reading.one(OF_DEPLOYMENT, deployment=deployment, key=key)
        return None if row is None else self._found.get(row["id"]) or self._keep(reading, row)

    def versions(self, reading: Reading, key: str) -> Iterator[Definition]:
        """The versions of a key that take new cases, the newest first."""
        for row in reading.all(VERSIONS, key=key):
            yield self._found.get(row["id"]) or self._keep(reading, row)

    def _keep(self, reading: Reading, row: Row) -> Definition:
        resources = {
            found["name"]: bytes(found["body"]) for found in reading.all(RESOURCES, deployment=row["deployment_id"])
        }
        made = build(row, resources, zone_of(reading, row["office"]))
        with self._lock:
            self._found[made.id] = made
            while len(self._found) > LIMIT:
                self._found.popitem(last=False)
        return made


def starts_of(net: Net) -> dict[str, Trigger]:
    """What begins a case by itself: element id -> its trigger."""
    nodes = (net.nodes[id] for id in net.triggers)
    return {node.origin: node.trigger for node in nodes if node.origin is not None and node.trigger is not None}


def _listens(node: Node) -> bool:
    return node.trigger is not None and node.trigger.kind in ("message", "signal")


def zone_of(reading: Reading, office: str) -> ZoneInfo:
    """The zone of an office's dates."""
    row = reading.one(OFFICE, id=office)
    return ZoneInfo(ZONES[row["zone"]] if row else "Asia/Jakarta")


def build(row: Row, resources: Mapping[str, bytes], zone: ZoneInfo) -> Definition:
    """A definition from its row and the files of its deployment; its dates are in the office's zone."""
    xml = resources[row["resource"]]
    process = next(found for found in document.read(xml).processes if found.id == row["key"])
    candidates = loads(bytes(row["candidates"]))
    assert isinstance(candidates, dict)
    net = prepare(process)
    return Definition(
        id=row["id"],
        deployment=row["deployment_id"],
        key=row["key"],
        version=row["version"],
        office=row["office"],
        name=row["name"],
        resource=row["resource"],
        sha256=bytes(row["sha256"]),
        xml=xml,
        process=process,
        program=spiff.load(net, expressions.compile, zone=zone),
        forms=forms_of(process, resources, expressions.compile, PurePosixPath(row["resource"]).stem),
        candidates=candidates,
        starts=starts_of(net),
        begun_by_hand=bool(net.starts),
        listens=any(_listens(node) for node in net.nodes.values()),
        zone=zone,
    )
