"""Rules about what the engine runs: elements, program text, extensions that have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called, flow_called
from bpmn.document_types import Element
from bpmn.names import is_program
from bpmn.prepare_nodes import maps

_DATA: Final = frozenset({"ioSpecification", "dataInputAssociation", "dataOutputAssociation"})
_HARMLESS: Final = frozenset({"formData"})


@rule("program-text", "error", "error")
def program_text(scope: Scope) -> Iterator[Note]:
    """A script task, a listener with a script or class, a condition in a programming language."""
    if scope.process.code:
        what = ", ".join(scope.process.code)
        yield Note(
            None,
            f"Proses ini memuat program ({what}), yang tidak dijalankan. Ganti dengan tugas layanan bertopik yang "
            "dikerjakan program di luar.",
            f"This process holds program text ({what}), which is never run. Use a service task with a topic that a "
            "program outside does.",
        )
    yield from scope.obstacles("program-text")
    for flow in scope.process.flows.values():
        if is_program(flow.language):
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
    return scope.obstacles("not-runnable")


@rule("no-effect", "warning", "warning")
def no_effect(scope: Scope) -> Iterator[Note]:
    """Settings of the modeler that have no effect here."""
    for element in scope.process.elements.values():
        without = [name for name in element.extensions if not (name in _HARMLESS and scope.form(element))]
        without += _idle(element)
        if without and not element.code:
            what = ", ".join(without)
            yield Note(
                element,
                f"Pengaturan {what} pada {called(element)} tidak berpengaruh di sini. Hapus, atau pakai berkas "
                ".form dan inputParameter/outputParameter.",
                f"The setting {what} on {called(element)} has no effect here. Remove it, or use a .form file and "
                "inputParameter/outputParameter.",
            )


def _idle(element: Element) -> list[str]:
    """Gives what BPMN or the dialect would do on the element and this engine does not."""
    found = [mark for mark in element.marks if mark in _DATA or mark.endswith("/topic")]
    if (element.inputs or element.outputs) and not maps(element):
        found.append("inputOutput")
    loop = element.loop
    if loop is not None and (loop.output is None) != (loop.output_item is None):
        found.append("loopDataOutputRef" if loop.output_item is None else "outputDataItem")
    return found


@rule("boundary-host", "error", "error")
def boundary_host(scope: Scope) -> Iterator[Note]:
    """A boundary event that is attached to nothing that a person or program does."""
    return scope.obstacles("boundary-host")


RULES: Final = (program_text, not_runnable, no_effect, boundary_host)
