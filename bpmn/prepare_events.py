"""What stands in the way of running an event by what its definition says; where it stands is judged elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bpmn.document_types import Element
from bpmn.names import EVENTS

Words = tuple[str, str]
_CAUGHT: Final = frozenset(
    {"timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "conditionalEventDefinition"}
)
ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "startEvent": _CAUGHT | {"errorEventDefinition", "escalationEventDefinition"},
    "intermediateCatchEvent": _CAUGHT | {"linkEventDefinition"},
    "boundaryEvent": _CAUGHT | {"errorEventDefinition", "escalationEventDefinition", "cancelEventDefinition"},
    "intermediateThrowEvent": frozenset(
        {"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition", "linkEventDefinition"}
    ),
    "endEvent": frozenset(
        {
            "messageEventDefinition",
            "signalEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
            "terminateEventDefinition",
            "cancelEventDefinition",
        }
    ),
}
_NEEDS: Final = frozenset({"intermediateCatchEvent", "boundaryEvent"})


def event_words(element: Element) -> Words | None:
    """Gives why the event does not run, None where it does or is no event."""
    if "compensateEventDefinition" in element.events:
        return None  # the kind says so
    if element.kind not in EVENTS:
        return _elsewhere(element) if element.events else None
    if "eventDefinitionRef" in element.events:
        return (
            "Pemicu yang hanya dirujuk tidak dijalankan. Tulis pemicunya pada kejadian ini sendiri.",
            "An event definition by reference does not run. Define the trigger on this event itself.",
        )
    if len(element.events) > 1:
        return (
            "Kejadian dengan beberapa pemicu tidak dijalankan. Pakai satu kejadian untuk tiap pemicu.",
            "An event with several triggers does not run. Use one event for each trigger.",
        )
    if not element.events:
        return _none(element)
    if element.events[0] not in ALLOWED.get(element.kind, frozenset()):
        return _elsewhere(element)
    return _timer(element) or _named(element) or _rigid(element)


def _none(element: Element) -> Words | None:
    if element.kind not in _NEEDS:
        return None
    return (
        "Kejadian ini tanpa pemicu, jadi tidak menunggu apa pun. Pilih pewaktu, pesan, sinyal atau syarat.",
        "This event is without a trigger, so it waits for nothing. Choose a timer, message, signal or condition.",
    )


def _elsewhere(element: Element) -> Words:
    what = ", ".join(element.events)
    return (
        f"{what} tidak dijalankan pada {element.kind}. Pakai pemicu lain atau jenis kejadian lain.",
        f"{what} does not run on {element.kind}. Use another trigger or another kind of event.",
    )


def _timer(element: Element) -> Words | None:
    trigger = element.trigger
    if trigger is None or trigger.kind != "timer":
        return None
    if trigger.timer is None or not trigger.timer.text:
        return (
            "Pewaktu tanpa waktu. Isi tanggal, jangka (PT1H, P3D) atau ulangannya.",
            "A timer without a time. Fill in its date, duration (PT1H, P3D) or cycle.",
        )
    if trigger.timer.kind == "cycle" and element.kind == "intermediateCatchEvent":
        return (
            "Pewaktu berulang di tengah alur tidak dapat terjadi lagi. Pakai jangka waktu (PT1H, P3D).",
            "A repeating timer in the flow cannot occur again. Use a duration (PT1H, P3D).",
        )
    if trigger.timer.kind == "cycle" and element.kind == "boundaryEvent" and element.interrupting:
        return (
            "Pewaktu berulang yang memutus langkah tidak dapat terjadi lagi. Pakai jangka waktu, atau jadikan tidak "
            "memutus.",
            "A repeating timer that interrupts the activity cannot occur again. Use a duration, or make it "
            "non-interrupting.",
        )
    return None


def _named(element: Element) -> Words | None:
    kinds = {element.trigger.kind if element.trigger else None, element.throw.kind if element.throw else None}
    name = (element.trigger and element.trigger.name) or (element.throw and element.throw.name)
    if "message" in kinds and not name:
        return (
            "Kejadian pesan tanpa nama pesan. Pilih pesannya, atau tarik alur pesan dari kolam lain.",
            "A message event without a message name. Choose its message, or draw a message flow from another pool.",
        )
    if "signal" in kinds and not name:
        return ("Kejadian sinyal tanpa nama sinyal. Pilih sinyalnya.", "A signal event without a signal. Choose one.")
    if element.trigger is not None and element.trigger.kind == "condition" and not element.trigger.condition:
        return (
            "Kejadian bersyarat tanpa syarat. Tulis syaratnya, misalnya =nilai >= 70.",
            "A conditional event without a condition. Write it, for example =nilai >= 70.",
        )
    if "linkEventDefinition" in element.events and not element.link:
        return (
            "Tautan tanpa nama. Beri nama yang sama di kedua ujung.",
            "A link without a name. Name both ends alike.",
        )
    return None


def _rigid(element: Element) -> Words | None:
    """Errors and cancellations always interrupt (10.5.6, 13.5.3)."""
    if element.interrupting or element.trigger is None or element.trigger.kind not in ("error", "cancel"):
        return None
    return (
        "Galat dan pembatalan selalu memutus. Jadikan kejadian ini memutus, atau pakai eskalasi.",
        "An error or cancellation always interrupts. Make this event interrupting, or use an escalation.",
    )
