"""Checks what stands beside the history: diagrams and forms by their hashes, papers by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.canonical import loads
from engine.events import Event
from engine.library import content_hash
from engine.papers import is_papers
from engine.proof.faults import Fault
from engine.store import Reading
from engine.store.contents import DEFINITIONS_AFTER, IS_KEPT, PAPERS_AFTER, RESOURCES_OF
from engine.store.reading import Row

__all__ = ["Papers", "wrong_diagrams", "wrong_papers"]

_SAID = ("key", "version", "office")
_MOST = 100


def wrong_diagrams(reading: Reading, events: Iterable[Event]) -> Iterator[Fault]:
    """Definitions whose diagram, forms or facts are not those that the installation's events deployed."""
    deployed = {event.data["definition"]: event for event in events if event.kind == "DefinitionDeployed"}
    after, seen = 0, set[int]()
    while rows := reading.all(DEFINITIONS_AFTER, after=after):
        for row in rows:
            after = row["id"]
            seen.add(after)
            event = deployed.get(after)
            if event is None or not _deployed_so(reading, row, event):
                yield _diagram(f"{row['key']}:{row['version']}", event)
    for id in sorted(deployed.keys() - seen):
        yield _diagram(f"{deployed[id].data['key']}:{deployed[id].data['version']}", deployed[id])


def _deployed_so(reading: Reading, row: Row, event: Event) -> bool:
    said, files = event.data, reading.all(RESOURCES_OF, deployment=row["deployment_id"])
    if any(isinstance(one["body"], str) for one in files):  # SQLite keeps what somebody made text of as text
        return False
    bodies = {one["name"]: bytes(one["body"]) for one in files}
    if any(hashlib.sha256(bytes(one["body"])).digest() != bytes(one["sha256"]) for one in files):
        return False
    if row["resource"] not in bodies or bytes(row["sha256"]).hex() != said["sha256"]:
        return False
    same = all(row[name] == said[name] for name in _SAID) and row["deployment_id"] == said["deployment"]
    return same and content_hash(bodies, row["resource"]).hex() == said["sha256"]


def _diagram(name: str, event: Event | None) -> Fault:
    id = f"Diagram {name} atau formulirnya bukan yang diberlakukan."
    en = f"The diagram {name}, or a form of it, is not the one that was put in force."
    return Fault(0, None if event is None else event.number, id, en, "diagram")


def wrong_papers(reading: Reading) -> Iterator[str | Fault]:
    """The hash of each paper that is kept, or the fault of one whose bytes are not those of its hash."""
    after = ""
    while (row := reading.one(PAPERS_AFTER, after=after)) is not None:
        after = row["sha256"]
        body = bytes(row["body"])
        if hashlib.sha256(body).hexdigest() != after or len(body) != row["size"]:
            id, en = f"Isi berkas {after[:16]} diubah.", f"The bytes of the paper {after[:16]} were altered."
            yield Fault(0, None, id, en, "paper")
        else:
            yield after


@dataclass
class Papers:
    """Papers that events and answers name and that are not kept; an erasure anywhere explains one."""

    reading: Reading
    named: int = 0
    _missing: dict[str, tuple[int, int]] = field(default_factory=dict)
    _erased: set[str] = field(default_factory=set)

    def look(self, event: Event, kept: Mapping[tuple[int, str], Row]) -> None:
        """Takes in the papers that an event names, by itself and in its values."""
        if event.kind == "ValuesErased":
            self._erased.update(event.data["papers"])
        if event.kind == "DocumentAttached":
            self._named(event, event.data["sha256"])
        for name in event.data.get("answers", ()):
            row = kept.get((event.number, name))
            if row is None or row["value"] is None or b'"sha256"' not in bytes(row["value"]):
                continue
            for paper in _papers(bytes(row["value"])):
                self._named(event, paper["sha256"])

    def faults(self) -> Iterator[Fault]:
        """What is missing, once everything was looked at."""
        for sha256, (case, number) in self._missing.items():
            if sha256 not in self._erased:
                id = f"Berkas {sha256[:16]} pada peristiwa {number} hilang."
                yield Fault(case, number, id, f"The paper {sha256[:16]} of event {number} is gone.", "paper")

    def _named(self, event: Event, sha256: str) -> None:
        self.named += 1
        if len(self._missing) < _MOST and self.reading.value(IS_KEPT, sha256=sha256) is None:
            self._missing.setdefault(sha256, (event.case, event.number))


def _papers(value: bytes) -> list[dict[str, Any]]:
    try:
        found = loads(value)
    except ValueError:
        return []
    return found if isinstance(found, list) and is_papers(found) else []
