"""The chain of sign-offs that a diagram draws: who initials before whom, who drafts, what lies ahead."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.document import Process
from engine.events import APPROVING, SIGNING
from engine.library import Definition
from engine.queries.steps import decision, forward, step

__all__ = ["Chain", "Lower", "chain_of", "refusing_ways"]

_LIMIT: Final = 256
_DRAFTED: Final = re.compile(r"\b(konsep|draf|draft|rancangan)\b", re.IGNORECASE)
_DRAFTING: Final = re.compile(r"\b(menyusun|membuat|mengonsep|mengetik|merancang|mencetak)\b", re.IGNORECASE)
_REFUSING: Final = frozenset({"tidak", "ditolak", "tolak", "dikembalikan", "dilengkapi"})


@dataclass(frozen=True, slots=True)
class Lower:
    """A step that initials before a signature on every way to it; `back`: who signs can send the case back there."""

    element: str
    back: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """What a diagram says of sign-offs, by element: `kinds` of each, `lower` initials of each signature.

    `ahead` are the approving steps further on, `drafts` the steps before that write the text, `signed_after` the
    sign-offs that lie ahead of a step of any sort.
    """

    kinds: Mapping[str, tuple[str, ...]]
    lower: Mapping[str, tuple[Lower, ...]]
    ahead: Mapping[str, frozenset[str]]
    drafts: Mapping[str, frozenset[str]]
    signed_after: Mapping[str, frozenset[str]]


_found: Final[OrderedDict[tuple[bytes, str], Chain]] = OrderedDict()


def chain_of(definition: Definition) -> Chain:
    """The chain of a definition, worked out once for each content."""
    key = (definition.sha256, definition.key)
    chain = _found.get(key)
    if chain is None:
        chain = _found[key] = _chain(definition)
        while len(_found) > _LIMIT:
            _found.popitem(last=False)
    return chain


def refusing_ways(definition: Definition, element: str) -> frozenset[str]:
    """The flows out of the decision after a step by which it is not approved: Tidak, and whatever leads back."""
    asked = decision(definition, element)
    if asked is None:
        return frozenset()
    process = definition.process
    back = {
        way.name
        for way in asked.ways
        if way.name.strip().casefold() in _REFUSING
        or any(element in forward(process, target.element) for target in way.targets)
    }
    return frozenset(id for id in process.elements[asked.gateway].outgoing if process.flows[id].name in back)


def _chain(definition: Definition) -> Chain:
    process = definition.process
    kinds = {id: found for id in process.elements if (found := step(definition, id).approval)}
    if not kinds:
        return Chain({}, {}, {}, {}, {})
    ahead = {id: forward(process, id) - {id} for id in process.elements}
    drafting = [id for id in process.elements if id not in kinds and _drafts(definition, id)]
    return Chain(
        kinds=kinds,
        lower={id: tuple(_lower(definition, kinds, id)) for id in kinds if SIGNING & set(kinds[id])},
        ahead={id: frozenset(one for one in ahead[id] if APPROVING & set(kinds.get(one, ()))) for id in kinds},
        drafts={id: frozenset(one for one in drafting if id in ahead[one]) for id in kinds},
        signed_after={id: frozenset(one for one in kinds if one in ahead[id]) for id in process.elements},
    )


def _drafts(definition: Definition, element: str) -> bool:
    """True for a step that writes what is signed later, as far as its words tell."""
    found = step(definition, element)
    return bool(_DRAFTING.search(found.title) or _DRAFTED.search(" ".join(found.output)))


def _lower(definition: Definition, kinds: Mapping[str, tuple[str, ...]], element: str) -> Iterator[Lower]:
    """The initials that no way to an element goes past; steps in sub-processes and repeated ones cannot be known."""
    process = definition.process
    starts = [start.id for start in process.starts]
    refusing = [process.flows[id].target for id in refusing_ways(definition, element)]
    for id, given in kinds.items():
        found = process.elements[id]
        known = found.loop is None and found.parent is None and process.elements[element].parent is None
        if id != element and "paraf" in given and known and element not in _reached(process, starts, id):
            yield Lower(id, id in _reached(process, refusing, element))


def _reached(process: Process, starts: Collection[str], without: str) -> set[str]:
    """What can be reached without passing one element."""
    hosted: dict[str, list[str]] = {}
    for guest in process.elements.values():
        if guest.attached_to is not None:
            hosted.setdefault(guest.attached_to, []).append(guest.id)
    queue = [id for id in starts if id != without]
    seen = set(queue)
    while queue:
        here = queue.pop()
        element = process.elements.get(here)
        targets = [process.flows[id].target for id in element.outgoing] if element is not None else []
        for target in [*targets, *hosted.get(here, ())]:
            if target not in seen and target != without:
                seen.add(target)
                queue.append(target)
    return seen
