"""Which element, flow and lane of one version is which of the other, also where modelers gave new ids.

Ids count first. Of what is left, lanes are the same by their name, gateways by their kind, name, lane, properties and
the ways in and out, flows by their ends, name and condition, then by their ends alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from bpmn.document import Document, Element, Flow, Lane, Process
from bpmn.names import GATEWAYS

_ROUNDS = 20  # as many redrawn gateways in a row are still told apart


@dataclass(frozen=True, slots=True)
class Match:
    """Two versions of a process; the mappings go from ids of the later version to those of the earlier one.

    `elements` holds all of the later version, None for what is new; `flows` and `lanes` only what was there before.
    """

    before: Process
    after: Process
    elements: Mapping[str, str | None]
    flows: Mapping[str, str]
    lanes: Mapping[str, str]

    def element(self, id: str) -> str:
        """The earlier id of an element; where there is none, a text that is no id."""
        return self.elements.get(id) or f"({id})"

    def known(self) -> dict[str, str]:
        """Everything that stands in both versions, the process too."""
        elements = {id: old for id, old in self.elements.items() if old is not None}
        return {self.after.id: self.before.id} | dict(self.lanes) | elements | dict(self.flows)

    def ids(self) -> dict[str, str]:
        """The same, from the earlier id to the later one."""
        return {old: id for id, old in self.known().items()}


def match_processes(
    before: Document, after: Document
) -> tuple[list[tuple[Process, Process]], list[Process], list[Process]]:
    """Gives the processes of both, those of the earlier alone and those of the later alone.

    Two that are left over in each version are the same under another key.
    """
    old = {one.id: one for one in before.processes}
    pairs = [(old.pop(one.id), one) for one in after.processes if one.id in old]
    new = [one for one in after.processes if all(one is not pair[1] for pair in pairs)]
    if len(old) == len(new) == 1:
        return [*pairs, (next(iter(old.values())), new[0])], [], []
    return pairs, list(old.values()), new


def matched(before: Process, after: Process) -> Match:
    """Gives what is the same in two versions of a process."""
    lanes = _lanes(before.lanes, after.lanes)
    elements = _gateways(before, after, lanes)
    return Match(before, after, elements, _flows(before, after, elements), lanes)


def _lanes(before: Iterable[Lane], after: Iterable[Lane]) -> dict[str, str]:
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    found = {id: id for id in new if id in old}
    return found | _paired(
        [id for id in old if id not in found],
        [id for id in new if id not in found],
        (lambda id: old[id].name, lambda id: new[id].name),
    )


def _paired(
    old: Iterable[str], new: Iterable[str], keys: tuple[Callable[[str], Hashable], Callable[[str], Hashable]]
) -> dict[str, str]:
    """Pairs the ids whose keys are the same, in order."""
    waiting: dict[Hashable, list[str]] = {}
    for id in old:
        waiting.setdefault(keys[0](id), []).append(id)
    found: dict[str, str] = {}
    for id in new:
        same = waiting.get(keys[1](id))
        if same:
            found[id] = same.pop(0)
    return found


def _gateways(before: Process, after: Process, lanes: Mapping[str, str]) -> dict[str, str | None]:
    """Pairs the elements by id, and the gateways that are left by what leads to them and away from them."""
    found: dict[str, str | None] = {id: id if id in before.elements else None for id in after.elements}
    kept = frozenset(id for id in found.values() if id)
    back = {old: new for new, old in lanes.items()}
    old = [one.id for one in before.elements.values() if one.kind in GATEWAYS and one.id not in kept]
    new = [id for id, same in found.items() if same is None and after.elements[id].kind in GATEWAYS]
    if old and new:
        first = _Colours(before, {id: _facts(before.elements[id], lambda lane: back.get(lane, lane)) for id in old})
        second = _Colours(after, {id: _facts(after.elements[id], lambda lane: lane) for id in new})
        for _ in range(min(_ROUNDS, max(len(old), len(new)))):
            numbers: dict[Hashable, int] = {}
            first, second = first.further(numbers), second.further(numbers)
        found |= _paired(old, new, (first.colours.__getitem__, second.colours.__getitem__))
    return found


def _facts(gateway: Element, lane: Callable[[str], str]) -> Hashable:
    own = lane(gateway.lane) if gateway.lane else None
    given = frozenset(pair for pair in gateway.properties.items() if pair[1])
    return gateway.kind, gateway.name, own, gateway.documentation, gateway.parent, given


@dataclass(frozen=True, slots=True)
class _Colours:
    """What each redrawn gateway looks like from as far as has been looked; others look like their id."""

    process: Process
    colours: Mapping[str, Hashable]

    def further(self, numbers: dict[Hashable, int]) -> _Colours:
        """Looks one flow further; `numbers` keeps what was seen small and is shared by both versions."""
        flows, elements = self.process.flows, self.process.elements
        seen: dict[str, Hashable] = {}
        for id, colour in self.colours.items():
            ways = [
                frozenset(_counted((self._of(end(flows[one])), *_way(flows[one])) for one in ids))
                for ids, end in ((elements[id].incoming, _source), (elements[id].outgoing, _target))
            ]
            default = flows.get(elements[id].default or "")
            look = (colour, *ways, default and self._of(default.target))
            seen[id] = numbers.setdefault(look, len(numbers))
        return _Colours(self.process, seen)

    def _of(self, id: str) -> Hashable:
        return ("", self.colours[id]) if id in self.colours else id


def _counted(keys: Iterable[Hashable]) -> Iterable[tuple[Hashable, int]]:
    counts: dict[Hashable, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts.items()


def _source(flow: Flow) -> str:
    return flow.source


def _target(flow: Flow) -> str:
    return flow.target


def _way(flow: Flow) -> tuple[str, str | None]:
    return flow.name, flow.condition


def _flows(before: Process, after: Process, elements: Mapping[str, str | None]) -> dict[str, str]:
    """Pairs the flows by id, then by ends, name and condition, then by their ends."""
    found = {id: id for id in after.flows if id in before.flows}

    def ends(id: str) -> Hashable:
        return before.flows[id].source, before.flows[id].target

    def later_ends(id: str) -> Hashable:
        return tuple(elements.get(end) or f"({end})" for end in (after.flows[id].source, after.flows[id].target))

    keys = (
        (lambda id: (ends(id), _way(before.flows[id])), lambda id: (later_ends(id), _way(after.flows[id]))),
        (ends, later_ends),
    )
    for pair in keys:
        kept = set(found.values())
        old, new = [id for id in before.flows if id not in kept], [id for id in after.flows if id not in found]
        found |= _paired(old, new, pair)
    return found
