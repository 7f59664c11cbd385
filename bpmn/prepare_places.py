"""What stands in the way of running an element by where it stands: flows, starts, boundaries, links, gateways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from bpmn.document_types import Element, Flow, Process
from bpmn.names import ACTIVITIES
from bpmn.prepare_obstacle import Obstacle

RULE: Final = "not-runnable"
_BEHIND: Final = frozenset(
    {"timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "conditionalEventDefinition"}
)


class Places:
    """A process with its scopes: which elements stand where."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.elements = process.elements
        self.inside: dict[str | None, list[Element]] = {None: []}
        for element in process.elements.values():
            self.inside.setdefault(element.parent, []).append(element)
        guests = [element for element in process.elements.values() if element.kind == "boundaryEvent"]
        self.hosts = {guest.attached_to for guest in guests}
        self.cancelled = {
            guest.attached_to for guest in guests if guest.trigger is not None and guest.trigger.kind == "cancel"
        }

    @cached_property
    def begun(self) -> Mapping[str, Element]:
        """The elements that begin a case by their event: receive tasks that do, and what stands behind a gateway."""
        found: dict[str, Element] = {}
        for element in self.elements.values():
            if begins(element) and element.kind == "receiveTask":
                found[element.id] = element
            elif begins(element):
                found.update((target.id, target) for target in self.targets(element))
        return found

    def targets(self, element: Element) -> Iterator[Element]:
        """Gives what the flows of an element lead to, where it is there."""
        for id in element.outgoing:
            target = self.elements.get(self.process.flows[id].target)
            if target is not None:
                yield target

    def implicit(self, scope: str | None) -> list[Element]:
        """Gives the elements of a scope that start without a start event: those that no flow enters.

        Source: BPMN 2.0.2 13.2 and 13.3.4. A scope with a start event, or with an element that begins a case, has none.
        """
        here = self.inside.get(scope, [])
        if any(element.kind == "startEvent" or begins(element) for element in here):
            return []
        return [element for element in here if not element.incoming and not _apart(element)]

    def scope_name(self, scope: str | None) -> str:
        """Gives the id of a scope, that of the process for None."""
        return self.process.id if scope is None else scope


def _apart(element: Element) -> bool:
    """Whether the element never starts by itself: an event on an activity, an event sub-process, a catching link."""
    link = element.kind == "intermediateCatchEvent" and element.events == ("linkEventDefinition",)
    return element.kind == "boundaryEvent" or element.triggered or link


def begins(element: Element) -> bool:
    """Whether a case begins by the element's event although it is no start event."""
    return element.instantiate and element.kind in ("receiveTask", "eventBasedGateway")


def place_obstacles(process: Process) -> Iterator[Obstacle]:
    """Gives what keeps the elements of a process from running by where they stand."""
    places = Places(process)
    for flow in process.flows.values():
        yield from _flow(places, flow)
    for element in process.elements.values():
        if element.kind == "boundaryEvent":
            yield from _boundary(places, element)
        elif element.kind == "startEvent":
            yield from _start(places, element)
        elif element.kind == "eventBasedGateway":
            yield from _gateway(places, element)
        elif element.throw is not None and element.throw.kind == "cancel":
            yield from _cancel(places, element)
        if begins(element):
            yield from _instantiate(element)
        if element.triggered:
            yield from _event_sub_process(places, element)
    yield from _links(places)
    yield from _no_start(places)


def _flow(places: Places, flow: Flow) -> Iterator[Obstacle]:
    source, target = places.elements.get(flow.source), places.elements.get(flow.target)
    for end, found in ((flow.source, source), (flow.target, target)):
        if found is None:
            yield Obstacle(
                flow.id,
                "dangling-flow",
                f"Alur ini menunjuk “{end[:60]}”, yang tidak ada dalam proses. Sambungkan atau hapus alurnya.",
                f"The flow names “{end[:60]}”, which the process does not hold. Connect the flow or remove it.",
            )
    if source is None or target is None:
        return
    if source.parent != target.parent:
        yield Obstacle(
            flow.id,
            "crossing-flow",
            f"Alur ini melewati batas subproses, dari {source.id} ke {target.id}. Akhiri di batasnya, dan keluar dari "
            "subproses itu sendiri.",
            f"The flow crosses the border of a sub-process, from {source.id} to {target.id}. End it inside, and leave "
            "from the sub-process itself.",
        )
    yield from _borders(flow, source, target)


def _borders(flow: Flow, source: Element, target: Element) -> Iterator[Obstacle]:
    """Gives what is wrong with a flow that enters or leaves what no flow may."""
    if target.kind in ("startEvent", "boundaryEvent") or target.triggered or _is_link(target, "intermediateCatchEvent"):
        yield Obstacle(
            flow.id,
            "into-start",
            f"Alur ini masuk ke {target.id}, yang tidak boleh dimasuki. Arahkan ke langkah.",
            f"The flow enters {target.id}, which no flow may. Lead it to a step.",
        )
    if source.kind == "endEvent" or source.triggered or _is_link(source, "intermediateThrowEvent"):
        yield Obstacle(
            flow.id,
            "into-start",
            f"Alur ini keluar dari {source.id}, yang tidak boleh ditinggalkan lewat alur. Hapus alur itu.",
            f"The flow leaves {source.id}, which no flow may. Remove that flow.",
        )


def _is_link(element: Element, kind: str) -> bool:
    return element.kind == kind and element.events == ("linkEventDefinition",)


def _boundary(places: Places, element: Element) -> Iterator[Obstacle]:
    host = places.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.triggered or host.parent != element.parent:
        yield Obstacle(
            element.id,
            "boundary-host",
            "Kejadian tepi ini tidak menempel pada langkah. Tempelkan pada satu langkah di tempat yang sama.",
            "This boundary event is attached to no step. Attach it to one that stands where it stands.",
        )
    elif element.trigger is not None and element.trigger.kind == "cancel" and host.kind != "transaction":
        yield Obstacle(
            element.id,
            RULE,
            "Pembatalan hanya dapat menempel pada transaksi. Jadikan langkah itu transaksi, atau pakai galat.",
            "A cancel event can only be attached to a transaction. Make that step a transaction, or use an error.",
        )


def _start(places: Places, element: Element) -> Iterator[Obstacle]:
    around = places.elements.get(element.parent or "")
    kind = element.trigger.kind if element.trigger is not None else None
    if around is not None and not around.triggered and element.events:
        yield Obstacle(
            element.id,
            RULE,
            "Awal dengan pemicu di dalam subproses biasa tidak pernah terjadi. Hapus pemicunya, atau tandai "
            "subprosesnya sebagai subproses kejadian.",
            "A start with a trigger inside an ordinary sub-process never occurs. Remove its trigger, or make the "
            "sub-process an event sub-process.",
        )
    elif around is None and kind in ("error", "escalation"):
        yield Obstacle(
            element.id,
            RULE,
            "Awal dengan galat atau eskalasi hanya ada di subproses kejadian. Pindahkan ke sana.",
            "A start by an error or escalation stands only in an event sub-process. Move it there.",
        )
    elif around is not None and element.interrupting and kind == "timer":
        timer = element.trigger.timer if element.trigger is not None else None
        if timer is not None and timer.kind == "cycle":
            yield Obstacle(
                element.id,
                RULE,
                "Pewaktu berulang yang memutus tidak dapat terjadi lagi. Pakai jangka waktu, atau jadikan tidak "
                "memutus.",
                "A repeating timer that interrupts cannot occur again. Use a duration, or make it non-interrupting.",
            )


def _event_sub_process(places: Places, element: Element) -> Iterator[Obstacle]:
    starts = [one for one in places.inside.get(element.id, []) if one.kind == "startEvent"]
    if len(starts) != 1 or not starts[0].events:
        yield Obstacle(
            starts[0].id if len(starts) == 1 else element.id,
            RULE,
            "Subproses kejadian perlu tepat satu awal, dengan pemicu (pesan, pewaktu, sinyal, syarat, galat atau "
            "eskalasi).",
            "An event sub-process needs exactly one start, with a trigger (message, timer, signal, condition, error or "
            "escalation).",
        )


def _cancel(places: Places, element: Element) -> Iterator[Obstacle]:
    around = places.elements.get(element.parent or "")
    if around is None or around.kind != "transaction" or around.id not in places.cancelled:
        yield Obstacle(
            element.id,
            RULE,
            "Akhir batal hanya berlaku di dalam transaksi yang di tepinya ada kejadian batal. Tambahkan kejadian itu.",
            "A cancel end runs only inside a transaction with a cancel event on its boundary. Add that event.",
        )


def _instantiate(element: Element) -> Iterator[Obstacle]:
    if element.parent is not None or element.incoming:
        yield Obstacle(
            element.id,
            RULE,
            "Yang memulai kasus hanya ada di proses sendiri dan tidak dimasuki alur. Hapus tanda instantiate.",
            "What begins a case stands in the process itself and no flow enters it. Remove its mark instantiate.",
        )


def _gateway(places: Places, gateway: Element) -> Iterator[Obstacle]:
    targets = list(places.targets(gateway))
    if not targets:
        yield Obstacle(
            gateway.id,
            RULE,
            "Gerbang kejadian ini tidak menunggu apa pun. Sambungkan ke kejadian atau tugas terima.",
            "This event-based gateway waits for nothing. Connect it to events or receive tasks.",
        )
    for target in targets:
        yield from _waiting(places, target)
    messages = [one for one in targets if one.events == ("messageEventDefinition",)]
    tasks = [one for one in targets if one.kind == "receiveTask"]
    if messages and tasks:
        yield _behind(
            gateway,
            "Gerbang kejadian tidak boleh mencampur kejadian pesan dan tugas terima. Pakai salah satunya saja.",
            "An event-based gateway may not mix message events and receive tasks. Use only one of them.",
        )


def _waiting(places: Places, target: Element) -> Iterator[Obstacle]:
    """Gives what is wrong with one element behind an event-based gateway."""
    catches = target.kind == "intermediateCatchEvent" and len(target.events) == 1 and target.events[0] in _BEHIND
    if not catches and target.kind != "receiveTask":
        yield _behind(
            target,
            "Di belakang gerbang kejadian hanya boleh ada kejadian (pewaktu, pesan, sinyal, syarat) atau tugas terima.",
            "Behind an event-based gateway stand only events (timer, message, signal, condition) or receive tasks.",
        )
    elif len(target.incoming) > 1:
        yield _behind(
            target,
            "Yang di belakang gerbang kejadian tidak boleh dimasuki alur lain. Arahkan alur itu ke gerbangnya.",
            "No other flow may enter what stands behind an event-based gateway. Lead that flow to the gateway.",
        )
    elif target.loop is not None or target.id in places.hosts:
        yield _behind(
            target,
            "Tugas terima di belakang gerbang kejadian tidak boleh berulang atau punya kejadian di tepi. Pakai "
            "kejadian pesan.",
            "A receive task behind an event-based gateway may not loop or have boundary events. Use a message event.",
        )


def _behind(at: Element, id: str, en: str) -> Obstacle:
    return Obstacle(at.id, RULE, id, en)


def _links(places: Places) -> Iterator[Obstacle]:
    for here in places.inside.values():
        catches: dict[str, list[Element]] = {}
        for element in here:
            if _is_link(element, "intermediateCatchEvent") and element.link:
                catches.setdefault(element.link, []).append(element)
        for doubles in catches.values():
            for element in doubles[1:]:
                yield _behind(
                    element,
                    f"Tautan “{doubles[0].link}” sudah ditangkap {doubles[0].id}. Sisakan satu.",
                    f"The link “{doubles[0].link}” is caught by {doubles[0].id} already. Keep one.",
                )
        for element in here:
            if _is_link(element, "intermediateThrowEvent") and element.link and element.link not in catches:
                yield _behind(
                    element,
                    f"Tautan “{element.link}” tidak ditangkap di proses atau subproses yang sama. Tambahkan "
                    "penangkapnya.",
                    f"Nothing catches the link “{element.link}” in the same process or sub-process. Add its catch.",
                )


def _no_start(places: Places) -> Iterator[Obstacle]:
    for scope in (None, *(one.id for one in places.elements.values() if one.id in places.inside)):
        here = places.inside[scope]
        if any(one.kind == "startEvent" or begins(one) for one in here) or places.implicit(scope):
            continue
        if scope is not None and places.elements[scope].triggered:
            continue
        where_id, where_en = ("Proses", "process") if scope is None else ("Subproses", "sub-process")
        yield Obstacle(
            places.scope_name(scope),
            "no-start",
            f"{where_id} ini tidak punya awal. Tambahkan kejadian mulai dan sambungkan ke langkah pertama.",
            f"The {where_en} has no start. Add a start event and connect it to the first step.",
        )
