"""Rules about what the engine runs: elements, program text, extensions that have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called, flow_called
from bpmn.document_types import Element
from bpmn.prepare import NotRunnable, kind_of

_PROGRAMS: Final = ("python", "groovy", "javascript", "ecmascript", "js", "ruby", "java", "xpath", "juel-script")
_WHAT: Final = {
    "sendTask": ("tugas kirim", "a send task", "Pakai tugas layanan dengan topik.", "Use a service task with a topic."),
    "businessRuleTask": (
        "tugas aturan bisnis",
        "a business rule task",
        "Pakai tugas orang dengan formulir, lalu gerbang Ya/Tidak.",
        "Use a user task with a form, and a gateway after it.",
    ),
    "callActivity": (
        "pemanggilan proses lain",
        "a call activity",
        "Tulis langkah-langkahnya di sini, atau sebut SOP itu pada keterkaitan.",
        "Write its steps here, or name that procedure among the related ones.",
    ),
    "eventBasedGateway": (
        "gerbang berbasis kejadian",
        "an event-based gateway",
        "Pakai tugas terima dengan pewaktu di tepinya.",
        "Use a receive task with a timer on its boundary.",
    ),
    "complexGateway": (
        "gerbang kompleks",
        "a complex gateway",
        "Pakai gerbang inklusif.",
        "Use an inclusive gateway.",
    ),
}
_SUB: Final = (
    "subproses",
    "a sub-process",
    "Gambar langkah-langkahnya langsung di proses.",
    "Draw its steps in place.",
)
_HARMLESS: Final = frozenset({"formData"})


@rule("program-text", "error", "error")
def program_text(scope: Scope) -> Iterator[Note]:
    """A script task, a listener with a script or class, a condition in a programming language."""
    for element in (None, *scope.process.elements.values()):
        code = scope.process.code if element is None else element.code
        if code or (element is not None and element.kind == "scriptTask"):
            where = "Proses ini" if element is None else called(element)
            place = "This process" if element is None else called(element)
            what = ", ".join(code) or "scriptTask"
            yield Note(
                element,
                f"{where} memuat program ({what}), yang tidak dijalankan. Ganti dengan tugas layanan bertopik yang "
                "dikerjakan program di luar, atau dengan formulir dan syarat pada gerbang.",
                f"{place} holds program text ({what}), which is never run. Use a service task with a topic that a "
                "program outside does, or a form and conditions on a gateway.",
            )
    for flow in scope.process.flows.values():
        language = (flow.language or "").lower()
        if any(name == language.rstrip("/").rpartition("/")[2] or f"/{name}" in language for name in _PROGRAMS):
            yield Note(
                flow,
                f"Syarat pada alur {flow_called(flow)} ditulis dalam bahasa {flow.language}. Tulis sebagai FEEL, "
                'misalnya =keputusan = "Ya".',
                f"The condition on the flow {flow_called(flow)} is written in {flow.language}. Write it in FEEL, "
                'for example =keputusan = "Ya".',
            )


@rule("not-runnable", "error", "error")
def not_runnable(scope: Scope) -> Iterator[Note]:
    """An element that this engine does not run, or that lacks what it needs to run."""
    for element in scope.process.elements.values():
        if element.code or element.kind == "scriptTask":
            continue
        try:
            kind_of(element)
        except NotRunnable as refusal:
            known = _SUB if "process" in element.kind.lower() or element.kind == "transaction" else None
            known = known or _WHAT.get(element.kind)
            yield _known(element, known) if known and not element.loop else _plain(element, refusal)


def _known(element: Element, words: tuple[str, str, str, str]) -> Note:
    id, en, do_id, do_en = words
    return Note(
        element,
        f"{called(element)} adalah {id}, yang belum dijalankan. {do_id}",
        f"{called(element)} is {en}, which does not run yet. {do_en}",
    )


def _plain(element: Element, refusal: NotRunnable) -> Note:
    return Note(
        element,
        f"{called(element)} tidak dapat dijalankan: {refusal.id}. Lengkapi atau ganti elemen ini.",
        f"{called(element)} cannot run: {refusal.en}. Complete the element or replace it.",
    )


@rule("no-effect", "warning", "warning")
def no_effect(scope: Scope) -> Iterator[Note]:
    """Settings of the modeler that have no effect here."""
    for element in scope.process.elements.values():
        without = [name for name in element.extensions if not (name in _HARMLESS and scope.form(element))]
        if without and not element.code:
            what = ", ".join(without)
            yield Note(
                element,
                f"Pengaturan {what} pada {called(element)} tidak berpengaruh di sini. Hapus, atau pakai berkas .form.",
                f"The setting {what} on {called(element)} has no effect here. Remove it, or use a .form file.",
            )


@rule("boundary-host", "error", "error")
def boundary_host(scope: Scope) -> Iterator[Note]:
    """A boundary event that is attached to nothing that a person or program does."""
    for element in scope.process.elements.values():
        host = scope.process.elements.get(element.attached_to or "")
        if element.kind == "boundaryEvent" and (host is None or not host.kind.lower().endswith(("task", "process"))):
            if host is not None and host.kind in ("callActivity", "transaction"):
                continue
            yield Note(
                element,
                f"Kejadian tepi {called(element)} tidak menempel pada langkah. Tempelkan pada satu langkah.",
                f"The boundary event {called(element)} is attached to no step. Attach it to one.",
            )


RULES: Final = (program_text, not_runnable, no_effect, boundary_host)
