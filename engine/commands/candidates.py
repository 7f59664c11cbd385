"""Who may do each task of a process: lanes and candidate groups resolved to posts at deployment."""

from __future__ import annotations

from typing import Final

from bpmn.document import Element, Process
from engine.commands.refusals import NotPossible
from engine.people import Aliases, person, resolve
from engine.store import Reading, Transaction
from engine.store.people import aliases, ensure_group

__all__ = ["candidates_of", "posts_of"]

_STAFF: Final = frozenset({"userTask", "manualTask"})
# Waits that the lane's people may answer too; a lane without a post leaves them to the process owner.
_WAITS: Final = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent"})


def candidates_of(tx: Transaction, office: str, process: Process) -> dict[str, str]:
    """Element id -> group id; raises NotPossible for a lane or group that no post answers for."""
    return {id: ensure_group(tx, posts) for id, posts in posts_of(tx, office, process).items()}


def posts_of(reading: Reading, office: str, process: Process) -> dict[str, list[str]]:
    """Element id -> posts that may do it, sorted; raises NotPossible for a lane or group that no post answers for."""
    known = aliases(reading, office)
    lanes = {lane.id: lane.name for lane in process.lanes}
    found: dict[str, list[str]] = {}
    for element in process.elements.values():
        if element.kind not in _STAFF | _WAITS and not _is_message_start(element):
            continue
        posts = {
            post for label in _labels(element, lanes) for post in _posts(known, (office, process.id, label), element)
        }
        # A candidate user is a group of his own login: nobody else's post is meant.
        posts |= {person(login) for login in element.candidate_users}
        if posts:
            found[element.id] = sorted(posts)
    return found


def labels_of(process: Process) -> dict[str, list[str]]:
    """What tasks and waits of a process call those who do them -> the ids of those elements, in document order."""
    lanes = {lane.id: lane.name for lane in process.lanes}
    found: dict[str, list[str]] = {}
    for element in process.elements.values():
        if element.kind in _STAFF | _WAITS or _is_message_start(element):
            for label in _labels(element, lanes):
                found.setdefault(label, []).append(element.id)
    return found


def _is_message_start(element: Element) -> bool:
    return element.kind == "startEvent" and element.trigger is not None and element.trigger.kind == "message"


def _labels(element: Element, lanes: dict[str, str]) -> list[str]:
    """The candidate groups of the element, who answers a wait, or its lane and the other performer of joint work."""
    if element.candidate_groups or element.candidate_users:
        return list(element.candidate_groups)
    if answering := _answering(element):
        return [answering]
    if element.assignee or element.lane is None:
        return []
    joint = element.properties.get("sop:bersama", "").strip()
    return [lanes[element.lane], *([joint] if joint else [])]


def _answering(element: Element) -> str:
    """Who outside is waited for, where the diagram says so: the lane's people only write his answer down."""
    return element.properties.get("sop:penjawab", "").strip() if element.kind in _WAITS else ""


def _posts(known: Aliases, place: tuple[str, str, str], element: Element) -> tuple[str, ...]:
    office, sop, label = place
    found = resolve(known, office, sop, label)
    if not found and (element.kind in _STAFF or _answering(element)):
        raise NotPossible(
            "unknown-lane",
            f"Lajur “{label}” tidak dikenal di kantor {office}. Tambahkan jabatan atau alias untuk label itu.",
            f"The office {office} has no post for the lane “{label}”. Add a post or an alias for it.",
            lane=label,
            element=element.id,
            office=office,
        )
    return tuple(found)
