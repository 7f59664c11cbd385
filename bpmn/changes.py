"""What changed between two versions of an SOP as its owner reads it: by activity, each with what was and what is.

The sentences come from `bpmn.difference`; where a flow leads is told by the flow table instead of by gateways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bpmn.difference import Difference, differences
from bpmn.difference_words import Words
from bpmn.document import Document, Element, Process
from bpmn.sheet.chart import Chart, Way, chart_of
from bpmn.table.notation import words_of

__all__ = ["Change", "Changes", "changes"]

Sort = Literal["new", "gone", "changed", "back"]
NOTHING: Final[Words] = ("", "")
_FLOWS: Final = frozenset("flow-added flow-removed flow-moved flow-renamed flow-order default condition".split())
_TECHNICAL: Final = _FLOWS | frozenset("event mapping work call other key pool note people".split())
_HEADER: Final = frozenset("header process-renamed".split())


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `place` is what it is about (Kegiatan 6, Tidak), `about` what of it, `was` and `now` its values.

    Where it has no two values, `text` says it. `element` is the id on the later drawing, `before` on the earlier one.
    """

    sort: Sort
    place: Words
    about: Words = NOTHING
    was: Words = NOTHING
    now: Words = NOTHING
    text: Words = NOTHING
    element: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All of them in the order of the page; steps that only have another number; what is technical; how much moved."""

    told: tuple[Change, ...]
    renumbered: tuple[Words, ...]
    technical: tuple[Words, ...]
    moved: int


def changes(before: Document, after: Document, key: str) -> Changes:
    """What changed in the process of that key. Raises KeyError where one of the two has none."""
    return _Comparing(before.process(key), after.process(key), differences(before, after)).all()


def place_of(process: Process, id: str | None) -> Words:
    """What an element is called: Kegiatan 4, else its name."""
    element = process.elements.get(id or "")
    if element is None:
        return "Identitas SOP", "SOP identity"
    number = element.properties.get("sop:no", "").strip()
    if number:
        return f"Kegiatan {number}", f"Activity {number}"
    return _named(element)


def _named(element: Element) -> Words:
    kinds = {
        "startEvent": ("Mulai", "Start"),
        "endEvent": ("Akhir", "End"),
        "exclusiveGateway": ("Putusan", "Decision"),
    }
    kind = kinds.get(element.kind, ("Kegiatan", "Activity"))
    return (f"{kind[0]} “{element.name}”", f"{kind[1]} “{element.name}”") if element.name else kind


@dataclass
class _Comparing:
    past: Process
    present: Process
    found: tuple[Difference, ...]
    was: Chart = field(init=False)
    now: Chart = field(init=False)

    def __post_init__(self) -> None:
        self.was, self.now = chart_of(self.past), chart_of(self.present)

    def all(self) -> Changes:
        """Everything that is not only drawn differently."""
        mine = [one for one in self.found if one.process in (self.present.id, None)]
        ways = list(self._ways())
        told = [*(one for each in mine for one in self._told(each)), *ways]
        rows = {step.id: at for at, step in enumerate(self.now.steps)}
        past = {step.id: at for at, step in enumerate(self.was.steps)}
        order = {id(one): self._order(one, rows, past) for one in told}
        technical = [(one.id, one.en) for one in mine if self._is_technical(one)]
        return Changes(
            tuple(sorted(told, key=lambda one: order[id(one)])),
            tuple(_renumbered(one) for one in mine if one.about[0] == "nomor" and one.kind == "property"),
            tuple(dict.fromkeys(technical)),
            sum(one.kind == "drawing" for one in self.found),
        )

    def _order(self, one: Change, rows: Mapping[str, int], past: Mapping[str, int]) -> tuple[int, int]:
        id = one.element if one.element in self.present.elements else one.before
        for at, (process, places) in enumerate(((self.present, rows), (self.past, past))):
            if id in places:
                return 1 + at, places[id or ""]
            flow = process.flows.get(one.element or one.before or "")
            owner = self._owner(process, flow.source) if flow else None
            if owner in places:
                return 1 + at, places[owner or ""]
        return 0, 0

    def _owner(self, process: Process, id: str) -> str | None:
        """The step whose decision a gateway is."""
        seen = set()
        places = {step.id for step in (*self.now.steps, *self.was.steps)}
        while id not in places and id not in seen:
            seen.add(id)
            into = process.elements[id].incoming if id in process.elements else ()
            if not into:
                return None
            id = process.flows[into[0]].source
        return id

    def _shown(self, id: str | None, chart: Chart) -> bool:
        return id in {*(one.id for one in chart.steps), *(one.id for one in (*chart.starts, *chart.ends))}

    def _is_technical(self, one: Difference) -> bool:
        hidden = one.kind in ("step-added", "step-removed") and not (
            self._shown(one.element, self.now) or self._shown(one.element, self.was)
        )
        gateway = self.present.elements.get(one.element or "") or self.past.elements.get(one.element or "")
        inner = gateway is not None and gateway.kind.endswith("Gateway") and not self._shown(gateway.id, self.now)
        return one.kind in _TECHNICAL or hidden or (inner and one.kind != "drawing")

    def _told(self, one: Difference) -> Iterator[Change]:
        """A difference as a change; nothing for what is told by ways, as a number, or as something technical."""
        if one.kind == "drawing" or self._is_technical(one) or one.about[0] == "nomor":
            return
        if one.about[0] == "durasi" and self._also(one, "waktu tercetak"):
            return
        if one.kind == "step-added":
            yield self._new(one)
        elif one.kind == "step-removed":
            was = self.past.elements[one.element or ""]
            text = f"“{was.name}” dihapus", f"“{was.name}” was removed"
            yield Change("gone", place_of(self.past, was.id), text=text, before=was.id)
        elif one.kind.startswith("lane") or one.kind in ("process-added", "process-removed"):
            yield self._lane(one)
        elif one.about != NOTHING:
            yield self._fact(one)
        else:
            yield Change("changed", self._place(one), text=(one.id, one.en), element=one.element, before=one.element)

    def _place(self, one: Difference) -> Words:
        return place_of(self.present, one.element)

    def _also(self, one: Difference, about: str) -> bool:
        return any(other.element == one.element and other.about[0] == about for other in self.found)

    def _new(self, one: Difference) -> Change:
        element = self.present.elements[one.element or ""]
        lane = next((lane.name for lane in self.present.lanes if lane.id == element.lane), "")
        facts = [f"“{element.name}”", lane, element.properties.get("sop:waktu", "")]
        text = ", ".join(fact for fact in facts if fact)
        return Change(
            "new", place_of(self.present, element.id), text=(f"baru: {text}", f"new: {text}"), element=element.id
        )

    def _lane(self, one: Difference) -> Change:
        place = ("Pelaksana", "Performers")
        sort: Sort = {"lane-added": "new", "lane-removed": "gone"}.get(one.kind, "changed")  # type: ignore[assignment]
        names = [lane.name for lane in (*self.present.lanes, *self.past.lanes) if lane.id == one.element]
        if one.kind in ("lane-added", "lane-removed") and names:
            text = ("baru", "new") if sort == "new" else ("dihapus", "removed")
            words = f"“{names[0]}” {text[0]}", f"“{names[0]}” {text[1]}"
            here = one.element
            return Change(
                sort,
                place,
                text=words,
                element=here if sort == "new" else None,
                before=here if sort == "gone" else None,
            )
        if one.about != NOTHING:
            was, now = (_same(value) for value in one.values)
            return Change("changed", place, one.about, was, now, element=one.element)
        return Change("changed", place, text=(one.id, one.en))

    def _fact(self, one: Difference) -> Change:
        about = _SAID.get(one.about[0], one.about)
        was, now = (words_of_value(one.about[0], value) for value in one.values)
        known = one.element if one.element in self.present.elements else None
        return Change("changed", self._place(one), about, was, now, element=known, before=known)

    def _ways(self) -> Iterator[Change]:
        """Answers that lead elsewhere than before, of steps that are in both versions."""
        both = {step.id for step in self.now.steps} & {step.id for step in self.was.steps}
        old, new = _by_answer(self.was, both), _by_answer(self.now, both)
        passed = _through(self.now, both), _through(self.was, both)
        for (source, labels), ways in new.items():
            before = old.get((source, labels), [])
            leads = {passed[0].get(way.target, way.target) for way in ways}
            if leads != {passed[1].get(way.target, way.target) for way in before}:
                yield self._way((source, labels), before, ways)
        for (source, labels), ways in old.items():
            if (source, labels) not in new:
                yield self._way((source, labels), ways, [])

    def _way(self, of: tuple[str, tuple[str, ...]], before: list[Way], ways: list[Way]) -> Change:
        source, labels = of
        rows = {step.id: at for at, step in enumerate(self.now.steps)}
        back = any(rows.get(way.target, len(rows)) <= rows[source] for way in ways)
        place = place_of(self.present, source)
        answer = ", ".join(labels)
        sort: Sort = "gone" if not ways else "back" if back else "changed" if before else "new"
        return Change(
            sort,
            (f"{place[0]}, {answer}", f"{place[1]}, {answer}") if answer else place,
            ("kembali ke", "back to") if back else ("lanjut ke", "on to"),
            _targets(self.past, self.was, before),
            _targets(self.present, self.now, ways),
            element=ways[-1].flows[-1] if ways else None,
            before=before[-1].flows[-1] if before else None,
        )


_SAID: Final[Mapping[str, Words]] = {
    "waktu tercetak": ("waktu", "time"),
    "uraian": ("uraian", "text"),
    "nama": ("nama", "name"),
}


def words_of_value(about: str, value: str) -> Words:
    """A value as an owner reads it: periods in words, lists with commas."""
    if about == "durasi" and value:
        told = "–".join(words_of(part) for part in value.split("/"))
        return told, told
    return _same(value.replace(" | ", ", "))


def _same(text: str) -> Words:
    return text, text


def _by_answer(chart: Chart, steps: set[str]) -> dict[tuple[str, tuple[str, ...]], list[Way]]:
    found: dict[tuple[str, tuple[str, ...]], list[Way]] = {}
    for way in chart.ways:
        if way.source in steps:
            found.setdefault((way.source, way.labels), []).append(way)
    return found


def _through(chart: Chart, both: set[str]) -> dict[str, str]:
    """Steps of one version alone -> where they lead in the end: who was put between two others changes neither."""
    onward: dict[str, list[str]] = {}
    for way in chart.ways:
        onward.setdefault(way.source, []).append(way.target)
    found = {}
    for step in chart.steps:
        here, seen = step.id, set()
        while here not in both and here not in seen and len(set(onward.get(here, ()))) == 1:
            seen.add(here)
            here = onward[here][0]
        if step.id not in both:
            found[step.id] = here
    return found


def _targets(process: Process, chart: Chart, ways: list[Way]) -> Words:
    columns = {step.id: chart.columns[step.column] for step in chart.steps}
    said = []
    for way in ways:
        place = place_of(process, way.target)
        who = f" ({columns[way.target]})" if way.target in columns else ""
        said.append((f"{place[0][:1].lower()}{place[0][1:]}{who}", f"{place[1][:1].lower()}{place[1][1:]}{who}"))
    return " dan ".join(one for one, _ in said), " and ".join(one for _, one in said)


def _renumbered(one: Difference) -> Words:
    was, now = one.values
    return f"Kegiatan {now} dahulu bernomor {was or '–'}.", f"Activity {now} had the number {was or '–'} before."
