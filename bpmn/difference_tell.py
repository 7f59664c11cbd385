"""What changed in one process: its header, lanes, elements and flows, each as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.difference_facts import Facts, of_element, of_flow, of_process
from bpmn.difference_match import Match
from bpmn.difference_words import NAME, Names, Words, added, changed, moved, removed, turned
from bpmn.document import Flow


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: its kind, the id of what changed, and the sentence.

    Where it is one fact that changed, `about` names the fact, and `values` are what it was and what it is.
    """

    kind: str
    element: str
    words: Words
    about: Words = ("", "")
    values: tuple[str, str] = ("", "")


def tell(match: Match) -> Iterator[Told]:
    """Gives the differences of two versions of a process in order."""
    telling = _Telling(match, Names(match.before), Names(match.after))
    yield from telling.process()
    yield from telling.lanes()
    yield from telling.elements()
    yield from telling.flows()
    yield from telling.removed()


def _facts(id: str, whose: Words, old: Facts, new: Facts) -> Iterator[Told]:
    for key in dict.fromkeys([*new, *old]):
        fact = new.get(key) or old[key]
        values = old[key].value if key in old else "", new[key].value if key in new else ""
        if values[0] != values[1]:
            yield Told(fact.kind, id, changed(fact.words, whose, values), fact.words, values)


@dataclass(frozen=True, slots=True)
class _Telling:
    """The differences of one process; `was` and `now` name what stands in its two versions."""

    match: Match
    was: Names
    now: Names

    def process(self) -> Iterator[Told]:
        """Its key, name, header and text."""
        before, after, whose = self.match.before, self.match.after, ("SOP", "the SOP")
        if before.id != after.id:
            yield Told("key", after.id, changed(("kunci", "key"), whose, (before.id, after.id)))
        if before.name != after.name:
            names = before.name, after.name
            yield Told("process-renamed", after.id, changed(NAME, whose, names), NAME, names)
        yield from _facts(after.id, whose, of_process(before), of_process(after))

    def lanes(self) -> Iterator[Told]:
        """New and renamed lanes, and another order of those that were there."""
        match, old = self.match, {lane.id: lane for lane in self.match.before.lanes}
        for lane in match.after.lanes:
            past = old.get(match.lanes.get(lane.id, ""))
            if past is None:
                yield Told("lane-added", lane.id, added(self.now.lane(lane.id)))
            elif past.name != lane.name:
                names = past.name, lane.name
                yield Told("lane-renamed", lane.id, changed(NAME, ("kolom", "the column"), names), NAME, names)
        kept = [match.lanes[lane.id] for lane in match.after.lanes if lane.id in match.lanes]
        order = [id for id in old if id in set(kept)]
        if kept != order:
            texts = ", ".join(old[id].name for id in order), ", ".join(old[id].name for id in kept)
            what = ("urutan kolom", "order of the columns")
            yield Told("lanes-reordered", match.after.id, changed(what, ("SOP", "the SOP"), texts))

    def elements(self) -> Iterator[Told]:
        """New elements, and what changed of the others."""
        for id, old in self.match.elements.items():
            if old is None:
                yield Told("step-added", id, added(self.now.full(id)))
            else:
                yield from self._element(id, old)
                yield from self._places(id, old)
                facts = of_element(self.match.before.elements[old]), of_element(self.match.after.elements[id])
                yield from _facts(id, self.now.whose(id), *facts)

    def _element(self, id: str, old: str) -> Iterator[Told]:
        past, present, whose = self.match.before.elements[old], self.match.after.elements[id], self.now.whose(id)
        if past.kind != present.kind:
            was, now = self.was.sort(old), self.now.sort(id)
            words = [changed(("jenis", "kind"), self.now.unnamed_step(id), pair) for pair in zip(was, now, strict=True)]
            yield Told("step-kind", id, (words[0][0], words[1][1]))
        if past.name != present.name:
            names = past.name, present.name
            yield Told("step-renamed", id, changed(NAME, self.now.unnamed_step(id), names), NAME, names)
        default = present.default and self.match.flows.get(present.default, f"({present.default})")
        if default != past.default:
            texts = self._short(self.was, past.default), self._short(self.now, present.default)
            yield Told("default", id, changed(("alur bawaan", "default flow"), whose, texts))

    def _short(self, names: Names, flow: str | None) -> str:
        found = names.of.flows.get(flow or "")
        return names.short(found) if found else flow or ""

    def _places(self, id: str, old: str) -> Iterator[Told]:
        """Another lane, another sub-process around it, another host of a boundary event."""
        match = self.match
        past, present, whose = match.before.elements[old], match.after.elements[id], self.now.whose(id)
        lane = present.lane and match.lanes.get(present.lane, f"({present.lane})")
        if past.lane != lane:
            words = moved(whose, self.was.lane(past.lane), self.now.lane(present.lane))
            columns = self.was.column(past.lane), self.now.column(present.lane)
            yield Told("step-moved", id, words, ("pelaksana", "performer"), columns)
        if past.parent != (present.parent and match.element(present.parent)):
            places = self.was.around(past.parent), self.now.around(present.parent)
            yield Told("step-moved", id, moved(whose, *places))
        if past.attached_to != (present.attached_to and match.element(present.attached_to)):
            places = self.was.around(past.attached_to), self.now.around(present.attached_to)
            yield Told("event", id, moved(whose, *places))

    def flows(self) -> Iterator[Told]:
        """New flows, what changed of the others, and another order where it means something."""
        match = self.match
        for id, flow in match.after.flows.items():
            if id in match.flows:
                yield from self._flow(match.before.flows[match.flows[id]], flow)
            else:
                yield Told("flow-added", id, added(self.now.flow(flow)))
        for id, old in match.elements.items():
            if old is not None and match.after.elements[id].kind == "exclusiveGateway":
                yield from self._order(id, old)

    def _flow(self, past: Flow, flow: Flow) -> Iterator[Told]:
        if [self.match.element(flow.source), self.match.element(flow.target)] != [past.source, past.target]:
            yield Told("flow-moved", flow.id, turned(self.now.called(flow), self.was.ends(past), self.now.ends(flow)))
        if past.name != flow.name:
            yield Told("flow-renamed", flow.id, changed(NAME, self.now.unnamed(flow), (past.name, flow.name)))
        yield from _facts(flow.id, self.now.flow(flow), of_flow(past), of_flow(flow))

    def _order(self, id: str, old: str) -> Iterator[Told]:
        """The first flow whose condition holds is taken: their order means something."""
        match, first = self.match, self.match.before.elements[old].outgoing
        kept = [match.flows[flow] for flow in match.after.elements[id].outgoing if flow in match.flows]
        kept = [flow for flow in kept if flow in first]
        order = [flow for flow in first if flow in kept]
        if order != kept:
            flows = match.before.flows
            was, now = (", ".join(self.was.short(flows[one]) for one in ids) for ids in (order, kept))
            what = ("urutan alur", "order of the flows")
            yield Told("flow-order", id, changed(what, self.now.whose(id), (was, now)))

    def removed(self) -> Iterator[Told]:
        """What stands in the earlier version alone."""
        match = self.match
        lanes, elements, flows = (set(one.values()) for one in (match.lanes, match.elements, match.flows))
        gone = [
            ("lane-removed", lane.id, self.was.lane(lane.id)) for lane in match.before.lanes if lane.id not in lanes
        ]
        gone += [("step-removed", id, self.was.full(id)) for id in match.before.elements if id not in elements]
        gone += [("flow-removed", id, self.was.flow(one)) for id, one in match.before.flows.items() if id not in flows]
        yield from (Told(kind, id, removed(words)) for kind, id, words in gone)
