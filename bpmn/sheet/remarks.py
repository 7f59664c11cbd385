"""What stands under Keterangan: the printed remark, sign-offs, and, behind a star, what five symbols cannot draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bpmn.document import Element, Flow, Process
from bpmn.names import SUBPROCESSES
from bpmn.table.notation import BAR, words_of

STAR: Final = "* "
Numbers = Callable[[Flow], tuple[str, ...]]
_KINDS: Final = {
    "receiveTask": "Menunggu kabar dari luar",
    "serviceTask": "Dikerjakan sistem",
    "sendTask": "Dikirim sistem",
    "businessRuleTask": "Dikerjakan sistem",
    "scriptTask": "Dikerjakan sistem",
}
_WAITS: Final = {
    "timer": "menunggu waktu",
    "message": "menunggu pesan",
    "signal": "menunggu tanda",
    "condition": "menunggu syarat terpenuhi",
}


def spread(text: str) -> tuple[str, ...]:
    """The items of a property."""
    return tuple(part for part in (" ".join(one.split()) for one in text.split(BAR)) if part)


def remarks_of(process: Process, step: Element, *, drawn: bool, numbers: Numbers) -> tuple[str, ...]:
    """The lines of the last column; `drawn`: who works with the performer has a box of his own."""
    said = step.properties.get
    signed = [one[:1].upper() + one[1:] for one in spread(said("sop:pengesahan", ""))]
    found = [*spread(said("sop:keterangan", "")), *([", ".join(signed)] if signed else [])]
    together = " ".join(said("sop:bersama", "").split())
    if together and not drawn:
        found.append(f"Bersama {together}")
    if step.call is not None:
        found.append(f"Keterkaitan: SOP {step.call.process}")
    return (*found, *(STAR + one for one in _undrawn(process, step, numbers)))


def _undrawn(process: Process, step: Element, numbers: Numbers) -> Iterator[str]:
    if step.kind in _KINDS:
        yield _KINDS[step.kind]
    if step.loop is not None:
        item = (step.loop.item or "butir").replace("_", " ")
        yield f"Diulang untuk setiap {item}"
    if step.properties.get("sop:norma") == "total":
        yield "Waktu seluruh layanan, bukan langkah ini"
    around = process.elements.get(step.parent or "")
    if around is not None and around.kind in SUBPROCESSES:
        yield f"Bagian dari {around.name or 'subproses'}"
    for event in process.elements.values():
        if event.attached_to == step.id:
            yield from _attached(process, event, numbers)
    yield from _beside(process, step, numbers)


def _attached(process: Process, event: Element, numbers: Numbers) -> Iterator[str]:
    name = event.name or "Kejadian"
    timer = event.trigger.timer if event.trigger is not None else None
    told = f"{name} ({words_of(timer.text)})" if timer is not None and timer.kind == "duration" else name
    leads = [one for id in event.outgoing for one in numbers(process.flows[id])]
    yield f"{told}: ke {' dan '.join(leads)}" if leads else told


def _beside(process: Process, step: Element, numbers: Numbers) -> Iterator[str]:
    """What runs side by side behind the step, and what is waited for between it and the next ones."""
    waiting, seen = list(step.outgoing), set()
    if len(waiting) > 1 and not any(process.flows[id].condition for id in waiting):
        yield f"Berjalan serentak: {' dan '.join(one for id in waiting for one in numbers(process.flows[id]))}"
    while waiting:
        target = process.elements.get(process.flows[waiting.pop(0)].target)
        if target is None or target.id in seen:
            continue
        seen.add(target.id)
        if target.kind in ("parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"):
            yield from _gateway(process, target, numbers)
        elif target.kind in ("intermediateCatchEvent", "intermediateThrowEvent"):
            yield from _event(target)
        elif target.kind != "exclusiveGateway":
            continue
        waiting += target.outgoing


def _gateway(process: Process, gateway: Element, numbers: Numbers) -> Iterator[str]:
    if len(gateway.incoming) > 1 and gateway.kind != "eventBasedGateway":
        yield "Lanjut setelah semua jalur yang serentak selesai"
    if len(gateway.outgoing) > 1:
        leads = [one for id in gateway.outgoing for one in numbers(process.flows[id])]
        word = {"parallelGateway": "Berjalan serentak", "eventBasedGateway": "Mana yang lebih dahulu"}
        yield f"{word.get(gateway.kind, 'Satu atau lebih menurut syarat')}: {' dan '.join(leads)}"


def _event(event: Element) -> Iterator[str]:
    if event.link:
        return
    trigger = event.trigger
    if trigger is not None:
        told = _WAITS.get(trigger.kind, "menunggu kejadian")
        timer = trigger.timer
        when = f" ({words_of(timer.text)})" if timer is not None and timer.kind == "duration" else ""
        yield f"Lalu {told}{': ' + event.name if event.name else ''}{when}"
    elif event.throw is not None:
        yield f"Lalu mengirim {event.name or event.throw.name or 'pesan'}"
