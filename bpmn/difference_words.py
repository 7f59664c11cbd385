"""What the parts of a diagram are called in sentences, in Indonesian and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.document import Element, Flow, Process

Words = tuple[str, str]
"""The same in Indonesian and in English."""

NAME: Final[Words] = ("nama", "name")
_SORTS: Final[Mapping[str, Words]] = {
    "exclusiveGateway": ("putusan", "the decision"),
    "parallelGateway": ("percabangan serentak", "the parallel gateway"),
    "inclusiveGateway": ("percabangan inklusif", "the inclusive gateway"),
    "eventBasedGateway": ("percabangan kejadian", "the event-based gateway"),
    "complexGateway": ("percabangan kompleks", "the complex gateway"),
    "startEvent": ("awal", "the start"),
    "endEvent": ("akhir", "the end"),
    "boundaryEvent": ("kejadian", "the event"),
    "intermediateCatchEvent": ("kejadian yang ditunggu", "the event waited for"),
    "intermediateThrowEvent": ("kejadian yang dikirim", "the event sent"),
    "subProcess": ("subproses", "the sub-process"),
    "adHocSubProcess": ("subproses bebas", "the ad-hoc sub-process"),
    "transaction": ("transaksi", "the transaction"),
    "callActivity": ("panggilan SOP lain", "the call of another SOP"),
    "userTask": ("langkah", "the step"),
    "manualTask": ("langkah tanpa formulir", "the step without a form"),
    "receiveTask": ("langkah menunggu", "the waiting step"),
    "sendTask": ("langkah mengirim", "the sending step"),
    "serviceTask": ("langkah otomatis", "the automatic step"),
    "businessRuleTask": ("langkah aturan", "the rule step"),
    "scriptTask": ("langkah program", "the script step"),
}
_PLAIN: Final[Words] = ("langkah", "the step")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of what stands in one version of a process."""

    of: Process

    @property
    def process(self) -> Words:
        """The process itself."""
        name = f"“{self.of.name or self.of.id}”"
        return f"SOP {name}", f"the SOP {name}"

    def sort(self, id: str) -> Words:
        """What kind of thing an element is."""
        return _SORTS.get(self.of.elements[id].kind, _PLAIN)

    def step(self, id: str) -> Words:
        """An element by its printed number and its name; without a name by its id."""
        element = self.of.elements.get(id)
        if element is None:
            return f"({id})", f"({id})"
        sort = self.sort(id) if element.kind not in ("manualTask", "receiveTask", "sendTask") else _PLAIN
        number = element.properties.get("sop:no", "").strip()
        called = f"{f' {number}' if number else ''}" + (f" “{element.name}”" if element.name else "")
        called = called or f" ({id})"
        host = self._host(element)
        return f"{sort[0]}{called}{host[0]}", f"{sort[1]}{called}{host[1]}"

    def _host(self, element: Element) -> Words:
        host = self.of.elements.get(element.attached_to or "")
        name = host and (host.name or host.id)
        return (f" pada “{name}”", f" at “{name}”") if name else ("", "")

    def unnamed_step(self, id: str) -> Words:
        """An element without its name: by its printed number, else by its id."""
        number = self.of.elements[id].properties.get("sop:no", "").strip() or f"({id})"
        return f"{self.sort(id)[0]} {number}", f"{self.sort(id)[1]} {number}"

    def knows(self, id: str) -> bool:
        """Whether that is the process, or one of its elements, flows or lanes."""
        of = self.of
        return id == of.id or id in of.elements or id in of.flows or any(lane.id == id for lane in of.lanes)

    def full(self, id: str) -> Words:
        """An element with the lane that it stands in."""
        step, lane = self.step(id), self.of.elements[id].lane
        if lane is None:
            return step
        label = self.lane(lane)
        return f"{step[0]} di {label[0]}", f"{step[1]} in {label[1]}"

    def whose(self, id: str) -> Words:
        """What a property belongs to: an element, flow, lane or the process."""
        if id in self.of.elements:
            return self.step(id)
        if id in self.of.flows:
            return self.flow(self.of.flows[id])
        return self.process if id == self.of.id else self.lane(id)

    def lane(self, id: str | None) -> Words:
        """A lane by its printed label; None: outside all lanes."""
        if id is None:
            return "luar semua kolom", "no column"
        name = self.column(id)
        return f"kolom “{name}”", f"the column “{name}”"

    def column(self, id: str | None) -> str:
        """The printed label of a lane alone; empty outside all lanes."""
        return next((lane.name for lane in self.of.lanes if lane.id == id), "") or id or ""

    def around(self, parent: str | None) -> Words:
        """Where an element is nested."""
        return ("alur utama", "the main flow") if parent is None else self.step(parent)

    def called(self, flow: Flow) -> str:
        """The name of a flow with a blank before it, empty where it has none."""
        return f" “{flow.name}”" if flow.name else ""

    def ends(self, flow: Flow) -> Words:
        """From where a flow leads to where."""
        source, target = self.step(flow.source), self.step(flow.target)
        return f"dari {source[0]} ke {target[0]}", f"from {source[1]} to {target[1]}"

    def flow(self, flow: Flow) -> Words:
        """A flow by its name and its ends."""
        ends = self.ends(flow)
        return f"alur{self.called(flow)} {ends[0]}", f"the flow{self.called(flow)} {ends[1]}"

    def unnamed(self, flow: Flow) -> Words:
        """A flow by its ends alone."""
        ends = self.ends(flow)
        return f"alur {ends[0]}", f"the flow {ends[1]}"

    def short(self, flow: Flow) -> str:
        """A flow by its name, else by what it leads to."""
        target = self.of.elements.get(flow.target)
        return flow.name or (target and target.name) or flow.target


def added(what: Words) -> Words:
    """The sentence that something is new."""
    return _upper(f"{what[0]} ditambahkan."), _upper(f"{what[1]} was added.")


def removed(what: Words) -> Words:
    """The sentence that something is no longer there."""
    return _upper(f"{what[0]} dihapus."), _upper(f"{what[1]} was removed.")


def moved(what: Words, old: Words, new: Words) -> Words:
    """The sentence that something stands elsewhere."""
    return (
        _upper(f"{what[0]} pindah dari {old[0]} ke {new[0]}."),
        _upper(f"{what[1]} moved from {old[1]} to {new[1]}."),
    )


def turned(flow: str, old: Words, new: Words) -> Words:
    """The sentence that a flow leads elsewhere; `flow` is its name with a blank before it, or empty."""
    return (
        f"Alur{flow} pindah: tadinya {old[0]}, sekarang {new[0]}.",
        f"The flow{flow} moved: {old[1]} before, {new[1]} now.",
    )


def changed(what: Words, whose: Words, values: tuple[str, str]) -> Words:
    """The sentence that a value changed, was filled in or was cleared."""
    head = f"{what[0]} {whose[0]}", f"the {what[1]} of {whose[1]}"
    old, new = values
    if not old:
        return _upper(f"{head[0]} diisi: “{new}”."), _upper(f"{head[1]}: “{new}” was filled in.")
    if not new:
        return _upper(f"{head[0]} dikosongkan; tadinya “{old}”."), _upper(f"{head[1]}: “{old}” was cleared.")
    return (
        _upper(f"{head[0]} berubah dari “{old}” menjadi “{new}”."),
        _upper(f"{head[1]} changed from “{old}” to “{new}”."),
    )


def altered(what: Words, whose: Words) -> Words:
    """The sentence that something changed that has no short value."""
    return _upper(f"{what[0]} {whose[0]} berubah."), _upper(f"the {what[1]} of {whose[1]} changed.")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
