"""What a process owner draws: the SOPs that he may change, and one of them with its draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.canonical import loads
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.policy import Facts, may
from engine.queries.look import Look
from engine.queries.names import Office, Person, Post, names, office
from engine.store.definitions import LAST_VERSION, RESOURCES, RUNNING_ON
from engine.store.diagram_drafts import DRAFTS, DRAFTS_OF_KEY
from engine.store.people import OFFICES, POSTS
from engine.store.reading import Row
from engine.store.views_case import LATEST_DEFINITIONS

__all__ = ["Begun", "Drawn", "Model", "Version", "begun", "drawable", "model", "offices", "running", "templates"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft: who draws since when, when it was saved last, and as the how manieth."""

    who: Person
    since: datetime
    saved_at: datetime
    revision: int
    based_on: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """The last version of an SOP: its id, its number, its diagram and the texts of its forms by file name."""

    id: int
    number: int
    bpmn: bytes
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """An SOP as its owner draws it: the draft, else the last version. `resource` is the name of its file."""

    key: str
    name: str
    office: Office
    resource: str
    bpmn: bytes
    forms: Mapping[str, str]
    version: Version | None
    draft: Drawn | None
    posts: tuple[Post, ...]

    @property
    def next(self) -> int:
        """The number of the version that it becomes."""
        return 1 if self.version is None else self.version.number + 1

    @property
    def based_on(self) -> int | None:
        """The definition that the diagram was made from."""
        if self.draft is not None:
            return self.draft.based_on
        return None if self.version is None else self.version.id

    @property
    def overtaken(self) -> bool:
        """True when another version came in force while this one was drawn."""
        return self.based_on != (None if self.version is None else self.version.id)


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft in a list."""

    key: str
    name: str
    office: str
    who: str
    saved_at: datetime


def drawable(look: Look, office: str) -> bool:
    """True for the process owner of the office."""
    return may(look.actor, "deploy", Facts(office))


def model(look: Look, key: str) -> Model:
    """The SOP of that key with its draft; NotFound when there is none that the person may change."""
    last = look.reading.one(LAST_VERSION, key=key)
    drafts = [row for row in look.reading.all(DRAFTS_OF_KEY, of_key=key) if drawable(look, row["office"])]
    if last is not None:
        drafts = [row for row in drafts if row["office"] == last["office"]]
    if (last is None and not drafts) or (last is not None and not drawable(look, last["office"])):
        raise NotFound("no-definition", f"SOP “{key}” tidak ada.", f"There is no SOP “{key}”.")
    version = None if last is None else _version(look, last)
    draft = drafts[0] if drafts else None
    return _model(look, (key, last, version), draft)


def offices(look: Look) -> tuple[Office, ...]:
    """The offices whose SOPs the person may change, by name."""
    found = [row["id"] for row in look.reading.all(OFFICES)]
    return tuple(office(look.reading, id) for id in found if drawable(look, id))


def templates(look: Look) -> tuple[tuple[str, str, str], ...]:
    """The SOPs in force that the person may copy: key, name and the name of the office."""
    called = {one.id: one.name for one in offices(look)}
    rows = [row for row in look.reading.all(LATEST_DEFINITIONS) if row["office"] in called]
    return tuple((row["key"], row["name"], called[row["office"]]) for row in rows)


def begun(look: Look) -> tuple[Begun, ...]:
    """The drafts that the person may go on with, by name."""
    rows = [row for row in look.reading.all(DRAFTS) if drawable(look, row["office"])]
    called = names(look.reading, {row["account"] for row in rows}, ())
    return tuple(
        Begun(row["key"], row["name"], row["office"], called.people.get(row["account"], row["account"]), _at(row))
        for row in rows
    )


def running(look: Look, key: str) -> tuple[tuple[int, int], ...]:
    """How many cases run on each version of the SOP that has any: version and number."""
    return tuple((row["version"], row["count"]) for row in look.reading.all(RUNNING_ON, key=key))


def _at(row: Row) -> datetime:
    return moment(row["saved_at"])


def _version(look: Look, last: Row) -> Version:
    files = {row["name"]: bytes(row["body"]) for row in look.reading.all(RESOURCES, deployment=last["deployment_id"])}
    forms = {name: body.decode("utf-8", "replace") for name, body in files.items() if name.lower().endswith(".form")}
    return Version(last["id"], last["version"], files[last["resource"]], forms)


def _model(look: Look, known: tuple[str, Row | None, Version | None], draft: Row | None) -> Model:
    key, last, version = known
    row = draft or last
    assert row is not None
    kept = loads(bytes(draft["forms"])) if draft is not None else dict(version.forms) if version else {}
    assert isinstance(kept, dict)
    drawn = None
    if draft is not None:
        called = names(look.reading, {draft["account"]}, ()).people
        who = Person(draft["account"], called.get(draft["account"], draft["account"]))
        drawn = Drawn(who, moment(draft["began_at"]), _at(draft), draft["revision"], draft["based_on"])
    posts = look.reading.all(POSTS, office=row["office"])
    return Model(
        key=key,
        name=row["name"],
        office=office(look.reading, row["office"]),
        resource=last["resource"] if last is not None else f"{key}.bpmn",
        bpmn=bytes(draft["bpmn"]) if draft is not None else version.bpmn if version else b"",
        forms={name: str(text) for name, text in kept.items()},
        version=version,
        draft=drawn,
        posts=tuple(Post(one["id"], one["name"], bool(one["outside"])) for one in posts),
    )
