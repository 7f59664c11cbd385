"""Rules about gateways and the flows that leave them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called, flow_called
from bpmn.document_types import Element, Flow
from bpmn.names import ACTIVITIES, GATEWAYS

_DECIDING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
NEAR: Final = 50  # elements before a gateway in which its question is looked for
_STEPS: Final = ACTIVITIES - {"task", "scriptTask", "sendTask"}
_PLAIN: Final = frozenset({"exclusiveGateway", "parallelGateway", "eventBasedGateway"})
_UNASKED: Final[dict[str, tuple[str, str]]] = {
    "parallelGateway": ("keluar dari gerbang paralel", "it leaves a parallel gateway"),
    "eventBasedGateway": ("keluar dari gerbang kejadian", "it leaves an event-based gateway"),
}


def _splits(scope: Scope, kinds: frozenset[str]) -> Iterator[tuple[Element, list[Flow]]]:
    for element in scope.process.elements.values():
        if element.kind in kinds and len(element.outgoing) > 1:
            yield element, [scope.process.flows[id] for id in element.outgoing]


@rule("unnamed-flow", "error", None)
def unnamed_flow(scope: Scope) -> Iterator[Note]:
    """A flow out of a decision without its answer."""
    for gateway, flows in _splits(scope, _DECIDING):
        for flow in flows:
            if not flow.name:
                yield Note(
                    flow,
                    f"Alur {flow.id} dari {called(gateway)} tidak bernama. Tulis jawabannya, misalnya Ya atau Tidak.",
                    f"The flow {flow.id} out of {called(gateway)} has no name. Write its answer, such as Ya or Tidak.",
                )


@rule("same-name", "error", None)
def same_name(scope: Scope) -> Iterator[Note]:
    """Two flows out of one decision with the same answer."""
    for gateway, flows in _splits(scope, _DECIDING):
        counted = Counter(flow.name for flow in flows if flow.name)
        for name in (name for name, times in counted.items() if times > 1):
            yield Note(
                gateway,
                f"{counted[name]} alur dari {called(gateway)} bernama “{name}”. Beri tiap jawaban nama yang lain.",
                f"{counted[name]} flows out of {called(gateway)} are named “{name}”. Give each answer its own name.",
            )


@rule("no-condition", "error", "warning")
def no_condition(scope: Scope) -> Iterator[Note]:
    """A flow out of an exclusive gateway that would always be taken."""
    for gateway, flows in _splits(scope, frozenset({"exclusiveGateway"})):
        for flow in flows:
            if not flow.condition and flow.id != gateway.default:
                yield Note(
                    flow,
                    f"Alur {flow_called(flow)} dari {called(gateway)} tidak bersyarat. Tulis syaratnya, misalnya "
                    '=keputusan = "Ya", atau jadikan alur bawaan.',
                    f"The flow {flow_called(flow)} out of {called(gateway)} has no condition. Write it, for example "
                    '=keputusan = "Ya", or make it the default flow.',
                )


@rule("always-taken", "warning", "warning")
def always_taken(scope: Scope) -> Iterator[Note]:
    """A flow without a condition out of an inclusive gateway, or beside a default that is then never taken."""
    for element in scope.process.elements.values():
        flows = [scope.process.flows[id] for id in element.outgoing]
        free = [flow for flow in flows if not flow.condition and flow.id != element.default]
        defaulted = element.default in element.outgoing and element.kind not in _PLAIN
        if free and len(flows) > 1 and (element.kind == "inclusiveGateway" or defaulted):
            names = ", ".join(flow_called(flow) for flow in free[:5])
            yield Note(
                element,
                f"Alur {names} dari {called(element)} tidak bersyarat, jadi selalu diambil dan alur bawaan tidak "
                "pernah. Tulis syaratnya bila itu tidak dimaksud.",
                f"The flow {names} out of {called(element)} has no condition, so it is always taken and a default "
                "flow never. Write a condition if that is not meant.",
            )


@rule("ignored-condition", "warning", "warning")
def ignored_condition(scope: Scope) -> Iterator[Note]:
    """A condition that nobody asks: on a default flow, or out of a parallel or event-based gateway."""
    for flow in scope.process.flows.values():
        source = scope.process.elements.get(flow.source)
        if not flow.condition or source is None:
            continue
        default = ("alur bawaan", "it is the default flow") if source.default == flow.id else None
        why = default or _UNASKED.get(source.kind)
        if why is not None:
            yield Note(
                flow,
                f"Syarat pada alur {flow_called(flow)} tidak dibaca karena {why[0]}. Hapus syaratnya.",
                f"The condition on the flow {flow_called(flow)} is not read because {why[1]}. Remove the condition.",
            )


@rule("wrong-default", "error", "error")
def wrong_default(scope: Scope) -> Iterator[Note]:
    """A default flow that does not leave the element."""
    for element in scope.process.elements.values():
        if element.default is not None and element.default not in element.outgoing:
            yield Note(
                element,
                f"Alur bawaan {element.default} tidak keluar dari {called(element)}. Pilih salah satu alur keluarnya.",
                f"The default flow {element.default} does not leave {called(element)}. Choose one that does.",
            )


@rule("decision-place", "warning", None)
def decision_place(scope: Scope) -> Iterator[Note]:
    """A decision of an SOP that does not follow a step of the same pelaksana: nobody is asked for the answer."""
    for gateway, flows in _splits(scope, frozenset({"exclusiveGateway"})):
        if not any(flow.condition for flow in flows):
            continue
        before = [scope.process.elements[id] for id in scope.graph.previous[gateway.id]]
        fit = [one for one in before if one.kind in _STEPS | GATEWAYS and one.lane == gateway.lane]
        if len(fit) < len(before) or not before:
            yield Note(
                gateway,
                f"Gerbang {called(gateway)} tidak langsung mengikuti langkah di lajur yang sama. Taruh di lajur "
                "pelaksana yang memutuskan.",
                f"The gateway {called(gateway)} does not directly follow a step of the same lane. Put it into the "
                "lane of the one who decides.",
            )


@rule("choice-values", "warning", None)
def choice_values(scope: Scope) -> Iterator[Note]:
    """An answer on a flow that the form before it does not offer."""
    for gateway, flows in _splits(scope, frozenset({"exclusiveGateway"})):
        offered = _offered(scope, gateway)
        for flow in flows:
            names = scope.names(flow.condition) if flow.condition and not scope.wordy else frozenset()
            if isinstance(names, ValueError) or len(names) != 1:
                continue
            choices = offered.get(next(iter(names)))
            if choices and flow.name and flow.name not in choices:
                yield Note(
                    flow,
                    f"Jawaban “{flow.name}” dari {called(gateway)} tidak ada di formulir ({', '.join(choices)}). "
                    "Samakan nama alur dengan pilihan di formulir.",
                    f"The answer “{flow.name}” out of {called(gateway)} is not in the form ({', '.join(choices)}). "
                    "Make the name of the flow and the choice in the form the same.",
                )


def _offered(scope: Scope, gateway: Element) -> dict[str, list[str]]:
    """Gives the choices that the steps before the gateway offer, also through one gateway between, by field."""
    found: dict[str, list[str]] = {}
    waiting, seen = [gateway.id], {gateway.id}
    while waiting:
        for id in scope.graph.previous[waiting.pop()]:
            if len(seen) >= NEAR:
                return found
            if id in seen:
                continue
            seen.add(id)
            element = scope.process.elements[id]
            if element.kind in GATEWAYS:
                waiting.append(id)
            form = scope.form(element)
            for field in form.fields if form else ():
                if field.options:
                    found.setdefault(field.key, []).extend(str(option.value) for option in field.options)
    return found


RULES: Final = (
    unnamed_flow,
    same_name,
    no_condition,
    always_taken,
    ignored_condition,
    wrong_default,
    decision_place,
    choice_values,
)
