"""Rules about who does a step: lanes, assignees, candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called
from bpmn.document_types import Element

STAFF: Final = frozenset({"userTask", "manualTask"})


def _staffed(scope: Scope) -> Iterator[Element]:
    return (element for element in scope.process.elements.values() if element.kind in STAFF)


def _named(element: Element) -> tuple[str, ...]:
    return (*((element.assignee,) if element.assignee else ()), *element.candidate_groups, *element.candidate_users)


@rule("no-lane", "error", None)
def no_lane(scope: Scope) -> Iterator[Note]:
    """A step of an SOP outside all lanes: it has no pelaksana."""
    for element in _staffed(scope):
        if element.lane is None:
            yield Note(
                element,
                f"{called(element)} tidak berada di lajur mana pun. Geser ke lajur pelaksananya.",
                f"{called(element)} stands in no lane. Move it into the lane of its performer.",
            )


@rule("no-performer", None, "error")
def no_performer(scope: Scope) -> Iterator[Note]:
    """A task for a person that nobody can be found for."""
    for element in _staffed(scope):
        if element.lane is None and not _named(element):
            yield Note(
                element,
                f"{called(element)} tidak menyebut siapa yang mengerjakan. Taruh di lajur, atau isi assignee "
                "atau candidate groups.",
                f"{called(element)} does not say who does it. Put it in a lane, or fill in assignee or "
                "candidate groups.",
            )


@rule("unnamed-lane", "error", "error")
def unnamed_lane(scope: Scope) -> Iterator[Note]:
    """A lane without a name that holds a step whose performer it would be."""
    names = {lane.id: lane.name for lane in scope.process.lanes}
    seen: set[str] = set()
    for element in _staffed(scope):
        lane = element.lane
        if lane is None or names.get(lane) or _named(element) or lane in seen:
            continue
        seen.add(lane)
        yield Note(
            element,
            f"Lajur tempat {called(element)} tidak bernama. Beri nama jabatan, atau “(tanpa judul)” bila belum jelas.",
            f"The lane of {called(element)} has no name. Name the post, or “(tanpa judul)” while it is unknown.",
        )


@rule("computed-performer", "error", "error")
def computed_performer(scope: Scope) -> Iterator[Note]:
    """An expression where a post should stand. An assignee may be one in `${…}`: each task asks it when it begins."""
    for element in _staffed(scope):
        for name in _named(element):
            if name.startswith(("${", "#{", "=")) and (name != element.assignee or name.startswith("=")):
                yield Note(
                    element,
                    f"{called(element)} menghitung pelaksananya dengan {name}. Sebut jabatan, pakai lajur, "
                    "atau tulis satu orang sebagai assignee ${…}.",
                    f"{called(element)} computes its performer by {name}. Name a post, use a lane, or write "
                    "one person as the assignee ${…}.",
                )


@rule("lane-members", "warning", "warning")
def lane_members(scope: Scope) -> Iterator[Note]:
    """A lane that names what is not there, or an element that two lanes claim."""
    owner: dict[str, str] = {}
    for lane in scope.process.lanes:
        for member in lane.elements:
            name = lane.name or lane.id
            if member not in scope.process.elements and member not in scope.process.flows:
                yield Note(
                    None,
                    f"Lajur “{name}” menyebut {member}, yang tidak ada dalam proses. Simpan ulang dari pemodel.",
                    f"The lane “{name}” names {member}, which the process does not hold. Save it from the modeler.",
                )
            elif owner.setdefault(member, name) != name:
                yield Note(
                    scope.process.elements.get(member),
                    f"{member} berada di dua lajur, “{owner[member]}” dan “{name}”; yang pertama dipakai.",
                    f"{member} stands in two lanes, “{owner[member]}” and “{name}”; the first one counts.",
                )


RULES: Final = (no_lane, no_performer, unnamed_lane, computed_performer, lane_members)
