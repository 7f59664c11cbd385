"""Rules about events that can never be: errors that nobody catches or throws, events on what never waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpmn.check.catching import KINDS
from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called

_WORDS: Final = {"error": ("galat", "error"), "escalation": ("eskalasi", "escalation")}


@rule("uncaught-error", "warning", "warning")
def uncaught_error(scope: Scope) -> Iterator[Note]:
    """An error end that nothing around it catches: it ends the whole case, and only a calling case may catch it."""
    for element in scope.process.elements.values():
        throw = element.throw
        if throw is None or throw.kind != "error" or scope.catching.of(element):
            continue
        code = f" “{throw.name}”" if throw.name else ""
        yield Note(
            element,
            f"Galat{code} dari {called(element)} tidak ditangkap dalam proses ini, jadi mengakhiri seluruh kasus. "
            "Tangkap di tepi subprosesnya atau di subproses kejadian, bila itu tidak dimaksud.",
            f"The error{code} of {called(element)} is not caught in this process, so it ends the whole case. Catch it "
            "on the boundary of its sub-process or in an event sub-process, if that is not meant.",
        )


@rule("never-thrown", "warning", "warning")
def never_thrown(scope: Scope) -> Iterator[Note]:
    """An event for an error, escalation or cancellation that nothing inside can throw."""
    reached = scope.catching.reached
    for element in scope.process.elements.values():
        trigger = element.trigger
        if trigger is None or trigger.kind not in (*KINDS, "cancel") or element.id in reached:
            continue
        if trigger.kind == "cancel":
            yield Note(
                element,
                f"{called(element)} menangkap pembatalan, tetapi transaksinya tidak punya akhir batal. Tambahkan akhir "
                "itu, atau hapus kejadian ini.",
                f"{called(element)} catches a cancellation, and its transaction has no cancel end. Add that end, or "
                "remove this event.",
            )
            continue
        kata, word = _WORDS[trigger.kind]
        code = f" “{trigger.name}”" if trigger.name else ""
        yield Note(
            element,
            f"{called(element)} menangkap {kata}{code}, yang tidak dilempar apa pun di dalamnya. Samakan kodenya, "
            "tempelkan pada subproses, tugas layanan atau pemanggilan, atau hapus.",
            f"{called(element)} catches an {word}{code} that nothing inside throws. Make the codes the same, attach it "
            "to a sub-process, service task or call activity, or remove it.",
        )


@rule("never-waits", "warning", "warning")
def never_waits(scope: Scope) -> Iterator[Note]:
    """An event on an activity that passes at once, so that the event has no time to occur."""
    for host, events in scope.graph.boundary.items():
        if scope.graph.waits(host):
            continue
        for id in events:
            element = scope.graph.elements[id]
            if element.trigger is None or element.trigger.kind in (*KINDS, "cancel"):
                continue
            step = called(scope.graph.elements[host])
            yield Note(
                element,
                f"{called(element)} tidak pernah terjadi, karena {step} tidak menunggu siapa pun. Tempelkan pada "
                "langkah yang menunggu.",
                f"{called(element)} never occurs, since {step} waits for nobody. Attach it to a step that waits.",
            )


RULES: Final = (uncaught_error, never_thrown, never_waits)
