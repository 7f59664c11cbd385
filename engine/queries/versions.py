"""The SOPs that a person may read, and the versions of one of them: what was said of each, and what runs on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bpmn.questions import questions
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.library import Definition
from engine.policy import Facts, may
from engine.queries.look import Look
from engine.queries.names import Office, Person, Post, names, office
from engine.store.definitions import RESOURCES
from engine.store.reading import Row
from engine.store.versions import RUNNING_IN, VERSIONS_OF
from engine.store.views_case import LATEST_DEFINITIONS

__all__ = ["Entry", "Shelf", "Version", "files", "readable", "register", "shelf"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version: `since` when it came in force and `until` when another followed, aware; `running` cases.

    `label`, `reason` and `approver` are what the owner said, empty where it was put in force without words.
    """

    id: int
    number: int
    name: str
    label: str
    reason: str
    approver: Post | None
    since: datetime
    until: datetime | None
    deployed_at: datetime
    deployed_by: Person
    sha256: bytes
    withdrawn: bool
    running: int
    deployment: int
    resource: str

    @property
    def digest(self) -> str:
        """The hash of its diagram and forms, as hexadecimal text."""
        return self.sha256.hex()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All versions of an SOP, the newest first; `own` when the person may change it. `now` is the one in force."""

    key: str
    office: Office
    versions: tuple[Version, ...]
    now: Version | None
    own: bool

    @property
    def name(self) -> str:
        """The name of the SOP as it is in force, else as it was last."""
        return (self.now or self.versions[0]).name

    def version(self, number: int) -> Version:
        """One version by its number; NotFound."""
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise NotFound("no-version", f"SOP ini tidak punya versi {number}.", f"This SOP has no version {number}.")
        return found


@dataclass(frozen=True, slots=True)
class Entry:
    """One SOP in the register: the version in force with its definition, running cases of all versions, questions."""

    definition: Definition
    office: Office
    version: Version
    running: int
    questions: int
    own: bool


def readable(look: Look, place: str) -> bool:
    """True for who may read the SOPs of an office: its people, its owner, auditors."""
    return may(look.actor, "read-definition", Facts(place, takes_part=look.actor.belongs(place)))


def register(look: Look) -> tuple[Entry, ...]:
    """The SOPs in force of the person's offices and of those of his roles, by office and name."""
    rows = [row for row in look.reading.all(LATEST_DEFINITIONS) if readable(look, row["office"])]
    offices = {id: office(look.reading, id) for id in {row["office"] for row in rows}}
    counts: Counter[str] = Counter()
    for row in look.reading.all(RUNNING_IN, offices=sorted(offices)) if offices else ():
        counts[row["key"]] += row["count"]
    found = []
    for row in rows:
        versions = look.reading.all(VERSIONS_OF, key=row["key"])
        at = next(place for place, one in enumerate(versions) if one["id"] == row["id"])
        definition = look.definition(row["id"])
        found.append(
            Entry(
                definition=definition,
                office=offices[row["office"]],
                version=_told(look, versions, at, {}),
                running=counts[row["key"]],
                questions=len(questions(definition.process)),
                own=may(look.actor, "deploy", Facts(row["office"])),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.office.name, one.definition.name)))


def shelf(look: Look, key: str) -> Shelf:
    """The versions of an SOP; NotFound when there is none that the person may read."""
    rows = look.reading.all(VERSIONS_OF, key=key)
    if not rows or not readable(look, rows[0]["office"]):
        raise NotFound("no-definition", f"SOP “{key}” tidak ada.", f"There is no SOP “{key}”.")
    place = rows[0]["office"]
    counts = {row["definition_id"]: row["count"] for row in look.reading.all(RUNNING_IN, offices=[place])}
    versions = tuple(_told(look, rows, at, counts) for at in range(len(rows)))
    live = look.library.latest(look.reading, key)
    now = next((one for one in versions if live is not None and one.id == live.id), None)
    return Shelf(key, office(look.reading, place), versions, now, may(look.actor, "deploy", Facts(place)))


def files(look: Look, version: Version) -> dict[str, bytes]:
    """The diagram and the forms of a version by file name; other diagrams of its deployment are left out."""
    rows = look.reading.all(RESOURCES, deployment=version.deployment)
    found = {row["name"]: bytes(row["body"]) for row in rows}
    return {name: body for name, body in found.items() if name == version.resource or name.endswith(".form")}


def _told(look: Look, rows: list[Row], at: int, counts: dict[int, int]) -> Version:
    row = rows[at]
    later = rows[at - 1] if at else None
    posts = {row["approver"]} if row["approver"] else set()
    called = names(look.reading, {row["deployed_by"]}, posts)
    return Version(
        id=row["id"],
        number=row["version"],
        name=row["name"],
        label=row["label"] or "",
        reason=row["reason"] or "",
        approver=called.post(row["approver"]) if row["approver"] else None,
        since=moment(_began(row)),
        until=None if later is None else moment(_began(later)),
        deployed_at=moment(row["deployed_at"]),
        deployed_by=called.person(row["deployed_by"]) or Person(row["deployed_by"], row["deployed_by"]),
        sha256=bytes(row["sha256"]),
        withdrawn=bool(row["withdrawn"]),
        running=counts.get(row["id"], 0),
        deployment=row["deployment_id"],
        resource=row["resource"],
    )


def _began(row: Row) -> int:
    """When a version came in force, in microseconds: what was said, else when it was deployed."""
    return int(row["deployed_at"] if row["effective_at"] is None else row["effective_at"])
