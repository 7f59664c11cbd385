"""Lanes of an office's SOPs that nobody can answer for: no post goes by their label, or nobody does the post today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bpmn import document
from bpmn.document import DocumentRefused, Process
from engine.commands.candidates import labels_of
from engine.people import fold_label, resolve
from engine.queries.look import Look
from engine.queries.names import Post
from engine.queries.rights import Held
from engine.store.diagram_drafts import DRAFT, DRAFTS
from engine.store.people import ALIASES, aliases
from engine.store.views_case import LATEST_DEFINITIONS

__all__ = ["Label", "Lane", "Unstaffed", "labels", "unknown_lanes", "unstaffed"]

_SURE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Lane:
    """A label in an SOP that means no post, with the titles of its steps; `draft`: the SOP is not in force yet.

    `likely` is the post whose name comes near, if there is one.
    """

    label: str
    sop: str
    title: str
    steps: tuple[str, ...]
    draft: bool
    likely: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """What a label means: in one SOP (its key and title) or in all of the office (empty)."""

    label: str
    sop: str
    title: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Unstaffed:
    """A post that SOPs in force give work to and that nobody does today; for one outside, its recorder's."""

    post: Post
    sops: tuple[str, ...]


def labels(look: Look, office: str, posts: list[Held]) -> list[Label]:
    """What the office calls its posts, by label."""
    called = {one.post.id: one.post for one in posts}
    titles = {row["key"]: row["name"] for row in look.reading.all(LATEST_DEFINITIONS)}
    found: dict[tuple[str, str], list[Post]] = {}
    for row in look.reading.all(ALIASES, office=office):
        found.setdefault((row["label"], row["sop"]), []).append(called.get(row["post"], Post(row["post"], row["post"])))
    made = [Label(label, sop, titles.get(sop, sop), tuple(given)) for (label, sop), given in found.items()]
    return sorted(made, key=lambda one: (fold_label(one.label), one.sop))


def unknown_lanes(look: Look, office: str, posts: list[Held]) -> list[Lane]:
    """The labels in SOPs in force and in drafts of the office that mean no post."""
    known = aliases(look.reading, office)
    found: dict[tuple[str, str], Lane] = {}
    for process, draft in (*_in_force(look, office), *_drafts(look, office)):
        for label, elements in labels_of(process).items():
            if not resolve(known, office, process.id, label):
                steps = tuple(process.elements[id].name or id for id in elements)
                title, likely = process.name or process.id, _likely(label, posts)
                found.setdefault((process.id, label), Lane(label, process.id, title, steps, draft, likely))
    return list(found.values())


def unstaffed(look: Look, office: str, posts: list[Held]) -> list[Unstaffed]:
    """The posts of the office that SOPs in force name and that nobody does today."""
    done = {one.post.id for one in posts if one.holders or one.acting}
    wanted: dict[str, set[str]] = {}
    for row in look.reading.all(LATEST_DEFINITIONS):
        if row["office"] == office:
            for group in look.definition(row["id"]).candidates.values():
                if not any(_answered(id, posts, done) for id in group.split("+")):
                    for id in group.split("+"):
                        wanted.setdefault(id, set()).add(row["name"])
    return [Unstaffed(one.post, tuple(sorted(wanted[one.post.id]))) for one in posts if one.post.id in wanted]


def _answered(post: str, posts: list[Held], done: set[str]) -> bool:
    if post.startswith("@") or post in done:
        return True
    return any(one.post.id == post and one.post.outside and one.recorder in done for one in posts)


def _in_force(look: Look, office: str) -> Iterator[tuple[Process, bool]]:
    for row in look.reading.all(LATEST_DEFINITIONS):
        if row["office"] == office:
            yield look.definition(row["id"]).process, False


def _drafts(look: Look, office: str) -> Iterator[tuple[Process, bool]]:
    for row in look.reading.all(DRAFTS):
        found = look.reading.one(DRAFT, of_office=office, of_key=row["key"]) if row["office"] == office else None
        if found is not None:
            try:
                drawn = document.read(bytes(found["bpmn"]))
            except DocumentRefused:  # what is still being drawn may not be whole
                continue
            for process in drawn.processes:
                yield process, True


def _likely(label: str, posts: list[Held]) -> str | None:
    """The post whose words are for the most part those of the label: nobody should take the wrong one by a click."""
    words = set(fold_label(label).split())
    called = [(set(fold_label(one.post.name).split()), one.post.id) for one in posts]
    best = max(((len(words & said) / len(words | said), id) for said, id in called), default=(0.0, ""))
    return best[1] if best[0] > _SURE else None
